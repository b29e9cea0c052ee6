// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import dev.tophash.OffHeapMemoryException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * All memory of one map: a reserved range of addresses, handed out by a bump pointer and exact-size free lists.
 *
 * <p><b>Space and budget are two things.</b> <i>Space</i> is addresses: {@link #space} hands out a zeroed range that
 * costs nothing until it is touched, so a growing list or the overflow buckets of one array can have room to extend in
 * place.
 * <i>Budget</i> is bytes in use: {@link #charge} counts what an operation will touch against the hard limit.
 *
 * <p><b>Refusals come first.</b> An operation calls {@link #require} with everything it can need before it changes a
 * byte. That call is the one that throws; the {@link #charge} calls that follow draw on what was granted. What a
 * growth will need for its evacuation, spread over later operations, is {@link #promise promised} when the growth
 * starts and {@link #redeem redeemed} step by step, so a remove in mid-growth cannot run out. Go dies when its
 * allocator fails; a port that keeps Go's order and survives loses entries at half of the faults (180 of 319 in the
 * probe).
 *
 * <p><b>Threads.</b> Single writer. Opening a cursor may allocate and is serialised by the map.
 *
 * <p>Order of this file: construction, space, budget, giving back, closing.
 */
public final class Region implements AutoCloseable
{
    /** Granularity of giving back, in bytes. */
    public static final long PAGE_SIZE = 4096;

    private static final long HUGE_PAGE_SIZE = 2L << 20;
    private static final long FIRST_OFFSET = 64;
    private static final long ALIGNMENT = 16;
    private static final long CACHE_LINE = 64;
    private static final long MAX_DEFAULT_RESERVATION = 64L << 30;
    private static final long MIN_RESERVATION = 1L << 20;
    private static final int MAX_PLAN_COUNT = 4;

    /** Ranges that can be free before the lists of them grow: a growth frees about four, so no growth makes garbage. */
    private static final int FREE_ROOM = 128;

    private final ReservedRange range;
    private final MemorySegment memory;
    private final long base;
    private final long budgetBytes;
    private final boolean hugePages;
    private final boolean preTouch;
    private final AllocationGate gate;
    private final LeakDetector.Tracker tracker;

    private BooleanSupplier relief = () -> false;
    private long bump = FIRST_OFFSET;
    private long used;
    private long granted;
    private long promised;
    private long adoptedSize;
    private long[] freeOffsets = new long[FREE_ROOM];
    private long[] freeSizes = new long[FREE_ROOM];
    private int freeCount;
    private final long[] plannedSizes = new long[MAX_PLAN_COUNT];
    private int plannedCount;

    private Region(final ReservedRange range, final RegionConfig config)
    {
        this.range = range;
        this.memory = range.segment();
        this.base = 0 == config.baseAddress() ? memory.address() : config.baseAddress();
        this.budgetBytes = config.budgetBytes();
        this.hugePages = config.hugePages();
        this.preTouch = config.preTouch();
        this.gate = config.gate();
        this.tracker = LeakDetector.track(this, range.arena(), memory.byteSize());
    }

    /**
     * Reserves the addresses of one map.
     *
     * @param config sizes and policy.
     * @return the region; nothing of it is committed.
     * @throws OffHeapMemoryException if the system has no address range of at least 1 MiB.
     */
    public static Region open(final RegionConfig config)
    {
        long size = config.reservationBytes();
        if (0 == size)
        {
            final long wanted = Math.min(config.budgetBytes(), MAX_DEFAULT_RESERVATION / 2) * 2;
            size = Math.max(Long.highestOneBit(wanted - 1) << 1, MIN_RESERVATION);
        }
        size = roundUp(size, PAGE_SIZE);
        for (long attempt = size; attempt >= Math.min(size, MIN_RESERVATION); attempt /= 2)
        {
            final ReservedRange range = reserve(roundUp(attempt, PAGE_SIZE), config.forceFile());
            if (null != range)
            {
                return new Region(range, config);
            }
        }
        throw new OffHeapMemoryException("no address range for a map", size, MIN_RESERVATION);
    }

    private static ReservedRange reserve(final long size, final boolean forceFile)
    {
        if (!forceFile && NativeRange.supported())
        {
            try
            {
                return NativeRange.reserve(size);
            }
            catch (final IllegalCallerException denied)
            {
                return FileRange.reserve(size);
            }
        }
        return FileRange.reserve(size);
    }

    private static long roundUp(final long size, final long unit)
    {
        return (size + unit - 1) / unit * unit;
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
        return 0 == offset ? 0 : base + offset;
    }

    /**
     * Turns a pointer field into a position; the segment's bounds judge it when it is used.
     *
     * @param address content of a pointer field.
     * @return the position, 0 for nil; outside the region for a wild pointer.
     */
    public long offset(final long address)
    {
        return 0 == address ? 0 : address - base;
    }

    // ---------------------------------------------------------------- space

    /**
     * Hands out zeroed address space. Nothing is charged.
     *
     * @param size number of bytes, positive.
     * @return its offset; a multiple of 4096 for a page or more, else of 16.
     * @throws OffHeapMemoryException if the addresses have run out.
     */
    public long space(final long size)
    {
        final long spaceSize = spaceSize(size);
        for (int i = freeCount - 1; i >= 0; i--)
        {
            if (freeSizes[i] == spaceSize)
            {
                final long offset = freeOffsets[i];
                freeCount--;
                freeOffsets[i] = freeOffsets[freeCount];
                freeSizes[i] = freeSizes[freeCount];
                return offset;
            }
        }
        final long offset = roundUp(bump, alignment(spaceSize));
        if (spaceSize > memory.byteSize() - offset)
        {
            throw outOfSpace(spaceSize);
        }
        bump = offset + spaceSize;
        return offset;
    }

    /**
     * Hands out space for a bucket array and applies the page policy to it.
     *
     * @param size number of bytes, positive.
     * @return its offset.
     * @throws OffHeapMemoryException if the addresses have run out.
     */
    public long arraySpace(final long size)
    {
        final long offset = space(size);
        if (hugePages && size >= HUGE_PAGE_SIZE)
        {
            range.adviseHuge(offset, spaceSize(size));
        }
        if (preTouch)
        {
            for (long at = offset; at < offset + size; at += PAGE_SIZE)
            {
                Memory.putByte(memory, at, (byte)0);
            }
        }
        return offset;
    }

    /**
     * Takes space back for reuse. The caller has made it read as zero.
     *
     * @param offset what {@link #space} returned.
     * @param size   the size it was asked for.
     */
    public void recycle(final long offset, final long size)
    {
        if (freeCount == freeOffsets.length)
        {
            freeOffsets = Arrays.copyOf(freeOffsets, 2 * freeCount);
            freeSizes = Arrays.copyOf(freeSizes, 2 * freeCount);
        }
        freeOffsets[freeCount] = offset;
        freeSizes[freeCount] = spaceSize(size);
        freeCount++;
    }

    /**
     * Takes the bytes of an image as they are: the bump pointer starts behind them.
     *
     * @param source the image's memory.
     * @param size   its length in bytes.
     * @throws OffHeapMemoryException if the range or the budget is too small.
     */
    public void adopt(final MemorySegment source, final long size)
    {
        require(size, size, "image");
        charge(size);
        settle();
        Memory.copy(source, 0, memory, 0, size);
        adoptedSize = size;
        bump = Math.max(roundUp(size, PAGE_SIZE), FIRST_OFFSET);
    }

    private long alignment(final long spaceSize)
    {
        if (hugePages && spaceSize >= HUGE_PAGE_SIZE)
        {
            return HUGE_PAGE_SIZE;
        }
        return spaceSize >= PAGE_SIZE ? PAGE_SIZE : spaceSize >= CACHE_LINE ? CACHE_LINE : ALIGNMENT;
    }

    private static long spaceSize(final long size)
    {
        return roundUp(size, size >= PAGE_SIZE ? PAGE_SIZE : ALIGNMENT);
    }

    private OffHeapMemoryException outOfSpace(final long need)
    {
        return new OffHeapMemoryException("address range of the map is used up", need, memory.byteSize());
    }

    // ---------------------------------------------------------------- budget

    /**
     * Asks for everything an operation can need, before it changes a byte.
     *
     * @param bytes      bytes it will charge at most.
     * @param spaceBytes bytes of address space it will take at most.
     * @param what       what they are for, for the message.
     * @throws OffHeapMemoryException if the budget or the addresses do not allow it; nothing has changed.
     */
    public void require(final long bytes, final long spaceBytes, final String what)
    {
        gate.request(bytes);
        while (bytes > budgetBytes - used - promised)
        {
            if (!relief.getAsBoolean())
            {
                throw new OffHeapMemoryException(what, used + promised + bytes, budgetBytes);
            }
        }
        final long worst = spaceBytes + (hugePages && spaceBytes >= HUGE_PAGE_SIZE ? HUGE_PAGE_SIZE : PAGE_SIZE);
        while (worst > memory.byteSize() - bump && !hasFree(spaceBytes))
        {
            if (!relief.getAsBoolean())
            {
                throw outOfSpace(spaceBytes);
            }
        }
        granted = bytes;
    }

    /**
     * Sets what is tried before a refusal: retired memory that still waits for its turn is not gone.
     *
     * @param step returns some memory, or false if there is none to return.
     */
    public void relieveBy(final BooleanSupplier step)
    {
        relief = step;
    }

    /**
     * Starts the plan of an operation that takes space more than once.
     */
    public void startPlan()
    {
        plannedCount = 0;
    }

    /**
     * Enters a call of {@link #space} into the plan.
     *
     * @param size number of bytes, positive; at most four a plan.
     */
    public void plan(final long size)
    {
        plannedSizes[plannedCount++] = spaceSize(size);
    }

    /**
     * Asks for what the plan needs, before the operation changes a byte.
     *
     * @param bytes bytes it will charge at most.
     * @param what  what they are for, for the message.
     * @throws OffHeapMemoryException if the budget or the addresses do not allow it; nothing has changed.
     */
    public void requirePlan(final long bytes, final String what)
    {
        require(bytes, 0, what);
        granted = 0;
        while (plannedSpace() > memory.byteSize() - bump)
        {
            if (!relief.getAsBoolean())
            {
                throw outOfSpace(plannedSpace());
            }
        }
        granted = bytes;
    }

    /** New addresses that the plan takes at most, gaps for the sake of alignment included; a free range serves once. */
    private long plannedSpace()
    {
        long total = 0;
        for (int i = 0; i < plannedCount; i++)
        {
            final long size = plannedSizes[i];
            int unused = 0;
            for (int free = 0; free < freeCount; free++)
            {
                unused += freeSizes[free] == size ? 1 : 0;
            }
            for (int before = 0; before < i; before++)
            {
                unused -= plannedSizes[before] == size ? 1 : 0;
            }
            total += unused > 0 ? 0 : size + alignment(size);
        }
        return total;
    }

    private boolean hasFree(final long size)
    {
        final long spaceSize = spaceSize(size);
        for (int i = 0; i < freeCount; i++)
        {
            if (freeSizes[i] == spaceSize)
            {
                return true;
            }
        }
        return 0 == size;
    }

    /**
     * Counts bytes as used, out of what was granted; asks by itself where nothing was.
     *
     * @param bytes number of bytes.
     * @throws OffHeapMemoryException if nothing was granted and the budget does not allow it.
     */
    public void charge(final long bytes)
    {
        if (granted < bytes)
        {
            require(bytes, 0, "allocation");
        }
        granted -= bytes;
        used += bytes;
    }

    /**
     * Ends the grant of an operation.
     */
    public void settle()
    {
        granted = 0;
    }

    /**
     * Counts bytes as free again.
     *
     * @param bytes number of bytes.
     */
    public void discharge(final long bytes)
    {
        used -= bytes;
    }

    /**
     * Sets granted bytes aside for later operations.
     *
     * @param bytes number of bytes, at most what is granted.
     */
    public void promise(final long bytes)
    {
        assert bytes <= granted : "promise without grant";
        granted -= bytes;
        promised += bytes;
    }

    /**
     * Turns promised bytes into granted ones.
     *
     * @param bytes number of bytes, at most what is promised.
     */
    public void redeem(final long bytes)
    {
        assert bytes <= promised : "redeem without promise";
        promised -= bytes;
        granted += bytes;
    }

    /**
     * Gives promised bytes up.
     *
     * @param bytes number of bytes, at most what is promised.
     */
    public void release(final long bytes)
    {
        promised -= bytes;
    }

    /**
     * Bytes in use.
     *
     * @return number of bytes charged.
     */
    public long usedBytes()
    {
        return used;
    }

    /**
     * Bytes set aside for the evacuation of a running growth.
     *
     * @return number of bytes promised.
     */
    public long promisedBytes()
    {
        return promised;
    }

    /**
     * The hard limit.
     *
     * @return number of bytes.
     */
    public long budgetBytes()
    {
        return budgetBytes;
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
     * End of all space ever handed out: an image of the map needs the bytes below.
     *
     * @return an offset.
     */
    public long endOffset()
    {
        return bump;
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
        final long above = roundUp(keepOffset + keepSize, PAGE_SIZE);
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
     * Makes every byte zero that was ever handed out; pages that are zero already are only read.
     */
    public void zeroAll()
    {
        final long end = Math.min(roundUp(bump, PAGE_SIZE), memory.byteSize());
        for (long at = 0; at < end; at += PAGE_SIZE)
        {
            if (!Memory.isZero(memory, at, (int)PAGE_SIZE))
            {
                Memory.zero(memory, at, PAGE_SIZE);
            }
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
