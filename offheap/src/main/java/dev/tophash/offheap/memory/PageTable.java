// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import java.lang.foreign.MemorySegment;

/**
 * The allocator's state: one entry a page, behind the pages, where no pointer of a map can lead.
 *
 * <pre>
 *   0                64                    1088             1344
 *   | bitmaps        | bins of runs        | bins of blocks | entry of page 0 | entry of page 1 | ...
 *
 *   entry of a page
 *   0        4        8    9     10       12      16     20        24       28    30     32          64
 *   | pages  | first  |kind|class| edges  | prev  | next | allPrev | allNext| live|carved| free/record|
 * </pre>
 *
 * <p>A <i>run</i> is a number of neighbouring pages that are free or in use together. Its first entry tells its kind
 * and its length, its last one where it begins, so that a neighbour finds both ends without a search; a slab says in
 * each of its entries where it begins. {@code prev} and {@code next} link a free run into its bin, a page of blocks
 * into its bin, a slab into the list of those with room. {@code allPrev} and {@code allNext} link all slabs of one
 * heap. The last 32 bytes are the free list of a slab and the number of its boxes, the free bits of a page of blocks,
 * or the record of a retired run ({@link Reclaimer}). {@code edges} says that an extent begins or ends with the page:
 * its neighbour belongs to another map; beside that, a slab that is being emptied says so there.
 *
 * <p>Links are page numbers plus one: 0, which fresh memory holds, is nil. Nothing here is touched before it is used: a
 * small map needs the first page of the table and no more.
 */
final class PageTable
{
    static final int PAGE_SHIFT = 12;
    static final int PAGE_SIZE = 1 << PAGE_SHIFT;

    static final int FREE_BITMAP_OFFSET = 0;
    static final int RUN_BINS_OFFSET = 64;
    static final int RUN_BIN_COUNT = 256;
    static final int BLOCK_BINS_OFFSET = RUN_BINS_OFFSET + RUN_BIN_COUNT * Integer.BYTES;
    static final int BLOCK_BIN_COUNT = 64;
    static final int ENTRIES_OFFSET = BLOCK_BINS_OFFSET + BLOCK_BIN_COUNT * Integer.BYTES;

    static final int ENTRY_SIZE = 64;
    static final int PAGES_OFFSET = 0;
    static final int FIRST_OFFSET = 4;
    static final int KIND_OFFSET = 8;
    static final int CLASS_OFFSET = 9;
    static final int EDGES_OFFSET = 10;
    static final int PREV_OFFSET = 12;
    static final int NEXT_OFFSET = 16;
    static final int ALL_PREV_OFFSET = 20;
    static final int ALL_NEXT_OFFSET = 24;
    static final int LIVE_OFFSET = 28;
    static final int CARVED_OFFSET = 30;
    static final int RECORD_OFFSET = 32;
    private static final int SLOTS_OFFSET = 40;

    private static final int STARTS = 1;
    private static final int ENDS = 2;
    private static final int EMPTYING = 4;

    /** No run begins here. */
    static final int INSIDE = 0;

    /** A free run, in a bin. */
    static final int FREE = 1;

    /** A run in use. */
    static final int USED = 2;

    /** One page of small blocks. */
    static final int BLOCKS = 3;

    /** A slab of boxes of one size. */
    static final int SLAB = 4;

    /** What a link or a search returns for nothing. */
    static final int NONE = -1;

    private PageTable()
    {
    }

    /** Bytes of the table of a number of pages. */
    static long size(final long pageCount)
    {
        return roundUp(ENTRIES_OFFSET + pageCount * ENTRY_SIZE, PAGE_SIZE);
    }

    static long roundUp(final long size, final long unit)
    {
        return (size + unit - 1) / unit * unit;
    }

    static long entry(final int page)
    {
        return ENTRIES_OFFSET + (long)page * ENTRY_SIZE;
    }

    /** Where the record of a retired run stands. */
    static long record(final int page)
    {
        return entry(page) + RECORD_OFFSET;
    }

    static long offsetOf(final long page)
    {
        return page << PAGE_SHIFT;
    }

    static int pageOf(final long offset)
    {
        return (int)(offset >>> PAGE_SHIFT);
    }

    static int pageCount(final MemorySegment table, final int page)
    {
        return Memory.getInt(table, entry(page) + PAGES_OFFSET);
    }

    static int kind(final MemorySegment table, final int page)
    {
        return Memory.getByte(table, entry(page) + KIND_OFFSET);
    }

    static void setKind(final MemorySegment table, final int page, final int kind)
    {
        Memory.putByte(table, entry(page) + KIND_OFFSET, (byte)kind);
    }

    /** Whether a slab of a class begins here: kind and class at once. */
    static boolean isSlabOf(final MemorySegment table, final int page, final int boxClass)
    {
        return Memory.getShort(table, entry(page) + KIND_OFFSET) == (short)(boxClass << Byte.SIZE | SLAB);
    }

    static int boxClass(final MemorySegment table, final int page)
    {
        return Memory.getUnsignedByte(table, entry(page) + CLASS_OFFSET);
    }

    static void setBoxClass(final MemorySegment table, final int page, final int boxClass)
    {
        Memory.putByte(table, entry(page) + CLASS_OFFSET, (byte)boxClass);
    }

    /** First page of the run that ends with this page, or of the slab around it. */
    static int firstPage(final MemorySegment table, final int page)
    {
        return Memory.getInt(table, entry(page) + FIRST_OFFSET);
    }

    static void setFirstPage(final MemorySegment table, final int page, final int first)
    {
        Memory.putInt(table, entry(page) + FIRST_OFFSET, first);
    }

    /** Marks the edges of an extent whose entries read as zero. */
    static void setExtent(final MemorySegment table, final int first, final int pageCount)
    {
        addEdge(table, first, STARTS);
        addEdge(table, first + pageCount - 1, ENDS);
    }

    private static void addEdge(final MemorySegment table, final int page, final int edge)
    {
        final long at = entry(page) + EDGES_OFFSET;
        Memory.putByte(table, at, (byte)(Memory.getByte(table, at) | edge));
    }

    static boolean isExtentStart(final MemorySegment table, final int page)
    {
        return (Memory.getByte(table, entry(page) + EDGES_OFFSET) & STARTS) != 0;
    }

    static boolean isExtentEnd(final MemorySegment table, final int page)
    {
        return (Memory.getByte(table, entry(page) + EDGES_OFFSET) & ENDS) != 0;
    }

    /** Whether a slab serves nobody, because its boxes are moved out. */
    static boolean isEmptying(final MemorySegment table, final int slab)
    {
        return (Memory.getByte(table, entry(slab) + EDGES_OFFSET) & EMPTYING) != 0;
    }

    static void setEmptying(final MemorySegment table, final int slab, final boolean emptying)
    {
        final long at = entry(slab) + EDGES_OFFSET;
        final int others = Memory.getByte(table, at) & ~EMPTYING;
        Memory.putByte(table, at, (byte)(emptying ? others | EMPTYING : others));
    }

    static int live(final MemorySegment table, final int page)
    {
        return Memory.getShort(table, entry(page) + LIVE_OFFSET);
    }

    static void setLive(final MemorySegment table, final int page, final int count)
    {
        Memory.putShort(table, entry(page) + LIVE_OFFSET, (short)count);
    }

    static int carved(final MemorySegment table, final int page)
    {
        return Memory.getShort(table, entry(page) + CARVED_OFFSET);
    }

    static void setCarved(final MemorySegment table, final int page, final int count)
    {
        Memory.putShort(table, entry(page) + CARVED_OFFSET, (short)count);
    }

    /** Boxes for which a slab has room. */
    static int slots(final MemorySegment table, final int slab)
    {
        return Memory.getInt(table, entry(slab) + SLOTS_OFFSET);
    }

    static void setSlots(final MemorySegment table, final int slab, final int count)
    {
        Memory.putInt(table, entry(slab) + SLOTS_OFFSET, count);
    }

    /** Free bits of a page of blocks, first free box of a slab. */
    static long free(final MemorySegment table, final int page)
    {
        return Memory.getLong(table, entry(page) + RECORD_OFFSET);
    }

    static void setFree(final MemorySegment table, final int page, final long free)
    {
        Memory.putLong(table, entry(page) + RECORD_OFFSET, free);
    }

    /** A page number that stands in a link or a bin. */
    static int link(final MemorySegment table, final long at)
    {
        return Memory.getInt(table, at) - 1;
    }

    static void setLink(final MemorySegment table, final long at, final int page)
    {
        Memory.putInt(table, at, page + 1);
    }

    static int next(final MemorySegment table, final int page)
    {
        return link(table, entry(page) + NEXT_OFFSET);
    }

    /** Writes both ends of a run. */
    static void setRun(final MemorySegment table, final int first, final int pageCount, final int kind)
    {
        Memory.putInt(table, entry(first) + PAGES_OFFSET, pageCount);
        setKind(table, first, kind);
        setFirstPage(table, first + pageCount - 1, first);
    }

    /** Puts a page in front of a list; its links are those at the two given positions of an entry. */
    static void push(
        final MemorySegment table, final long head, final int page, final int prevOffset, final int nextOffset)
    {
        final int next = link(table, head);
        setLink(table, entry(page) + prevOffset, NONE);
        setLink(table, entry(page) + nextOffset, next);
        if (next != NONE)
        {
            setLink(table, entry(next) + prevOffset, page);
        }
        setLink(table, head, page);
    }

    /** Takes a page out of a list. */
    static void unlink(
        final MemorySegment table, final long head, final int page, final int prevOffset, final int nextOffset)
    {
        final int prev = link(table, entry(page) + prevOffset);
        final int next = link(table, entry(page) + nextOffset);
        setLink(table, prev == NONE ? head : entry(prev) + nextOffset, next);
        if (next != NONE)
        {
            setLink(table, entry(next) + prevOffset, prev);
        }
    }
}
