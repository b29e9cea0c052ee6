// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import java.lang.foreign.MemorySegment;

/**
 * Checks an {@link Allocator} from end to end: runs follow each other without gap or overlap, their tags agree, no two
 * free ones touch, every free one lies in its bin and nothing else does, every page of blocks in the bin of its longest
 * free stretch, and the sums are right.
 *
 * <p>It reads and changes nothing. It takes time in proportion to the number of pages in use.
 */
final class AllocatorWalk
{
    private final MemorySegment table;
    private final Allocator allocator;
    private final PageRuns runs;
    private long freeRunCount;
    private long freePageCount;
    private long blockPageCount;
    private long usedBlockBytes;

    private AllocatorWalk(final Allocator allocator)
    {
        this.allocator = allocator;
        this.table = allocator.table();
        this.runs = allocator.runs();
    }

    /**
     * Walks.
     *
     * @param allocator what to check.
     * @return bytes of all blocks and of all runs that are neither free nor pages of blocks.
     * @throws IllegalStateException with the first thing that is wrong.
     */
    static long check(final Allocator allocator)
    {
        return check(allocator, 0, allocator.runs().end());
    }

    /**
     * Walks an allocator of extents.
     *
     * @param allocator what to check.
     * @param extents   first page and number of pages of each.
     * @return bytes of all blocks and of all runs that are neither free nor pages of blocks.
     * @throws IllegalStateException with the first thing that is wrong.
     */
    static long check(final Allocator allocator, final int... extents)
    {
        final AllocatorWalk walk = new AllocatorWalk(allocator);
        long runPageCount = 0;
        for (int i = 0; i < extents.length; i += 2)
        {
            runPageCount += walk.walkPages(extents[i], extents[i] + extents[i + 1]);
        }
        walk.checkSums();
        walk.walkRunBins();
        walk.walkBlockBins();
        return (runPageCount << PageTable.PAGE_SHIFT) + walk.usedBlockBytes + allocator.blocks().usedHomeBytes();
    }

    private static void require(final boolean holds, final String what, final long page)
    {
        if (!holds)
        {
            throw new IllegalStateException("allocator: " + what + ": page=" + page);
        }
    }

    private long walkPages(final int first, final int end)
    {
        long runPageCount = 0;
        boolean afterFree = false;
        int page = first;
        while (page < end)
        {
            final int count = PageTable.pageCount(table, page);
            final int kind = PageTable.kind(table, page);
            require(count > 0 && count <= end - page, "a run that leaves the range", page);
            require(kind >= PageTable.FREE && kind <= PageTable.SLAB, "a run of no kind", page);
            require(PageTable.firstPage(table, page + count - 1) == page, "the end of a run names another begin", page);
            final boolean free = kind == PageTable.FREE;
            require(!free || !afterFree, "two free runs side by side", page);
            afterFree = free;
            if (free)
            {
                freeRunCount++;
                freePageCount += count;
            }
            else if (kind == PageTable.BLOCKS)
            {
                walkBlocks(page, count);
            }
            else
            {
                runPageCount += count;
            }
            page += count;
        }
        require(!afterFree || PageTable.isExtentEnd(table, page - 1), "a free run before the end", page);
        return runPageCount;
    }

    private void checkSums()
    {
        require(runs.end() <= runs.limit() && runs.end() <= runs.highest(), "an end beyond the limit", runs.end());
        require(freePageCount == runs.freeCount(), "a wrong sum of free pages, " + freePageCount + ", not",
            runs.freeCount());
    }

    private void walkBlocks(final int page, final int count)
    {
        final long free = PageTable.free(table, page);
        require(count == 1, "blocks on more than one page", page);
        require(free != -1L, "a page of blocks without a block", page);
        require(page != 0 || (free & 1) == 0, "offset 0 can be handed out", page);
        blockPageCount += free == 0 ? 0 : 1;
        usedBlockBytes += (long)(Blocks.GRANULE_COUNT - Long.bitCount(free) - (page == 0 ? 1 : 0)) *
            Blocks.GRANULE_SIZE;
    }

    private void walkRunBins()
    {
        long seen = 0;
        for (int index = 0; index < PageTable.RUN_BIN_COUNT; index++)
        {
            final int first = runs.firstOf(index);
            final long word =
                Memory.getLong(table, runs.bitmapWord(index));
            require((first != PageTable.NONE) == ((word >>> index & 1) != 0), "a wrong bit of bin " + index, first);
            int before = PageTable.NONE;
            for (int page = first; page != PageTable.NONE; page = PageTable.next(table, page))
            {
                seen++;
                require(page < runs.end() && seen <= freeRunCount, "a bin with more than the free runs", page);
                require(PageTable.kind(table, page) == PageTable.FREE, "a run in a bin that is not free", page);
                require(PageRuns.binOf(PageTable.pageCount(table, page)) == index, "a run in a wrong bin", page);
                require(PageTable.link(table, PageTable.entry(page) + PageTable.PREV_OFFSET) == before,
                    "a wrong link back", page);
                before = page;
            }
        }
        require(seen == freeRunCount, "free runs that are in no bin, " + freeRunCount + ", not", seen);
    }

    private void walkBlockBins()
    {
        long seen = 0;
        for (int index = 0; index < PageTable.BLOCK_BIN_COUNT; index++)
        {
            for (int page = allocator.blocks().firstOf(index); page != PageTable.NONE;
                page = PageTable.next(table, page))
            {
                seen++;
                require(page < runs.end() && seen <= blockPageCount, "a bin with more than the pages of blocks", page);
                require(PageTable.kind(table, page) == PageTable.BLOCKS, "a page in a bin that has no blocks", page);
                require(Blocks.longestStretch(PageTable.free(table, page)) == index, "a page in a wrong bin", page);
                require(allocator.blocks().isMarked(index), "a bin without its bit", page);
            }
        }
        require(seen == blockPageCount, "pages with room that are in no bin, " + blockPageCount + ", not", seen);
    }
}
