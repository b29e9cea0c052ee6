// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.conform;

/**
 * What a replay needs of a map. The engine behind it is {@link EngineMap}.
 */
public interface ReplayMap extends AutoCloseable
{
    /**
     * Where the next key is put.
     *
     * @return the writer, the same one each time.
     */
    ValueWriter key();

    /**
     * Where the next elem is put.
     *
     * @return the writer, the same one each time.
     */
    ValueWriter elem();

    /** Assigns the elem to the key that were put. */
    void assign();

    /** Deletes the key that was put. */
    void delete();

    /**
     * Looks the key up that was put.
     *
     * @return true if it is there; {@link #found()} gives the elem then.
     */
    boolean find();

    /**
     * The elem of the last successful lookup.
     *
     * @return the reader, valid until the next operation.
     */
    ValueReader found();

    /** Go's clear. */
    void clear();

    /**
     * Go's maps.Clone.
     *
     * @return the clone.
     */
    ReplayMap copyOf();

    /**
     * Opens an iterator without taking an entry.
     *
     * @param start  start bucket, taken modulo 2^B.
     * @param offset slot offset.
     * @return the iterator.
     */
    ReplayCursor cursor(long start, int offset);

    /**
     * Opens an iterator at a random place.
     *
     * @return the iterator.
     */
    ReplayCursor cursor();

    /**
     * Sets the seed of an empty map; whenever the map draws a new one, it gets this one again.
     *
     * @param seed the seed.
     * @throws IllegalStateException if the map cannot change that any more.
     */
    void pin(int seed);

    /**
     * How often the map has drawn a seed.
     *
     * @return a number that only grows.
     */
    long drawnSeedCount();

    /**
     * Chooses between the compiler's fast functions and the run-time's generic ones.
     *
     * @param generic true for the generic ones.
     * @throws IllegalStateException if the map cannot change that any more.
     */
    void generic(boolean generic);

    /**
     * The map's memory as it is now.
     *
     * @return a live view.
     */
    AddressSpace memory();

    /** Releases the memory. */
    @Override
    void close();
}
