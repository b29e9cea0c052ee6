// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.latency.driver;

import java.util.Locale;

/** A map that grows from empty. */
public enum GrowSubject
{
    /** In memory that a map before it has left, as the heap of the others has been touched before. */
    TOPHASH("Tophash, warm pages", 16),
    /** In pages that the system has to make. */
    TOPHASH_FRESH("Tophash, fresh pages", 16),
    /** The same, with an agent in a thread of its own that makes them ahead. */
    TOPHASH_AGENT("Tophash, fresh pages, agent", 16),
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
