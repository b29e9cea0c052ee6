// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tophash.MapClosedException;
import dev.tophash.PutAllException;
import dev.tophash.hash.HashKeys;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What each pair does alike is shown by LongDoubleContentsModelTest; here is what only one of them shows. */
class LongDoubleContentsTest
{
    @Test
    void shouldHashAsAMapOfBoxesDoes()
    {
        try (OffHeapLongDoubleMap map = OffHeapMaps.longDouble().build())
        {
            map.putAll(Map.of(1L, Double.NaN, 2L, -0.0, 1L << 40, 3.5));
            assertEquals(Map.of(1L, Double.NaN, 2L, -0.0, 1L << 40, 3.5).hashCode(), map.hashCode());
        }
        try (OffHeapStringIntMap map = OffHeapMaps.stringInt().build())
        {
            map.putAll(Map.of("a", 1, "b", 2));
            assertEquals(Map.of("a", 1, "b", 2).hashCode(), map.hashCode());
        }
    }

    /** Whoever prints or compares a map changes no later iteration. */
    @Test
    void shouldTakeNothingFromTheRandomness()
    {
        final long[][] orders = new long[2][];
        for (int round = 0; round < 2; round++)
        {
            try (OffHeapLongDoubleMap map =
                OffHeapMaps.longDouble().unsafeRandomnessForTests(
                    FixedRandom.from(new SplittableRandom(7)), HashKeys.processKeys()).build())
            {
                for (long key = 0; key < 100; key++)
                {
                    map.put(key, 1.5);
                    assertEquals(round == 0 ? "" : map.toString(), round == 0 ? "" : map.toString());
                    assertEquals(round == 0 ? 0 : map.hashCode(), round == 0 ? 0 : map.hashCode());
                }
                orders[round] = map.keysToArray();
            }
        }
        assertArrayEquals(orders[0], orders[1]);
    }

    @Test
    void shouldKeepEachKeyOfBytesForItself()
    {
        try (OffHeapBytesLongMap map = OffHeapMaps.bytesLong(1).build())
        {
            map.put(new byte[]{1}, 1);
            map.put(new byte[]{2}, 2);
            final byte[][] keys = map.keysToArray();
            assertEquals(3, keys[0][0] + keys[1][0]);
        }
    }

    /** Keys of another length make another map; to ask for it is no error. */
    @Test
    void shouldCompareKeysOfBytesOfTwoLengths()
    {
        try (OffHeapBytesLongMap map = OffHeapMaps.bytesLong(2).build();
            OffHeapBytesLongMap other = OffHeapMaps.bytesLong(3).build())
        {
            assertEquals(map, other, "both are empty");
            map.put(new byte[2], 1);
            other.put(new byte[3], 1);
            assertNotEquals(map, other);
            assertNotEquals(map, other.readOnly());
        }
    }

    /** One that cannot be a key; those before it are in the map. */
    @Test
    void shouldStopAtAKeyThatIsNone()
    {
        try (OffHeapStringLongMap map = OffHeapMaps.stringLong().build())
        {
            final PutAllException e = assertThrows(PutAllException.class, () -> map.putAll(Map.of("a\ud800", 1L)));
            assertEquals(0, e.doneCount());
            assertEquals("putAll stopped: doneCount=0: " + e.getCause().getMessage(), e.getMessage());
        }
    }

    @Test
    void shouldBeEqualToItselfOnlyOnceClosed()
    {
        final OffHeapLongDoubleMap map = OffHeapMaps.longDouble().build();
        map.close();
        assertEquals(map, map);
        try (OffHeapLongDoubleMap other = OffHeapMaps.longDouble().build())
        {
            assertNotEquals(map, other);
            assertNotEquals(other, map);
            assertThrows(MapClosedException.class, map::hashCode);
        }
    }
}
