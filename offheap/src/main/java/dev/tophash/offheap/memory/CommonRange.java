// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import dev.tophash.OffHeapMemoryException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * One reserved range of addresses for many maps, with one budget. Each map has a {@link Share} of it.
 *
 * <pre>
 *   0                          size
 *   | chunks of 64 KiB         | page table | table of chunks | bins of the shares, {@value #BINS_SIZE} bytes a chunk |
 *   | cells | extent | extent  |
 * </pre>
 *
 * <p><b>Extents.</b> A share takes chunks in extents, each at least half as large as all that it has, so that it comes
 * here rarely; out of them it allocates alone, without a lock. Its part of the page table is that of its extents, and
 * its bins stand in the place of its first chunk, so that two writers never touch the same word. The chunks themselves
 * are runs ({@link PageRuns}) of a table of their own, whose entries also say which share has the chunk.
 *
 * <p><b>Cells.</b> A map that fits in a kibibyte has a cell and no extent, see {@link Cells}.
 *
 * <p><b>Budget.</b> Shares claim bytes in batches and give back what they do not need. What a map may claim is its own
 * limit; the limits of all maps may be more than the budget.
 *
 * <p><b>Handing on.</b> Every share sees the range through an arena of its own. What a share had is made zero and
 * handed on only after that arena has closed, so nobody can read what belongs to another map. What small maps leave is
 * zeroed by stores, so its pages stay for the next map, up to {@value #MAX_KEPT_BYTES} bytes.
 *
 * <p><b>Threads.</b> Every method takes the lock of the range, mostly for a few stores; {@link #close} is long.
 * A close, the cleaner of a dropped map and a writer with extents to spare give back in the same way: they make zero
 * without the lock what nobody else can reach any more, then hand it on under the lock. So nobody but its writer ever
 * touches what a share allocates from. The one that completes {@value #MAX_KEPT_BYTES} kept bytes gives the free pages
 * back to the system under the lock, a system call for each free range.
 */
public final class CommonRange implements AutoCloseable
{
    static final int CHUNK_SHIFT = 16;
    static final int PAGE_COUNT = 1 << CHUNK_SHIFT - PageTable.PAGE_SHIFT;
    static final int BINS_SIZE = PageTable.ENTRIES_OFFSET;

    /** Touched bytes that are kept for the next map before they go back to the system. */
    static final long MAX_KEPT_BYTES = 16 << 20;

    private static final int NOBODY = 0;

    private static CommonRange ofProcess;

    private final ReservedRange range;
    private final MemorySegment whole;
    private final MemorySegment chunkTable;
    private final PageRuns chunks;
    private final Cells cells;
    private final String name;
    private final boolean confined;
    private final long size;
    private final long budgetBytes;
    private final LeakDetector.Tracker tracker;
    private Share first;
    private int lastNumber;
    private int shareCount;
    private long claimed;
    private long kept;
    private int ownedEnd;
    private boolean closed;

    CommonRange(
        final ReservedRange range, final int chunkCount, final String name, final boolean confined, final long budget)
    {
        this.range = range;
        this.name = name;
        this.confined = confined;
        range.rememberPages();
        whole = range.segment();
        size = (long)chunkCount << CHUNK_SHIFT;
        budgetBytes = budget;
        chunkTable = whole.asSlice(chunkTableOffset(chunkCount), PageTable.size(chunkCount));
        chunks = new PageRuns(chunkTable, chunkCount, this::own);
        cells = new Cells(chunkTable, chunks);
        tracker = LeakDetector.trackRange(this, name, range.arena(), size, range::release);
    }

    /**
     * Reserves the addresses.
     *
     * @param name        for messages.
     * @param budgetBytes most bytes that the maps may use together.
     * @param confined    whether one thread makes, uses and closes all maps.
     * @param file        whether it may be a file.
     * @return the range; nothing of it is committed.
     * @throws OffHeapMemoryException if the system has no address range of at least 1 MiB, or the budget is more than
     *                                the system has.
     * @throws IllegalCallerException if native access is denied and no file is allowed.
     * @throws IllegalArgumentException if a system property of the product has a value that it cannot have.
     */
    public static CommonRange open(
        final String name, final long budgetBytes, final boolean confined, final FilePolicy file)
    {
        ProcessSettings.requireKnown();
        Reservation.requireBudget(budgetBytes, file, SystemMemory.most());
        final long wanted = Reservation.defaultSize(budgetBytes);
        return Reservation.orCollect(() -> tryOpen(wanted, name, budgetBytes, confined, file), () ->
            new OffHeapMemoryException("no address range for maps" + AddressSpace.ofProcess().shortage(), wanted,
                AddressSpace.ofProcess().permitted()));
    }

    /** Half as many addresses, and half of these, if the system or the JVM cannot spare them; null for none. */
    private static CommonRange tryOpen(
        final long wanted, final String name, final long budgetBytes, final boolean confined, final FilePolicy file)
    {
        final long permitted = Reservation.permitted(wanted);
        for (long attempt = wanted; attempt >= Reservation.MIN_SIZE; attempt /= 2)
        {
            final int chunkCount = (int)(attempt >>> CHUNK_SHIFT);
            final ReservedRange range = reserve(chunkCount, permitted, file);
            if (range != null)
            {
                return new CommonRange(Reservation.withHead(range, chunkTableOffset(chunkCount)), chunkCount, name,
                    confined, budgetBytes);
            }
        }
        return null;
    }

    /**
     * The range of the process, made when it is first asked for. It is never closed.
     *
     * @return the same range each time.
     * @throws OffHeapMemoryException if the system has no address range of at least 1 MiB.
     * @throws IllegalCallerException if native access is denied and no file is allowed.
     */
    public static synchronized CommonRange ofProcess()
    {
        if (ofProcess == null)
        {
            ofProcess = open("process", SystemMemory.defaultBudget(), false, FilePolicy.ofProcess());
        }
        return ofProcess;
    }

    private static ReservedRange reserve(final int chunkCount, final long permitted, final FilePolicy file)
    {
        final long all = chunkTableOffset(chunkCount) + PageTable.size(chunkCount) +
            PageTable.roundUp((long)chunkCount * BINS_SIZE, PageTable.PAGE_SIZE);
        return all > permitted ? null : Reservation.reserve(all, file);
    }

    private static long chunkTableOffset(final int chunkCount)
    {
        return ((long)chunkCount << CHUNK_SHIFT) + PageTable.size((long)chunkCount * PAGE_COUNT);
    }

    /** Makes sure that chunks, their pages' entries, their own and their bins can be stored to. */
    private boolean own(final int end)
    {
        final long entries = chunkTableOffset(chunks.limit());
        final int from = ownedEnd;
        final boolean owned = end <= from ||
            range.own((long)from << CHUNK_SHIFT, (long)end << CHUNK_SHIFT) &&
            range.own(size + PageTable.entry(from * PAGE_COUNT), size + PageTable.entry(end * PAGE_COUNT)) &&
            range.own(from == 0 ? entries : entries + PageTable.entry(from), entries + PageTable.entry(end)) &&
            range.own(size + binsOffset(from), size + binsOffset(end));
        ownedEnd = owned ? Math.max(from, end) : from;
        return owned;
    }

    /** Where the bins of a share with this first chunk are in the page table's segment. */
    long binsOffset(final int chunk)
    {
        final int chunkCount = chunks.limit();
        return chunkTableOffset(chunkCount) - size + PageTable.size(chunkCount) + (long)chunk * BINS_SIZE;
    }

    // ---------------------------------------------------------------- shares

    /**
     * Enters a new map.
     *
     * @throws OffHeapMemoryException if there is no cell for it, not even one of a map that was dropped.
     */
    Share share()
    {
        return Reservation.orCollect(this::tryShare, () -> usedUp(Cells.SIZE));
    }

    @SuppressWarnings("MustBeClosed")
    private synchronized Share tryShare()
    {
        requireOpen();
        if (confined)
        {
            final Arena arena = Arena.ofConfined();
            final MemorySegment own = range.confinedView(arena);
            if (own != null)
            {
                return enter(arena, own);
            }
            arena.close();
        }
        final Arena arena = Arena.ofShared();
        return enter(arena, range.view(arena));
    }

    private Share enter(final Arena arena, final MemorySegment own)
    {
        final long home = cells.take();
        if (home == PageTable.NONE)
        {
            arena.close();
            return null;
        }
        final Share share = new Share(this, nextNumber(), arena, own, home, first);
        first = share;
        shareCount++;
        return share;
    }

    private int nextNumber()
    {
        lastNumber += lastNumber == -1 ? 2 : 1;
        return lastNumber;
    }

    /** The table of chunks as a share sees it. */
    MemorySegment chunkTable(final MemorySegment own)
    {
        return own.asSlice(chunkTableOffset(chunks.limit()), PageTable.size(chunks.limit()));
    }

    /**
     * Tells whether one thread makes, uses and closes all maps.
     *
     * @return true if so.
     */
    public boolean isConfined()
    {
        return confined;
    }

    /** Which share has a chunk. */
    static int ownerOf(final MemorySegment table, final int chunk)
    {
        return Memory.getInt(table, PageTable.entry(chunk) + PageTable.ALL_PREV_OFFSET);
    }

    /** The extent of the same share behind this one. */
    static int nextExtent(final MemorySegment table, final int chunk)
    {
        return PageTable.link(table, PageTable.entry(chunk) + PageTable.ALL_NEXT_OFFSET);
    }

    private void setOwner(final int chunk, final int count, final int owner)
    {
        for (int i = chunk; i < chunk + count; i++)
        {
            Memory.putInt(chunkTable, PageTable.entry(i) + PageTable.ALL_PREV_OFFSET, owner);
        }
    }

    /** Takes an extent for a share, in front of those that it has; its first chunk or nothing. */
    synchronized int takeExtent(final Share share, final int count, final int next)
    {
        share.requireOpen();
        final int fresh = chunks.highest();
        final int chunk = chunks.take(count, 1);
        if (chunk != PageTable.NONE)
        {
            kept = chunk < fresh ? Math.max(0, kept - ((long)count << CHUNK_SHIFT)) : kept;
            setOwner(chunk, count, share.number());
            PageTable.setLink(chunkTable, PageTable.entry(chunk) + PageTable.ALL_NEXT_OFFSET, next);
        }
        return chunk;
    }

    /** Takes an extent out of the list of its share. */
    void setNextExtent(final int chunk, final int next)
    {
        PageTable.setLink(chunkTable, PageTable.entry(chunk) + PageTable.ALL_NEXT_OFFSET, next);
    }

    /** Takes back an extent of which the pages read as zero. */
    void giveExtent(final int chunk)
    {
        cleanTables(chunk);
        handBack(chunk);
    }

    private void cleanTables(final int chunk)
    {
        final int count = PageTable.pageCount(chunkTable, chunk);
        clean(size + PageTable.entry(chunk * PAGE_COUNT), (long)count * PAGE_COUNT * PageTable.ENTRY_SIZE);
        clean(size + binsOffset(chunk), BINS_SIZE);
    }

    private synchronized void handBack(final int chunk)
    {
        final int count = PageTable.pageCount(chunkTable, chunk);
        setOwner(chunk, count, NOBODY);
        chunks.give(chunk, count);
        keep(0);
    }

    /** A share has ended, and its arena with it. If a step throws, the next call goes on with that step. */
    void end(final Share share)
    {
        for (int chunk = share.firstExtent(); chunk != PageTable.NONE; chunk = share.firstExtent())
        {
            final int next = nextExtent(chunkTable, chunk);
            cleanExtent(chunk);
            cleanTables(chunk);
            share.beginAt(next);
            handBack(chunk);
        }
        if (share.hasHome())
        {
            Memory.zero(whole, share.homeOffset(), Cells.SIZE);
            share.leaveHome();
            giveCell(share.homeOffset());
        }
    }

    private synchronized void giveCell(final long offset)
    {
        cells.give(offset);
        keep(Cells.SIZE);
    }

    /** Makes the pages of an extent zero: those of its runs in use, which are all that can be other than zero. */
    private void cleanExtent(final int chunk)
    {
        final MemorySegment table = whole.asSlice(size);
        int page = chunk * PAGE_COUNT;
        final int end = page + PageTable.pageCount(chunkTable, chunk) * PAGE_COUNT;
        while (page < end)
        {
            final int kind = PageTable.kind(table, page);
            final int said = PageTable.pageCount(table, page);
            final boolean sound = kind >= PageTable.FREE && kind <= PageTable.SLAB && said > 0 && said <= end - page;
            final int count = sound ? said : end - page;
            if (!sound || kind != PageTable.FREE)
            {
                clean(PageTable.offsetOf(page), PageTable.offsetOf(count));
            }
            page += count;
        }
    }

    /** Makes a range zero, touching nothing that is zero already; by its pages if they are more than may be kept. */
    private void clean(final long offset, final long bytes)
    {
        final long from = PageTable.roundUp(offset, PageTable.PAGE_SIZE);
        final long to = offset + bytes & -PageTable.PAGE_SIZE;
        if (to - from >= 1 << CHUNK_SHIFT && !range.fileBacked() && !mayKeep(bytes))
        {
            Memory.zero(whole, offset, from - offset);
            range.giveBack(from, to - from);
            Memory.zero(whole, to, offset + bytes - to);
            return;
        }
        for (long at = offset; at < offset + bytes; )
        {
            final int piece = (int)Math.min(PageTable.PAGE_SIZE, offset + bytes - at);
            if (!Memory.isZero(whole, at, piece))
            {
                Memory.zero(whole, at, piece);
                keep(piece);
            }
            at += piece;
        }
    }

    private synchronized boolean mayKeep(final long bytes)
    {
        return kept + bytes <= MAX_KEPT_BYTES;
    }

    private synchronized void keep(final long bytes)
    {
        kept += bytes;
        if (kept > MAX_KEPT_BYTES)
        {
            giveBackFree();
        }
    }

    /**
     * Gives the pages of all chunks that no map has back to the system. Takes a system call for each free range.
     */
    public synchronized void trim()
    {
        requireOpen();
        giveBackFree();
    }

    private void giveBackFree()
    {
        kept = 0;
        if (!range.fileBacked())
        {
            chunks.forEachFree((chunk, count) ->
                range.giveBack((long)chunk << CHUNK_SHIFT, (long)count << CHUNK_SHIFT));
        }
    }

    /** Takes a share out of the list of those that are open, if it is not out already. */
    synchronized void leave(final Share share)
    {
        if (share.leave())
        {
            if (share == first)
            {
                first = share.next();
            }
            shareCount--;
            claimed -= share.claimed();
        }
    }

    // ---------------------------------------------------------------- budget

    /** Claims bytes: as many as wanted, or else as many as needed; 0 if there are not so many. */
    synchronized long claim(final Share share, final long needed, final long wanted)
    {
        share.requireOpen();
        final long left = budgetBytes - claimed;
        final long granted = wanted <= left ? wanted : needed <= left ? needed : 0;
        claimed += granted;
        share.claim(granted);
        return granted;
    }

    synchronized void unclaim(final Share share, final long bytes)
    {
        share.requireOpen();
        claimed -= bytes;
        share.claim(-bytes);
    }

    /** What a map is told for which there are no bytes or addresses. */
    OffHeapMemoryException usedUp(final long need)
    {
        return new OffHeapMemoryException("map memory \"" + name + "\" is used up", claimedBytes() + need, budgetBytes);
    }

    // ---------------------------------------------------------------- figures

    /**
     * What it is called.
     *
     * @return the name.
     */
    public String name()
    {
        return name;
    }

    /**
     * Most bytes that the maps may use together.
     *
     * @return number of bytes.
     */
    public long budgetBytes()
    {
        return budgetBytes;
    }

    /**
     * Bytes that maps use, and what they have claimed for their next steps.
     *
     * @return number of bytes.
     */
    public synchronized long claimedBytes()
    {
        return claimed;
    }

    /**
     * Addresses for maps.
     *
     * @return number of bytes.
     */
    public long reservedBytes()
    {
        return size;
    }

    /**
     * Addresses that maps have.
     *
     * @return number of bytes.
     */
    public synchronized long addressBytes()
    {
        requireOpen();
        return chunks.usedCount() << CHUNK_SHIFT;
    }

    /**
     * The largest extent that a map could take now.
     *
     * @return number of bytes.
     */
    public synchronized long largestFreeBytes()
    {
        requireOpen();
        return (long)chunks.largestFree() << CHUNK_SHIFT;
    }

    /**
     * Maps that are open.
     *
     * @return a count.
     */
    public synchronized int mapCount()
    {
        return shareCount;
    }

    ReservedRange range()
    {
        return range;
    }

    // ---------------------------------------------------------------- closing

    /**
     * Tells whether it is closed.
     *
     * @return true after {@link #close}.
     */
    public synchronized boolean isClosed()
    {
        return closed;
    }

    private void requireOpen()
    {
        if (closed)
        {
            throw new IllegalStateException("map memory is closed: name=" + name);
        }
    }

    private synchronized Share firstOpen()
    {
        closed = true;
        return first;
    }

    /** Closes all maps and gives the range back. Idempotent. Takes as long as closing each map by itself. */
    @Override
    public void close()
    {
        for (Share share = firstOpen(); share != null; share = firstOpen())
        {
            share.close();
            Thread.onSpinWait();
        }
        tracker.close();
    }
}
