// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.LongLongCursor;
import dev.tophash.LongStructCursor;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HmapCursorTest
{
    private static final long KEY_COUNT = 60;
    private static final int VALUE_SIZE = 40;

    private static OffHeapLongLongMap filled(final int count)
    {
        final OffHeapLongLongMap map = OffHeapMaps.longLong().missingValue(-1).build();
        for (long key = 0; key < count; key++)
        {
            map.put(key, key);
        }
        return map;
    }

    /** What stays is delivered once, what was removed before never, what is new at most once. */
    @Test
    void shouldDeliverEachEntryOnceWhileTheMapGrows()
    {
        for (int at = 1; at < 104; at += 7)
        {
            try (OffHeapLongLongMap map = filled(104); LongLongCursor cursor = map.cursor())
            {
                final Set<Long> delivered = new HashSet<>();
                int removed = 0;
                for (int step = 0; cursor.next(); step++)
                {
                    assertTrue(delivered.add(cursor.key()), "twice: " + cursor.key());
                    if (step == at)
                    {
                        for (long key = 1_000; key < 1_100; key++)
                        {
                            map.put(key, key);
                        }
                    }
                    if (step == at + 5)
                    {
                        for (long key = 0; key < 104; key += 2)
                        {
                            removed += delivered.contains(key) ? 0 : 1;
                            map.remove(key);
                        }
                    }
                }
                delivered.removeIf(key -> key >= 1_000);
                assertEquals(104 - removed, delivered.size(), "at=" + at);
            }
        }
    }

    @Test
    void shouldStayAtTheEndAndRefuseWhatHasNoEntry()
    {
        try (OffHeapLongLongMap map = filled(3))
        {
            final LongLongCursor cursor = map.cursor();
            assertThrows(IllegalStateException.class, cursor::key);
            while (cursor.next())
            {
                assertEquals(cursor.key(), cursor.value());
            }
            assertFalse(cursor.next());
            assertThrows(IllegalStateException.class, cursor::remove);
            cursor.close();
            assertThrows(IllegalStateException.class, cursor::next);
            assertEquals(0, map.stats().openCursors());
        }
    }

    @Test
    void shouldRemoveTheEntryThatItStandsOnOnce()
    {
        try (OffHeapLongLongMap map = filled(50); LongLongCursor cursor = map.cursor())
        {
            while (cursor.next())
            {
                cursor.remove();
                assertThrows(IllegalStateException.class, cursor::remove);
            }
            assertEquals(0, map.size());
        }
    }

    /** The spare bucket on which a cursor stands becomes the sentinel again and leads to the first chain, as in Go. */
    @Test
    void shouldGoOnFromASpareBucketThatAClearTookBack()
    {
        int tried = 0;
        for (int seed = 0; tried < 3; seed++)
        {
            tried += hasOneSpareBucketInUse(seed) ? 1 : 0;
            for (int steps = 1; steps <= KEY_COUNT && hasOneSpareBucketInUse(seed); steps++)
            {
                goOnAfterAClear(seed, steps);
            }
        }
    }

    /** Sixteen buckets of 400 bytes have one spare bucket. */
    private static OffHeapLongStructMap seeded(final int seed)
    {
        final OffHeapLongStructMap map =
            OffHeapMaps.longStruct(StructType.parse("struct { v [5]int64 }")).deterministic(seed).capacity(100).build();
        for (long key = 0; key < KEY_COUNT; key++)
        {
            map.put(key, new byte[VALUE_SIZE]);
        }
        return map;
    }

    private static boolean hasOneSpareBucketInUse(final int seed)
    {
        try (OffHeapLongStructMap map = seeded(seed))
        {
            return map.stats().overflowCount() == 1;
        }
    }

    private static void goOnAfterAClear(final int seed, final int steps)
    {
        try (OffHeapLongStructMap map = seeded(seed); LongStructCursor cursor = map.cursor())
        {
            for (int i = 0; i < steps; i++)
            {
                cursor.next();
            }
            map.clear();
            map.put(1, new byte[VALUE_SIZE]);
            long left = 0;
            while (cursor.next())
            {
                left++;
            }
            assertTrue(left <= 2, "delivered once by each way that leads to the first chain");
        }
    }
}
