// SPDX-License-Identifier: Apache-2.0
/**
 * {@code ./tophash bench compare}: our maps beside those of other libraries and of Go, each in a process of its own, in
 * turns.
 *
 * <p>{@link dev.tophash.bench.peers.CompareRun} starts the processes and compares their sums,
 * {@link dev.tophash.bench.peers.CompareTables} makes tables of what came out. What a process does is in
 * {@code driver}, and for Go in {@code bench/src/main/go/peers}.
 */
package dev.tophash.bench.peers;
