// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.conform;

import dev.tophash.offheap.MapRandom;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A map's randomness with seeds of one's own choice: a map whose bytes are to be Go's needs the seed of Go's map. Where
 * an iteration starts, which overflow buckets are counted and where a NaN goes stays with another source.
 */
public final class ScriptedSeeds implements MapRandom
{
    private final MapRandom others;
    private boolean kept;
    private boolean next;
    private int seed;
    private long drawnCount;

    /**
     * Seeds by chance, until one is set.
     *
     * @param others answers everything else; null for chance.
     */
    public ScriptedSeeds(final MapRandom others)
    {
        this.others = others;
    }

    /**
     * A source whose first seed is set.
     *
     * @param seed of the map that is made first; later ones are drawn by chance.
     * @return a new source.
     */
    public static ScriptedSeeds first(final int seed)
    {
        final ScriptedSeeds seeds = new ScriptedSeeds(null);
        seeds.seed = seed;
        seeds.next = true;
        return seeds;
    }

    /**
     * Gives the same seed from now on, after each clear too.
     *
     * @param kept the seed.
     * @return this.
     */
    public ScriptedSeeds keep(final int kept)
    {
        this.seed = kept;
        this.kept = true;
        return this;
    }

    /**
     * How often a seed was asked for.
     *
     * @return the number, since this source was made.
     */
    public long drawnCount()
    {
        return drawnCount;
    }

    @Override
    public int seed()
    {
        drawnCount++;
        if (kept || next)
        {
            next = false;
            return seed;
        }
        return others == null ? ThreadLocalRandom.current().nextInt() : others.seed();
    }

    @Override
    public long iterationStart()
    {
        return others == null ? ThreadLocalRandom.current().nextLong() : others.iterationStart();
    }

    @Override
    public int overflowSample()
    {
        return others == null ? ThreadLocalRandom.current().nextInt() : others.overflowSample();
    }

    @Override
    public long nanHash()
    {
        return others == null ? ThreadLocalRandom.current().nextLong() : others.nanHash();
    }
}
