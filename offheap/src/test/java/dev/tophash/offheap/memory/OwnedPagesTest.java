// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** F1: what is handed out is owned before, and no byte of a neighbour is written. */
class OwnedPagesTest
{
    private static final int PAGE_COUNT = 400;
    private static final long SIZE = PageTable.offsetOf(PAGE_COUNT);

    /** A range with room for a number of bytes, which counts how often each byte is made sure of. */
    private static final class Disk implements ReservedRange
    {
        private final byte[] owned = new byte[(int)(SIZE + PageTable.size(PAGE_COUNT))];
        private long room;

        @Override
        public boolean own(final long offset, final long end)
        {
            if (end - offset > room)
            {
                return false;
            }
            room -= end - offset;
            for (long at = offset; at < end; at++)
            {
                owned[(int)at]++;
            }
            return true;
        }

        @Override
        public MemorySegment segment()
        {
            return MemorySegment.ofArray(owned);
        }

        @Override
        public Arena arena()
        {
            return Arena.global();
        }

        @Override
        public void giveBack(final long offset, final long size)
        {
            throw new UnsupportedOperationException();
        }

        @Override
        public void adviseHuge(final long offset, final long size)
        {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean populate(final long offset, final long size)
        {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean wantsHugeArrays()
        {
            return false;
        }

        @Override
        public boolean fileBacked()
        {
            return true;
        }
    }

    private static void assertOwned(final Disk disk, final int end)
    {
        for (long at = 0; at < PageTable.offsetOf(end); at++)
        {
            assertEquals(1, disk.owned[(int)at], "page of byte " + at);
        }
        for (long at = 0; at < PageTable.entry(end); at++)
        {
            assertEquals(1, disk.owned[(int)(SIZE + at)], "byte of the table: " + at);
        }
    }

    @Test
    void f01ShouldOwnEachByteOnceBeforeItIsUsed()
    {
        final Disk disk = new Disk();
        disk.room = Long.MAX_VALUE;
        final OwnedPages pages = new OwnedPages(disk, SIZE);
        for (final int end : new int[]{1, 2, 16, 17, 40, 39, 100, PAGE_COUNT})
        {
            assertTrue(pages.reach(end));
            assertOwned(disk, end);
        }
    }

    @Test
    void f01ShouldTakeTheLastRoomAndRefuseMore()
    {
        final Disk disk = new Disk();
        disk.room = PageTable.offsetOf(20) + PageTable.entry(20);
        final OwnedPages pages = new OwnedPages(disk, SIZE);
        assertTrue(pages.reach(16));
        assertTrue(pages.reach(20), "a step would be more than there is");
        assertFalse(pages.reach(21));
        disk.room = Long.MAX_VALUE;
        assertTrue(pages.reach(21));
    }
}
