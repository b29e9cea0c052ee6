// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What belongs to one map of many: its extents, their borders, and what goes back while it lives. */
class ShareTest
{
    private static final long MIB = 1 << 20;
    private static final long CHUNK = 1L << CommonRange.CHUNK_SHIFT;
    private static final long PAGE = PageTable.PAGE_SIZE;

    private static CommonRange open(final long budget)
    {
        return CommonRange.open("test", budget, true, RegionTest.MEMORY);
    }

    @Test
    void shouldGiveFreeExtentsBackOfALiveShare()
    {
        try (CommonRange range = open(64 * MIB))
        {
            final Share share = range.share();
            final LeakDetector.Tracker tracker = share.endWith(this, "");
            final Allocator allocator = share.allocator();
            final long small = allocator.take(PAGE, 1);
            final long large = allocator.take(MIB, 1);
            assertEquals(4, share.extents().length);
            share.giveFreeExtents(allocator.runs());
            assertEquals(4, share.extents().length, "both are in use");
            allocator.give(large, MIB);
            share.giveFreeExtents(allocator.runs());
            assertEquals(2, share.extents().length);
            assertFalse(share.covers(large, 1));
            assertTrue(share.covers(small, PAGE));
            AllocatorWalk.check(allocator, share.extents());
            allocator.give(small, PAGE);
            share.giveFreeExtents(allocator.runs());
            assertEquals(2, share.extents().length, "the extent with the bins stays");
            assertNotEquals(PageTable.NONE, allocator.take(MIB, 1));
            AllocatorWalk.check(allocator, share.extents());
            tracker.close();
        }
    }

    @Test
    void shouldNotMergeRunsOfTwoShares()
    {
        try (CommonRange range = open(64 * MIB))
        {
            final AllocatorModel a = new AllocatorModel(range.share(), MIB);
            final AllocatorModel b = new AllocatorModel(range.share(), MIB);
            for (int i = 0; i < 20; i++)
            {
                assertTrue(a.take(CHUNK));
                assertTrue(b.take(CHUNK));
            }
            while (a.count() != 0)
            {
                a.give(0);
                a.check();
            }
            b.check();
            a.close();
            b.check();
            b.close();
        }
    }

    @Test
    void shouldKnowWhoseABoundaryIs()
    {
        try (CommonRange range = open(64 * MIB))
        {
            final Share a = range.share();
            final Share b = range.share();
            final LeakDetector.Tracker endOfA = a.endWith(a, "");
            final LeakDetector.Tracker endOfB = b.endWith(b, "");
            final long run = a.allocator().take(CHUNK, 1);
            b.allocator().take(CHUNK, 1);
            assertTrue(a.covers(run, CHUNK));
            assertFalse(a.covers(run, CHUNK + 1));
            assertFalse(a.covers(run - 1, 2));
            assertFalse(b.covers(run, 1));
            assertTrue(a.covers(a.homeOffset(), Cells.SIZE));
            assertFalse(a.covers(a.homeOffset(), Cells.SIZE + 1));
            assertFalse(a.covers(b.homeOffset(), 1));
            for (final long wild : new long[]{-1, 0, Long.MIN_VALUE, Long.MAX_VALUE, range.reservedBytes()})
            {
                assertFalse(a.covers(wild, 8));
                assertFalse(a.covers(run, wild == 0 ? -8 : wild));
            }
            endOfA.close();
            endOfB.close();
        }
    }

    @Test
    void shouldListTheRangesInUse()
    {
        try (CommonRange range = open(64 * MIB))
        {
            final Share share = range.share();
            final LeakDetector.Tracker end = share.endWith(share, "");
            assertEquals(2, share.ranges().length, "the home");
            final Allocator allocator = share.allocator();
            allocator.take(PAGE, 1);
            final long gap = allocator.take(PAGE, 1);
            allocator.take(PAGE, 1);
            allocator.give(gap, PAGE);
            final long[] ranges = share.ranges();
            assertEquals(6, ranges.length);
            for (int i = 2; i < ranges.length; i += 2)
            {
                assertTrue(ranges[i] >= ranges[i - 2] + ranges[i - 1], "in order");
            }
            end.close();
        }
    }
}
