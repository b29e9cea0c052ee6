// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.values;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.OffHeapMemoryException;
import dev.tophash.layout.StringDescriptor;
import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.memory.Region;
import dev.tophash.offheap.memory.Regions;
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

    @Test
    void shouldPutAKeyIntoTheFormThatAWalkReads()
    {
        final int cell = stage.acquireForWrite();
        for (final String key : new String[]{"", "key", "h\u00e9 \ud83d\ude00", "k".repeat(5_000)})
        {
            assertEquals(key, staged(stage.put(cell, key)));
            assertEquals(key, staged(stage.putToFind(cell, key)));
            stage.giveBack(cell);
        }
    }

    /** What is longer than every key of the map is absent, and a lookup asks for no memory. */
    @Test
    void shouldNotStageAKeyToFindThatIsLongerThanAllKeys()
    {
        final int cell = stage.acquireForWrite();
        final long bytes = heap.staging().bytes();
        assertEquals(Heap.NIL, stage.putToFind(cell, "k".repeat(5_000)));
        assertEquals(bytes, heap.staging().bytes());
        stage.makeRoomFor(5_000);
        assertNotEquals(Heap.NIL, stage.putToFind(cell, "k".repeat(5_000)));
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
        assertThrows(OffHeapMemoryException.class, () -> stage.put(cell, "k".repeat(2 << 20)));
        stage.giveBack(cell);
        assertEquals(bytes, heap.staging().bytes());
        assertEquals("short", staged(stage.put(cell, "short")));
    }
}
