// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.values;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tophash.layout.GoType;
import dev.tophash.layout.StringDescriptor;
import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.memory.Region;
import dev.tophash.offheap.memory.Regions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a staged value holds moves together when its room is full; a larger room is taken only if it has to be. */
class ContentRoomTest
{
    private static final int ROOM = 256;

    private final Region region = Regions.open(1 << 20);
    private final Heap heap = new Heap(region, "map", 4, true);
    private final long value = region.obtain(64, "value");
    private ContentRoom room;

    @BeforeEach
    void make()
    {
        final long start = region.obtain(ROOM, "room");
        room = new ContentRoom(heap, GoType.parse("struct { a, b string }"), value, start, start + ROOM);
    }

    @AfterEach
    void close()
    {
        region.close();
    }

    private void set(final int field, final String text)
    {
        final long content = room.allocate(text.length());
        Memory.putBytes(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, heap.memory(), content,
            text.length());
        heap.putAddress(value + field + StringDescriptor.ADDRESS_OFFSET, content);
        Memory.putLong(heap.memory(), value + field + StringDescriptor.LENGTH_OFFSET, text.length());
    }

    private String get(final int field)
    {
        return heap.readString(heap.offsetAt(value + field + StringDescriptor.ADDRESS_OFFSET),
            Memory.getLong(heap.memory(), value + field + StringDescriptor.LENGTH_OFFSET));
    }

    @Test
    void shouldSetAFieldAgainAndAgainInTheSameRoom()
    {
        final long bytes = heap.staging().bytes();
        set(0, "stays");
        for (int i = 0; i < 1_000; i++)
        {
            set(16, "text " + i);
            assertEquals("stays", get(0));
            assertEquals("text " + i, get(16));
        }
        assertEquals(bytes, heap.staging().bytes());
    }

    @Test
    void shouldTakeALargerRoomAndComeBack()
    {
        final long bytes = heap.staging().bytes();
        set(0, "stays");
        set(16, "x".repeat(4 * ROOM));
        assertEquals("stays", get(0));
        assertEquals("x".repeat(4 * ROOM), get(16));
        room.shrink();
        assertEquals("x".repeat(4 * ROOM), get(16), "what is live is too large to go back");
        set(16, "short");
        room.shrink();
        assertEquals(bytes, heap.staging().bytes());
        assertEquals("stays", get(0));
        assertEquals("short", get(16));
    }

    @Test
    void shouldForgetEverythingWhenCleared()
    {
        set(0, "x".repeat(100));
        set(16, "y".repeat(100));
        Memory.zero(heap.memory(), value, 32);
        room.clear();
        final long bytes = heap.staging().bytes();
        set(0, "z".repeat(200));
        assertEquals("z".repeat(200), get(0));
        assertEquals(bytes, heap.staging().bytes());
    }
}
