// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.values;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.MapClosedException;
import dev.tophash.MapCorruptionException;
import dev.tophash.check.Check;
import dev.tophash.hash.AddressDecoder;
import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.memory.Region;
import dev.tophash.offheap.memory.Regions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeapTest
{
    private final Region region = Regions.open(1 << 20);
    private final Heap heap = new Heap(region, "map at 64", 4, true);
    private final long field = region.obtain(64, "field");

    @AfterEach
    void close()
    {
        region.close();
    }

    @Test
    void shouldTurnOffsetsIntoAddressesAndBack()
    {
        heap.putAddress(field, 4_096);
        assertEquals(heap.base() + 4_096, Memory.getLong(heap.memory(), field));
        assertEquals(4_096, heap.offsetAt(field));
        heap.putAddress(field, Heap.NIL);
        assertEquals(0, Memory.getLong(heap.memory(), field), "nil is 0, not the base");
        assertEquals(Heap.NIL, heap.offsetAt(field));
    }

    @Test
    void shouldDecodeOnlyWhatWasHandedOut()
    {
        final long end = region.endOffset();
        assertEquals(end - 8, heap.decoder().offsetOf(heap.base() + end - 8, 8));
        assertEquals(AddressDecoder.OUTSIDE, heap.decoder().offsetOf(heap.base() + end - 8, 9));
        assertEquals(AddressDecoder.OUTSIDE, heap.decoder().offsetOf(heap.base() - 1, 1));
        assertEquals(AddressDecoder.OUTSIDE, heap.decoder().offsetOf(heap.base(), -1));
    }

    @Test
    void shouldRefuseAStringThatLeavesTheRegion()
    {
        heap.checkExtent(field, 64);
        heap.checkExtent(Heap.NIL, 0);
        for (final long[] bad : new long[][]{{field, -1}, {field, region.endOffset()}, {-8, 4}, {Heap.NIL, 1}})
        {
            final var refused =
                assertThrows(MapCorruptionException.class, () -> heap.checkExtent(bad[0], bad[1]));
            assertEquals(Check.P02, refused.finding().rule());
            assertEquals("map at 64", refused.finding().location().toString());
        }
    }

    /** Only what the segment threw becomes a finding; a bug of our own shows as itself. */
    @Test
    void shouldTranslateWhatTheSegmentThrewAndNothingElse()
    {
        final RuntimeException outside =
            assertThrows(RuntimeException.class, () -> Memory.getLong(heap.memory(), 1L << 40));
        assertTrue(heap.failure(outside) instanceof MapCorruptionException);
        final RuntimeException bug = new IndexOutOfBoundsException("Index 5 out of bounds for length 4");
        assertSame(bug, heap.failure(bug));
        heap.requireOpen();
        region.close();
        assertTrue(heap.failure(new IllegalStateException("closed")) instanceof MapClosedException);
        assertThrows(MapClosedException.class, heap::requireOpen);
    }

    @Test
    void shouldReadAString()
    {
        Memory.putBytes("h\u00e9!".getBytes(java.nio.charset.StandardCharsets.UTF_8), 0, heap.memory(), field, 4);
        assertEquals("h\u00e9!", heap.readString(field, 4));
        assertEquals("", heap.readString(Heap.NIL, 0));
    }
}
