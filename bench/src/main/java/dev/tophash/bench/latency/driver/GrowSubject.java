// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.latency.driver;

import java.util.Locale;

/** A map that grows from empty. */
public enum GrowSubject
{
    /** As built without settings: a growth has its pages made in its first writes. */
    TOPHASH("Tophash", 16),
    /** A map that was filled before, emptied, and has kept its pages, as the heap of the others has been touched. */
    TOPHASH_WARM("Tophash, warm pages", 16),
    /** The array of the next growth is made ahead, a page a write. */
    TOPHASH_AHEAD("Tophash, AHEAD_BY_WRITES", 16),
    /** An agent in a thread of its own makes it ahead. */
    TOPHASH_AGENT("Tophash, MapAgent", 16),
    /** {@code Long2LongHashMap}. */
    AGRONA("Agrona", 160),
    /** {@code Long2LongOpenHashMap}. */
    FASTUTIL("fastutil", 120),
    /** {@code HashMap<Long, Long>}. */
    HASHMAP("HashMap", 200);

    private final String title;
    private final int heapBytes;

    GrowSubject(final String title, final int heapBytes)
    {
        this.title = title;
        this.heapBytes = heapBytes;
    }

    /**
     * For people.
     *
     * @return the name.
     */
    public String title()
    {
        return title;
    }

    /**
     * For commands.
     *
     * @return the word.
     */
    public String word()
    {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Bytes of Java heap: so many that the old generation, two thirds of it, holds the last array and the one before.
     *
     * @return for each entry.
     */
    public int heapBytes()
    {
        return heapBytes;
    }
}
