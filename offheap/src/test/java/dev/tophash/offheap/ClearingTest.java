// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.LongLongCursor;
import dev.tophash.MapClosedException;
import dev.tophash.OffHeapMemoryException;
import dev.tophash.layout.MapType;
import dev.tophash.offheap.memory.Region;
import dev.tophash.offheap.memory.ResidentPages;
import dev.tophash.offheap.verify.MapVerifier;
import java.io.IOException;
import java.util.ConcurrentModificationException;
import java.util.List;
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
            final long again = asked[0];
            map.clear(ClearStrategy.SWAP);
            assertEquals(again, asked[0]);
            assertTrue(MapVerifier.verify(map.image()).clean());
        }
    }

    /** Pages of the main buckets that are not in memory. */
    private static long absentPages(final OffHeapLongLongMap map) throws IOException
    {
        final long from = map.base + map.bucketsOffset() & -Region.PAGE_SIZE;
        final long to = map.base + map.bucketsOffset() + (map.mask() + 1) * map.bucketSize + Region.PAGE_SIZE - 1 &
            -Region.PAGE_SIZE;
        return (to - from - ResidentPages.bytes(from, to - from)) / Region.PAGE_SIZE;
    }

    @Test
    void shouldPrepareNothingWithoutMemoryForIt()
    {
        final boolean[] closed = {false};
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().config(
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

    /** The class decides which code runs, so another one would rehearse another swap. */
    @Test
    void shouldRehearseWithTheSameClass()
    {
        final StructType pair = StructType.parse("struct { a, b int64 }");
        for (final boolean watched : new boolean[]{false, true})
        {
            for (final OffHeapMap map : List.of(OffHeapMaps.longLong().singleWriterView(watched).build(),
                OffHeapMaps.stringInt().singleWriterView(watched).build(),
                OffHeapMaps.longSet().singleWriterView(watched).build(),
                OffHeapMaps.longStruct(pair).singleWriterView(watched).build()))
            {
                assertSibling((MapSkin)map);
            }
        }
        for (final String type : List.of("map[int64]int8", "map[int32]int8", "map[[3]byte]int8", "map[string]int8",
            "map[float64]int8"))
        {
            assertSibling(TypedTables.table(Opening.fresh(MapType.parse(type), 0, MapConfig.defaults())));
        }
    }

    private static void assertSibling(final MapSkin map)
    {
        final MapSkin sibling = map.sibling(Opening.fresh(map.type, 0, map.config));
        assertSame(map.getClass(), sibling.getClass());
        sibling.close();
        map.close();
    }

    /** A scratch map takes memory, and gives it back; without it all else is prepared. */
    @Test
    void shouldRehearseTheSwapThatItPrepares()
    {
        final long[] asked = {0};
        final boolean[] closed = {false};
        try (MapMemory memory = MapMemory.of("rehearsals", 1 << 24);
            OffHeapLongLongMap map = OffHeapMaps.longLong().config(MapConfig.defaults().withGate(bytes ->
            {
                asked[0]++;
                if (closed[0])
                {
                    throw new OffHeapMemoryException("gate", bytes, 0);
                }
            })).memory(memory).build())
        {
            map.prepareSwap();
            final long made = asked[0];
            map.put(1, 1);
            map.prepareSwap();
            final long prepared = asked[0];
            assertTrue(prepared > made);
            final long used = memory.stats().claimedBytes();
            map.prepareSwap();
            assertTrue(asked[0] > prepared, "for the scratch map alone");
            assertEquals(used, memory.stats().claimedBytes());
            assertEquals(1, memory.stats().openMaps());
            closed[0] = true;
            map.prepareSwap();
            closed[0] = false;
            assertEquals(1, map.get(1));
            map.clear(ClearStrategy.SWAP);
            assertTrue(map.isEmpty());
            assertTrue(MapVerifier.verify(map.image()).clean());
        }
    }
}
