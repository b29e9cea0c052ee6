// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import dev.tophash.OffHeapMemoryException;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * All memory of one map: a reserved range of addresses or a {@link Share} of one, an {@link Allocator} over it, and a
 * budget.
 *
 * <p><b>Space and budget are two things.</b> <i>Space</i> is addresses: {@link #space} hands out a zeroed range that
 * costs nothing until it is touched, so a growing list or the overflow buckets of one array can have room to extend in
 * place. <i>Budget</i> is bytes in use, counted against a hard limit.
 *
 * <p><b>Refusals come first.</b> An operation asks a {@link Grant} for everything it can need before it changes a byte.
 * Before anything is refused, {@link #relieveBy relief} is sought: retired memory that waits for its turn is cleaned.
 *
 * <pre>
 *   0                                              reservedBytes
 *   | pages of the map                             | page table |
 * </pre>
 *
 * <p><b>Threads.</b> Single writer.
 */
public final class Region implements AutoCloseable
{
    /** Granularity of giving back, in bytes. */
    public static final long PAGE_SIZE = PageTable.PAGE_SIZE;

    /** Bytes cleaned in one step; about 2 microseconds. */
    public static final long SLICE_SIZE = 64 << 10;

    private static final long HUGE_PAGE_SIZE = 2L << 20;
    private static final long CROWD = 4_096;

    private final ReservedRange range;
    private final Share share;
    private final MemorySegment memory;
    private final Allocator allocator;
    private final long base;
    private final Budget budget;
    private final RegionConfig config;

    private LeakDetector.Tracker tracker;
    private long adoptedSize;

    private Region(final ReservedRange range, final long size, final RegionConfig config)
    {
        this(range, null, range.segment().asSlice(0, size),
            new Allocator(range.segment().asSlice(size), PageTable.pageOf(size), new OwnedPages(range, size)),
            new Budget(config.budgetBytes(), null, config.gate()), config);
        range.touched(allocator.runs()::reached, size);
        tracker = LeakDetector.track(this, config.name(), range.arena(), size, range::release, true);
    }

    private Region(final Share share, final RegionConfig config)
    {
        this(share.range().range(), share, share.memory(), share.allocator(),
            new Budget(Math.min(config.budgetBytes(), share.range().budgetBytes()), share, config.gate()), config);
        tracker = share.endWith(this, config.name());
    }

    private Region(
        final ReservedRange range, final Share share, final MemorySegment memory, final Allocator allocator,
        final Budget budget, final RegionConfig config)
    {
        this.range = range;
        this.share = share;
        this.memory = memory;
        this.allocator = allocator;
        this.base = config.baseAddress() == 0 ? memory.address() : config.baseAddress();
        this.budget = budget;
        this.config = config;
    }

    /**
     * Reserves the addresses of one map, or enters it into a range of many maps.
     *
     * @param config sizes and policy.
     * @return the region; nothing of it is committed.
     * @throws OffHeapMemoryException if the system has no address range of at least 1 MiB, the range of many maps has
     *                                no room for one more, or the budget is more than the system has.
     * @throws IllegalCallerException if native access is denied and no file is allowed.
     */
    public static Region open(final RegionConfig config)
    {
        if (config.common() != null)
        {
            return new Region(config.common().share(), config);
        }
        Reservation.requireBudget(config.budgetBytes(), config.file(), SystemMemory.most());
        final boolean modest = config.reservationBytes() == 0 && config.baseAddress() == 0 && !config.file().forced() &&
            NativeRange.supported();
        if (modest && (!AddressSpace.ofProcess().isModest(Reservation.defaultSize(config.budgetBytes())) ||
            isCrowded()))
        {
            return new Region(CommonRange.ofProcess().share(), config);
        }
        return reserve(config);
    }

    /** Whether so many ranges are open that it is worth to look whether the mappings are nearly used up. */
    private static boolean isCrowded()
    {
        return LeakDetector.openRegions() > CROWD && AddressSpace.ofProcess().isShortOfMappings();
    }

    /**
     * Reserves the addresses of one map.
     *
     * @param config sizes and policy.
     * @return the region; nothing of it is committed.
     * @throws OffHeapMemoryException if the system has too few addresses, or fewer bytes than the budget.
     * @throws IllegalCallerException if native access is denied and no file is allowed.
     */
    public static Region openAlone(final RegionConfig config)
    {
        Reservation.requireBudget(config.budgetBytes(), config.file(), SystemMemory.most());
        return reserve(config);
    }

    private static Region reserve(final RegionConfig config)
    {
        final long size = PageTable.roundUp(
            config.reservationBytes() == 0 ? Reservation.defaultSize(config.budgetBytes()) :
            Math.min(config.reservationBytes(), Reservation.MAX_SIZE), PAGE_SIZE);
        return Reservation.orCollect(() -> tryOpen(size, config), () ->
            new OffHeapMemoryException("no address range for a map" + AddressSpace.ofProcess().shortage(), size,
                AddressSpace.ofProcess().permitted()));
    }

    /** Half as many addresses, and half of these, if the system or the JVM cannot spare them. */
    private static Region tryOpen(final long size, final RegionConfig config)
    {
        final long permitted = Reservation.permitted(size);
        for (long attempt = size; attempt >= Math.min(size, Reservation.MIN_SIZE); attempt /= 2)
        {
            final long rounded = PageTable.roundUp(attempt, PAGE_SIZE);
            final long all = rounded + PageTable.size(rounded >>> PageTable.PAGE_SHIFT);
            final var range = all > permitted ? null : Reservation.reserve(all, config.file(), config.keptBytes());
            if (range != null)
            {
                return new Region(Reservation.withHead(range, rounded), rounded, config);
            }
        }
        return null;
    }

    Allocator allocator()
    {
        return allocator;
    }

    /**
     * Makes an empty grant.
     *
     * @return a grant of this region, to be kept and used again.
     */
    public Grant grant()
    {
        return new Grant(this);
    }

    /**
     * The whole range, an opaque handle for {@link Memory}.
     *
     * @return the segment.
     */
    public MemorySegment memory()
    {
        return memory;
    }

    /**
     * The number that pointer fields count from.
     *
     * @return address of offset 0.
     */
    public long base()
    {
        return base;
    }

    /**
     * Turns a position into the number that stands in a pointer field.
     *
     * @param offset position in bytes, 0 for nil.
     * @return the address, 0 for nil.
     */
    public long address(final long offset)
    {
        return offset == 0 ? 0 : base + offset;
    }

    /**
     * Turns a pointer field into a position; the segment's bounds judge it when it is used.
     *
     * @param address content of a pointer field.
     * @return the position, 0 for nil; outside the region for a wild pointer.
     */
    public long offset(final long address)
    {
        return address == 0 ? 0 : address - base;
    }

    // ---------------------------------------------------------------- space

    /**
     * Hands out zeroed address space. Nothing is charged.
     *
     * @param size number of bytes, positive.
     * @return its offset; a multiple of 4096 for a page or more, else of 64.
     * @throws OffHeapMemoryException if the addresses have run out.
     */
    public long space(final long size)
    {
        long offset = allocator.take(size, 1);
        while (offset == PageTable.NONE)
        {
            if (!budget.makeRoom())
            {
                throw outOfSpace(size);
            }
            offset = allocator.take(size, 1);
        }
        return offset;
    }

    /**
     * Hands out space for a bucket array and applies the page policy to it.
     *
     * @param size number of bytes, positive.
     * @return its offset.
     * @throws OffHeapMemoryException if the addresses have run out.
     */
    long arraySpace(final long size)
    {
        final long aligned = isHuge(size) ? allocator.take(size, alignment(size)) : PageTable.NONE;
        final long offset = aligned == PageTable.NONE ? space(size) : aligned;
        advise(offset, size);
        if (config.preTouch())
        {
            makePages(offset, size);
        }
        return offset;
    }

    /** Asks for huge pages for an array that is to have them. */
    void advise(final long offset, final long size)
    {
        if (isHuge(size))
        {
            range.adviseHuge(offset, PageTable.roundUp(size, PAGE_SIZE));
        }
    }

    /** Where a bucket array should begin: at a multiple of this. */
    long alignment(final long size)
    {
        return isHuge(size) ? HUGE_PAGE_SIZE : 1;
    }

    private boolean isHuge(final long size)
    {
        return size >= HUGE_PAGE_SIZE && (config.hugePages() || range.wantsHugeArrays());
    }

    /** Makes pages, by a touch that changes no byte where the system has no call for it. */
    void makePages(final long offset, final long size)
    {
        if (!populate(offset, size))
        {
            for (long at = offset; at < offset + size; at += PAGE_SIZE)
            {
                Memory.getAndBitwiseOrInt(memory, at, 0);
            }
        }
    }

    /**
     * Has pages made that will be written soon.
     *
     * @param offset first byte.
     * @param size   number of bytes.
     * @return false if the system cannot do that, so that the pages come by touch.
     */
    public boolean populate(final long offset, final long size)
    {
        final long from = offset & -PAGE_SIZE;
        return range.populate(from, PageTable.roundUp(offset + size, PAGE_SIZE) - from);
    }

    long keptBytes()
    {
        return config.keptBytes();
    }

    /** Takes a run of pages; its first page. */
    int takeRun(final int pageCount)
    {
        return PageTable.pageOf(space(PageTable.offsetOf(pageCount)));
    }

    /** Makes a run zero and gives it back. */
    void cleanAndGive(final int page, final long touchedSize)
    {
        if (touchedSize >= SLICE_SIZE)
        {
            giveBack(PageTable.offsetOf(page), PageTable.roundUp(touchedSize, PAGE_SIZE));
        }
        else
        {
            Memory.zero(memory, PageTable.offsetOf(page), touchedSize);
        }
        allocator.runs().give(page, PageTable.pageCount(allocator.table(), page));
    }

    /**
     * Takes space back for reuse. The caller has made it read as zero.
     *
     * @param offset what {@link #space} returned.
     * @param size   the size it was asked for.
     */
    public void recycle(final long offset, final long size)
    {
        allocator.give(offset, size);
    }

    /**
     * Hands out zeroed space and charges all of it, for parts that a map keeps.
     *
     * @param size number of bytes, positive.
     * @param what what it is for, for the message.
     * @return its offset.
     * @throws OffHeapMemoryException if the budget or the addresses do not allow it; nothing has changed.
     */
    public long obtain(final long size, final String what)
    {
        budget.hold(size, what);
        budget.unhold(size);
        final long offset = space(size);
        budget.use(size);
        return offset;
    }

    /**
     * Zeroes what {@link #obtain} handed out and takes it back.
     *
     * @param offset its offset.
     * @param size   the size it was asked for.
     */
    public void dismiss(final long offset, final long size)
    {
        Memory.zero(memory, offset, size);
        recycle(offset, size);
        discharge(size);
    }

    /**
     * Takes the bytes of an image as they are; nothing was handed out before.
     *
     * @param source the image's memory.
     * @param size   its length in bytes.
     * @throws OffHeapMemoryException if the range or the budget is too small.
     */
    public void adopt(final MemorySegment source, final long size)
    {
        budget.hold(size, "image");
        budget.unhold(size);
        if (size > 0 && allocator.runs().take(Allocator.pageCount(size), 1) == PageTable.NONE)
        {
            throw outOfSpace(size);
        }
        budget.use(size);
        Memory.copy(source, 0, memory, 0, size);
        adoptedSize = size;
    }

    private OffHeapMemoryException outOfSpace(final long need)
    {
        return new OffHeapMemoryException("memory of a map: " + range.shortage(), need, range.roomBytes());
    }

    // ---------------------------------------------------------------- budget

    /** What may be used, and what is. */
    Budget budget()
    {
        return budget;
    }

    /**
     * Sets what is tried before a refusal: retired memory that still waits for its turn is not gone.
     *
     * @param step returns some memory, or false if there is none to return.
     * @param room the same for addresses.
     */
    public void relieveBy(final BooleanSupplier step, final BooleanSupplier room)
    {
        budget.relieveBy(step, room);
    }

    /**
     * Counts bytes as free again.
     *
     * @param bytes number of bytes.
     */
    public void discharge(final long bytes)
    {
        budget.discharge(bytes);
    }

    /**
     * Bytes in use.
     *
     * @return number of bytes charged.
     */
    public long usedBytes()
    {
        return budget.used();
    }

    /**
     * Bytes granted and not used yet; between operations those for the evacuation of a running growth.
     *
     * @return number of bytes.
     */
    public long heldBytes()
    {
        return budget.held();
    }

    /** {@return the hard limit, in bytes} */
    public long budgetBytes()
    {
        return budget.limit();
    }

    /**
     * Addresses reserved.
     *
     * @return number of bytes.
     */
    public long reservedBytes()
    {
        return memory.byteSize();
    }

    /**
     * End of the space in use: an image of the map needs the bytes below. Of a map among many, the end of the common
     * range, of which {@link #ranges} are its own.
     *
     * @return an offset, a multiple of the page size.
     */
    public long endOffset()
    {
        return allocator.endOffset();
    }

    /** {@return the name of the map, empty if it has none} */
    public String name()
    {
        return config.name();
    }

    /** {@return whether the map has the range to itself} */
    public boolean isAlone()
    {
        return share == null;
    }

    /**
     * Tells whether bytes belong to this map, whatever they are in use for.
     *
     * @param offset first of them; any number.
     * @param size   how many; any number.
     * @return false if one of them lies outside, or belongs to another map.
     */
    public boolean covers(final long offset, final long size)
    {
        return share != null ? share.covers(offset, size) :
            offset >= 0 && size >= 0 && offset <= endOffset() - size;
    }

    /**
     * The ranges of a map among many that are in use.
     *
     * @return offset and size of each, in order of their offsets.
     */
    public long[] ranges()
    {
        return share.ranges();
    }

    /**
     * Addresses in use: pages of which a part is handed out.
     *
     * @return number of bytes.
     */
    public long addressBytes()
    {
        return allocator.usedBytes() + (share == null ? 0 : Cells.SIZE);
    }

    /**
     * The largest range that could be handed out now.
     *
     * @return number of bytes.
     */
    public long largestFreeBytes()
    {
        return Math.max(allocator.largestFreeBytes(), share == null ? 0 : share.range().largestFreeBytes());
    }

    /**
     * Tells whether the bytes can reach a disk.
     *
     * @return true on the file fallback.
     */
    public boolean fileBacked()
    {
        return range.fileBacked();
    }

    // ---------------------------------------------------------------- giving back, closing

    /**
     * Makes whole pages read as zero and gives them back to the system.
     *
     * @param offset a multiple of the page size.
     * @param size   a multiple of the page size.
     */
    void giveBack(final long offset, final long size)
    {
        Objects.checkFromIndexSize(offset, size, memory.byteSize());
        range.giveBack(offset, size);
    }

    /**
     * Gives the whole pages of an adopted image back, but not those of one range; does nothing the second time.
     *
     * @param keepOffset start of the range to keep.
     * @param keepSize   its size in bytes.
     */
    public void releaseAdopted(final long keepOffset, final long keepSize)
    {
        final long below = Math.min(keepOffset, adoptedSize) / PAGE_SIZE * PAGE_SIZE;
        final long above = PageTable.roundUp(keepOffset + keepSize, PAGE_SIZE);
        final long end = adoptedSize / PAGE_SIZE * PAGE_SIZE;
        if (below > 0)
        {
            giveBack(0, below);
            discharge(below);
        }
        if (end > above)
        {
            giveBack(above, end - above);
            discharge(end - above);
        }
        adoptedSize = 0;
    }

    /**
     * Gives the pages of all free ranges back to the system. Takes a system call for each free range.
     */
    public void trim()
    {
        if (!range.fileBacked())
        {
            allocator.runs().forEachFree((page, count) ->
                giveBack(PageTable.offsetOf(page), PageTable.offsetOf(count)));
        }
        if (share != null)
        {
            share.giveFreeExtents(allocator.runs());
            budget.unclaim(0);
        }
    }

    /**
     * Tells whether the region is closed.
     *
     * @return true after {@link #close}.
     */
    public boolean isClosed()
    {
        return !memory.scope().isAlive();
    }

    /**
     * Ends the region; every later access throws. Idempotent, safe from any thread.
     */
    @Override
    public void close()
    {
        tracker.close();
    }
}
