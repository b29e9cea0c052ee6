// SPDX-License-Identifier: Apache-2.0
/**
 * The JMH benchmarks: one class per question, every peer behind the same two-line calls.
 *
 * <p><b>One peer per JVM.</b> A peer is a parameter, and a fork runs one combination of parameters, so the class that
 * stands behind {@link dev.tophash.bench.jmh.LongPeer} is the only one that is loaded: its calls are direct ones, as
 * in a program that names its map.
 *
 * <p><b>Ratios.</b> {@link dev.tophash.bench.jmh.InterleavedRun} runs all peers one after the other, several rounds,
 * so that a noisy minute hits all of them, and prints best, median and the ratio to Agrona's.
 */
package dev.tophash.bench.jmh;
