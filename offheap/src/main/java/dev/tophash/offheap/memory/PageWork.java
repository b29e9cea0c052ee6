// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Pages of one range that are worked through in slices by any thread: the writer, an agent, or both.
 *
 * <p><b>Threads.</b> Only the writer offers a range and recalls it. Whoever does a slice takes its pages out of one
 * word first, the next page in the high half and the end in the low half, so no two threads do the same page. A counter
 * says how many slices are being done; a recall of pages to clean waits until there are none. Pages to make need no
 * wait: making a page changes no byte, whoever has it by then.
 */
public final class PageWork
{
    private static final int SLICE_PAGES = (int)(Region.SLICE_SIZE / Region.PAGE_SIZE);

    private final Region region;
    private final boolean cleaning;
    private final AtomicLong open = new AtomicLong();
    private final AtomicInteger busy = new AtomicInteger();
    private volatile boolean keep;
    private volatile boolean failed;
    private int first;

    private PageWork(final Region region, final boolean cleaning)
    {
        this.region = region;
        this.cleaning = cleaning;
    }

    /**
     * Work that has pages made before they are written.
     *
     * @param region whose pages.
     * @return work without a range.
     */
    public static PageWork making(final Region region)
    {
        return new PageWork(region, false);
    }

    /** Work that makes pages zero that nobody reads; a failed slice may be done in part. */
    static PageWork cleaning(final Region region)
    {
        return new PageWork(region, true);
    }

    /**
     * Offers a range, in place of one that was offered before.
     *
     * @param offset first byte, a multiple of the page size.
     * @param size   number of bytes; a part of a page counts as a page.
     */
    public void offer(final long offset, final long size)
    {
        first = PageTable.pageOf(offset);
        failed = false;
        open.set((long)first << Integer.SIZE | first + Allocator.pageCount(size));
    }

    /** As {@link #offer(long, long)}, and says whether the pages stay in memory. */
    void offer(final long offset, final long size, final boolean keepPages)
    {
        keep = keepPages;
        offer(offset, size);
    }

    /**
     * Does a slice of 64 KiB.
     *
     * @return false if nothing is left to begin.
     */
    public boolean step()
    {
        return step(SLICE_PAGES) != 0;
    }

    /**
     * Does a slice.
     *
     * @param most number of pages at most.
     * @return number of pages done, 0 if nothing is left to begin.
     */
    public int step(final int most)
    {
        busy.incrementAndGet();
        try
        {
            long word = open.get();
            while (leftIn(word) != 0)
            {
                final int count = Math.min(most, leftIn(word));
                if (open.compareAndSet(word, word + ((long)count << Integer.SIZE)))
                {
                    work(PageTable.offsetOf(nextIn(word)), PageTable.offsetOf(count));
                    return count;
                }
                word = open.get();
            }
            return 0;
        }
        finally
        {
            busy.decrementAndGet();
        }
    }

    private void work(final long offset, final long size)
    {
        boolean done = false;
        try
        {
            if (!cleaning)
            {
                region.makePages(offset, size);
            }
            else if (keep)
            {
                Memory.zero(region.memory(), offset, size);
            }
            else
            {
                region.giveBack(offset, size);
            }
            done = true;
        }
        finally
        {
            failed |= !done;
        }
    }

    private static int nextIn(final long word)
    {
        return (int)(word >>> Integer.SIZE);
    }

    private static int leftIn(final long word)
    {
        return (int)word - nextIn(word);
    }

    /**
     * Pages that nobody has begun.
     *
     * @return a number.
     */
    public int left()
    {
        return leftIn(open.get());
    }

    /** Whether every page is done. */
    boolean isDone()
    {
        return left() == 0 && busy.get() == 0 && !failed;
    }

    /**
     * Takes the range back; slices that have begun go on.
     *
     * @return number of pages that were done or begun.
     */
    public int withdraw()
    {
        final long word = open.getAndSet(0);
        return word == 0 ? 0 : nextIn(word) - first;
    }

    /** Takes the range back and waits for the slices that have begun; returns the bytes that are zero. */
    long recall()
    {
        final int count = withdraw();
        while (busy.get() != 0)
        {
            Thread.onSpinWait();
        }
        return failed ? 0 : PageTable.offsetOf(count);
    }
}
