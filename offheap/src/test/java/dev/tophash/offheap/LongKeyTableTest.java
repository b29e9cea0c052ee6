// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The walks below the public map: what their return values say. */
class LongKeyTableTest
{
    @Test
    void shouldAnswerWithThePlaceOfAKey()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
        {
            assertEquals(Place.NOT_FOUND, map.find(1), "an empty map has no place");
            for (long key = 0; key < 1_000; key++)
            {
                final long place = map.assign(key);
                assertTrue(Place.isNew(place));
                assertEquals(Place.plain(place), map.find(key));
                assertEquals(key, map.keyAt(Place.plain(place)));
                assertFalse(Place.isNew(map.assign(key)), "the key is there");
            }
            assertEquals(1_000, map.count());
            assertEquals(Place.NOT_FOUND, map.find(1_000));
        }
    }

    /** The straight line is one step; the slow way, here that of the last entry, sets the write flag in between. */
    @Test
    void shouldEndADeleteOnlyWhenItIsFinished()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
        {
            map.put(1, 10);
            map.put(2, 20);
            deleteInTwoSteps(map, 1, true);
            deleteInTwoSteps(map, 2, false);
            assertEquals(0, map.count());
            assertEquals(Place.NOT_FOUND, map.beginDelete(1));
            assertTrue(map.isSettled(), "nothing to finish");
        }
    }

    private static void deleteInTwoSteps(final OffHeapLongLongMap map, final long key, final boolean straight)
    {
        final long count = map.count();
        final long place = map.beginDelete(key);
        assertNotEquals(Place.NOT_FOUND, place);
        assertEquals(straight, map.isSettled());
        assertEquals(count, map.count());
        map.finishDelete(place);
        assertTrue(map.isSettled());
        assertEquals(count - 1, map.count());
    }

    @Test
    void shouldTakeTheSlotOfADeletedKeyAgain()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
        {
            map.put(1, 1);
            map.put(2, 2);
            final long place = map.find(1);
            map.remove(1);
            assertEquals(place, Place.plain(map.assign(3)), "the first empty slot of the chain");
        }
    }

    /** Whether what stands behind the last slot of a main bucket ends there too is not for that bucket to say. */
    @Test
    void shouldFindWhatStandsBehindTheSlotOfARemovedKey()
    {
        final int keys = 6_000;
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().capacity(keys).build())
        {
            for (long key = 0; key < keys; key++)
            {
                map.put(key, -key);
            }
            int count = 0;
            for (long key = 0; key < keys; key++)
            {
                final long place = map.find(key);
                final long bucket = Place.bucket(place);
                if (Place.slot(place) == 7 && map.isMainBucket(bucket) && map.overflow(bucket) != 0)
                {
                    final long behind = map.keyAt(map.overflow(bucket));
                    assertEquals(-key, map.remove(key));
                    assertEquals(-behind, map.get(behind), () -> "behind a removed key: key=" + behind);
                    count++;
                }
            }
            assertNotEquals(0, count, "no chain goes on");
        }
    }
}
