// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.LongLongCursor;
import org.junit.jupiter.api.Test;

class MapStatsTest
{
    @Test
    void shouldTellOfAGrowth()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
        {
            for (long key = 0; key < 106; key++)
            {
                map.put(key, key);
            }
            final MapStats stats = map.stats();
            assertEquals(106, stats.count());
            assertEquals(5, stats.b());
            assertTrue(stats.growing());
            assertEquals(16, stats.oldBucketCount());
            assertEquals(map.nevacuate(), stats.evacuatedCount());
            assertTrue(stats.usedBytes() > 50 * 144, "two arrays");
            assertTrue(stats.usedBytes() <= stats.addressBytes() && stats.addressBytes() <= stats.reservedBytes());
            assertFalse(stats.unsafeRandomness());
        }
    }

    @Test
    void shouldCountCursorsAndWhatTheyHoldBack()
    {
        try (OffHeapStringLongMap map = OffHeapMaps.stringLong().build())
        {
            map.put("key", 1);
            final long boxes = map.stats().boxBytes();
            assertTrue(boxes > 0);
            try (var cursor = map.cursor())
            {
                cursor.next();
                map.remove("key");
                assertEquals(1, map.stats().openCursors());
                assertEquals(boxes, map.stats().pendingBytes(), "the cursor may read it");
            }
            assertEquals(0, map.stats().openCursors());
        }
    }

    @Test
    void shouldSayThatTheRandomnessIsKnown()
    {
        try (OffHeapLongLongMap map =
            OffHeapMaps.longLong().unsafeRandomnessForTests(FixedRandom.steady(1), null).build();
            LongLongCursor cursor = map.cursor())
        {
            assertFalse(cursor.next());
            assertTrue(map.stats().unsafeRandomness());
        }
    }

    @Test
    void shouldTakeNoBoxForAnEmptyKey()
    {
        try (OffHeapStringLongMap map = OffHeapMaps.stringLong().build())
        {
            map.put("a", 1);
            final long bytes = map.stats().boxBytes();
            map.put("", 2);
            assertEquals(bytes, map.stats().boxBytes());
            assertEquals(2, map.get(""));
        }
    }
}
