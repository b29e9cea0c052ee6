// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What of a range is in memory, by Linux's {@code /proc/self/pagemap}. What the whole process has there also moves with
 * the Java heap, so it tells nothing of one range for certain.
 */
public final class ResidentPages
{
    private static final String PAGEMAP = "/proc/self/pagemap";

    private ResidentPages()
    {
    }

    /** Bytes of the pages of a range that are in memory. */
    static long bytes(final MemorySegment memory, final long offset, final long size) throws IOException
    {
        return bytes(memory.address() + offset, size);
    }

    /** Bytes of the pages at some addresses that are in memory. */
    public static long bytes(final long address, final long size) throws IOException
    {
        final long first = address >>> PageTable.PAGE_SHIFT;
        final int count = (int)((address + size - 1 >>> PageTable.PAGE_SHIFT) + 1 - first);
        final byte[] entries = new byte[count * Long.BYTES];
        try (RandomAccessFile pages = new RandomAccessFile(PAGEMAP, "r"))
        {
            pages.seek(first * Long.BYTES);
            pages.readFully(entries);
        }
        final ByteBuffer buffer = ByteBuffer.wrap(entries).order(ByteOrder.nativeOrder());
        long bytes = 0;
        while (buffer.hasRemaining())
        {
            // The highest bit says that the page is there.
            bytes += buffer.getLong() < 0 ? PageTable.PAGE_SIZE : 0;
        }
        return bytes;
    }
}
