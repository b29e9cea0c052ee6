// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.peers.driver;

/** Makes maps of one kind. */
@FunctionalInterface
public interface Maker
{
    /**
     * Makes an empty map.
     *
     * @param capacity the entries that it has room for from the start; 0 if it is to grow.
     * @return the map.
     */
    Subject make(int capacity);
}
