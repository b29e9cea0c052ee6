// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.OffHeapMemoryException;
import org.junit.jupiter.api.Test;

class LoadRoomTest
{
    private static final long LARGE = 100_000;

    @Test
    void shouldShareABlockAndGiveLargePiecesBack()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().budget(256 << 10).build())
        {
            final long before = map.heap.region().usedBytes();
            final LoadRoom room = new LoadRoom(map.heap.region());
            final long first = room.take(5);
            assertEquals(first + 8, room.take(8));
            final long block = map.heap.region().usedBytes();
            final long large = room.take(LARGE);
            assertTrue(large < first || large >= first + LARGE || large > first + (16 << 10) - 1, "apart");
            assertEquals(first + 16, room.take(1), "small pieces still fit");
            assertThrows(OffHeapMemoryException.class, () -> room.take(1 << 20));
            room.empty();
            assertEquals(block, map.heap.region().usedBytes());
            assertEquals(first, room.take(16 << 10));
            assertTrue(room.take(1) != first);
            room.close();
            assertEquals(before, map.heap.region().usedBytes());
            room.close();
            assertEquals(before, map.heap.region().usedBytes());
        }
    }
}
