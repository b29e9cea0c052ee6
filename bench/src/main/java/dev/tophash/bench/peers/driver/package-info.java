// SPDX-License-Identifier: Apache-2.0
/** What runs in the process of one peer. */
package dev.tophash.bench.peers.driver;
