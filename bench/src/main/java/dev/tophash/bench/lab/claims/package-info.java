// SPDX-License-Identifier: Apache-2.0
/**
 * The claims of the article that the project starts from: verdicts, our figures measured now, and Go's.
 */
package dev.tophash.bench.lab.claims;
