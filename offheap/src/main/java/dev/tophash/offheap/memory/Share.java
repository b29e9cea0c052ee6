// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import static dev.tophash.offheap.memory.CommonRange.CHUNK_SHIFT;
import static dev.tophash.offheap.memory.CommonRange.PAGE_COUNT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.stream.LongStream;

/**
 * What one map has of a {@link CommonRange}: a cell that is its home, extents, claimed bytes, and an arena through
 * which it sees the range.
 *
 * <p>The extents are a list in the table of chunks, so that to take one makes no Java object.
 */
final class Share implements PageRuns.Supply
{
    private final CommonRange range;
    private final int number;
    private final Arena arena;
    private final MemorySegment memory;
    private final MemorySegment table;
    private final MemorySegment chunkTable;
    private final long homeOffset;
    private Share previous;
    private Share next;
    private LeakDetector.Tracker tracker;
    private int firstExtent = PageTable.NONE;
    private int binsExtent = PageTable.NONE;
    private int chunkCount;
    private long claimed;
    private boolean left;
    private boolean homeless;

    Share(
        final CommonRange range, final int number, final Arena arena, final MemorySegment own, final long homeOffset,
        final Share next)
    {
        this.range = range;
        this.number = number;
        this.arena = arena;
        this.homeOffset = homeOffset;
        this.next = next;
        if (next != null)
        {
            next.previous = this;
        }
        memory = own.asSlice(0, range.reservedBytes());
        table = own.asSlice(range.reservedBytes());
        chunkTable = range.chunkTable(own);
    }

    /** The common pages, until the end of this share. */
    MemorySegment memory()
    {
        return memory;
    }

    Allocator allocator()
    {
        return new Allocator(table, (int)(memory.byteSize() >>> PageTable.PAGE_SHIFT), this, homeOffset, Cells.SIZE);
    }

    CommonRange range()
    {
        return range;
    }

    int number()
    {
        return number;
    }

    long homeOffset()
    {
        return homeOffset;
    }

    // ---------------------------------------------------------------- extents

    /** Takes an extent of half of what there is, or as much as is needed. */
    @Override
    public boolean extend(final PageRuns runs, final int pageCount)
    {
        final int needed = (pageCount + PAGE_COUNT - 1) / PAGE_COUNT;
        int count = Math.max(needed, chunkCount / 2);
        int chunk = range.takeExtent(this, count, firstExtent);
        if (chunk == PageTable.NONE && count > needed)
        {
            count = needed;
            chunk = range.takeExtent(this, count, firstExtent);
        }
        if (chunk == PageTable.NONE)
        {
            return false;
        }
        if (firstExtent == PageTable.NONE)
        {
            binsExtent = chunk;
            runs.keepBinsAt(range.binsOffset(chunk));
        }
        firstExtent = chunk;
        chunkCount += count;
        runs.add(chunk * PAGE_COUNT, count * PAGE_COUNT);
        return true;
    }

    /** Gives extents back of which nothing is in use; the one that has the bins stays. Their pages read as zero. */
    void giveFreeExtents(final PageRuns runs)
    {
        int before = PageTable.NONE;
        int chunk = firstExtent;
        while (chunk != PageTable.NONE)
        {
            final int behind = CommonRange.nextExtent(chunkTable, chunk);
            final int count = PageTable.pageCount(chunkTable, chunk);
            if (chunk != binsExtent && runs.withdraw(chunk * PAGE_COUNT, count * PAGE_COUNT))
            {
                if (before == PageTable.NONE)
                {
                    firstExtent = behind;
                }
                else
                {
                    range.setNextExtent(before, behind);
                }
                chunkCount -= count;
                range.giveExtent(chunk);
            }
            else
            {
                before = chunk;
            }
            chunk = behind;
        }
    }

    /** Whether a range of bytes belongs to this map. */
    boolean covers(final long offset, final long size)
    {
        if (offset < 0 || size < 0 || offset > memory.byteSize() - size)
        {
            return false;
        }
        final int last = (int)(offset + Math.max(size, 1) - 1 >>> CHUNK_SHIFT);
        int chunk = (int)(offset >>> CHUNK_SHIFT);
        if (chunk == last && CommonRange.ownerOf(chunkTable, chunk) == number ||
            offset >= homeOffset && offset + size <= homeOffset + Cells.SIZE)
        {
            return true;
        }
        while (chunk <= last && CommonRange.ownerOf(chunkTable, chunk) == number)
        {
            chunk++;
        }
        return chunk > last;
    }

    /** First page and number of pages of each extent, in order. */
    int[] extents()
    {
        final LongStream.Builder extents = LongStream.builder();
        for (int chunk = firstExtent; chunk != PageTable.NONE; chunk = CommonRange.nextExtent(chunkTable, chunk))
        {
            extents.add((long)chunk << Integer.SIZE | PageTable.pageCount(chunkTable, chunk));
        }
        return extents.build().sorted().boxed().mapMultiToInt((extent, chunks) ->
        {
            chunks.accept((int)(extent >>> Integer.SIZE) * PAGE_COUNT);
            chunks.accept(extent.intValue() * PAGE_COUNT);
        }).toArray();
    }

    /** The ranges in use, as offset and size, in order: the home, and the runs of the extents. */
    long[] ranges()
    {
        final LongStream.Builder ranges = LongStream.builder();
        boolean home = false;
        final int[] extents = extents();
        for (int i = 0; i < extents.length; i += 2)
        {
            if (!home && PageTable.offsetOf(extents[i]) > homeOffset)
            {
                ranges.add(homeOffset).add(Cells.SIZE);
                home = true;
            }
            int page = extents[i];
            while (page < extents[i] + extents[i + 1])
            {
                final int count = PageTable.pageCount(table, page);
                if (PageTable.kind(table, page) != PageTable.FREE)
                {
                    ranges.add(PageTable.offsetOf(page)).add(PageTable.offsetOf(count));
                }
                page += count;
            }
        }
        if (!home)
        {
            ranges.add(homeOffset).add(Cells.SIZE);
        }
        return ranges.build().toArray();
    }

    // ---------------------------------------------------------------- budget

    void claim(final long bytes)
    {
        claimed += bytes;
    }

    long claimed()
    {
        return claimed;
    }

    // ---------------------------------------------------------------- the end

    /** Has this share ended with the region, by a close or by the collector. */
    LeakDetector.Tracker endWith(final Object region, final String name)
    {
        tracker = LeakDetector.track(region, name, arena, Cells.SIZE, this::end, !range.isConfined());
        return tracker;
    }

    /** Closes the map, as its own close does. */
    void close()
    {
        tracker.close();
    }

    /** The arena has closed: what was here is handed on. What fails is taken up where it stopped. */
    private void end()
    {
        range.leave(this);
        range.end(this);
    }

    int firstExtent()
    {
        return firstExtent;
    }

    /** The first extent has been handed on; this one is the first now. */
    void beginAt(final int extent)
    {
        firstExtent = extent;
    }

    boolean hasHome()
    {
        return !homeless;
    }

    /** The home is handed on. */
    void leaveHome()
    {
        homeless = true;
    }

    void requireOpen()
    {
        if (left)
        {
            throw new IllegalStateException("closed");
        }
    }

    /** Leaves the list of open shares, under the range's lock. */
    boolean leave()
    {
        if (left)
        {
            return false;
        }
        left = true;
        if (previous != null)
        {
            previous.next = next;
        }
        if (next != null)
        {
            next.previous = previous;
        }
        return true;
    }

    Share next()
    {
        return next;
    }
}
