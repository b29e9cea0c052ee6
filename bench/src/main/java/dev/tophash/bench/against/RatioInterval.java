// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.against;

import java.util.List;

/**
 * A median with an interval around it that contains the true median at least 95 times in 100.
 *
 * <p>The interval goes from the k-th lowest to the k-th highest value (the interval of the sign test). The true median
 * lies below the k-th lowest of n values only if fewer than k values are below it. Each value is below it with
 * probability one half, whatever the distribution, so the chance of that is the sum of n over i, i from 0 to k - 1,
 * divided by 2^n. The interval takes the greatest k for which both sides together have a chance of at most 5 %:
 *
 * <pre>
 *    n     k   the true median is inside, %
 *    6     1   96.9
 *    9     2   96.1
 *   15     4   96.5
 *   20     6   95.9
 *   30    10   95.7
 * </pre>
 *
 * <p>It supposes that the values do not depend on one another, and nothing else: one round in which a neighbour took
 * the machine moves it by one place at most.
 *
 * @param low    lower end.
 * @param median the middle value, or the mean of the two in the middle.
 * @param high   upper end.
 */
public record RatioInterval(double low, double median, double high)
{
    /** With fewer values no interval between two of them is sure enough. */
    public static final int LEAST_VALUES = 6;

    private static final double CONFIDENCE = 0.95;

    /**
     * The interval of some values.
     *
     * @param values at least {@link #LEAST_VALUES}, in any order.
     * @return the interval.
     */
    public static RatioInterval of(final List<Double> values)
    {
        final int count = values.size();
        final int rank = rank(count);
        if (rank == 0)
        {
            throw new IllegalArgumentException("at least " + LEAST_VALUES + " values: count=" + count);
        }
        final double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return new RatioInterval(
            sorted[rank - 1], (sorted[(count - 1) / 2] + sorted[count / 2]) / 2, sorted[count - rank]);
    }

    /** The greatest k of the class comment, 0 if there is none. */
    static int rank(final int count)
    {
        double chance = Math.pow(0.5, count);
        double below = 0;
        int rank = 0;
        while (2 * (below + chance) <= 1 - CONFIDENCE)
        {
            below += chance;
            chance = chance * (count - rank) / (rank + 1);
            rank++;
        }
        return rank;
    }
}
