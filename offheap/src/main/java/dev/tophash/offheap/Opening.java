// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.OffHeapMemoryException;
import dev.tophash.hash.HashKeys;
import dev.tophash.layout.MapType;
import dev.tophash.layout.SliceDescriptor;
import dev.tophash.layout.classic.HmapDescriptor;
import dev.tophash.layout.classic.MapExtraDescriptor;
import dev.tophash.offheap.events.Events;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.memory.Region;
import dev.tophash.offheap.memory.RegionConfig;
import dev.tophash.offheap.values.Heap;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a map starts from: a region with room for its fixed parts, or an adopted image, which always has a region of its
 * own.
 *
 * <pre>
 *   fixed block    0        48           72         96        120     128
 *                  | hmap   | mapextra   | list     | list    | decoy |
 * </pre>
 *
 * <p>The decoy is the bucket where lookups begin while the array must not answer them, see {@link HmapCache}; Go has
 * none. Extra and the two list headers get their place with the map, so that a growth or a cursor never has to allocate
 * them. The pointers to them are written when Go would have allocated them.
 *
 * @param type         key and elem.
 * @param config       settings.
 * @param heap         the memory, owned by the map from now on.
 * @param headerOffset offset of the hmap.
 * @param fixedBlock   offset of the fixed block.
 * @param keys         words of the hash.
 * @param hint         expected number of entries.
 * @param image        whose header is taken over; null for a new map.
 */
record Opening(
    MapType type, MapConfig config, Heap heap, long headerOffset, long fixedBlock, HashKeys keys, long hint,
        MapImage image)
{
    static final int EXTRA_BLOCK = HmapDescriptor.SIZE;
    static final int LIST_BLOCKS = EXTRA_BLOCK + MapExtraDescriptor.SIZE;
    static final int DECOY_BLOCK = LIST_BLOCKS + 2 * SliceDescriptor.SIZE;

    /** The images whose header was taken over, each with the region of the map that did: one handle at a time. */
    private static final Map<MapImage, WeakReference<Region>> ATTACHED =
        Collections.synchronizedMap(new WeakHashMap<>());

    static final int FIXED_SIZE = DECOY_BLOCK + Long.BYTES;

    /** A new, empty map. */
    static Opening fresh(final MapType type, final long hint, final MapConfig config)
    {
        return fresh(type, hint, config, config.region());
    }

    /** As {@link #fresh(MapType, long, MapConfig)}, with what the configuration says of the region. */
    static Opening fresh(final MapType type, final long hint, final MapConfig config, final RegionConfig memory)
    {
        config.memory().requireNothingBesideMapMemory();
        final Region region = open(config, memory, Region::open);
        try
        {
            final long block = fixedBlock(region);
            return new Opening(
                type, config, heap(region, block, type, config), block, block, config.hashKeys(), hint, null);
        }
        catch (final RuntimeException e)
        {
            final RuntimeException told = refused(config, region, e);
            region.close();
            throw told;
        }
    }

    /** A map over a private copy of an image's bytes; keys and elems must have the form of the map's own type. */
    static Opening adopt(final MapImage image, final MapType wanted, final MapConfig config)
    {
        final MapType type = image.type();
        if (type.keyKind() != wanted.keyKind() || type.key().size() != wanted.key().size() ||
            type.elem().size() != wanted.elem().size() || type.elem().hasPointers() != wanted.elem().hasPointers())
        {
            throw new IllegalArgumentException("image of another type: type=" + type + ", expected=" + wanted);
        }
        return adopt(image, config);
    }

    /** A map over a private copy of an image's bytes. */
    static Opening adopt(final MapImage image, final MapConfig config)
    {
        if (image.keys() == null)
        {
            throw new IllegalArgumentException("image was hashed with AES, its keys cannot be looked up: rebuild it");
        }
        requireUnattached(image);
        RefusedSettings.requireForImage(image, config);
        final MapConfig.GoProfile wanted = config.goProfile();
        final MapConfig profile = config.withGoProfile(new MapConfig.GoProfile(
            image.version(), wanted.genericWalk(), wanted.keepFreedBoxes(), image.base()));
        final Region region = open(profile, profile.region(), Region::openAlone);
        try
        {
            region.adopt(image.memory(), image.memory().byteSize());
            final long block = fixedBlock(region);
            return new Opening(image.type(), profile, heap(region, image.headerOffset(), image.type(), profile),
                image.headerOffset(), block, image.keys(), 0, image);
        }
        catch (final RuntimeException e)
        {
            final RuntimeException told = refused(config, region, e);
            region.close();
            throw told;
        }
    }

    private static Region open(
        final MapConfig config, final RegionConfig memory, final Function<RegionConfig, Region> opener)
    {
        try
        {
            return opener.apply(memory);
        }
        catch (final RuntimeException e)
        {
            throw refused(config, null, e);
        }
    }

    /**
     * What somebody is told whose map has no memory to begin with. It is recorded here, as there is no map that could
     * do it. If a machine has no addresses, or not the bytes of a budget, nobody sets the limit, and the message says
     * what is short.
     */
    private static RuntimeException refused(
        final MapConfig config, final @Nullable Region region, final RuntimeException e)
    {
        if (!(e instanceof final OffHeapMemoryException refused))
        {
            return e;
        }
        if (Events.wantRefusal())
        {
            Events.refused(config.map().name(), refused.getMessage(), refused.needBytes(), refused.limitBytes(), 0, 0);
        }
        if (region != null)
        {
            return new OffHeapMemoryException(refused, "setter=" + Heap.setter(region, refused.limitBytes()));
        }
        return config.memory().mapMemory() == null ? e :
            new OffHeapMemoryException(refused, "setter=MapBuilder.budget or MapMemory.of");
    }

    private static void requireUnattached(final MapImage image)
    {
        final WeakReference<Region> attached = ATTACHED.get(image);
        final Region region = attached == null ? null : attached.get();
        if (image.geometry() != null || region != null && !region.isClosed())
        {
            throw new IllegalStateException("header already attached: headerOffset=" + image.headerOffset());
        }
    }

    private static Heap heap(
        final Region region, final long headerOffset, final MapType type, final MapConfig config)
    {
        return new Heap(region, headerOffset, config.map().maxOpenCursors(), !config.goProfile().keepFreedBoxes(),
            type);
    }

    private static long fixedBlock(final Region region)
    {
        return region.obtain(FIXED_SIZE, "header of a map");
    }

    /** Runs a constructor and closes the region if it fails. */
    static <M> M construct(final Opening opening, final Function<Opening, M> constructor)
    {
        try
        {
            final M map = constructor.apply(opening);
            opening.register();
            return map;
        }
        catch (final RuntimeException e)
        {
            final RuntimeException told = e instanceof OffHeapMemoryException ? opening.heap.failure(e) : e;
            opening.heap.region().close();
            throw told;
        }
    }

    /** The last step: what fails before it leaves the image as it was. */
    private void register()
    {
        if (adopted())
        {
            synchronized (ATTACHED)
            {
                requireUnattached(image);
                ATTACHED.put(image, new WeakReference<>(heap.region()));
            }
        }
    }

    /** Whether a map is to have readers beside its writer. */
    boolean isWatched()
    {
        return config.map().singleWriterView();
    }

    /** Whether the header is that of an image. */
    boolean adopted()
    {
        return image != null;
    }
}
