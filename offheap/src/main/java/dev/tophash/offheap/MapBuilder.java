// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import com.google.errorprone.annotations.MustBeClosed;
import dev.tophash.OffHeapMemoryException;
import dev.tophash.check.Required;
import dev.tophash.hash.HashKeys;
import dev.tophash.layout.MapType;
import dev.tophash.layout.classic.LoadFactor;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.memory.LeakDetector;
import dev.tophash.offheap.memory.RegionConfig;
import dev.tophash.offheap.save.SaveReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Settings of one map to be made. Every method changes this builder and returns it; {@link #build} may be called again.
 *
 * @param <M> the map's class.
 */
@SuppressWarnings("exports")
public final class MapBuilder<M extends OffHeapMap>
{
    private final MapType type;
    private final Function<Opening, M> constructor;
    private final MissingValues missingValues;
    private final boolean byType;
    private MapConfig givenConfig = MapConfig.defaults();
    private MapConfig config = givenConfig;
    private long capacity;
    private MapConfig regionOf;
    private RegionConfig region;

    MapBuilder(final MapType type, final Function<Opening, M> constructor, final MissingValues missingValues)
    {
        this(type, constructor, missingValues, false);
    }

    MapBuilder(
        final MapType type, final Function<Opening, M> constructor, final MissingValues missingValues,
        final boolean byType)
    {
        this.byType = byType;
        this.type = type;
        this.constructor = constructor;
        this.missingValues = missingValues;
    }

    /**
     * What the map is called in lists and messages.
     *
     * @param name need not be the only one of its name; empty, the default, for none.
     * @return this.
     */
    public MapBuilder<M> name(final String name)
    {
        config = config.withName(Required.argument(name, "name"));
        return this;
    }

    /**
     * Number of entries to make room for; the map grows beyond it. {@link #attach} refuses it, because an image has its
     * buckets.
     *
     * @param entryCount 0, the default, or more.
     * @return this.
     * @throws IllegalArgumentException if it is negative or more than 2^40.
     */
    public MapBuilder<M> capacity(final long entryCount)
    {
        capacity = Reserving.requireCount("capacity", entryCount);
        return this;
    }

    /**
     * Hard limit of the off-heap bytes in use.
     *
     * @param bytes at least 16 KiB, and no more than the machine or its control group has.
     * @return this.
     * @throws IllegalArgumentException if it is less than 16 KiB.
     */
    public MapBuilder<M> budget(final long bytes)
    {
        config = config.withBudget(bytes);
        return this;
    }

    /**
     * Addresses to reserve.
     *
     * @param bytes 0 for the default, else 16 KiB to 64 TiB.
     * @return this.
     * @throws IllegalArgumentException if it is out of range.
     */
    public MapBuilder<M> reservation(final long bytes)
    {
        config = config.withReservation(bytes);
        return this;
    }

    /**
     * How much of its retired arrays the map keeps in memory, zeroed, for its next ones. A page that is kept costs its
     * memory; a fresh one costs a microsecond and more. {@link OffHeapMap#trim} and a clear by {@link
     * ClearStrategy#RELEASE} give back what is kept.
     *
     * @param bytes most bytes, 16 MiB by default; 0 gives everything back to the system at once.
     * @return this.
     * @throws IllegalArgumentException if it is below 0.
     */
    public MapBuilder<M> keptBytes(final long bytes)
    {
        config = config.withKeptBytes(bytes);
        return this;
    }

    /**
     * Puts the map into a memory that it has in common with others. The budget is then a cap on what the map may take
     * of it; a cap above the budget of the memory means that budget. Addresses and file are those of the memory, so
     * {@link #build} refuses {@link #reservation} and {@link #allowFile} beside it. A map over an image has a range of
     * its own, so {@link #attach} refuses a memory.
     *
     * @param memory the common memory; null, the default, for a range of its own.
     * @return this.
     */
    public MapBuilder<M> memory(final @Nullable MapMemory memory)
    {
        config = config.withMapMemory(memory);
        return this;
    }

    /**
     * Lets the map lie in a sparse temporary file where memory can't be had: native access is denied, or the system is
     * not Linux. <b>Its contents can then reach the disk</b>; the first such map of a process says so in the log of
     * {@code dev.tophash}. See {@link MapConfig#withAllowFile}.
     *
     * @param folder where the file is to be; it must exist when the map is made.
     * @return this.
     */
    public MapBuilder<M> allowFile(final Path folder)
    {
        config = config.withAllowFile(Required.argument(folder, "folder"));
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
        config = config.withPages(Required.argument(policy, "policy"));
        return this;
    }

    /**
     * What a lookup of an absent key returns. Maps whose values are no numbers refuse it.
     *
     * @param value any value of the map's value type; it may be stored as well.
     * @return this.
     * @throws IllegalArgumentException if the map's values cannot have it.
     */
    public MapBuilder<M> missingValue(final long value)
    {
        missingValues.require(value);
        config = config.withMissingValue(value);
        return this;
    }

    /**
     * What a lookup of an absent key returns, in a map whose values have a fraction; it can be NaN.
     *
     * @param value any number; it may be stored as well.
     * @return this.
     * @throws IllegalArgumentException if the map's values cannot have it.
     */
    public MapBuilder<M> missingValue(final double value)
    {
        missingValues.require(value);
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
        config = config.withClearStrategy(Required.argument(strategy, "strategy"));
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
     * Lets other threads read the map while its owner writes it, by a {@link SingleWriterView}. Each write then steps a
     * sequence, and a {@link StructFlyweight} writes fields in {@link StructFlyweight#edit} only. Off unless set; a map
     * by {@link OffHeapMaps#typed} cannot have it, nor one in a {@link MapMemory#confined} memory.
     *
     * @param chosen true for a view.
     * @return this.
     */
    public MapBuilder<M> singleWriterView(final boolean chosen)
    {
        config = config.withSingleWriterView(chosen);
        return this;
    }

    /**
     * Lets {@code get} and {@code getOrDefault} load all cache lines of a bucket as soon as they know where it is. For
     * lookups that depend on one another in a map beyond the cache: those whose key comes from the value that the
     * lookup before has returned, as when a chain of entries is followed. Such a lookup waits for one line after the
     * other otherwise. Lookups that do not depend on one another overlap anyhow. In a map that fits the first cache
     * they lose by it; what either costs is in {@code ./tophash bench dependent}. Off unless set. For maps of numbers
     * to numbers without a {@link #singleWriterView}; {@link #build} refuses it for others.
     *
     * @param chosen true for all lines at once.
     * @return this.
     */
    public MapBuilder<M> dependentLookups(final boolean chosen)
    {
        config = config.withDependentLookups(chosen);
        return this;
    }

    /**
     * Makes the map's bytes and the order of its entries follow from a seed and from what is written: hash words, each
     * hash0, overflow samples, hashes of NaN and the start of every iteration. Two maps with the same settings that get
     * the same writes have the same order, in every process, and the same bytes but for addresses. Reading does not
     * matter, except that Go's header notes that an iteration was begun. A map over an image keeps the image's hash
     * words and hash0; what it draws from then on follows from the seed. What memory allows can differ: a write that is
     * refused, and the array that {@link ClearStrategy#FIT} falls back to. {@link #unsafeRandomnessForTests} beside a
     * seed is refused.
     *
     * <p><b>Flooding.</b> Whoever knows the seed can choose keys that all collide, which makes every operation slow.
     * Use it where no stranger chooses the keys; {@link MapStats#unsafeRandomness} is true.
     *
     * @param seed any number.
     * @return this.
     */
    public MapBuilder<M> deterministic(final long seed)
    {
        config = config.withDeterministic(seed);
        return this;
    }

    /**
     * Seed and hash words for tests; whoever knows them can build colliding keys. {@link #deterministic} beside them is
     * refused, and {@link #attach} refuses words that are not the image's.
     *
     * @param random source of randomness, null for a secret one.
     * @param keys   words of the hash, null for those of this process.
     * @return this.
     */
    public MapBuilder<M> unsafeRandomnessForTests(
        final @Nullable MapRandom random, final @Nullable HashKeys keys)
    {
        config = config.withUnsafeRandomnessForTests(random, keys);
        return this;
    }

    /**
     * Replaces all settings but the capacity; call it before the methods that set one of them. What one of those has
     * set since the last call would be lost, so it is refused.
     *
     * @param newConfig settings.
     * @return this.
     * @throws IllegalArgumentException if another setting but the capacity was given before.
     */
    public MapBuilder<M> config(final MapConfig newConfig)
    {
        Required.argument(newConfig, "config");
        RefusedSettings.requireNothingLost(givenConfig, config);
        givenConfig = newConfig;
        config = newConfig;
        return this;
    }

    /**
     * Makes the map.
     *
     * @return a new, empty map; close it.
     * @throws IllegalArgumentException if the configuration has a missing value that the map's values cannot have, a
     *                                  reservation or a file beside a {@link #memory}, or another setting that the map
     *                                  would ignore.
     * @throws IllegalStateException    if the {@link #memory} is closed.
     * @throws OffHeapMemoryException   if budget or addresses do not allow it, or the budget is more than the machine
     *                                  or its control group has; nothing is kept.
     * @throws IllegalCallerException   if native access is denied on Linux and no file is allowed; the message names
     *                                  the flag to pass.
     */
    @MustBeClosed
    public M build()
    {
        requireSettings();
        return build(capacity);
    }

    private M build(final long entryCount)
    {
        try
        {
            return make(entryCount);
        }
        catch (final OffHeapMemoryException e)
        {
            if (config.memory().mapMemory() == null || !LeakDetector.collect())
            {
                throw e;
            }
            return make(entryCount);
        }
    }

    /** The same object for all maps of a configuration. */
    @SuppressWarnings("ReferenceEquality") // A configuration never changes; another one that is equal is rare.
    private RegionConfig region()
    {
        if (regionOf != config)
        {
            region = config.region();
            regionOf = config;
        }
        return region;
    }

    private M make(final long entryCount)
    {
        final M map = OpenMaps.construct(Opening.fresh(type, entryCount, config, region()), constructor);
        if (map instanceof Hmap made && entryCount > LoadFactor.growLimit(made.bForHint()))
        {
            final RuntimeException refused = made.failure(new OffHeapMemoryException(
                "initial buckets: capacity=" + entryCount, Long.MAX_VALUE, made.heap.region().budgetBytes()));
            made.close();
            throw refused;
        }
        return map;
    }

    /**
     * Makes a map over a private copy of an image: of a file, or of what a Go process left. The image is verified
     * first.
     *
     * @param image the image; not a live view of an open map, which has its header already.
     * @return a new map with the image's entries, seed and hash words; close it.
     * @throws IllegalStateException              if a map over the image is open.
     * @throws IllegalArgumentException           if the image has another type or was hashed with AES, or there is a
     *                                            setting that the map cannot have or would ignore: a missing value, a
     *                                            capacity, a memory, or hash words, a version or a base address that
     *                                            are not the image's.
     * @throws dev.tophash.MapCorruptionException with the first finding of the verifier.
     * @throws dev.tophash.OffHeapMemoryException if budget or addresses do not allow it.
     * @throws IllegalCallerException             if native access is denied on Linux and no file is allowed.
     */
    @MustBeClosed
    public M attach(final MapImage image)
    {
        Required.argument(image, "image");
        RefusedSettings.requireNoCapacity(capacity);
        requireSettings();
        final Opening opening = Opening.adopt(image, type, config);
        return OpenMaps.construct(opening, constructor);
    }

    /**
     * Makes a map of the entries that {@link OffHeapMap#save} has written. Nothing else of the saved map comes with
     * them: name, seed, settings and memory are those of this builder, and its capacity is raised to the number of
     * entries. Takes some thirty seconds for each GB of the file ({@code ./tophash bench save}) and 64 KiB of Java
     * heap.
     *
     * <p>The file may come from a stranger. Every block is compared with its checksum, and every entry is inserted like
     * a new one, so a file that was damaged or forged is refused or is a map of other entries, and cannot harm more.
     *
     * @param file a regular file.
     * @return a new map; close it.
     * @throws IOException                       if it cannot be read.
     * @throws dev.tophash.ImageFormatException  if it is no save, was written by a newer release, belongs to a map of
     *                                           another type, or is damaged; {@code code()} says which rule it breaks.
     * @throws IllegalArgumentException          as {@link #build}.
     * @throws IllegalStateException             if the {@link #memory} is closed.
     * @throws OffHeapMemoryException            if budget or addresses do not allow it; nothing is kept.
     * @throws IllegalCallerException            as {@link #build}.
     */
    @MustBeClosed
    public M load(final Path file) throws IOException
    {
        return load(file, (doneCount, totalCount) ->
        {
        });
    }

    /**
     * As {@link #load(Path)}; tells how far it has come if it takes longer than two seconds.
     *
     * @param file     a regular file.
     * @param progress is told; what it throws ends the load, and nothing is kept.
     * @return a new map; close it.
     * @throws IOException                       if it cannot be read.
     * @throws dev.tophash.ImageFormatException  if it is no save, was written by a newer release, belongs to a map of
     *                                           another type, or is damaged; {@code code()} says which rule it breaks.
     * @throws IllegalArgumentException          as {@link #build}.
     * @throws IllegalStateException             if the {@link #memory} is closed.
     * @throws OffHeapMemoryException            if budget or addresses do not allow it; nothing is kept.
     * @throws IllegalCallerException            as {@link #build}.
     */
    @MustBeClosed
    public M load(final Path file, final SaveProgress progress) throws IOException
    {
        Required.argument(progress, "progress");
        requireSettings();
        try (SaveReader in = SaveReader.open(Required.argument(file, "file")))
        {
            in.require(type.toString(), Loading.minEntrySize(type));
            final M map = build(Math.max(capacity, in.entryCount()));
            Loading.fill(map, in, progress);
            return map;
        }
    }

    /** What comes by {@link #config} is checked here. */
    private void requireSettings()
    {
        if (byType)
        {
            RefusedSettings.requireForTyped(type, config);
        }
        else
        {
            RefusedSettings.requireFor(type, missingValues, config);
        }
    }
}
