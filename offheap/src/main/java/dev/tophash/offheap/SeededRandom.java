// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.hash.HashKeys;

/**
 * The same draws for the same seed, in every process and on every JDK: splitmix64, one row for each purpose, so that
 * none depends on how often another is asked. Where an iteration starts is one number: what only reads a map, as often
 * as it likes, changes nothing that comes later.
 */
final class SeededRandom implements MapRandom
{
    private static final long GOLDEN_RATIO = 0x9e37_79b9_7f4a_7c15L;
    private static final int SEEDS = 1;
    private static final int SAMPLES = 2;
    private static final int NANS = 3;
    private static final int STARTS = 4;
    private static final int KEYS = 5;

    private final Row seeds;
    private final Row samples;
    private final Row nans;
    private final long start;

    SeededRandom(final long seed)
    {
        seeds = new Row(seed, SEEDS);
        samples = new Row(seed, SAMPLES);
        nans = new Row(seed, NANS);
        start = new Row(seed, STARTS).next();
    }

    /** The words of the hash for a seed. */
    static HashKeys keys(final long seed)
    {
        return HashKeys.random(new Row(seed, KEYS)::next);
    }

    private static final class Row
    {
        private long state;

        Row(final long seed, final int purpose)
        {
            state = mix(seed + purpose * GOLDEN_RATIO);
        }

        long next()
        {
            state += GOLDEN_RATIO;
            return mix(state);
        }

        private static long mix(final long word)
        {
            long mixed = (word ^ word >>> 30) * 0xbf58_476d_1ce4_e5b9L;
            mixed = (mixed ^ mixed >>> 27) * 0x94d0_49bb_1331_11ebL;
            return mixed ^ mixed >>> 31;
        }
    }

    @Override
    public int seed()
    {
        return (int)(seeds.next() >>> 32);
    }

    @Override
    public long iterationStart()
    {
        return start;
    }

    @Override
    public int overflowSample()
    {
        return (int)(samples.next() >>> 32);
    }

    @Override
    public long nanHash()
    {
        return nans.next();
    }
}
