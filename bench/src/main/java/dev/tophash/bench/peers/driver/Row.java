// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.peers.driver;

import java.util.Locale;

/** An operation that is measured. */
public enum Row
{
    /** A put of a new key into a map with room for all. */
    INSERT("insert, presized"),
    /** A put of a present key. */
    UPDATE("update"),
    /** A get of a present key. */
    HIT("hit"),
    /** A get of an absent key. */
    MISS("miss"),
    /** An entry of a walk over all. */
    ITERATE("iterate"),
    /** A remove of a present key. */
    REMOVE("remove"),
    /** A put of a new key into a map that began empty. */
    GROW("grow from empty"),
    /** A get of a present key, in a longer loop. */
    HIT_ONE("hit, one reader"),
    /** The same by two threads at once, on the same map. */
    HIT_TWO("hit, two readers");

    private final String title;

    Row(final String title)
    {
        this.title = title;
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
     * @return the word, such as {@code hit-two}.
     */
    public String word()
    {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * What the answers of all passes add up to. A pass takes the next slice of the keys, the first of them after the
     * last one.
     *
     * @param shape  keys and values.
     * @param size   entries.
     * @param passes how often.
     * @return the sum that each peer must come to.
     */
    public long expectedSum(final Shape shape, final int size, final int passes)
    {
        final long first = (long)size * (size + 1) / 2;
        final long second = first + size;
        return switch (this)
        {
            case INSERT, GROW -> passes * first;
            case UPDATE, HIT, HIT_ONE -> passes * second;
            case HIT_TWO -> 2L * passes * second;
            case MISS, REMOVE -> 0;
            case ITERATE -> passes * second + sumOfKeys(shape, size, passes);
        };
    }

    private static long sumOfKeys(final Shape shape, final int size, final int passes)
    {
        final int slices = Keys.slices(size);
        long sum = 0;
        for (int slice = 0; slice < slices; slice++)
        {
            final int times = passes / slices + (slice < passes % slices ? 1 : 0);
            for (int i = 0; i < size && times > 0; i++)
            {
                sum += times * shape.sumOfKey(slice * size + i);
            }
        }
        return sum;
    }
}
