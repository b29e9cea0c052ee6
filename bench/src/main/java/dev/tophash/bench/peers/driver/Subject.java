// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.peers.driver;

/**
 * A map under measurement, and the loops over its operations. The value of a slice's i-th key is i + 1, after an
 * update i + 2; an absent key has 0.
 */
public abstract class Subject implements AutoCloseable
{
    /**
     * Puts the keys of a slice.
     *
     * @param from  the first.
     * @param count how many.
     */
    public abstract void insert(int from, int count);

    /**
     * Gives the keys of a slice their second values.
     *
     * @param from  the first.
     * @param count how many.
     */
    public abstract void update(int from, int count);

    /**
     * Gets all keys of a slice, in an order of their own.
     *
     * @param from  the first.
     * @param count how many.
     * @return the sum of the values.
     */
    public abstract long hit(int from, int count);

    /**
     * Gets absent keys.
     *
     * @param from  the first.
     * @param count how many.
     * @return the sum of the values: 0.
     */
    public abstract long miss(int from, int count);

    /**
     * Walks over all entries.
     *
     * @return the sum of the values; of keys that are numbers, too.
     */
    public abstract long iterate();

    /**
     * Removes the keys of a slice.
     *
     * @param from  the first.
     * @param count how many.
     */
    public abstract void remove(int from, int count);

    /**
     * Counts.
     *
     * @return the number of entries.
     */
    public abstract long size();

    /** Empties the map; it keeps its room. */
    public abstract void clear();

    /**
     * How full the table is.
     *
     * @return entries by places, or NaN if the map does not tell.
     */
    public abstract double fill();

    @Override
    public void close()
    {
        // Most are the collector's.
    }
}
