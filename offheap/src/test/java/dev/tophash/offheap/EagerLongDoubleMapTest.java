// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tophash.MapClosedException;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.layout.classic.TopHash;
import dev.tophash.offheap.memory.Memory;
import org.junit.jupiter.api.Test;

/** What only the inside shows; that it answers as other maps do is in EagerLongDoubleModelTest of it-tests. */
class EagerLongDoubleMapTest
{
    private static OffHeapLongDoubleMap make()
    {
        return OffHeapMaps.longDouble().missingValue(-7).dependentLookups(true).build();
    }

    /** What is read ahead decides nothing: a bucket that has the rare difference by chance is looked at by the walk. */
    @Test
    void shouldFindAKeyInABucketWithTheRareDifference()
    {
        try (OffHeapLongDoubleMap map = make())
        {
            for (long key = 0; key < 3; key++)
            {
                map.put(key, 1.5 + key);
            }
            final long bucket = map.bucketsOffset();
            assertEquals(3, BmapDescriptor.SLOT_COUNT - Long.bitCount(
                TopHash.matchEmpty(Memory.getLong(map.memory, bucket))), "all in one bucket");
            Memory.putLong(map.memory, bucket + EagerLongDoubleMap.LINE_SIZE,
                EagerLongDoubleMap.RARE ^ Memory.getLong(map.memory, bucket + map.overflowOffset));
            for (long key = 0; key < 3; key++)
            {
                assertEquals(1.5 + key, map.get(key));
                assertEquals(1.5 + key, map.getOrDefault(key, 9));
            }
            assertEquals(-7, map.get(4));
            assertEquals(9, map.getOrDefault(4, 9));
        }
    }

    @Test
    void shouldHandTheSettingOn()
    {
        try (OffHeapLongDoubleMap map = make())
        {
            map.put(1, 2);
            assertEquals("OffHeapLongDoubleMap size=1 {1=" + map.get(1) + "}", map.toString(), "no name of its own");
            try (OffHeapLongDoubleMap copy = map.copy())
            {
                assertInstanceOf(EagerLongDoubleMap.class, copy);
                assertEquals(2, copy.get(1));
            }
        }
    }

    @Test
    void shouldRefuseAClosedMap()
    {
        final OffHeapLongDoubleMap map = make();
        map.put(1, 2);
        map.close();
        assertThrows(MapClosedException.class, () -> map.get(1));
        assertThrows(MapClosedException.class, () -> map.getOrDefault(1, 2));
    }
}
