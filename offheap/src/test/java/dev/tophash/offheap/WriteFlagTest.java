// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.tophash.layout.classic.HmapFlags;
import dev.tophash.offheap.image.CachedGeometry;
import java.util.ConcurrentModificationException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What a thread sees of a map in which another one is in the middle of a write. */
class WriteFlagTest
{
    private static final String READ = "concurrent map read and map write";

    @Test
    void shouldRefuseEveryLookupDuringAWrite()
    {
        try (OffHeapLongLongMap longs = OffHeapMaps.longLong().missingValue(-1).build();
            OffHeapIntIntMap ints = OffHeapMaps.intInt().missingValue(-1).build();
            OffHeapStringLongMap strings = OffHeapMaps.stringLong().missingValue(-1).build())
        {
            longs.put(1, 10);
            ints.put(1, 10);
            strings.put("1", 10);
            assertRefused(longs, () -> longs.get(1), 10L);
            assertRefused(longs, () -> longs.get(2), -1L);
            assertRefused(longs, () -> longs.getOrDefault(1, 7), 10L);
            assertRefused(longs, () -> longs.containsKey(2), false);
            assertRefused(ints, () -> ints.get(1), 10);
            assertRefused(ints, () -> ints.getOrDefault(2, 7), 7);
            assertRefused(strings, () -> strings.get("1"), 10L);
        }
    }

    /** The flag alone, as a foreign writer would leave it in an empty map: Go looks at count first. */
    @Test
    void shouldAnswerForAnEmptyMap()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().missingValue(-1).build())
        {
            map.setWriting();
            assertEquals(-1, map.get(1));
            map.endWrite();
        }
    }

    /** A write that makes a bucket meets the flag of another writer, though the map need not grow. */
    @Test
    void shouldLookAtTheFlagWhereABucketIsMade()
    {
        assumeFalse(Hmap.INVARIANTS);
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().capacity(1_000).build())
        {
            map.setFlags(map.flags() | HmapFlags.HASH_WRITING);
            assertThrows(ConcurrentModificationException.class, () ->
            {
                for (long key = 0; key < 2_000; key++)
                {
                    map.put(key, key);
                }
            });
            final long count = map.sizeLong();
            assertTrue(count > 0, "straight puts do not look");
            assertFalse(map.growthDue(), "met by a growth only");
            map.setFlags(map.flags() & ~HmapFlags.HASH_WRITING);
            map.settle();
            for (long key = 0; key < count; key++)
            {
                assertEquals(key, map.get(key));
            }
        }
    }

    /** In a growth lookups take the slow way, and find everything. */
    @Test
    void shouldSettleWhenAGrowthHasEnded()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().missingValue(-1).build())
        {
            int grown = 0;
            for (long key = 0; key < 2_000; key++)
            {
                map.put(key, key);
                final CachedGeometry cache = map.image().geometry();
                assertEquals(map.growing() ? cache.decoyOffset() : map.bucketsOffset(), cache.lookupOffset());
                assertEquals(map.growing() ? 0 : map.mask(), cache.lookupMask());
                assertEquals(map.hash0(), map.seed());
                assertEquals(map.hash0() ^ map.keys.k0(), map.seedAndK0());
                grown += map.growing() ? 1 : 0;
                assertEquals(key / 2, map.get(key / 2));
                assertEquals(-1, map.get(key + 1));
            }
            assertTrue(grown > 100);
            map.clear();
            final CachedGeometry cache = map.image().geometry();
            assertEquals(map.bucketsOffset(), cache.lookupOffset());
            assertEquals(map.mask(), cache.lookupMask());
            assertEquals(map.hash0(), map.seed());
            assertEquals(map.hash0() ^ map.keys.k0(), map.seedAndK0());
        }
    }

    private static <V> void assertRefused(final Hmap map, final Supplier<V> lookup, final V otherwise)
    {
        assertEquals(otherwise, lookup.get());
        map.setWriting();
        assertTrue((map.flags() & HmapFlags.HASH_WRITING) != 0);
        assertEquals(READ, assertThrows(ConcurrentModificationException.class, lookup::get).getMessage());
        map.endWrite();
        assertEquals(otherwise, lookup.get());
    }
}
