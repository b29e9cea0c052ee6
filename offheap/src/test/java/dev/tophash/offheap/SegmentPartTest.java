// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SegmentPartTest
{
    private static SegmentPart part()
    {
        final SegmentPart part = SegmentPart.take();
        part.giveBack();
        return part;
    }

    @Test
    void shouldBelongToOneThread()
    {
        final SegmentPart own = SegmentPart.take();
        final SegmentPart inside = SegmentPart.take();
        assertNotSame(own, inside, "it is in use");
        inside.giveBack();
        own.giveBack();
        assertSame(own, part());
        assertNotSame(own, CompletableFuture.supplyAsync(SegmentPartTest::part).join());
    }

    @Test
    void shouldHoldAtMostItsSize()
    {
        assertEquals(3, SegmentPart.sizeOf(3));
        assertEquals(SegmentPart.SIZE, SegmentPart.sizeOf(Long.MAX_VALUE));
        assertEquals(0, SegmentPart.SIZE % Batch.GROUP_SIZE);
        assertEquals(SegmentPart.SIZE, part().doubles().length);
        assertEquals(SegmentPart.SIZE, part().longs().length);
        assertEquals(SegmentPart.SIZE, part().ints().length);
    }

    @Test
    void shouldReadKeysAtAnyPlaceAndMakeArraysOnce()
    {
        final SegmentPart part = part();
        try (Arena arena = Arena.ofConfined())
        {
            final MemorySegment keys = arena.allocate(33);
            for (int i = 0; i < 33; i++)
            {
                keys.set(ValueLayout.JAVA_BYTE, i, (byte)i);
            }
            assertEquals(0x0807060504030201L, part.longKeys(keys, 1, 2, 8)[0]);
            assertEquals(0x100f0e0d0c0b0a09L, part.longKeys(keys, 1, 2, 8)[1]);
            assertEquals(0x06050403, part.intKeys(keys, 3, 1, 4)[0]);
            final byte[][] known = part.bytesKeys(keys, 2, 3, 5);
            assertArrayEquals(new byte[] {12, 13, 14, 15, 16}, known[2]);
            part.bytesKeys(keys, 0, 1, 6);
            assertSame(known, part.bytesKeys(keys, 0, 1, 5), "one for each size");
            assertThrows(IndexOutOfBoundsException.class, () -> part.bytesKeys(keys, 31, 1, 5));
        }
    }

    @Test
    void shouldGrowToTheLongestValue()
    {
        final SegmentPart part = part();
        final byte[] longest = part.value(100);
        assertTrue(longest.length >= 100);
        assertSame(longest, part.value(7));
    }
}
