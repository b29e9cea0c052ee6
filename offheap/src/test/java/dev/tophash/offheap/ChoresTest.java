// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ChoresTest
{
    private static final long SECOND = 1_000_000_000L;

    private static OffHeapLongLongMap swapped()
    {
        final OffHeapLongLongMap map = OffHeapMaps.longLong().capacity(10_000).build();
        map.clear(ClearStrategy.SWAP);
        for (long key = 0; key < 100; key++)
        {
            map.put(key, key);
        }
        map.clear(ClearStrategy.SWAP);
        return map;
    }

    @Test
    void shouldCleanWhatASwapPutAside()
    {
        try (OffHeapLongLongMap map = swapped())
        {
            assertTrue(map.arrays.swap().isDirty());
            assertTrue(map.chores().run(0), "no time, nothing done");
            assertTrue(map.arrays.swap().isDirty());
            assertFalse(map.chores().run(SECOND));
            assertFalse(map.arrays.swap().isDirty());
        }
    }

    @Test
    void shouldHaveNothingToDoForAClosedMap()
    {
        final OffHeapLongLongMap map = swapped();
        map.close();
        assertFalse(map.chores().run(SECOND));
    }
}
