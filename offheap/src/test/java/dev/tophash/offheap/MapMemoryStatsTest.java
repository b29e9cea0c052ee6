// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The figures of a memory that maps have in common. */
class MapMemoryStatsTest
{
    @Test
    void shouldTellWhatMapsTakeAndGiveBack()
    {
        try (MapMemory memory = MapMemory.of("figures", 1 << 20))
        {
            final MapMemoryStats empty = memory.stats();
            assertEquals(new MapMemoryStats("figures", 0, 1 << 20, 0, empty.reservedBytes(), 0,
                empty.largestFreeBytes()), empty);
            assertEquals(empty.reservedBytes(), empty.largestFreeBytes());
            try (OffHeapLongLongMap map = OffHeapMaps.longLong().memory(memory).build())
            {
                for (long i = 0; i < 100; i++)
                {
                    map.put(i, i);
                }
                final MapMemoryStats used = memory.stats();
                assertEquals(1, used.openMaps());
                assertTrue(used.claimedBytes() >= map.stats().usedBytes());
                assertTrue(used.addressBytes() >= map.stats().addressBytes());
                assertTrue(used.largestFreeBytes() < empty.largestFreeBytes());
            }
            assertEquals(0, memory.stats().openMaps());
            assertEquals(0, memory.stats().claimedBytes());
        }
    }
}
