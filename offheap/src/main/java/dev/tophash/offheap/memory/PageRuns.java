// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import static dev.tophash.offheap.memory.PageTable.FREE;
import static dev.tophash.offheap.memory.PageTable.INSIDE;
import static dev.tophash.offheap.memory.PageTable.NEXT_OFFSET;
import static dev.tophash.offheap.memory.PageTable.NONE;
import static dev.tophash.offheap.memory.PageTable.PREV_OFFSET;
import static dev.tophash.offheap.memory.PageTable.USED;

import java.lang.foreign.MemorySegment;

/**
 * Runs of whole pages: TLSF, the two-level segregated fit of Masmano, Ripoll, Crespo and Real (2004), with its tags
 * outside the memory that it manages, as in Aaltonen's OffsetAllocator.
 *
 * <pre>
 *   page   0                                            end                            limit
 *          | used | free | used | used | free | used    | never used, or free again    |
 * </pre>
 *
 * <p>Free runs lie in bins by size: eight bins for each power of two, and a bitmap over the bins. To take a run means
 * to find the first bin all of whose runs are large enough, which is two bit operations, and to give back what is left
 * over. To give a run means to merge it with its free neighbours, which the tags at both its ends lead to. No operation
 * searches: the time of each is bounded. What is left behind {@code end} is one free run without tags, so an empty
 * range needs no memory; a free run in front of it becomes part of it.
 *
 * <p>A map in a range of many maps has extents of pages, in any place and order, and nothing behind them: runs do not
 * merge across the border of an extent, and what its own runs cannot give a {@link Supply} adds.
 *
 * <p>A bin holds runs of up to an eighth more than its smallest. Before a request is refused, a few runs of its own bin
 * are tried as well.
 *
 * <p>On Maven Central there is nothing to take instead: Netty's chunks and LWJGL's binding of VMA manage offsets, the
 * first with a Java object for each divided page, the second in native code of its own.
 */
final class PageRuns
{
    /** What is said of memory that is given back twice. */
    static final String NOT_IN_USE = "memory is not in use, as after two writers at once: ";

    private static final int BIN_SHIFT = 3;
    private static final int BINS_A_LEVEL = 1 << BIN_SHIFT;
    private static final int LAST_CHANCE_COUNT = 16;

    private final MemorySegment table;
    private final Supply supply;
    private final Backing backing;
    private final int limit;
    private long binsOffset;
    private int end;
    private int highest;
    private int reached;
    private long usedCount;
    private long freeCount;

    /** Where the pages come from that a map has of a range of many maps. */
    @FunctionalInterface
    interface Supply
    {
        /**
         * Adds an extent to the runs.
         *
         * @param runs      which get it, by {@link #add}.
         * @param pageCount number of pages that are needed.
         * @return false if there is none.
         */
        boolean extend(PageRuns runs, int pageCount);
    }

    /** What stands behind pages that nobody has used. */
    @FunctionalInterface
    interface Backing
    {
        /**
         * Makes sure that the pages below an end, and their entries, can be stored to.
         *
         * @param end the page behind them.
         * @return false if there is no room for them.
         */
        boolean reach(int end);
    }

    /** Runs of a range of their own: all pages below the limit. */
    PageRuns(final MemorySegment table, final int limit, final Backing backing)
    {
        this.table = table;
        this.supply = null;
        this.backing = backing;
        this.limit = limit;
    }

    /** Runs of a part of a range: extents of pages, none to begin with. */
    PageRuns(final MemorySegment table, final int limit, final Supply supply)
    {
        this.table = table;
        this.supply = supply;
        this.backing = page -> true;
        this.limit = limit;
        end = limit;
        highest = limit;
    }

    /** Keeps the bins here from now on; they read as zero. */
    void keepBinsAt(final long offset)
    {
        binsOffset = offset;
    }

    /** Where the bins are in the table. */
    long binsOffset()
    {
        return binsOffset;
    }

    /** Adds an extent: pages that nobody uses, with nothing of ours before or behind them. */
    void add(final int first, final int pageCount)
    {
        PageTable.setExtent(table, first, pageCount);
        insert(first, pageCount);
    }

    /** Takes out an extent of which nothing is in use; false if something is. */
    boolean withdraw(final int first, final int pageCount)
    {
        if (PageTable.kind(table, first) != FREE || PageTable.pageCount(table, first) != pageCount)
        {
            return false;
        }
        remove(first, pageCount);
        return true;
    }

    /** Pages that were taken and not given back. */
    long usedCount()
    {
        return usedCount;
    }

    /** The page behind the last run in use; of a part of a range, the page behind the range. */
    int end()
    {
        return end;
    }

    /** The page behind all that anything was ever stored in, or its entry; never falls. */
    int reached()
    {
        return reached;
    }

    int highest()
    {
        return highest;
    }

    /** A run of pages. */
    @FunctionalInterface
    interface RunConsumer
    {
        /** Takes the first page of a run and the number of its pages. */
        void accept(int first, int pageCount);
    }

    /** Visits all free runs, and what lies behind the end if it was in use since the last visit. */
    void forEachFree(final RunConsumer consumer)
    {
        for (int index = 0; index < PageTable.RUN_BIN_COUNT; index++)
        {
            for (int page = firstOf(index); page != NONE; page = PageTable.next(table, page))
            {
                consumer.accept(page, PageTable.pageCount(table, page));
            }
        }
        if (highest != end)
        {
            consumer.accept(end, highest - end);
            highest = end;
        }
    }

    /** Pages that are free and may have been touched. */
    long idleCount()
    {
        return freeCount + highest - end;
    }

    int limit()
    {
        return limit;
    }

    /** Pages of the free runs in front of the end. */
    long freeCount()
    {
        return freeCount;
    }

    /**
     * Takes a run.
     *
     * @param pageCount number of pages, at least 1.
     * @param alignment its first page is a multiple of this.
     * @return its first page, {@link PageTable#NONE} if there is no such run.
     */
    int take(final int pageCount, final int alignment)
    {
        int first = takeOwn(pageCount, alignment);
        final long most = (long)pageCount + alignment - 1;
        if (first == NONE && supply != null && most <= limit && supply.extend(this, (int)most))
        {
            first = takeOwn(pageCount, alignment);
        }
        usedCount += first == NONE ? 0 : pageCount;
        return first;
    }

    private int takeOwn(final int pageCount, final int alignment)
    {
        final long most = (long)pageCount + alignment - 1;
        int first = most > limit ? NONE : goodFit((int)most);
        if (first == NONE)
        {
            first = takeFromRest(pageCount, alignment);
            return first == NONE && alignment == 1 ? lastChance(pageCount) : first;
        }
        return cut(first, pageCount, alignment);
    }

    /** Takes a run out of a free one and gives back what lies before and behind it. */
    private int cut(final int free, final int pageCount, final int alignment)
    {
        final int count = PageTable.pageCount(table, free);
        remove(free, count);
        final int first = alignUp(free, alignment);
        if (first != free)
        {
            insert(free, first - free);
        }
        PageTable.setRun(table, first, pageCount, USED);
        final int behind = free + count - first - pageCount;
        if (behind != 0)
        {
            insert(first + pageCount, behind);
        }
        return first;
    }

    private int takeFromRest(final int pageCount, final int alignment)
    {
        final int first = alignUp(end, alignment);
        if (first < end || pageCount > limit - first || !backing.reach(first + pageCount))
        {
            return NONE;
        }
        // Before the first store: a close in another thread must know of all that this one can still store.
        reached = Math.max(reached, first + pageCount);
        if (first != end)
        {
            insert(end, first - end);
        }
        PageTable.setRun(table, first, pageCount, USED);
        end = first + pageCount;
        highest = Math.max(highest, end);
        return first;
    }

    private int lastChance(final int pageCount)
    {
        int free = PageTable.link(table, bin(binOf(pageCount)));
        for (int i = 0; i < LAST_CHANCE_COUNT && free != NONE; i++)
        {
            if (PageTable.pageCount(table, free) >= pageCount)
            {
                return cut(free, pageCount, 1);
            }
            free = PageTable.next(table, free);
        }
        return NONE;
    }

    private static int alignUp(final int page, final int alignment)
    {
        return (page + alignment - 1) / alignment * alignment;
    }

    /**
     * Gives a run back; its bytes read as zero.
     *
     * @param first     its first page.
     * @param pageCount number of pages.
     */
    void give(final int first, final int pageCount)
    {
        if (first < 0 || first >= end || PageTable.kind(table, first) <= FREE ||
            PageTable.pageCount(table, first) != pageCount)
        {
            throw new IllegalStateException(NOT_IN_USE + "page=" + first + ", pageCount=" + pageCount);
        }
        usedCount -= pageCount;
        PageTable.setKind(table, first, INSIDE);
        int from = first;
        int to = first + pageCount;
        final int before =
            first == 0 || PageTable.isExtentStart(table, first) ? NONE : PageTable.firstPage(table, first - 1);
        if (before != NONE && PageTable.kind(table, before) == FREE)
        {
            remove(before, first - before);
            from = before;
        }
        final boolean last = PageTable.isExtentEnd(table, to - 1);
        if (to == end && !last)
        {
            end = from;
            return;
        }
        if (!last && PageTable.kind(table, to) == FREE)
        {
            final int count = PageTable.pageCount(table, to);
            remove(to, count);
            to += count;
        }
        insert(from, to - from);
    }

    private void insert(final int first, final int pageCount)
    {
        PageTable.setRun(table, first, pageCount, FREE);
        final int index = binOf(pageCount);
        PageTable.push(table, bin(index), first, PREV_OFFSET, NEXT_OFFSET);
        final long word = bitmapWord(index);
        Memory.putLong(table, word, Memory.getLong(table, word) | 1L << index);
        freeCount += pageCount;
    }

    private void remove(final int first, final int pageCount)
    {
        PageTable.setKind(table, first, INSIDE);
        final int index = binOf(pageCount);
        PageTable.unlink(table, bin(index), first, PREV_OFFSET, NEXT_OFFSET);
        if (PageTable.link(table, bin(index)) == NONE)
        {
            final long word = bitmapWord(index);
            Memory.putLong(table, word, Memory.getLong(table, word) & ~(1L << index));
        }
        freeCount -= pageCount;
    }

    /** A free run of at least this many pages, without a search. */
    private int goodFit(final int pageCount)
    {
        int index = binAbove(pageCount);
        long bits = Memory.getLong(table, bitmapWord(index)) & -1L << index;
        while (bits == 0)
        {
            index = (index | Long.SIZE - 1) + 1;
            if (index >= PageTable.RUN_BIN_COUNT)
            {
                return NONE;
            }
            bits = Memory.getLong(table, bitmapWord(index));
        }
        return PageTable.link(table, bin((index & -Long.SIZE) + Long.numberOfTrailingZeros(bits)));
    }

    /**
     * Largest number of pages that a run can be taken of. Also beside the writer: then a link may lead to a run that is
     * free no more, so nothing that is read here is trusted to be a page or a length.
     */
    int largestFree()
    {
        int index = NONE;
        for (int word = PageTable.RUN_BIN_COUNT - Long.SIZE; word >= 0 && index == NONE; word -= Long.SIZE)
        {
            final long bits = Memory.getLong(table, bitmapWord(word));
            index = bits == 0 ? NONE : word + Long.SIZE - 1 - Long.numberOfLeadingZeros(bits);
        }
        int largest = limit - end;
        if (index != NONE)
        {
            int free = PageTable.link(table, bin(index));
            for (int i = 0; i < LAST_CHANCE_COUNT && free >= 0 && free < limit; i++)
            {
                largest = Math.max(largest, Math.min(PageTable.pageCount(table, free), limit));
                free = PageTable.next(table, free);
            }
        }
        return largest;
    }

    /** First of the free runs of a bin, {@link PageTable#NONE} if it is empty; for those that visit all of them. */
    int firstOf(final int index)
    {
        return PageTable.link(table, bin(index));
    }

    private long bin(final int index)
    {
        return binsOffset + PageTable.RUN_BINS_OFFSET + (long)index * Integer.BYTES;
    }

    long bitmapWord(final int index)
    {
        return binsOffset + PageTable.FREE_BITMAP_OFFSET + (long)(index >>> 6) * Long.BYTES;
    }

    /** The bin that a run lies in: up to 7 pages one a size, from there eight for each power of two. */
    static int binOf(final int pageCount)
    {
        if (pageCount < BINS_A_LEVEL)
        {
            return pageCount;
        }
        final int level = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(pageCount) - BIN_SHIFT;
        return (level << BIN_SHIFT) + (pageCount >>> level);
    }

    /** The first bin all of whose runs have at least this many pages. */
    static int binAbove(final int pageCount)
    {
        final int index = binOf(pageCount);
        return pageCount == smallestOf(index) ? index : index + 1;
    }

    /** Pages of the smallest run that a bin can hold. */
    static int smallestOf(final int index)
    {
        if (index < BINS_A_LEVEL)
        {
            return index;
        }
        final int level = (index >>> BIN_SHIFT) - 1;
        return (index & BINS_A_LEVEL - 1 | BINS_A_LEVEL) << level;
    }
}
