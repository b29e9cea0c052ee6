// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.values;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.OffHeapMemoryException;
import dev.tophash.layout.StringDescriptor;
import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.memory.Region;
import dev.tophash.offheap.memory.Regions;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyStageTest
{
    private final Region region = Regions.open(1 << 20);
    private final Heap heap = new Heap(region, "map", 4, true);
    private final KeyStage stage = new KeyStage(heap, StringDescriptor.SIZE);

    @AfterEach
    void close()
    {
        region.close();
    }

    private String staged(final long header)
    {
        return heap.readString(heap.offsetAt(header + StringDescriptor.ADDRESS_OFFSET),
            Memory.getLong(heap.memory(), header + StringDescriptor.LENGTH_OFFSET));
    }

    private long put(final int cell, final String key)
    {
        final int length = stage.encode(cell, key);
        return length < 0 ? stage.putLong(key) : stage.putEncoded(cell, key, length);
    }

    private static byte[] utf8(final String key)
    {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    /** Bytes that are copied into the room that the stage gives. */
    private String copied(final long room, final byte[] key)
    {
        Memory.putBytes(key, 0, heap.memory(), KeyStage.content(room), key.length);
        return staged(room);
    }

    @Test
    void shouldPutAKeyIntoTheFormThatAWalkReads()
    {
        final int cell = stage.acquireForWrite();
        for (final String key : new String[]{"", "key", "h\u00e9 \ud83d\ude00", "k".repeat(5_000)})
        {
            assertEquals(key, staged(put(cell, key)));
            stage.giveBack(cell);
            assertEquals(key, copied(stage.room(cell, utf8(key).length), utf8(key)));
            stage.giveBack(cell);
            assertEquals(key, copied(stage.roomToFind(cell, utf8(key).length), utf8(key)));
            stage.giveBack(cell);
        }
    }

    @Test
    void shouldEncodeAKeyThatFitsIntoACell()
    {
        final int cell = stage.acquireForWrite();
        for (final String key : new String[]{"", "key", "h\u00e9 \ud83d\ude00", "k".repeat(240)})
        {
            final int length = stage.encode(cell, key);
            assertEquals(key, new String(stage.encoded(cell, key), 0, length, StandardCharsets.UTF_8));
            assertEquals(key, staged(stage.putEncoded(cell, key, length)));
            assertEquals(length, stage.encode(cell, utf8(key)));
            assertEquals(key, staged(stage.putEncoded(cell, utf8(key), length)));
            assertArrayEquals(utf8(key), stage.encoded(cell, utf8(key)));
        }
        assertEquals(-1, stage.encode(cell, "k".repeat(241)));
        assertEquals(-1, stage.encode(cell, new byte[241]));
        for (final int size : new int[] {241, 5_000})
        {
            final String key = "k".repeat(size);
            assertEquals(key, staged(stage.putLong(utf8(key))));
            stage.giveBack(cell);
            assertEquals(key, staged(stage.putLongToFind(utf8(key))));
            stage.giveBack(cell);
            assertEquals(key, staged(stage.putLongToFind(key)));
            stage.giveBack(cell);
        }
    }

    /** What is longer than every key of the map is absent, and a lookup asks for no memory. */
    @Test
    void shouldNotStageAKeyToFindThatIsLongerThanAllKeys()
    {
        final int cell = stage.acquireForWrite();
        final long bytes = heap.staging().bytes();
        assertEquals(Heap.NIL, stage.putLongToFind("k".repeat(5_000)));
        assertEquals(Heap.NIL, stage.putLongToFind(new byte[5_000]));
        assertEquals(Heap.NIL, stage.roomToFind(cell, 5_000));
        assertEquals(bytes, heap.staging().bytes());
        stage.makeRoomFor(5_000);
        assertNotEquals(Heap.NIL, stage.putLongToFind("k".repeat(5_000)));
        stage.giveBack(cell);
    }

    @Test
    void shouldGiveReadersOfOtherThreadsOtherCells()
    {
        final int writer = stage.acquireForWrite();
        assertEquals(writer, stage.acquireForRead(), "the writer reads through its own cell");
        final int[] cells = CompletableFuture.supplyAsync(() ->
        {
            final int first = stage.acquireForRead();
            final int second = stage.acquireForRead();
            stage.giveBack(first);
            final int again = stage.acquireForRead();
            stage.giveBack(second);
            stage.giveBack(again);
            return new int[]{first, second, again};
        }).join();
        assertNotEquals(writer, cells[0]);
        assertNotEquals(cells[0], cells[1]);
        assertEquals(cells[0], cells[2], "what was given back is taken again");
        assertNotEquals(stage.offset(cells[0]), stage.offset(cells[1]));
    }

    @Test
    void shouldShrinkToTheLongestKeyThatIsThere()
    {
        final long bytes = heap.staging().bytes();
        stage.makeRoomFor(100_000);
        assertTrue(stage.isRoomy());
        stage.shrinkTo(3_000);
        assertEquals(bytes + 4_096, heap.staging().bytes());
        stage.shrinkTo(10);
        assertEquals(bytes, heap.staging().bytes());
    }

    @Test
    void shouldRefuseAKeyThatTheBudgetDoesNotAllow()
    {
        final int cell = stage.acquireForWrite();
        final long bytes = heap.staging().bytes();
        assertThrows(OffHeapMemoryException.class, () -> put(cell, "k".repeat(2 << 20)));
        stage.giveBack(cell);
        assertEquals(bytes, heap.staging().bytes());
        assertEquals("short", staged(put(cell, "short")));
    }
}
