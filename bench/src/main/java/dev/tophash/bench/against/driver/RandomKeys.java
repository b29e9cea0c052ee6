// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.against.driver;

import java.util.SplittableRandom;

/**
 * Distinct keys that look random: a one-to-one scramble of 0, 1, 2, …, the same in every fork. Keys of two ranges that
 * do not overlap are a map's keys and keys that miss.
 */
public final class RandomKeys
{
    private static final int MIN_PROBE_COUNT = 1 << 16;
    private static final long SHUFFLE_SEED = 20261123;

    private RandomKeys()
    {
    }

    /**
     * The finisher of splitmix64; each step can be undone, so no key comes twice.
     *
     * @param index number of the key, from 0.
     * @return the key.
     */
    public static long key(final long index)
    {
        long z = (index + 1) * 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    /**
     * Keys of neighbouring numbers.
     *
     * @param first number of the first.
     * @param count how many.
     * @return the keys.
     */
    public static long[] range(final long first, final int count)
    {
        final long[] keys = new long[count];
        for (int i = 0; i < count; i++)
        {
            keys[i] = key(first + i);
        }
        return keys;
    }

    /**
     * Probes for lookups: every key once in an order unlike that of insertion, in which the entries of a linked map lie
     * side by side; again and again in other orders if that makes less than {@link #MIN_PROBE_COUNT}, which is more
     * than a branch predictor learns by heart.
     *
     * @param keys distinct keys.
     * @return the probes.
     */
    public static long[] probes(final long[] keys)
    {
        final int rounds = (MIN_PROBE_COUNT + keys.length - 1) / keys.length;
        final long[] probes = new long[rounds * keys.length];
        final SplittableRandom random = new SplittableRandom(SHUFFLE_SEED);
        for (int round = 0; round < rounds; round++)
        {
            final int first = round * keys.length;
            for (int i = 0; i < keys.length; i++)
            {
                final int j = random.nextInt(i + 1);
                probes[first + i] = probes[first + j];
                probes[first + j] = keys[i];
            }
        }
        return probes;
    }
}
