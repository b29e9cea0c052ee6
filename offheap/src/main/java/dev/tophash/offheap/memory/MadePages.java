// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

/**
 * Which pages of a range the system was asked for and has not got back: a bit for each. To ask once more for sixteen
 * pages that are there takes some three microseconds.
 *
 * <p>A page that came by touch is not known here, and is asked for once.
 *
 * <p>The first page of each 64 MiB makes an array of 2 KiB, once in the life of the range. It is the only Java object
 * that a growing put can make.
 *
 * <p><b>Threads.</b> Any; the maps of a common range share it.
 */
final class MadePages
{
    /** Pages of one array of bits, made when the first of them is: 64 MiB. */
    private static final int PART_SHIFT = 14;

    private static final int WORD_SHIFT = 6;
    private static final int PART_MASK = (1 << PART_SHIFT) - 1;

    private final long[][] parts;

    /** No page of a range of so many bytes is known. */
    MadePages(final long size)
    {
        parts = new long[(int)(size >>> PageTable.PAGE_SHIFT + PART_SHIFT) + 1][];
    }

    /** Whether all pages of some bytes are here. */
    synchronized boolean contains(final long offset, final long size)
    {
        final long end = PageTable.roundUp(offset + size, PageTable.PAGE_SIZE) >>> PageTable.PAGE_SHIFT;
        for (long page = offset >>> PageTable.PAGE_SHIFT; page < end; page++)
        {
            final long[] part = parts[(int)(page >>> PART_SHIFT)];
            if (part == null || (part[wordOf(page)] & 1L << page) == 0)
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
        for (long page = offset >>> PageTable.PAGE_SHIFT; page < end; page++)
        {
            final int part = (int)(page >>> PART_SHIFT);
            if (parts[part] == null)
            {
                parts[part] = new long[1 << PART_SHIFT - WORD_SHIFT];
            }
            parts[part][wordOf(page)] |= 1L << page;
        }
    }

    /** Notes pages as given back. */
    synchronized void remove(final long offset, final long size)
    {
        final long end = PageTable.roundUp(offset + size, PageTable.PAGE_SIZE) >>> PageTable.PAGE_SHIFT;
        for (long page = offset >>> PageTable.PAGE_SHIFT; page < end; page++)
        {
            final long[] part = parts[(int)(page >>> PART_SHIFT)];
            if (part == null)
            {
                page |= PART_MASK;
            }
            else
            {
                part[wordOf(page)] &= ~(1L << page);
            }
        }
    }

    private static int wordOf(final long page)
    {
        return (int)(page & PART_MASK) >>> WORD_SHIFT;
    }
}
