// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

/**
 * The size of a page of the system, asked once: 4 KiB on most machines, 16 or 64 KiB on some. The allocator's own pages
 * have 4 KiB everywhere. The system rounds the length of an advice up to its pages, so what goes back to it must be
 * whole pages of its own, or bytes of a neighbour would go too.
 */
final class SystemPage
{
    static final int SIZE = NativeRange.supported() ? NativeRange.pageSize() : PageTable.PAGE_SIZE;

    private SystemPage()
    {
    }

    /** A call to the system on a range; its result is the system's. */
    @FunctionalInterface
    interface Call
    {
        /** 0 for success. */
        int on(long offset, long size);
    }

    /** Gives the pages of the system that lie whole in a range to a call, and makes the rest of it zero. */
    static void giveWhole(final long offset, final long size, final int pageSize, final Call call, final Rest rest)
    {
        final long from = PageTable.roundUp(offset, pageSize);
        final long to = (offset + size) / pageSize * pageSize;
        if (from >= to || call.on(from, to - from) != 0)
        {
            rest.zero(offset, size);
            return;
        }
        rest.zero(offset, from - offset);
        rest.zero(to, offset + size - to);
    }

    /** Makes bytes zero that no call has done. */
    @FunctionalInterface
    interface Rest
    {
        /** Any number of them, also none. */
        void zero(long offset, long size);
    }
}
