// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.hash.HashKeys;
import dev.tophash.layout.HmapDescriptor;
import dev.tophash.layout.MapExtraDescriptor;
import dev.tophash.layout.MapType;
import dev.tophash.layout.SliceDescriptor;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.memory.Region;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Function;

/**
 * What a map starts from: a region with room for its fixed parts, or an adopted image.
 *
 * <pre>
 *   fixed block    0        48           72         96        120     128
 *                  | hmap   | mapextra   | list     | list    | decoy |
 * </pre>
 *
 * <p>The decoy is where lookups begin that the array must not answer, see {@link HmapState}; Go has none. Extra and the
 * two list headers get their place with the map, so that a growth or a cursor never has to allocate them; the pointers
 * to them are written when Go would have allocated them.
 *
 * @param type       key and elem.
 * @param config     settings.
 * @param region     the memory, owned by the map from now on.
 * @param header     offset of the hmap.
 * @param fixedBlock offset of the fixed block.
 * @param keys       words of the hash.
 * @param hint       expected number of entries.
 * @param image      whose header is taken over; null for a new map.
 */
record Opening(
    MapType type, MapConfig config, Region region, long header, long fixedBlock, HashKeys keys, long hint,
        MapImage image)
{
    static final int EXTRA_BLOCK = HmapDescriptor.SIZE;
    static final int LIST_BLOCKS = EXTRA_BLOCK + MapExtraDescriptor.SIZE;
    static final int DECOY_BLOCK = LIST_BLOCKS + 2 * SliceDescriptor.SIZE;

    /** A header is the shared state of one handle: the images in use whose header was taken over. */
    private static final Set<MapImage> ATTACHED =
        Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    static final int FIXED_SIZE = DECOY_BLOCK + Long.BYTES;

    /** A new, empty map. */
    static Opening fresh(final MapType type, final long hint, final MapConfig config)
    {
        final Region region = Region.open(config.region());
        try
        {
            final long block = fixedBlock(region);
            final HashKeys keys = null == config.keys() ? HashKeys.processKeys() : config.keys();
            return new Opening(type, config, region, block, block, keys, hint, null);
        }
        catch (final RuntimeException e)
        {
            region.close();
            throw e;
        }
    }

    /** A map over a private copy of an image's bytes; key kind and elem size must be those of the map's class. */
    static Opening adopt(
        final MapImage image, final MapType.KeyKind keyKind, final int elemSize, final MapConfig config)
    {
        final MapType type = image.type();
        if (type.keyKind() != keyKind || type.elem().size() != elemSize)
        {
            throw new IllegalArgumentException(
                "image of another type: type=" + type + ", expected keyKind=" + keyKind + ", elemSize=" + elemSize);
        }
        return adopt(image, config);
    }

    /** A map over a private copy of an image's bytes. */
    static Opening adopt(final MapImage image, final MapConfig config)
    {
        if (null == image.keys())
        {
            throw new IllegalArgumentException("image was hashed with AES, its keys cannot be looked up: rebuild it");
        }
        if (null != image.geometry() || !ATTACHED.add(image))
        {
            throw new IllegalStateException("header already attached: headerOffset=" + image.headerOffset());
        }
        final MapConfig profile =
            config.withGoProfile(image.version(), config.genericWalk(), config.keepFreedBoxes(), image.base());
        final Region region = Region.open(profile.region());
        try
        {
            region.adopt(image.memory(), image.memory().byteSize());
            return new Opening(image.type(), profile, region, image.headerOffset(), fixedBlock(region), image.keys(),
                0, image);
        }
        catch (final RuntimeException e)
        {
            ATTACHED.remove(image);
            region.close();
            throw e;
        }
    }

    private static long fixedBlock(final Region region)
    {
        region.require(FIXED_SIZE, FIXED_SIZE, "header of a map");
        region.charge(FIXED_SIZE);
        region.settle();
        return region.space(FIXED_SIZE);
    }

    /** Runs a constructor and closes the region if it fails. */
    static <M> M construct(final Opening opening, final Function<Opening, M> constructor)
    {
        try
        {
            return constructor.apply(opening);
        }
        catch (final RuntimeException e)
        {
            opening.region.close();
            if (opening.adopted())
            {
                ATTACHED.remove(opening.image);
            }
            throw e;
        }
    }

    /** Whether the header is that of an image. */
    boolean adopted()
    {
        return null != image;
    }
}
