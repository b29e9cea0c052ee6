// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import static dev.tophash.offheap.memory.PageTable.NEXT_OFFSET;
import static dev.tophash.offheap.memory.PageTable.NONE;
import static dev.tophash.offheap.memory.PageTable.PREV_OFFSET;

import java.lang.foreign.MemorySegment;

/**
 * The homes of small maps: cells of {@value #SIZE} bytes, 64 a chunk, one bit each in the chunk's entry. A chunk whose
 * cells are all free goes back to the runs of chunks. Callers hold the range's lock.
 */
final class Cells
{
    static final int SIZE = 1 << 10;

    private static final int CELL_SHIFT = 10;
    private static final int CHUNK_SHIFT = 16;
    private static final long ALL_FREE = -1L;

    /** The list of chunks with a free cell begins where the table has a bin that chunks do not use. */
    private static final long HEAD = PageTable.BLOCK_BINS_OFFSET;

    private final MemorySegment table;
    private final PageRuns chunks;

    Cells(final MemorySegment table, final PageRuns chunks)
    {
        this.table = table;
        this.chunks = chunks;
    }

    /** Offset of a cell, never 0, which reads as zero; {@link PageTable#NONE} if there is none. */
    long take()
    {
        int chunk = PageTable.link(table, HEAD);
        if (chunk == NONE)
        {
            chunk = chunks.take(1, 1);
            if (chunk == NONE)
            {
                return NONE;
            }
            PageTable.setFree(table, chunk, chunk == 0 ? ALL_FREE << 1 : ALL_FREE);
            PageTable.push(table, HEAD, chunk, PREV_OFFSET, NEXT_OFFSET);
        }
        final long free = PageTable.free(table, chunk);
        PageTable.setFree(table, chunk, free & free - 1);
        if ((free & free - 1) == 0)
        {
            PageTable.unlink(table, HEAD, chunk, PREV_OFFSET, NEXT_OFFSET);
        }
        return ((long)chunk << CHUNK_SHIFT) + ((long)Long.numberOfTrailingZeros(free) << CELL_SHIFT);
    }

    /** Takes a cell back; it reads as zero. */
    void give(final long offset)
    {
        final int chunk = (int)(offset >>> CHUNK_SHIFT);
        final long before = PageTable.free(table, chunk);
        final long after = before | 1L << (offset >>> CELL_SHIFT);
        PageTable.setFree(table, chunk, after);
        if (before == 0)
        {
            PageTable.push(table, HEAD, chunk, PREV_OFFSET, NEXT_OFFSET);
        }
        if (after == ALL_FREE)
        {
            PageTable.unlink(table, HEAD, chunk, PREV_OFFSET, NEXT_OFFSET);
            chunks.give(chunk, 1);
        }
    }
}
