// SPDX-License-Identifier: Apache-2.0
/**
 * The gate against slow changes: {@code ./tophash bench --against OLD.jar} compares the map of an old jar with the map
 * of this program.
 *
 * <pre>
 *   round 1: [driver + old jar] [driver + new jar]      each in a JVM of its own, one after the other
 *   round 2: [driver + new jar] [driver + old jar]      in the other order
 *   ...
 *   ratio of a round = new / old;  the gate fails if the interval of the median ratio lies above the limit
 * </pre>
 *
 * <p>{@link dev.tophash.bench.against.driver} is what is measured with: compiled once, against the public API, so that
 * both sides run the same loops.
 */
package dev.tophash.bench.against;
