// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.values;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Which reader has which staging cell. Each cell has a word of its own in a cache line of its own, and a thread begins
 * to look at the cell that its number gives, so that readers of one map do not wait for one another's cache lines.
 *
 * <p>The words of 31 cells are 2 KiB of Java heap. They are made when a thread other than the writer looks something up
 * for the first time.
 */
final class ReaderCells
{
    /** Words in a cache line. */
    private static final int STRIDE = 16;
    private static final int FREE = 0;
    private static final int TAKEN = 1;

    private final int first;
    private final int count;
    private volatile AtomicIntegerArray words;

    /**
     * Begins with all cells free.
     *
     * @param first number of the first cell.
     * @param count number of cells.
     */
    ReaderCells(final int first, final int count)
    {
        this.first = first;
        this.count = count;
    }

    /** Takes a cell; waits if all are taken. */
    int take(final long threadId)
    {
        final AtomicIntegerArray all = words();
        int cell = (int)(threadId % count);
        for (int tries = 1; ; tries++)
        {
            final int word = cell * STRIDE;
            if (all.getPlain(word) == FREE && all.compareAndSet(word, FREE, TAKEN))
            {
                return first + cell;
            }
            cell = cell + 1 == count ? 0 : cell + 1;
            if (tries % count == 0)
            {
                Thread.onSpinWait();
            }
        }
    }

    void giveBack(final int cell)
    {
        words.setRelease((cell - first) * STRIDE, FREE);
    }

    private AtomicIntegerArray words()
    {
        final AtomicIntegerArray made = words;
        return made != null ? made : make();
    }

    private synchronized AtomicIntegerArray make()
    {
        if (words == null)
        {
            words = new AtomicIntegerArray(count * STRIDE);
        }
        return words;
    }
}
