// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.peers;

import dev.tophash.bench.peers.driver.Pages;
import dev.tophash.bench.peers.driver.Peer;
import dev.tophash.bench.peers.driver.Row;
import dev.tophash.bench.peers.driver.Shape;

/**
 * What one process has measured of one operation.
 *
 * @param shape     keys and values.
 * @param pages     what the map lies in.
 * @param size      entries.
 * @param row       the operation.
 * @param peer      whose map.
 * @param round     the number of the process, from 1.
 * @param processor processor time of an operation, nanoseconds.
 * @param wall      time on the wall of an operation, nanoseconds.
 * @param fill      entries by places of the table, or NaN.
 */
public record Sample(
    Shape shape, Pages pages, int size, Row row, Peer peer, int round, double processor, double wall, double fill)
{
}
