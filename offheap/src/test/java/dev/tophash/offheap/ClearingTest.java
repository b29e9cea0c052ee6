// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.LongLongCursor;
import dev.tophash.MapClosedException;
import dev.tophash.OffHeapMemoryException;
import dev.tophash.offheap.verify.MapVerifier;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.ConcurrentModificationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every way to empty a map has in common; the bytes that each leaves are compared elsewhere. */
class ClearingTest
{
    private static OffHeapLongLongMap filled(final int count)
    {
        final OffHeapLongLongMap map = OffHeapMaps.longLong().missingValue(-1).build();
        for (long key = 0; key < count; key++)
        {
            map.put(key, key);
        }
        return map;
    }

    @ParameterizedTest
    @EnumSource(ClearStrategy.class)
    void shouldEmptyASettledAndAGrowingMap(final ClearStrategy strategy)
    {
        for (final int count : new int[]{0, 5, 100, 108, 2_000})
        {
            try (OffHeapLongLongMap map = filled(count))
            {
                final long seed = map.hash0();
                map.clear(strategy);
                assertEquals(0, map.size(), "count=" + count);
                assertFalse(map.growing());
                assertEquals(-1, map.get(3));
                assertTrue(count == 0 || seed != map.hash0(), "what somebody learnt of the seed is worth nothing");
                map.put(3, 4);
                assertEquals(4, map.get(3));
                assertTrue(MapVerifier.verify(map.image()).clean());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ClearStrategy.class)
    void shouldDeliverNoClearedEntryToAnOpenCursor(final ClearStrategy strategy)
    {
        try (OffHeapLongLongMap map = filled(300); LongLongCursor cursor = map.cursor())
        {
            assertTrue(cursor.next());
            map.clear(strategy);
            assertFalse(cursor.next());
        }
    }

    @Test
    void shouldDoChoresOnlyWhileThereIsTime()
    {
        try (OffHeapLongLongMap map = filled(7_000))
        {
            map.clear(ClearStrategy.RELEASE);
            final boolean pending = map.heap.reclaimer().isPending();
            assertEquals(pending, map.advance(0));
            assertFalse(map.advance(1_000_000_000L));
            assertFalse(map.heap.reclaimer().isPending());
        }
    }

    /** The budget is asked for nothing in the swap, and all pages of the array that it takes are there. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldSwapIntoAnArrayThatWasPrepared() throws IOException
    {
        final long[] asked = {0};
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().config(
            MapConfig.defaults().withGate(bytes -> asked[0]++)).build())
        {
            final long made = asked[0];
            map.prepareSwap();
            assertEquals(made, asked[0], "no array yet");
            for (long key = 0; key < 7_000; key++)
            {
                map.put(key, key);
            }
            while (map.advance(1_000_000_000L))
            {
                assertTrue(map.isEmpty(), "no cursor is open, so all is done at once");
            }
            map.prepareSwap();
            assertEquals(7_000, map.size());
            assertEquals(7, map.get(7));
            final long before = asked[0];
            map.clear(ClearStrategy.SWAP);
            assertEquals(before, asked[0]);
            assertEquals(0, absentPages(map));
            map.put(1, 1);
            map.prepareSwap();
            assertFalse(map.arrays.swap().isDirty(), "what was aside is clean");
            map.clear(ClearStrategy.SWAP);
            assertEquals(before, asked[0]);
            assertTrue(MapVerifier.verify(map.image()).clean());
        }
    }

    /** Pages of the main buckets that are not in memory: the highest bit of eight bytes a page. */
    private static long absentPages(final OffHeapLongLongMap map) throws IOException
    {
        final long first = (map.base + map.bucketsOffset()) >>> 12;
        final long last = (map.base + map.bucketsOffset() + (map.mask() + 1) * map.bucketSize - 1) >>> 12;
        long absent = 0;
        try (RandomAccessFile pages = new RandomAccessFile("/proc/self/pagemap", "r"))
        {
            for (long page = first; page <= last; page++)
            {
                pages.seek(page * Long.BYTES);
                absent += Long.reverseBytes(pages.readLong()) < 0 ? 0 : 1;
            }
        }
        return absent;
    }

    @Test
    void shouldPrepareNothingWithoutMemoryForIt()
    {
        final boolean[] closed = {false};
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().missingValue(-1).config(
            MapConfig.defaults().withGate(bytes ->
            {
                if (closed[0])
                {
                    throw new OffHeapMemoryException("gate", bytes, 0);
                }
            })).build())
        {
            for (long key = 0; key < 1_000; key++)
            {
                map.put(key, key);
            }
            final long mask = map.mask();
            closed[0] = true;
            assertThrows(OffHeapMemoryException.class, map::prepareSwap);
            assertFalse(map.arrays.swap().fits(mask + 1));
            assertEquals(1_000, map.size());
            assertTrue(MapVerifier.verify(map.image()).clean());
            map.computeIfPresent(1, (key, value) ->
            {
                assertThrows(ConcurrentModificationException.class, map::prepareSwap);
                return value;
            });
            closed[0] = false;
            map.prepareSwap();
            assertTrue(map.arrays.swap().fits(mask + 1));
            map.close();
            assertThrows(MapClosedException.class, map::prepareSwap);
        }
    }
}
