// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.against;

import dev.tophash.bench.against.driver.Operation;
import java.util.List;
import java.util.Set;

/**
 * What a run of the gate measures, and for how long.
 *
 * @param rounds       rounds, at least {@link RatioInterval#LEAST_VALUES}.
 * @param sizes        entries of the maps.
 * @param operations   what is measured.
 * @param warmMillis   how long a process warms up.
 * @param millis       how long a process measures each operation; large maps take {@link #LARGE_FACTOR} times as long.
 * @param plantPercent work added to the new side, in percent, to see that the gate notices.
 */
public record Plan(
    int rounds, List<Integer> sizes, Set<Operation> operations, int warmMillis, int millis, int plantPercent)
{
    /** From this number of entries on a map is larger than the processor's cache. */
    public static final int LARGE_SIZE = 1_000_000;

    /** The highest ratio that is allowed in the cache. */
    public static final double LIMIT = 1.03;

    /** The highest ratio that is allowed beyond the cache, where each process has other pages. */
    public static final double LARGE_LIMIT = 1.10;

    private static final int LARGE_FACTOR = 2;
    private static final int MAX_SIZE = 50_000_000;

    /** Checks the numbers. */
    public Plan
    {
        if (rounds < RatioInterval.LEAST_VALUES)
        {
            throw new IllegalArgumentException(
                "at least " + RatioInterval.LEAST_VALUES + " rounds make an interval: rounds=" + rounds);
        }
        for (final int size : sizes)
        {
            if (size < 1 || size > MAX_SIZE)
            {
                throw new IllegalArgumentException("from 1 to " + MAX_SIZE + ": size=" + size);
            }
        }
        if (plantPercent < 0)
        {
            throw new IllegalArgumentException("not negative: plant=" + plantPercent);
        }
        sizes = List.copyOf(sizes);
        operations = Set.copyOf(operations);
    }

    static double limit(final int size)
    {
        return size < LARGE_SIZE ? LIMIT : LARGE_LIMIT;
    }

    int millis(final int size)
    {
        return size < LARGE_SIZE ? millis : LARGE_FACTOR * millis;
    }
}
