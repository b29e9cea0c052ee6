// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import static dev.tophash.offheap.memory.PageTable.BLOCKS;
import static dev.tophash.offheap.memory.PageTable.NEXT_OFFSET;
import static dev.tophash.offheap.memory.PageTable.NONE;
import static dev.tophash.offheap.memory.PageTable.PAGE_SIZE;
import static dev.tophash.offheap.memory.PageTable.PREV_OFFSET;

import java.lang.foreign.MemorySegment;

/**
 * Blocks of less than a page: the header of a map, the arrays and lists of a small one. Blocks of all sizes share their
 * pages, so a small map has everything in one.
 *
 * <pre>
 *   a page   | granule 0 | granule 1 | ... | granule 63 |        64 bytes each
 *   its word   1 = free                                          in its entry of the table
 * </pre>
 *
 * <p>A block is a number of neighbouring granules. A page lies in the bin of its longest free stretch, so a block is
 * found by one look at the bitmap of the bins and a few shifts of one word. A page whose granules are all free goes
 * back to {@link PageRuns}.
 *
 * <p>The last 32 bytes of each block are room for the record of its retirement ({@link Reclaimer}): to retire a block
 * needs no memory, and what a cursor may still read of it is not touched. {@link #MAX_SIZE} and the sizes that callers
 * give are without them.
 */
final class Blocks
{
    static final int GRANULE_SIZE = 64;
    static final int GRANULE_COUNT = PAGE_SIZE / GRANULE_SIZE;
    static final int RECORD_SIZE = 32;

    /** Largest block: at least one granule of its page is left to others. */
    static final long MAX_SIZE = (GRANULE_COUNT - 1) * GRANULE_SIZE - RECORD_SIZE;

    private static final long ALL_FREE = -1L;

    private final MemorySegment table;
    private final PageRuns runs;
    private final long homeOffset;
    private final long homeSize;
    private long homeFree;
    private long binBits;

    Blocks(final MemorySegment table, final PageRuns runs)
    {
        this(table, runs, 0, 0);
    }

    /** Blocks that come from a place less than a page as long as it has room: the home of a map among many. */
    Blocks(final MemorySegment table, final PageRuns runs, final long homeOffset, final int homeSize)
    {
        this.table = table;
        this.runs = runs;
        this.homeOffset = homeOffset;
        this.homeSize = homeSize;
        homeFree = mask(homeSize / GRANULE_SIZE);
    }

    static int granuleCount(final long size)
    {
        return (int)((size + RECORD_SIZE + GRANULE_SIZE - 1) / GRANULE_SIZE);
    }

    /** Where the record of a retired block stands. */
    static long record(final long offset, final int granuleCount)
    {
        return offset + (long)granuleCount * GRANULE_SIZE - RECORD_SIZE;
    }

    /**
     * Takes a block.
     *
     * @param size bytes, at most {@link #MAX_SIZE}.
     * @return its offset, never 0; {@link PageTable#NONE} if there is no page to take it from.
     */
    long take(final long size)
    {
        final int count = granuleCount(size);
        if (homeFree != 0)
        {
            final long starts = startsOf(homeFree, count);
            if (starts != 0)
            {
                final int granule = Long.numberOfTrailingZeros(starts);
                homeFree &= ~(mask(count) << granule);
                return homeOffset + (long)granule * GRANULE_SIZE;
            }
        }
        final long bits = binBits >>> count << count;
        final int page = bits == 0 ? newPage() : PageTable.link(table, bin(Long.numberOfTrailingZeros(bits)));
        if (page == NONE)
        {
            return NONE;
        }
        final long free = PageTable.free(table, page);
        final int first = Long.numberOfTrailingZeros(startsOf(free, count));
        setFree(page, free, free & ~(mask(count) << first));
        return PageTable.offsetOf(page) + (long)first * GRANULE_SIZE;
    }

    private boolean isHome(final long offset)
    {
        return offset >= homeOffset && offset < homeOffset + homeSize;
    }

    /** Bytes of the home that are in use. */
    long usedHomeBytes()
    {
        return homeSize - (long)Long.bitCount(homeFree) * GRANULE_SIZE;
    }

    /** Makes the first page one of blocks, so that no run begins at offset 0. */
    void openPageZero()
    {
        newPage();
    }

    /** A page whose granules are free; of page 0 all but the first, since offset 0 stands for nil. */
    private int newPage()
    {
        final int page = runs.take(1, 1);
        if (page != NONE)
        {
            PageTable.setKind(table, page, BLOCKS);
            final long free = page == 0 ? ALL_FREE << 1 : ALL_FREE;
            PageTable.setFree(table, page, free);
            enter(page, free);
        }
        return page;
    }

    /**
     * Gives a block back; its bytes read as zero, its record too.
     *
     * @param offset what {@link #take} returned.
     * @param count  its number of granules.
     */
    void give(final long offset, final int count)
    {
        if (isHome(offset))
        {
            homeFree |= mask(count) << (offset - homeOffset) / GRANULE_SIZE;
            return;
        }
        final int page = PageTable.pageOf(offset);
        final long free = PageTable.free(table, page);
        final long block = mask(count) << (offset & PAGE_SIZE - 1) / GRANULE_SIZE;
        if (PageTable.kind(table, page) != BLOCKS || (free & block) != 0)
        {
            throw new IllegalStateException(
                PageRuns.NOT_IN_USE + "offset=" + offset + ", granuleCount=" + count);
        }
        setFree(page, free, free | block);
    }

    private void setFree(final int page, final long before, final long after)
    {
        leave(page, before);
        PageTable.setFree(table, page, after);
        if (after == ALL_FREE)
        {
            runs.give(page, 1);
        }
        else
        {
            enter(page, after);
        }
    }

    private void enter(final int page, final long free)
    {
        final int longest = longestStretch(free);
        if (longest != 0)
        {
            final int index = Math.min(longest, GRANULE_COUNT - 1);
            PageTable.push(table, bin(index), page, PREV_OFFSET, NEXT_OFFSET);
            binBits |= 1L << index;
        }
    }

    private void leave(final int page, final long free)
    {
        final int longest = longestStretch(free);
        if (longest != 0)
        {
            final int index = Math.min(longest, GRANULE_COUNT - 1);
            PageTable.unlink(table, bin(index), page, PREV_OFFSET, NEXT_OFFSET);
            if (PageTable.link(table, bin(index)) == NONE)
            {
                binBits &= ~(1L << index);
            }
        }
    }

    /** First page of a bin, {@link PageTable#NONE} if it is empty. */
    int firstOf(final int index)
    {
        return PageTable.link(table, bin(index));
    }

    /** Whether a bin is said to have pages. */
    boolean isMarked(final int index)
    {
        return (binBits >>> index & 1) != 0;
    }

    private long bin(final int index)
    {
        return runs.binsOffset() + PageTable.BLOCK_BINS_OFFSET + (long)index * Integer.BYTES;
    }

    private static long mask(final int count)
    {
        return (1L << count) - 1;
    }

    /** The granules at which a stretch of so many free ones begins: each step doubles the length that is known. */
    private static long startsOf(final long free, final int count)
    {
        long starts = free;
        int known = 1;
        while (known < count)
        {
            final int step = Math.min(known, count - known);
            starts &= starts >>> step;
            known += step;
        }
        return starts;
    }

    /** Length of the longest stretch of ones, one binary digit after the other from the highest on. */
    static int longestStretch(final long free)
    {
        final long two = free & free >>> 1;
        final long four = two & two >>> 2;
        final long eight = four & four >>> 4;
        final long sixteen = eight & eight >>> 8;
        final long thirtyTwo = sixteen & sixteen >>> 16;
        int length = thirtyTwo == 0 ? 0 : 32;
        long starts = thirtyTwo == 0 ? ALL_FREE : thirtyTwo;
        long longer = starts & sixteen >>> length;
        starts = longer == 0 ? starts : longer;
        length += longer == 0 ? 0 : 16;
        longer = starts & eight >>> length;
        starts = longer == 0 ? starts : longer;
        length += longer == 0 ? 0 : 8;
        longer = starts & four >>> length;
        starts = longer == 0 ? starts : longer;
        length += longer == 0 ? 0 : 4;
        longer = starts & two >>> length;
        starts = longer == 0 ? starts : longer;
        length += longer == 0 ? 0 : 2;
        longer = starts & free >>> length;
        return length + (longer == 0 ? 0 : 1) + (free == ALL_FREE ? 1 : 0);
    }
}
