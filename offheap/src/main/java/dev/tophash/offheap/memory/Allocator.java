// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import java.lang.foreign.MemorySegment;

/**
 * Hands out ranges of one segment by offset and takes them back: {@link Blocks} below a page, {@link PageRuns} from a
 * page on. Boxes have their own allocator on top of the runs, see {@link BoxHeap}.
 *
 * <p>What is handed out reads as zero; what is given back must. Every operation takes bounded time, makes no Java
 * object and needs no memory for its own records: they lie in the {@link PageTable}, of which each page has its entry.
 * So nothing can fail after an operation has got what it asked for.
 *
 * <p>{@link AllocatorWalk} checks the whole of it.
 */
final class Allocator
{
    private final MemorySegment table;
    private final PageRuns runs;
    private final Blocks blocks;

    /** Makes an allocator of pages that nobody uses; the table reads as zero. */
    Allocator(final MemorySegment table, final int pageLimit, final PageRuns.Backing backing)
    {
        this.table = table;
        runs = new PageRuns(table, pageLimit, backing);
        blocks = new Blocks(table, runs);
    }

    /** Makes an allocator of a part of a range: a home below a page, and the extents that a supply adds. */
    Allocator(
        final MemorySegment table, final int pageLimit, final PageRuns.Supply supply, final long homeOffset,
        final int homeSize)
    {
        this.table = table;
        runs = new PageRuns(table, pageLimit, supply);
        blocks = new Blocks(table, runs, homeOffset, homeSize);
    }

    MemorySegment table()
    {
        return table;
    }

    PageRuns runs()
    {
        return runs;
    }

    Blocks blocks()
    {
        return blocks;
    }

    static boolean isBlock(final long size)
    {
        return size <= Blocks.MAX_SIZE;
    }

    /** Pages of a run of so many bytes; more than there can be if that many do not fit in an int. */
    static int pageCount(final long size)
    {
        return (int)Math.min((size >>> PageTable.PAGE_SHIFT) + ((size & PageTable.PAGE_SIZE - 1) == 0 ? 0 : 1),
            Integer.MAX_VALUE);
    }

    /**
     * Takes a range.
     *
     * @param size      bytes, positive.
     * @param alignment bytes, a power of two; counts from a page on, a block begins at a multiple of 64.
     * @return its offset, {@link PageTable#NONE} if there is none.
     */
    long take(final long size, final long alignment)
    {
        if (isBlock(size))
        {
            return blocks.take(size);
        }
        if (runs.end() == 0)
        {
            blocks.openPageZero();
        }
        final int page = runs.take(pageCount(size), (int)Math.max(1, alignment >>> PageTable.PAGE_SHIFT));
        return page == PageTable.NONE ? PageTable.NONE : PageTable.offsetOf(page);
    }

    /**
     * Gives a range back.
     *
     * @param offset what {@link #take} returned.
     * @param size   the size it was asked for.
     */
    void give(final long offset, final long size)
    {
        if (isBlock(size))
        {
            blocks.give(offset, Blocks.granuleCount(size));
        }
        else
        {
            runs.give(PageTable.pageOf(offset), pageCount(size));
        }
    }

    /** Bytes that a range of this size takes away from others. */
    static long spaceSize(final long size)
    {
        return isBlock(size) ? (long)Blocks.granuleCount(size) * Blocks.GRANULE_SIZE :
            PageTable.offsetOf(pageCount(size));
    }

    /** End of the last page in use. */
    long endOffset()
    {
        return PageTable.offsetOf(runs.end());
    }

    /** Bytes of the pages in use. */
    long usedBytes()
    {
        return runs.usedCount() << PageTable.PAGE_SHIFT;
    }

    /** Bytes of the largest range that could be taken now. */
    long largestFreeBytes()
    {
        return PageTable.offsetOf(runs.largestFree());
    }
}
