// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.hash.HashKeys;
import dev.tophash.offheap.image.MapImage;
import java.util.Objects;
import java.util.function.BiFunction;

/**
 * Settings of one map to be made. Every method changes this builder and returns it; {@link #build} may be called again.
 *
 * @param <M> the map's class.
 */
public final class MapBuilder<M>
{
    private static final long MAX_CAPACITY = 1L << 40;

    private final MakeFunction<M> maker;
    private final BiFunction<MapImage, MapConfig, M> adopter;
    private final long minMissingValue;
    private final long maxMissingValue;
    private MapConfig config = MapConfig.defaults();
    private long capacity;

    /** Makes a map from a hint and settings. */
    @FunctionalInterface
    interface MakeFunction<M>
    {
        M make(long hint, MapConfig config);
    }

    MapBuilder(
        final MakeFunction<M> maker, final BiFunction<MapImage, MapConfig, M> adopter, final long minMissingValue,
        final long maxMissingValue)
    {
        this.maker = maker;
        this.adopter = adopter;
        this.minMissingValue = minMissingValue;
        this.maxMissingValue = maxMissingValue;
    }

    /**
     * Number of entries to make room for; the map grows beyond it.
     *
     * @param entryCount 0 or more.
     * @return this.
     * @throws IllegalArgumentException if it is negative or more than 2^40.
     */
    public MapBuilder<M> capacity(final long entryCount)
    {
        if (entryCount < 0 || entryCount > MAX_CAPACITY)
        {
            throw new IllegalArgumentException(
                "capacity out of range: capacity=" + entryCount + ", maximum=" + MAX_CAPACITY);
        }
        capacity = entryCount;
        return this;
    }

    /**
     * Hard limit of the off-heap bytes in use.
     *
     * @param bytes at least 16 KiB.
     * @return this.
     */
    public MapBuilder<M> budget(final long bytes)
    {
        config = config.withBudget(bytes);
        return this;
    }

    /**
     * Addresses to reserve.
     *
     * @param bytes 0 for the default.
     * @return this.
     */
    public MapBuilder<M> reservation(final long bytes)
    {
        config = config.withReservation(bytes);
        return this;
    }

    /**
     * How pages of bucket arrays come into being.
     *
     * @param policy page policy.
     * @return this.
     */
    public MapBuilder<M> pages(final PagePolicy policy)
    {
        config = config.withPages(Objects.requireNonNull(policy, "policy"));
        return this;
    }

    /**
     * What a lookup of an absent key returns.
     *
     * @param value any value of the map's value type; it may be stored as well.
     * @return this.
     * @throws IllegalArgumentException if the map's values cannot have it.
     */
    public MapBuilder<M> missingValue(final long value)
    {
        if (value < minMissingValue || value > maxMissingValue)
        {
            throw new IllegalArgumentException("missing value out of range: missingValue=" + value + ", minimum=" +
                minMissingValue + ", maximum=" + maxMissingValue);
        }
        config = config.withMissingValue(value);
        return this;
    }

    /**
     * What {@code clear()} without an argument does; {@link ClearStrategy#THREE_STEP} unless set.
     *
     * @param strategy way of clearing.
     * @return this.
     */
    public MapBuilder<M> clearStrategy(final ClearStrategy strategy)
    {
        config = config.withClearStrategy(Objects.requireNonNull(strategy, "strategy"));
        return this;
    }

    /**
     * Remembers which buckets were written since the last clear, one bit a bucket outside Go's bytes: for maps that
     * once were large and are filled with little and cleared again and again. Off unless set.
     *
     * @param track true to remember.
     * @return this.
     */
    public MapBuilder<M> trackDirtyBuckets(final boolean track)
    {
        config = config.withTrackDirtyBuckets(track);
        return this;
    }

    /**
     * Seed and hash words for tests; whoever knows them can build colliding keys.
     *
     * @param random source of randomness, null for a secret one.
     * @param keys   words of the hash, null for those of this process.
     * @return this.
     */
    public MapBuilder<M> unsafeRandomnessForTests(final MapRandom random, final HashKeys keys)
    {
        config = config.withUnsafeRandomnessForTests(random, keys);
        return this;
    }

    /**
     * Replaces all settings but the capacity.
     *
     * @param newConfig settings.
     * @return this.
     */
    public MapBuilder<M> config(final MapConfig newConfig)
    {
        config = Objects.requireNonNull(newConfig, "config");
        return this;
    }

    /**
     * Makes the map.
     *
     * @return a new, empty map; close it.
     * @throws dev.tophash.OffHeapMemoryException if budget or addresses do not allow it; nothing is kept.
     */
    public M build()
    {
        return maker.make(capacity, config);
    }

    /**
     * Makes a map over a private copy of an image: of a file, or of what a Go process left. The image is verified
     * first.
     *
     * @param image not a live view of an open map: the header of that one has its handle already.
     * @return a new map with the image's entries, seed and hash words; close it.
     * @throws IllegalStateException              if the header is attached already.
     * @throws IllegalArgumentException           if the image has another type or was hashed with AES.
     * @throws dev.tophash.MapCorruptionException with the first finding of the verifier.
     * @throws dev.tophash.OffHeapMemoryException if budget or addresses do not allow it.
     */
    public M attach(final MapImage image)
    {
        return adopter.apply(Objects.requireNonNull(image, "image"), config);
    }
}
