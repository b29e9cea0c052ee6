// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.LongLongCursor;
import dev.tophash.offheap.verify.MapVerifier;
import org.junit.jupiter.api.Test;
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
        try (OffHeapLongLongMap map = filled(20_000))
        {
            map.clear(ClearStrategy.RELEASE);
            final boolean pending = map.heap.reclaimer().isPending();
            assertEquals(pending, map.advance(0));
            assertFalse(map.advance(1_000_000_000L));
            assertFalse(map.heap.reclaimer().isPending());
        }
    }
}
