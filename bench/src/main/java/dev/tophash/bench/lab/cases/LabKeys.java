// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.cases;

import dev.tophash.hash.HashKeys;
import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * The numbers that the keys of the lab's maps are made of.
 */
public final class LabKeys
{
    private LabKeys()
    {
    }

    /**
     * Consecutive keys.
     *
     * @param from first number.
     * @param to   number after the last.
     * @return the numbers.
     */
    public static long[] seq(final long from, final long to)
    {
        return LongStream.range(from, to).toArray();
    }

    /**
     * Keys that all fall into one bucket.
     *
     * @param setup  seed and formula.
     * @param form   the keys.
     * @param from   first number to try.
     * @param b      2^b buckets.
     * @param bucket which of them.
     * @param count  how many keys.
     * @return the numbers.
     */
    public static long[] colliding(
        final LabMap.Setup setup, final KeyForm form, final long from, final int b, final long bucket, final int count)
    {
        final HashKeys keys = LabMap.hashKeys(setup.version());
        return LongStream.iterate(from, (i) -> i + 1)
            .filter((i) -> (form.hash(i, setup.seed(), keys) & ((1L << b) - 1)) == bucket).limit(count).toArray();
    }

    /**
     * Joins two runs of keys.
     *
     * @param x first.
     * @param y second.
     * @return both.
     */
    public static long[] join(final long[] x, final long[] y)
    {
        return LongStream.concat(Arrays.stream(x), Arrays.stream(y)).toArray();
    }

    /**
     * The standard patient: 300 keys in 2^6 buckets and 30 more in bucket 5.
     *
     * @param setup seed and formula.
     * @param form  the keys.
     * @return the numbers.
     */
    public static long[] filledKeys(final LabMap.Setup setup, final KeyForm form)
    {
        final long[] more = colliding(setup, form, 100_000, 6, 5, 30);
        return join(seq(0, 300), more);
    }
}
