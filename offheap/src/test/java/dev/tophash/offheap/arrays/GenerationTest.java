// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.arrays;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class GenerationTest
{
    private static final int BUCKET_SIZE = 144;

    private static Generation described()
    {
        final Generation generation = new Generation(MemorySegment.NULL);
        generation.describe(4_096, 18 * BUCKET_SIZE, 16, 18);
        return generation;
    }

    @Test
    void shouldHandOutSpareBucketsInOrder()
    {
        final Generation generation = described();
        assertEquals(4_096 + 16 * BUCKET_SIZE, generation.nextSpareOffset(BUCKET_SIZE));
        generation.countSpareUsed();
        assertEquals(4_096 + 17 * BUCKET_SIZE, generation.nextSpareOffset(BUCKET_SIZE));
        generation.adoptSpare(1);
        assertEquals(4_096 + 18 * BUCKET_SIZE, generation.nextSpareOffset(BUCKET_SIZE));
    }

    @Test
    void shouldBoundAChainByAllThatWasHandedOut()
    {
        final Generation generation = described();
        generation.markForeign(3);
        generation.countSpareUsed();
        generation.extents().add(65_536, 8);
        generation.extents().take(BUCKET_SIZE);
        assertEquals(5, generation.overflowCount());
        assertEquals(3, generation.foreignOverflowCount());
        assertTrue(generation.isForeign());
    }

    @Test
    void shouldKeepRoomForTheEvacuation()
    {
        final Generation generation = described();
        generation.extents().add(65_536, 2);
        generation.reserve(1);
        assertTrue(generation.hasFreeExtentRoom());
        generation.extents().take(BUCKET_SIZE);
        assertFalse(generation.hasFreeExtentRoom(), "the last one is kept");
        assertEquals(2, generation.neededListCount());
        generation.useReserved();
        assertTrue(generation.hasFreeExtentRoom());
        generation.useReserved();
        assertEquals(0, generation.reservedCount(), "never below none");
    }

    @Test
    void shouldBeAsNewAfterAReset()
    {
        final Generation generation = described();
        generation.markForeign(3);
        generation.extents().add(65_536, 2);
        generation.countListed();
        generation.moveListTo(8_192, 512);
        generation.reserveList(16_384, 512);
        generation.reset();
        assertEquals(0, generation.mainCount() + generation.totalCount() + generation.arrayOffset() +
            generation.arraySize() + generation.overflowCount() + generation.listOffset() + generation.listLength() +
            generation.listSpaceSize() + generation.reservedListSize() + generation.reservedListOffset());
        assertFalse(generation.isForeign());
    }
}
