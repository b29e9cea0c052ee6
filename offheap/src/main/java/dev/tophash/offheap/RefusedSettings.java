// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.layout.GoType;
import dev.tophash.layout.MapType;
import dev.tophash.offheap.image.MapImage;

/**
 * Refuses settings that a map would ignore, before memory is taken. A setting that has its default value is not given
 * and is never refused. Some cannot do anything in some maps and are still not refused, because what they say is true
 * of the map all the same: a page policy is a wish that the system may not grant, a folder for a file is a permission,
 * and what a {@link MapConfig.GoProfile} says of strings and boxes says nothing of a map without them.
 */
final class RefusedSettings
{
    private RefusedSettings()
    {
    }

    /** For a map by type: its values are no numbers, and it has no view. */
    static void requireForTyped(final MapType type, final MapConfig config)
    {
        if (config.map().singleWriterView())
        {
            throw new IllegalArgumentException("a map by type has no view: singleWriterView=true");
        }
        requireFor(type, MissingValues.NONE, config);
    }

    static void requireFor(final MapType type, final MissingValues missingValues, final MapConfig config)
    {
        if (missingValues != MissingValues.NONE || !isDefaultMissing(config))
        {
            missingValues.require(config.map().missingValue());
        }
        if (config.map().dependentLookups())
        {
            requireDependentLookups(type, missingValues, config);
        }
        final MapMemory memory = config.memory().mapMemory();
        if (config.map().singleWriterView() && memory != null && memory.isConfined())
        {
            throw new IllegalArgumentException("other threads cannot read a confined memory, leave one of both out: " +
                "singleWriterView=true, memory=" + memory.name());
        }
        if (config.map().seed() != null && config.testHooks().isUnsafe())
        {
            throw new IllegalArgumentException("a seed beside other randomness, leave one of both out: " +
                "deterministic=given, unsafeRandomnessForTests=given");
        }
    }

    private static boolean isDefaultMissing(final MapConfig config)
    {
        return MapConfig.defaults().map().missingValue().equals(config.map().missingValue());
    }

    private static void requireDependentLookups(
        final MapType type, final MissingValues missingValues, final MapConfig config)
    {
        final boolean hasNumbers = missingValues != MissingValues.NONE &&
            (type.key().equals(GoType.INT64) || type.key().equals(GoType.INT32));
        if (!hasNumbers)
        {
            throw new IllegalArgumentException(
                "only a map of numbers to numbers loads a bucket at once: dependentLookups=true, type=" + type);
        }
        if (config.map().singleWriterView())
        {
            throw new IllegalArgumentException(
                "a map with a view does not load a bucket at once: dependentLookups=true, singleWriterView=true");
        }
    }

    /** For a map over an image, which has a range of its own and brings its buckets, hash words, version and base. */
    static void requireForImage(final MapImage image, final MapConfig config)
    {
        final MapMemory memory = config.memory().mapMemory();
        if (memory != null)
        {
            throw new IllegalArgumentException(
                "a map over an image has a range of its own, leave the memory out: memory=" + memory.name());
        }
        if (config.testHooks().keys() != null && !config.testHooks().keys().equals(image.keys()))
        {
            throw new IllegalArgumentException(
                "a map over an image has the image's hash words, leave others out: unsafeRandomnessForTests=given");
        }
        final MapConfig.GoProfile wanted = config.goProfile();
        final MapConfig.GoProfile usual = MapConfig.defaults().goProfile();
        if (wanted.version() != usual.version() && wanted.version() != image.version())
        {
            throw new IllegalArgumentException("a map over an image has the image's version, leave another out: " +
                "version=" + wanted.version() + ", image=" + image.version());
        }
        if (wanted.baseAddress() != usual.baseAddress() && wanted.baseAddress() != image.base())
        {
            throw new IllegalArgumentException("a map over an image has the image's base, leave another out: " +
                "baseAddress=" + wanted.baseAddress() + ", image=" + image.base());
        }
    }

    /** What was set one by one since a configuration was given would be lost with the next one. */
    static void requireNothingLost(final MapConfig given, final MapConfig changed)
    {
        if (!changed.equals(given))
        {
            final String lost = changed.memory().equals(given.memory()) ?
                changed.testHooks().equals(given.testHooks()) ? RecordShape.difference(given.map(), changed.map()) :
                    changed.testHooks().toString() : RecordShape.difference(given.memory(), changed.memory());
            throw new IllegalArgumentException(
                "a configuration replaces what was set before, call config first: " + lost);
        }
    }

    /** An image brings its buckets. */
    static void requireNoCapacity(final long capacity)
    {
        if (capacity != 0)
        {
            throw new IllegalArgumentException(
                "a map over an image has the image's buckets, leave the capacity out and call reserve: capacity=" +
                capacity);
        }
    }
}
