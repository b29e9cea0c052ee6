// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.offheap.events.Events;
import dev.tophash.offheap.events.Span;

/**
 * What a map tells of itself while somebody records it. It only reads; while nobody records, not even that.
 */
final class MapEvents
{
    private MapEvents()
    {
    }

    private static String name(final HmapCache map)
    {
        return map.config.map().name();
    }

    /** A growth to 2^b buckets is about to begin. */
    static Span growth(final HmapCache map, final int b)
    {
        return Events.wantGrowth() ? Events.growth(name(map), map.count(), map.b(), b) : Span.NONE;
    }

    static void growthEnded(final HmapCache map)
    {
        if (Events.wantGrowthEnd())
        {
            Events.growthEnded(name(map), map.count(), map.b(), HmapCache.overflowCount(map.arrays.current()));
        }
    }

    /** Old buckets are about to be moved. */
    static Span slice(final HmapCache map)
    {
        return Events.wantSlice() ? Events.slice(name(map), map.nevacuate(), map.oldBucketCount()) : Span.NONE;
    }

    static void overflow(final HmapCache map)
    {
        if (Events.wantOverflow())
        {
            Events.overflow(name(map), map.count(), map.b(), HmapCache.overflowCount(map.arrays.current()));
        }
    }

    /** A clear is about to begin. */
    static Span clear(final HmapCache map, final ClearStrategy strategy)
    {
        return Events.wantClear() ? Events.clear(name(map), strategy.name(), map.count(), map.b()) : Span.NONE;
    }
}
