// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.MapClosedException;
import org.junit.jupiter.api.Test;

class MapSkinTest
{
    @Test
    void shouldClearInTheWayThatWasConfigured()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().clearStrategy(ClearStrategy.RELEASE).build())
        {
            for (long key = 0; key < 1_000; key++)
            {
                map.put(key, key);
            }
            map.clear();
            assertEquals(0, map.b(), "the array was given up");
            for (long key = 0; key < 1_000; key++)
            {
                map.put(key, key);
            }
            final int b = map.b();
            map.clear(ClearStrategy.THREE_STEP);
            assertEquals(b, map.b(), "the array was kept");
        }
    }

    @Test
    void shouldGiveBackWhatItDoesNotNeed()
    {
        try (OffHeapStringLongMap map = OffHeapMaps.stringLong().build())
        {
            for (int i = 0; i < 2_000; i++)
            {
                map.put("k".repeat(200) + i, i);
            }
            map.clear(ClearStrategy.RELEASE);
            map.trim();
            final MapStats stats = map.stats();
            assertEquals(0, stats.retiredBytes());
            assertEquals(0, stats.slabBytes());
            assertEquals(0, stats.boxBytes());
        }
    }

    @Test
    void shouldRefuseEverythingOnceItIsClosed()
    {
        final OffHeapLongLongMap map = OffHeapMaps.longLong().build();
        map.put(1, 1);
        map.close();
        map.close();
        assertTrue(map.isClosed());
        assertThrows(MapClosedException.class, map::clear);
        assertThrows(MapClosedException.class, map::trim);
        assertThrows(MapClosedException.class, map::size);
        assertThrows(MapClosedException.class, () -> map.advance(1));
        assertThrows(NullPointerException.class, () -> map.clear(null));
    }
}
