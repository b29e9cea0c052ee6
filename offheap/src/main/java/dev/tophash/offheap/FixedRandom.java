// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.check.Required;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Randomness of a map that a test knows: each of the four draws has a source of its own. For
 * {@link MapConfig#withUnsafeRandomnessForTests}; a map with it is not safe from chosen keys.
 *
 * @param seeds   of {@link #seed}.
 * @param starts  of {@link #iterationStart}.
 * @param samples of {@link #overflowSample}.
 * @param nans    of {@link #nanHash}.
 */
public record FixedRandom(IntSupplier seeds, LongSupplier starts, IntSupplier samples, LongSupplier nans)
    implements MapRandom
{
    /**
     * Always this seed, and 0 for all else.
     *
     * @param seed each {@code hash0}.
     * @return the randomness.
     */
    public static FixedRandom steady(final int seed)
    {
        return new FixedRandom(() -> seed, () -> 0, () -> 0, () -> 0);
    }

    /**
     * All from one generator, in the order of the draws.
     *
     * @param random a generator with a seed.
     * @return the randomness.
     */
    public static FixedRandom from(final RandomGenerator random)
    {
        Required.argument(random, "random");
        return new FixedRandom(random::nextInt, random::nextLong, random::nextInt, random::nextLong);
    }

    /**
     * The same with one seed.
     *
     * @param seed each {@code hash0}.
     * @return the randomness.
     */
    public FixedRandom withSeed(final int seed)
    {
        return new FixedRandom(() -> seed, starts, samples, nans);
    }

    /**
     * The same with other samples.
     *
     * @param other where they come from.
     * @return the randomness.
     */
    public FixedRandom withSamples(final IntSupplier other)
    {
        Required.argument(other, "other");
        return new FixedRandom(seeds, starts, other, nans);
    }

    /**
     * The same with other hashes of NaN.
     *
     * @param other where they come from.
     * @return the randomness.
     */
    public FixedRandom withNanHash(final LongSupplier other)
    {
        Required.argument(other, "other");
        return new FixedRandom(seeds, starts, samples, other);
    }

    @Override
    public int seed()
    {
        return seeds.getAsInt();
    }

    @Override
    public long iterationStart()
    {
        return starts.getAsLong();
    }

    @Override
    public int overflowSample()
    {
        return samples.getAsInt();
    }

    @Override
    public long nanHash()
    {
        return nans.getAsLong();
    }
}
