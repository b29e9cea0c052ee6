// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The allocator against a model, its walk against planted faults, its drawing against its constants. */
class AllocatorTest
{
    private static final long LIMIT_BYTES = 4L << 20;
    private static final long PAGE = PageTable.PAGE_SIZE;
    private static final long BUILD_OPERATIONS = 10_000_000;
    private static final long LONG_OPERATIONS = 1_000_000_000;

    /** Every one of the first 100,000 operations is followed by a walk, see {@link AllocatorModel#run}. */
    @ParameterizedTest
    @EnumSource
    void shouldStayBelowTwiceTheLiveBytesWhateverTheSizes(final AllocatorShapes shape)
    {
        final double ratio = shape.run(1, BUILD_OPERATIONS / AllocatorShapes.values().length, LIMIT_BYTES);
        System.out.printf(Locale.ROOT, "%s: peak of addresses / peak of live bytes = %.2f%n", shape, ratio);
        assertTrue(ratio < 2, shape + ": " + ratio);
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource
    void shouldStayBelowTwiceTheLiveBytesForLong(final AllocatorShapes shape)
    {
        final double ratio = shape.run(2, LONG_OPERATIONS / AllocatorShapes.values().length, 16 * LIMIT_BYTES);
        assertTrue(ratio < 2, shape + ": " + ratio);
    }

    @Test
    void shouldServeOneShapeAfterTheOther()
    {
        try (AllocatorModel model = new AllocatorModel(64 << 10, LIMIT_BYTES))
        {
            model.run(3, 300_000, AllocatorShapes.mixed());
            assertEquals(0, model.refusals());
            while (model.count() != 0)
            {
                model.give(model.count() - 1);
            }
            model.check();
            assertEquals(PAGE, model.allocator.usedBytes(), "all is free but the page of offset 0");
            assertEquals(PAGE, model.allocator.endOffset());
        }
    }

    @Test
    void shouldMergeWithBothNeighbours()
    {
        try (AllocatorModel model = new AllocatorModel(1024, LIMIT_BYTES))
        {
            final Allocator allocator = model.allocator;
            final List<Long> runs = new ArrayList<>();
            for (int i = 0; i < 9; i++)
            {
                runs.add(allocator.take(3 * PAGE, 1));
            }
            for (final int i : new int[]{1, 3, 2})
            {
                allocator.give(runs.get(i), 3 * PAGE);
                AllocatorWalk.check(allocator);
            }
            assertEquals(runs.get(1), allocator.take(9 * PAGE, 1), "three free neighbours are one");
            allocator.give(runs.get(1), 9 * PAGE);
            for (final int i : new int[]{8, 6, 7})
            {
                allocator.give(runs.get(i), 3 * PAGE);
                AllocatorWalk.check(allocator);
            }
            assertEquals(runs.get(6), allocator.endOffset(), "what lies before the end is part of the rest");
        }
    }

    @Test
    void shouldAlignAndUseWhatLiesBefore()
    {
        try (AllocatorModel model = new AllocatorModel(1024, LIMIT_BYTES))
        {
            final Allocator allocator = model.allocator;
            final long aligned = allocator.take(64 * PAGE, 64 * PAGE);
            assertEquals(64 * PAGE, aligned);
            assertTrue(allocator.take(60 * PAGE, 1) < aligned);
            allocator.give(aligned, 64 * PAGE);
            assertEquals(128 * PAGE, allocator.take(10 * PAGE, 128 * PAGE));
            AllocatorWalk.check(allocator);
        }
    }

    @Test
    void shouldRefuseWhatDoesNotFitAndChangeNothing()
    {
        try (AllocatorModel model = new AllocatorModel(64, LIMIT_BYTES))
        {
            final Allocator allocator = model.allocator;
            final long most = allocator.take(63 * PAGE, 1);
            assertEquals(PAGE, most);
            assertEquals(PageTable.NONE, allocator.take(PAGE, 1));
            assertEquals(PageTable.NONE, allocator.take(1L << 60, 1));
            AllocatorWalk.check(allocator);
            assertNotEquals(PageTable.NONE, allocator.take(Blocks.MAX_SIZE - 64, 1), "the rest of the first page");
            assertEquals(PageTable.NONE, allocator.take(Blocks.MAX_SIZE, 1));
            allocator.give(most, 63 * PAGE);
            assertEquals(63 * PAGE, allocator.largestFreeBytes());
            AllocatorWalk.check(allocator);
        }
    }

    /** Another thread that asks beside the writer can read a link, or a length, that is none any more. */
    @Test
    void shouldTellTheLargestFreeRangeWhateverItReads()
    {
        try (AllocatorModel model = new AllocatorModel(64, LIMIT_BYTES))
        {
            final Allocator allocator = model.allocator;
            final long run = allocator.take(32 * PAGE, 1);
            allocator.take(31 * PAGE, 1);
            allocator.give(run, 32 * PAGE);
            assertEquals(32 * PAGE, allocator.largestFreeBytes());
            final long entry = PageTable.entry(PageTable.pageOf(run));
            for (final int link : new int[]{Integer.MAX_VALUE - 1, Integer.MIN_VALUE + 1, -7, 64})
            {
                PageTable.setLink(allocator.table(), entry + PageTable.NEXT_OFFSET, link);
                assertEquals(32 * PAGE, allocator.largestFreeBytes());
            }
            Memory.putInt(allocator.table(), entry + PageTable.PAGES_OFFSET, 1 << 30);
            assertEquals(64 * PAGE, allocator.largestFreeBytes());
        }
    }

    @Test
    void shouldRefuseARangeThatIsNotInUse()
    {
        try (AllocatorModel model = new AllocatorModel(64, LIMIT_BYTES))
        {
            final Allocator allocator = model.allocator;
            final long run = allocator.take(4 * PAGE, 1);
            final long block = allocator.take(100, 1);
            allocator.take(4 * PAGE, 1);
            assertThrows(IllegalStateException.class, () -> allocator.give(run, 5 * PAGE));
            assertThrows(IllegalStateException.class, () -> allocator.give(run + PAGE, 2 * PAGE));
            allocator.give(run, 4 * PAGE);
            allocator.give(block, 100);
            assertThrows(IllegalStateException.class, () -> allocator.give(run, 4 * PAGE));
            assertThrows(IllegalStateException.class, () -> allocator.give(block, 100));
            AllocatorWalk.check(allocator);
        }
    }

    /** Each bin begins where the one before ends, and a search starts at the first bin that is good for sure. */
    @Test
    void shouldTellBinsApart()
    {
        int last = 0;
        for (int pages = 1; pages < 1 << 16; pages++)
        {
            final int bin = PageRuns.binOf(pages);
            assertTrue(bin == last || bin == last + 1, "pages=" + pages);
            assertTrue(PageRuns.smallestOf(bin) <= pages && PageRuns.smallestOf(bin + 1) > pages, "pages=" + pages);
            final int above = PageRuns.binAbove(pages);
            assertTrue(PageRuns.smallestOf(above) >= pages && above - bin <= 1, "pages=" + pages);
            last = bin;
        }
        assertTrue(PageRuns.binAbove(Integer.MAX_VALUE) < PageTable.RUN_BIN_COUNT);
    }

    @Test
    void shouldHaveTheLayoutThatIsDrawn()
    {
        assertEquals(64, PageTable.RUN_BINS_OFFSET);
        assertEquals(1088, PageTable.BLOCK_BINS_OFFSET);
        assertEquals(1344, PageTable.ENTRIES_OFFSET);
        assertEquals(List.of(0, 4, 8, 9, 12, 16, 20, 24, 28, 30, 32, 64), List.of(
            PageTable.PAGES_OFFSET, PageTable.FIRST_OFFSET, PageTable.KIND_OFFSET, PageTable.CLASS_OFFSET,
            PageTable.PREV_OFFSET, PageTable.NEXT_OFFSET, PageTable.ALL_PREV_OFFSET, PageTable.ALL_NEXT_OFFSET,
            PageTable.LIVE_OFFSET, PageTable.CARVED_OFFSET, PageTable.RECORD_OFFSET, PageTable.ENTRY_SIZE));
        assertTrue(PageTable.RUN_BIN_COUNT / Byte.SIZE <= PageTable.RUN_BINS_OFFSET);
    }

    /** What a fault would leave behind in the table; the walk must see each. */
    enum Fault
    {
        LENGTH(PageTable.PAGES_OFFSET, 1), BEGIN(PageTable.FIRST_OFFSET, 1), KIND(PageTable.KIND_OFFSET, 3),
        NEXT(PageTable.NEXT_OFFSET, 2), PREVIOUS(PageTable.PREV_OFFSET, 2);

        private final int field;
        private final int bits;

        Fault(final int field, final int bits)
        {
            this.field = field;
            this.bits = bits;
        }

        void plant(final Allocator allocator, final int page)
        {
            final long at = PageTable.entry(page) + field;
            Memory.putByte(allocator.table(), at, (byte)(Memory.getByte(allocator.table(), at) ^ bits));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldFindAPlantedFault(final Fault fault)
    {
        try (AllocatorModel model = new AllocatorModel(4096, LIMIT_BYTES))
        {
            model.run(5, 3_000, AllocatorShapes.PAGES.sizes());
            final Allocator allocator = model.allocator;
            int planted = 0;
            for (int page = 1; page < allocator.runs().end(); page += PageTable.pageCount(allocator.table(), page))
            {
                if (PageTable.kind(allocator.table(), page) == PageTable.FREE)
                {
                    final int at = fault == Fault.BEGIN ?
                        page + PageTable.pageCount(allocator.table(), page) - 1 : page;
                    fault.plant(allocator, at);
                    assertThrows(RuntimeException.class, () -> AllocatorWalk.check(allocator), "page=" + page);
                    fault.plant(allocator, at);
                    assertDoesNotThrow(() -> AllocatorWalk.check(allocator));
                    planted++;
                }
            }
            assertTrue(planted > 10, "faults planted: " + planted);
        }
    }

    @Test
    void shouldFindAPlantedFaultInAPageOfBlocks()
    {
        try (AllocatorModel model = new AllocatorModel(4096, LIMIT_BYTES))
        {
            model.run(6, 3_000, (random, i) -> 1 + random.nextInt(900));
            final Allocator allocator = model.allocator;
            final long sum = AllocatorWalk.check(allocator);
            for (int bit = 0; bit < Long.SIZE; bit++)
            {
                final long free = PageTable.free(allocator.table(), 1);
                PageTable.setFree(allocator.table(), 1, free ^ 1L << bit);
                final boolean found = isFound(allocator, sum);
                PageTable.setFree(allocator.table(), 1, free);
                assertTrue(found, "bit=" + bit);
            }
        }
    }

    private static boolean isFound(final Allocator allocator, final long sum)
    {
        try
        {
            return AllocatorWalk.check(allocator) != sum;
        }
        catch (final IllegalStateException e)
        {
            return true;
        }
    }

    /** The model itself must notice what an allocator must never do. */
    @Test
    void shouldNoticeThatARangeIsHandedOutTwice()
    {
        try (AllocatorModel model = new AllocatorModel(64, LIMIT_BYTES))
        {
            model.take(100);
            final long free = PageTable.free(model.allocator.table(), 0);
            PageTable.setFree(model.allocator.table(), 0, free | 7 << 1);
            assertThrows(AssertionError.class, () -> model.take(100));
        }
    }

    @Test
    void shouldKeepTheStateOfASmallMapSmall()
    {
        final Random random = new Random(8);
        try (Region region = RegionTest.open(false))
        {
            for (int i = 0; i < 20; i++)
            {
                region.space(1 + random.nextInt(150));
            }
            assertEquals(PAGE, region.addressBytes(), "what is small shares a page");
        }
    }

    @Test
    void shouldMeasureTheLongestStretch()
    {
        final Random random = new Random(7);
        for (int length = 0; length <= Long.SIZE; length++)
        {
            final long stretch = length == 0 ? 0 : -1L >>> Long.SIZE - length;
            for (int at = 0; at <= Long.SIZE - length; at++)
            {
                final long free = length == 0 ? 0 : stretch << at;
                assertEquals(length, Blocks.longestStretch(free));
                final long half = random.nextLong();
                final long others = half & random.nextLong();
                int longest = 0;
                for (long rest = free | others; rest != 0; rest &= rest >>> 1)
                {
                    longest++;
                }
                assertEquals(longest, Blocks.longestStretch(free | others), "seed 7");
            }
        }
    }
}
