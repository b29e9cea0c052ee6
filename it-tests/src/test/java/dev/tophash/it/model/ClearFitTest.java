// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.layout.classic.LoadFactor;
import dev.tophash.offheap.ClearStrategy;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.verify.MapVerifier;
import org.junit.jupiter.api.Test;

/** {@link ClearStrategy#FIT}: the array follows what was in the map. */
class ClearFitTest
{
    private static final int LARGE = 100_000;
    private static final int WINDOW = 1_000;

    private static void fill(final OffHeapLongLongMap map, final int first, final int count)
    {
        for (int i = first; i < first + count; i++)
        {
            map.put(i, -i);
        }
        assertEquals(count, map.sizeLong());
    }

    private static void fit(final OffHeapLongLongMap map, final int b)
    {
        map.clear(ClearStrategy.FIT);
        assertEquals(0, map.sizeLong());
        assertEquals(b, map.stats().b());
        assertTrue(MapVerifier.verify(map.image()).clean());
    }

    @Test
    void shouldShrinkToTheLastWindow()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
        {
            fill(map, 0, LARGE);
            fit(map, LoadFactor.bForHint(LARGE));
            fill(map, 0, WINDOW);
            fit(map, LoadFactor.bForHint(WINDOW));
            fit(map, 0);
            fit(map, 0);
        }
    }

    @Test
    void shouldKeepTheCapacityThatWasAskedFor()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().capacity(WINDOW).build())
        {
            fill(map, 0, LARGE);
            fit(map, LoadFactor.bForHint(LARGE));
            fill(map, 0, 1);
            fit(map, LoadFactor.bForHint(WINDOW));
            fit(map, LoadFactor.bForHint(WINDOW));
        }
    }

    @Test
    void shouldUseAsMuchMemoryAfterManyWindowsAsAfterFew()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
        {
            fill(map, 0, LARGE);
            map.clear(ClearStrategy.FIT);
            long used = 0;
            for (int window = 0; window < 10_000; window++)
            {
                fill(map, window, WINDOW - window % 7 * 100);
                map.clear(ClearStrategy.FIT);
                if (window == 100)
                {
                    used = map.stats().usedBytes();
                }
            }
            assertTrue(map.stats().usedBytes() <= 2 * used, map.stats() + ": used=" + used);
        }
    }
}
