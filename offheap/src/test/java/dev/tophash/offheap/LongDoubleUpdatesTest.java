// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ConcurrentModificationException;
import org.junit.jupiter.api.Test;

/** What only values with a fraction show; all else is shown for every pair by LongDoubleUpdatesModelTest. */
class LongDoubleUpdatesTest
{
    @Test
    void shouldCompareValuesAsTheirBoxesCompare()
    {
        assertTrue(NumberValue.same(Double.NaN, Double.NaN));
        assertFalse(NumberValue.same(0.0, -0.0));
        assertTrue(NumberValue.same(-1, -1));
        assertFalse(NumberValue.same(1L << 32, 0L));
        try (OffHeapLongDoubleMap map = OffHeapMaps.longDouble().build())
        {
            map.put(1, Double.NaN);
            map.put(2, -0.0);
            assertFalse(map.compareAndReplace(2, 0.0, 1));
            assertTrue(map.containsValue(Double.NaN));
            assertTrue(map.compareAndReplace(1, Double.NaN, 1.5));
            assertTrue(map.remove(2, -0.0));
        }
    }

    /** An absent key counts as 0, whatever is returned for it otherwise. */
    @Test
    void shouldAddToNothing()
    {
        try (OffHeapLongDoubleMap map = OffHeapMaps.longDouble().missingValue(Double.NaN).build())
        {
            assertEquals(0.25, map.addTo(1, 0.25));
            assertEquals(0.25, map.getAndAdd(1, 0.5));
            assertEquals(0.0, map.getAndAdd(2, 0.5));
            assertEquals(0.75, map.get(1));
            assertEquals(Double.NaN, map.computeIfPresent(3, (key, value) -> 1));
        }
    }

    /** 0 + -0.0 is 0, as Go has it; the sum of a new key was -0.0 once, where getAndAdd stored 0. */
    @Test
    void shouldAddTheNegativeZeroToNothing()
    {
        try (OffHeapLongDoubleMap map = OffHeapMaps.longDouble().build();
            OffHeapStringDoubleMap words = OffHeapMaps.stringDouble().build())
        {
            assertEquals(0.0, map.addTo(1, -0.0));
            assertEquals(0.0, map.getAndAdd(2, -0.0));
            final KeyView key = new KeyView();
            assertEquals(0.0, words.addTo("1", -0.0));
            assertEquals(0.0, words.addTo(key.wrap("2"), -0.0));
            assertEquals(0.0, words.getAndAdd(key.wrap("3"), -0.0));
            for (int i = 1; i <= 2; i++)
            {
                assertEquals(0.0, map.get(i));
                assertEquals(0.0, words.get(String.valueOf(i)));
            }
            assertEquals(0.0, words.get("3"));
        }
    }

    @Test
    void shouldLeaveNoFlagBehindWhenAnEntryStays()
    {
        try (OffHeapLongDoubleMap map = OffHeapMaps.longDouble().build())
        {
            for (long key = 0; key < 40; key++)
            {
                map.put(key, 1);
                assertFalse(map.remove(key, 2));
                assertEquals(key + 1, map.size());
            }
        }
    }

    @Test
    void shouldRefuseChoresInAFunction()
    {
        try (OffHeapLongDoubleMap map = OffHeapMaps.longDouble().build())
        {
            map.computeIfAbsent(1, key ->
            {
                assertThrows(ConcurrentModificationException.class, map::trim);
                assertThrows(ConcurrentModificationException.class, () -> map.advance(1_000_000));
                assertThrows(ConcurrentModificationException.class, () -> map.clear(ClearStrategy.RELEASE));
                return 1;
            });
            assertEquals(1, map.size());
        }
    }
}
