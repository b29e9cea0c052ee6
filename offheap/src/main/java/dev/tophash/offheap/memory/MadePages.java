// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import java.lang.foreign.MemorySegment;

/**
 * Which pages of a range the system was asked for and has not got back: a bit for each. To ask once more for sixteen
 * pages that are there takes some three microseconds.
 *
 * <p>A page that came by touch is not known here, and is asked for once.
 *
 * <p>The bits lie outside the heap, so that a growing put makes no Java object: a page of bits for 128 MiB.
 *
 * <p><b>Threads.</b> Any; the maps of a common range share it.
 */
final class MadePages
{
    private static final int WORD_SHIFT = 6;

    private final MemorySegment bits;

    /** No page is known: the bits are zero. */
    MadePages(final MemorySegment bits)
    {
        this.bits = bits;
    }

    /** How many bytes the bits of a range of so many bytes take. */
    static long size(final long rangeSize)
    {
        final long pages = PageTable.roundUp(rangeSize, PageTable.PAGE_SIZE) >>> PageTable.PAGE_SHIFT;
        return PageTable.roundUp((pages + Byte.SIZE - 1) / Byte.SIZE, PageTable.PAGE_SIZE);
    }

    /** Whether all pages of some bytes are here. */
    synchronized boolean contains(final long offset, final long size)
    {
        final long end = PageTable.roundUp(offset + size, PageTable.PAGE_SIZE) >>> PageTable.PAGE_SHIFT;
        for (long page = offset >>> PageTable.PAGE_SHIFT; page < end; page = nextWord(page))
        {
            final long wanted = mask(page, end);
            if ((word(page) & wanted) != wanted)
            {
                return false;
            }
        }
        return true;
    }

    /** Notes whole pages as made. */
    synchronized void add(final long offset, final long size)
    {
        final long end = offset + size >>> PageTable.PAGE_SHIFT;
        for (long page = offset >>> PageTable.PAGE_SHIFT; page < end; page = nextWord(page))
        {
            Memory.putLong(bits, wordOffset(page), word(page) | mask(page, end));
        }
    }

    /** Notes pages as given back. A word without a bit is not written, as its page may not be there. */
    synchronized void remove(final long offset, final long size)
    {
        final long end = PageTable.roundUp(offset + size, PageTable.PAGE_SIZE) >>> PageTable.PAGE_SHIFT;
        for (long page = offset >>> PageTable.PAGE_SHIFT; page < end; page = nextWord(page))
        {
            final long word = word(page);
            if (word != 0)
            {
                Memory.putLong(bits, wordOffset(page), word & ~mask(page, end));
            }
        }
    }

    private long word(final long page)
    {
        return Memory.getLong(bits, wordOffset(page));
    }

    private static long wordOffset(final long page)
    {
        return page >>> WORD_SHIFT << 3;
    }

    private static long nextWord(final long page)
    {
        return (page | Long.SIZE - 1) + 1;
    }

    /** The bits of a page and of those behind it, up to the end and in one word. */
    private static long mask(final long page, final long end)
    {
        final long upwards = -1L << page;
        return nextWord(page) <= end ? upwards : upwards & (1L << end) - 1;
    }
}
