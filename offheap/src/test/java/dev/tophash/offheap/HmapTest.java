// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.OffHeapMemoryException;
import dev.tophash.layout.classic.LoadFactor;
import java.util.ConcurrentModificationException;
import org.junit.jupiter.api.Test;

/** When a map gets an array, when it grows, and that a refusal changes nothing. */
class HmapTest
{
    @Test
    void shouldHaveNoArrayBeforeTheFirstEntry()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
        {
            assertEquals(Hmap.NIL, map.bucketsOffset());
            map.put(1, 1);
            assertEquals(0, map.b());
            assertTrue(map.bucketsOffset() != Hmap.NIL);
        }
    }

    @Test
    void shouldBeMadeForItsHint()
    {
        for (final int hint : new int[]{8, 9, 13, 14, 104, 105})
        {
            try (OffHeapLongLongMap map = OffHeapMaps.longLong().capacity(hint).build())
            {
                assertEquals(LoadFactor.bForHint(hint), map.b());
            }
        }
    }

    @Test
    void shouldGrowWithTheEntryThatIsTooMany()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
        {
            for (long key = 0; key < 2_000; key++)
            {
                final int before = map.b();
                final boolean due = !map.growing() && LoadFactor.overLoad(map.count() + 1, before);
                map.put(key, key);
                assertEquals(due ? before + 1 : before, map.b(), "key=" + key);
            }
        }
    }

    @Test
    void shouldChangeNothingWhenAGrowthIsRefused()
    {
        final long[] limit = {Long.MAX_VALUE};
        final MapConfig config = MapConfig.defaults().withGate(bytes ->
        {
            if (bytes > limit[0])
            {
                throw new OffHeapMemoryException("test", bytes, limit[0]);
            }
        });
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().config(config).build())
        {
            for (long key = 0; key < 104; key++)
            {
                map.put(key, key);
            }
            assertFalse(map.growing());
            limit[0] = 0;
            assertThrows(OffHeapMemoryException.class, () -> map.put(104, 104));
            assertEquals(104, map.size());
            assertEquals(4, map.b());
            assertFalse(map.growing());
            assertFalse(map.containsKey(104));
            limit[0] = Long.MAX_VALUE;
            map.put(104, 104);
            assertEquals(5, map.b());
        }
    }

    @Test
    void shouldRefuseASecondWriter()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
        {
            map.put(1, 1);
            map.setWriting();
            final var refused = assertThrows(ConcurrentModificationException.class, () -> map.put(2, 2));
            assertEquals("concurrent map writes", refused.getMessage());
            map.endWrite();
            map.put(2, 2);
            assertEquals(2, map.size());
        }
    }
}
