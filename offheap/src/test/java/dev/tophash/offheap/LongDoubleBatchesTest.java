// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.LongDoubleMap;
import dev.tophash.MapClosedException;
import dev.tophash.PutAllException;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import org.junit.jupiter.api.Test;

/** What each pair does alike is shown by LongDoubleBatchesModelTest; here is what only one of them shows. */
class LongDoubleBatchesTest
{
    private static final int LARGE = 30_000;

    private static void assertRefused(final LongDoubleMap map, final Class<? extends RuntimeException> refusal)
    {
        final long[] keys = {1, 2};
        final double[] values = {7, 7};
        assertThrows(refusal, () -> map.getAll(keys, 0, 2, values, 0));
        assertThrows(refusal, () -> map.containsAll(keys, 0, 2));
        assertThrows(refusal, () -> map.putAll(keys, 0, 2, values, 0));
        assertThrows(refusal, () -> map.removeAll(keys, 0, 2));
        assertArrayEquals(new double[] {7, 7}, values);
    }

    @Test
    void shouldRefuseAClosedMapEvenWithoutKeys()
    {
        final OffHeapLongDoubleMap map = OffHeapMaps.longDouble().build();
        map.close();
        assertRefused(map, MapClosedException.class);
        assertThrows(MapClosedException.class, () -> map.getAll(new long[0], 0, 0, new double[0], 0));
        assertThrows(MapClosedException.class, () -> map.containsAll(new long[0], 0, 0));
        assertThrows(MapClosedException.class, () -> map.putAll(new long[0], 0, 0, new double[0], 0));
        assertThrows(MapClosedException.class, () -> map.removeAll(new long[0], 0, 0));
    }

    /** A large map that is being written: no group begins, and the flag is met as by a single lookup. */
    @Test
    void shouldMeetTheWriteFlag()
    {
        try (OffHeapLongDoubleMap map = OffHeapMaps.longDouble().capacity(LARGE).build())
        {
            map.put(1, 1);
            final long[] keys = new long[64];
            map.setWriting();
            assertThrows(ConcurrentModificationException.class, () -> map.getAll(keys, 0, 64, new double[64], 0));
            assertThrows(ConcurrentModificationException.class, () -> map.containsAll(keys, 0, 64));
            final PutAllException e =
                assertThrows(PutAllException.class, () -> map.putAll(keys, 0, 64, new double[64], 0));
            assertEquals(0, e.doneCount());
            assertInstanceOf(ConcurrentModificationException.class, e.getCause());
            assertThrows(ConcurrentModificationException.class, () -> map.removeAll(keys, 0, 64));
            map.endWrite();
        }
    }

    @Test
    void shouldRefuseToWriteInAFunction()
    {
        try (OffHeapLongDoubleMap map = OffHeapMaps.longDouble().capacity(LARGE).build())
        {
            map.put(1, 1);
            map.computeIfPresent(1, (key, value) ->
            {
                assertEquals(1, map.getAll(new long[] {1, 2}, 0, 2, new double[2], 0));
                assertThrows(ConcurrentModificationException.class,
                    () -> map.putAll(new long[] {2}, 0, 1, new double[1], 0));
                assertThrows(ConcurrentModificationException.class, () -> map.removeAll(new long[] {1}, 0, 1));
                return value;
            });
            assertEquals(1, map.size());
        }
    }

    /** One array for keys and values, at the same place. */
    @Test
    void shouldGetValuesIntoTheArrayOfTheKeys()
    {
        for (final int capacity : new int[] {0, LARGE})
        {
            try (OffHeapLongLongMap map = OffHeapMaps.longLong().capacity(capacity).missingValue(-1).build())
            {
                final long[] keys = new long[300];
                Arrays.setAll(keys, i -> i * 0x9e37_79b9_7f4a_7c15L);
                final long[] expected = new long[300];
                Arrays.setAll(expected, i -> i % 3 == 0 ? -1 : 1000 + i);
                for (int i = 0; i < keys.length; i++)
                {
                    if (i % 3 != 0)
                    {
                        map.put(keys[i], expected[i]);
                    }
                }
                assertTrue(map.containsAll(keys, 1, 2));
                assertFalse(map.containsAll(keys, 1, 20));
                assertEquals(200, map.getAll(keys, 0, 300, keys, 0));
                assertArrayEquals(expected, keys);
            }
        }
    }

    /** Keys that share one chain, so that most are found behind the first match, in groups and one by one. */
    @Test
    void shouldFindKeysOfAFullChain()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().capacity(LARGE).missingValue(-1).build())
        {
            assertTrue(Batch.isWorthwhile(map, 64));
            final long[] keys = new long[64];
            int count = 0;
            for (long key = 0; count < keys.length; key++)
            {
                if ((map.hash(key) & map.mask()) == 5)
                {
                    keys[count] = key;
                    count++;
                }
            }
            final long[] values = new long[64];
            Arrays.setAll(values, i -> i);
            map.putAll(keys, 0, 60, values, 0);
            final long[] found = keys.clone();
            assertEquals(60, map.getAll(found, 0, 64, found, 0));
            Arrays.fill(values, 60, 64, -1);
            assertArrayEquals(values, found);
            assertTrue(map.containsAll(keys, 0, 60));
            assertFalse(map.containsAll(keys, 0, 61));
            assertFalse(map.containsAll(keys, 60, 4));
            assertEquals(60, map.removeAll(keys, 0, 64));
            assertTrue(map.isEmpty());
        }
    }

    @Test
    void shouldStopAtAKeyThatIsNone()
    {
        try (OffHeapStringLongMap map = OffHeapMaps.stringLong().build())
        {
            final String[] keys = {"a", "b", null, "c"};
            final PutAllException e =
                assertThrows(PutAllException.class, () -> map.putAll(keys, 0, 4, new long[4], 0));
            assertEquals(2, e.doneCount());
            assertInstanceOf(NullPointerException.class, e.getCause());
            assertEquals(2, map.size());
            assertThrows(NullPointerException.class, () -> map.removeAll(keys, 1, 3));
            assertEquals(1, map.size(), "those before are removed");
            assertThrows(NullPointerException.class, () -> map.getAll(keys, 0, 4, new long[4], 0));
            assertThrows(NullPointerException.class, () -> map.containsAll(keys, 2, 1));
            assertTrue(map.containsAll(keys, 0, 1));
        }
    }
}
