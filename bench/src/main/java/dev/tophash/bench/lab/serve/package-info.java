// SPDX-License-Identifier: Apache-2.0

/**
 * The lab on live bytes in a browser: a server for one person on one machine, and what its page does.
 */
package dev.tophash.bench.lab.serve;
