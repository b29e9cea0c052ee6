// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.arrays;

import dev.tophash.OffHeapMemoryException;
import dev.tophash.layout.GoVersion;
import dev.tophash.layout.MapType;
import dev.tophash.layout.SizeClasses;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.layout.classic.BucketCount;
import dev.tophash.layout.classic.LoadFactor;
import dev.tophash.offheap.memory.Grant;
import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.memory.Pins;
import dev.tophash.offheap.memory.Reclaimer;
import dev.tophash.offheap.memory.Region;
import java.lang.foreign.MemorySegment;

/**
 * Where bucket arrays, overflow buckets and overflow lists come from and where they go.
 *
 * <p>A map has one {@link Generation} for {@code buckets} and, while it grows, one for {@code oldbuckets}. When a
 * growth ends, the old one is retired: its ranges go to the {@link Reclaimer} and come back slice by slice once no
 * cursor can read them. What an operation may allocate is asked for beforehand ({@link #askForOverflow}); the methods
 * that allocate take it from the {@link Grant} and do not fail.
 *
 * <p>The overflow list of a pointer-free map is charged with 16 bytes an overflow bucket, the most that doubling can
 * need.
 */
public final class BucketArrays
{
    private static final int LIST_CHARGE = 16;
    private static final long MIN_EXTENT_BUCKET_COUNT = 8;
    private static final long MIN_LIST_ENTRY_COUNT = 64;
    /** Go doubles the capacity of a list up to here: every power of two below is one, from 1 on. */
    private static final long DOUBLED_LIST_CAPACITY = 64;
    private static final int POOL_SIZE = 4;
    private static final int MIN_PATIENCE = 64;
    private static final int PATIENCE_PART = 64;

    /** One for the array and one for the array that it grows from. */
    private static final int MADE_COUNT = 2;

    private final Region region;
    private final MemorySegment memory;
    private final Reclaimer reclaimer;
    private final Pins pins;
    private final int bucketSize;
    private final boolean pointerFree;
    private final GoVersion version;
    private final boolean trackDirty;
    private final SwapArray swap;
    private final Populating populating;
    private final Generation[] pool = new Generation[POOL_SIZE];
    private final DirtyBuckets untracked;
    private NextArray next;
    private int poolCount;
    private Generation current;
    private Generation old;
    private Grant evacuation;

    /** The arrays of one map; there is none yet. */
    public BucketArrays(
        final Region region, final Reclaimer reclaimer, final Pins pins, final MapType type, final GoVersion version,
        final boolean trackDirty)
    {
        this.region = region;
        this.memory = region.memory();
        this.reclaimer = reclaimer;
        this.pins = pins;
        this.bucketSize = BmapDescriptor.bucketSize(type);
        this.pointerFree = type.pointerFree();
        this.version = version;
        this.trackDirty = trackDirty;
        this.swap = new SwapArray(memory);
        this.populating = new Populating(region);
        this.untracked = trackDirty ? null : new DirtyBuckets(memory);
    }

    /** Arrays that keep no bits have the same object for it. */
    private Generation generation()
    {
        return new Generation(untracked == null ? new DirtyBuckets(memory) : untracked);
    }

    /** What the evacuation of the running growth can still need. */
    public Grant evacuation()
    {
        if (evacuation == null)
        {
            evacuation = region.grant();
        }
        return evacuation;
    }

    /** Gives back what the evacuation has not needed. */
    public void endEvacuation()
    {
        if (evacuation != null)
        {
            evacuation.end();
        }
    }

    /** What the map's buckets pointer leads to; null for nil. */
    public Generation current()
    {
        return current;
    }

    /** What the map's oldbuckets pointer leads to; null for nil. */
    public Generation old()
    {
        return old;
    }

    /** The array that a clear has put aside. */
    public SwapArray swap()
    {
        return swap;
    }

    /** The pages of the array that a growth moves to. */
    public Populating populating()
    {
        return populating;
    }

    /** The array that the next growth will take; null if nobody prepares it. */
    public NextArray next()
    {
        return next;
    }

    /** Says who prepares the array of the next growth. */
    public void prepareBy(final NextArray.Preparing who)
    {
        if (next != null)
        {
            next.prepareBy(who);
        }
        else if (who != NextArray.Preparing.NOBODY)
        {
            next = new NextArray(this, region, who);
        }
    }

    /** From how many entries on a write has to take the next array, or to look after an agent. */
    public long notice(final int b)
    {
        return next == null ? Long.MAX_VALUE : Math.min(next.notice(b), reclaimer.visitAt());
    }

    /** Whether a write has to do so now. */
    public boolean isNoticed(final long count)
    {
        return next != null && (next.isDue(count) || count >= reclaimer.visitAt());
    }

    /** Cleans a slice of what is retired or leaves it to an agent; returns whether nothing is left for a while. */
    public boolean cleanOrLeave(final long count, final int b)
    {
        return reclaimer.stepOrLeave(
            pins.oldestEpoch(), count, Math.max(MIN_PATIENCE, LoadFactor.growLimit(b) / PATIENCE_PART));
    }

    /** What a write does for the next array; returns whether more is left for later writes. */
    public boolean prepareNext(final long count, final int b)
    {
        if (next == null || old != null)
        {
            return false;
        }
        if (next.isDue(count))
        {
            next.take(b);
        }
        return next.chore();
    }

    /** Does a slice of the next array with time to spare, if {@code act}; false if there is none to do. */
    public boolean advanceNext(final long count, final int b, final boolean act)
    {
        if (next == null || next.preparedBy() == NextArray.Preparing.NOBODY)
        {
            return false;
        }
        if (old != null || !next.isWorthTaking(count, b))
        {
            return act ? next.pages().step() : next.pages().left() != 0;
        }
        if (act)
        {
            next.take(b);
        }
        return true;
    }

    /** Gives up the next array, which may be taken again; what memory it has is free at once. */
    public void forgetNext()
    {
        if (next != null)
        {
            next.forget();
        }
    }

    /** Gives the next array, or else that of a swap, to an operation that would be refused without. */
    public boolean relieve()
    {
        return next != null && next.giveBack() || retireSwap();
    }

    /** Has pages of the array made that a growth moves to. */
    public void makePages()
    {
        if (next != null)
        {
            next.makePage();
        }
        populating.advance();
    }

    public long totalCount(final int b)
    {
        return BucketCount.total(bucketSize, b, !pointerFree, version);
    }

    /** Bytes of an array, or -1 if that many cannot be addressed. */
    public long arraySize(final int b)
    {
        if (b > 57)
        {
            return -1;
        }
        final long total = totalCount(b);
        return Math.multiplyHigh(total, (long)bucketSize) == 0 && total * bucketSize > 0 ? total * bucketSize : -1;
    }

    /** Bytes that the dirty bits of an array cost. */
    public long dirtySize(final int b)
    {
        return trackDirty ? DirtyBuckets.size(1L << b) : 0;
    }

    /** Makes what growths need of the Java heap, with the first array: an empty map has none of it. */
    private void prepareGrowth()
    {
        evacuation = region.grant();
        while (poolCount < MADE_COUNT)
        {
            pool[poolCount++] = generation();
        }
    }

    /** Takes an array out of what was granted; the caller makes it the current one. */
    public Generation allocate(final int b, final Grant grant)
    {
        if (evacuation == null)
        {
            prepareGrowth();
        }
        final long size = arraySize(b);
        grant.charge(size);
        return describe(b, grant.take(size), grant);
    }

    /** Whether the array of a growth to 2^b buckets is prepared. */
    public boolean isPrepared(final int b)
    {
        return next != null && next.fits(b);
    }

    /** Asks for what belongs to an array beside itself, if entries with so many overflow buckets can move to it. */
    public Grant askToMove(final int b, final long toMoveCount, final Grant grant)
    {
        final long dirtySize = dirtySize(b);
        askForEvacuation(toMoveCount, 1L << b, 0, grant.bytes(dirtySize + toMoveCount * overflowCost()));
        return dirtySize == 0 ? grant : grant.range(dirtySize);
    }

    /** Gets what was asked for beside the prepared array, and takes that; null with nothing held if memory is short. */
    public Generation allocatePrepared(final int b, final Grant grant, final String what)
    {
        final long offset = next.handOver();
        try
        {
            grant.confirm(what);
        }
        catch (final OffHeapMemoryException e)
        {
            next.takeBack(b);
            return null;
        }
        return describe(b, offset, grant);
    }

    private Generation describe(final int b, final long offset, final Grant grant)
    {
        final long size = arraySize(b);
        final Generation generation = poolCount == 0 ? generation() : pool[--poolCount];
        generation.describe(offset, size, 1L << b, totalCount(b));
        addDirtyBits(generation, dirtySize(b), grant);
        return generation;
    }

    /** Takes room for dirty bits out of what was granted; none if the size is 0. */
    public void addDirtyBits(final Generation generation, final long size, final Grant grant)
    {
        if (size != 0)
        {
            grant.charge(size);
            generation.dirty().attach(grant.take(size), size);
        }
    }

    public void setCurrent(final Generation generation)
    {
        current = generation;
    }

    public void setOld(final Generation generation)
    {
        old = generation;
    }

    /** Bytes that one more overflow bucket costs. */
    public long needForOverflow(final boolean spareLeft)
    {
        return (spareLeft ? 0L : bucketSize) + (pointerFree ? LIST_CHARGE : 0L);
    }

    /** Bytes that an overflow bucket costs at most, for promises. */
    public long overflowCost()
    {
        return needForOverflow(false);
    }

    /** Asks for what one more overflow bucket can need. */
    public void askForOverflow(final boolean spareLeft, final Grant grant)
    {
        grant.bytes(needForOverflow(spareLeft));
        if (!spareLeft && !current.hasFreeExtentRoom())
        {
            grant.range(nextExtentBucketCount() * bucketSize);
        }
        if (pointerFree && isListFull() && !reservedListFits())
        {
            grant.range(nextListSpaceSize());
        }
    }

    private boolean isListFull()
    {
        return current.neededListCount() * Long.BYTES > current.listSpaceSize();
    }

    private boolean reservedListFits()
    {
        return current.neededListCount() * Long.BYTES <= current.reservedListSize();
    }

    private long nextExtentBucketCount()
    {
        return current.extents().count() == 0 ? Math.max(MIN_EXTENT_BUCKET_COUNT, current.mainCount() / 4) :
            2 * current.extents().lastBucketCount();
    }

    private long nextListSpaceSize()
    {
        final long doubled = Math.max(2 * current.listSpaceSize() / Long.BYTES, 2 * (current.listLength() + 1));
        return listSpaceSize(Math.max(doubled, current.neededListCount()), current.mainCount());
    }

    private long listSpaceSize(final long entryCount, final long mainCount)
    {
        return Long.BYTES * capacityAtLeast(Math.max(entryCount, Math.max(MIN_LIST_ENTRY_COUNT, 2 * mainCount)));
    }

    /**
     * One of Go's list capacities. The space has to hold what the slice header promises: a Go process that adopts the
     * image appends in place.
     */
    private long capacityAtLeast(final long entryCount)
    {
        long capacity = Math.min(Long.highestOneBit(entryCount), DOUBLED_LIST_CAPACITY);
        while (capacity < entryCount)
        {
            capacity = SizeClasses.nextListCapacity(capacity, version);
        }
        return capacity;
    }

    /** Takes room for the overflow buckets of an evacuation and their list, so that it finds addresses too. */
    public void reserveEvacuation(final Generation generation, final long bucketCount, final Grant grant)
    {
        if (bucketCount > 0)
        {
            final long extent = extentToReserve(bucketCount, generation.mainCount());
            final long list =
                pointerFree ? listSpaceSize(generation.listLength() + bucketCount, generation.mainCount()) : 0;
            final long offset = grant.take(list + extent * bucketSize);
            generation.extents().add(offset + list, extent, list);
            generation.reserve(bucketCount);
            generation.reserveList(list == 0 ? 0 : offset, list);
        }
    }

    /** Asks for the space that {@link #reserveEvacuation} takes. */
    public void askForEvacuation(
        final long bucketCount, final long mainCount, final long listLength, final Grant grant)
    {
        if (bucketCount > 0)
        {
            grant.range(extentToReserve(bucketCount, mainCount) * bucketSize +
                (pointerFree ? listSpaceSize(listLength + bucketCount, mainCount) : 0));
        }
    }

    private static long extentToReserve(final long bucketCount, final long mainCount)
    {
        return bucketCount + Math.max(MIN_EXTENT_BUCKET_COUNT, mainCount / 4);
    }

    /** Notes that the evacuation takes one of the overflow buckets that are kept for it. */
    public void useReserved()
    {
        current.useReserved();
    }

    /** Keeps nothing for an evacuation any more. */
    public void endReservation()
    {
        if (current != null)
        {
            current.reserve(0);
        }
    }

    private void addExtent(final Generation generation, final long bucketCount, final Grant grant)
    {
        generation.extents().add(grant.take(bucketCount * bucketSize), bucketCount);
    }

    /** A zeroed overflow bucket that is not in the spare area. */
    public long heapBucket(final Grant grant)
    {
        grant.charge(bucketSize);
        if (!current.hasFreeExtentRoom())
        {
            addExtent(current, nextExtentBucketCount(), grant);
        }
        return current.extents().take(bucketSize);
    }

    public void noteSpareUsed()
    {
        current.countSpareUsed();
    }

    /**
     * Makes sure that the list has room for one more entry, and returns where its data are. They move only when the
     * room is used up.
     */
    public long extendList(final Grant grant)
    {
        grant.charge(LIST_CHARGE);
        if (isListFull())
        {
            moveList(grant);
        }
        current.countListed();
        return current.listOffset();
    }

    private void moveList(final Grant grant)
    {
        final boolean reserved = reservedListFits();
        final long spaceSize = reserved ? current.reservedListSize() : nextListSpaceSize();
        final long offset = reserved ? current.reservedListOffset() : grant.take(spaceSize);
        Memory.copy(memory, current.listOffset(), offset, current.listLength() * Long.BYTES);
        if (current.listSpaceSize() != 0)
        {
            retireList(current, pins.retire());
        }
        if (reserved)
        {
            current.reserveList(0, 0);
        }
        current.moveListTo(offset, spaceSize);
    }

    /** A list in front of an extent goes with that. */
    private void retireList(final Generation generation, final long epoch)
    {
        if (!generation.extents().hasListAt(generation.listOffset()))
        {
            reclaimer.retire(
                generation.listOffset(), generation.listLength() * Long.BYTES, generation.listSpaceSize(), 0, epoch);
        }
    }

    /** Gives everything of the old array back, once the growth has ended: what is small at once. */
    public void retireOld()
    {
        if (old != null)
        {
            retire(old);
            old = null;
            reclaimer.cleanSmall(pins.oldestEpoch());
        }
    }

    /** Gives the current array up; the caller has another one ready or none. */
    public void retireCurrent()
    {
        if (current != null)
        {
            retire(current);
            current = null;
        }
    }

    /** Gives everything of an array back that the map leaves. */
    public void retire(final Generation generation)
    {
        final long epoch = pins.retire();
        retireOverflow(generation, epoch);
        retireArray(generation, epoch);
    }

    /** Gives up the overflow buckets and the list of the current array and keeps the array. */
    public void retireCurrentOverflow()
    {
        retireOverflow(current, pins.retire());
        current.resetOverflow();
    }

    /** Gives up the array that a swap has put aside; false if there is none. */
    public boolean retireSwap()
    {
        final Generation unused = swap.remove();
        if (unused == null)
        {
            return false;
        }
        retireArray(unused, pins.retire());
        return true;
    }

    private void retireArray(final Generation generation, final long epoch)
    {
        if (!generation.isForeign())
        {
            reclaimer.retire(
                generation.arrayOffset(), generation.arraySize(), generation.arraySize(), generation.arraySize(),
                epoch);
        }
        final long dirtySize = generation.dirty().size();
        if (dirtySize != 0)
        {
            reclaimer.retire(generation.dirty().offset(), dirtySize, dirtySize, dirtySize, epoch);
        }
        generation.reset();
        if (poolCount < POOL_SIZE)
        {
            pool[poolCount++] = generation;
        }
    }

    private void retireOverflow(final Generation generation, final long epoch)
    {
        final Extents extents = generation.extents();
        for (int i = 0; i < extents.count(); i++)
        {
            final long usedSize = extents.usedCount(i) * bucketSize;
            final long list = extents.listSize(i);
            reclaimer.retire(extents.offset(i) - list, list + usedSize,
                list + extents.bucketCount(i) * bucketSize, usedSize, epoch);
        }
        if (generation.listSpaceSize() != 0)
        {
            retireList(generation, epoch);
        }
        if (pointerFree)
        {
            region.discharge(LIST_CHARGE * (generation.overflowCount() - generation.foreignOverflowCount()));
        }
    }

    /** Describes the arrays of an adopted image. */
    public Generation adopt(final long arrayOffset, final int b, final long overflowCount)
    {
        final Generation generation = generation();
        generation.describe(arrayOffset, arraySize(b), 1L << b, totalCount(b));
        generation.markForeign(overflowCount);
        return generation;
    }
}
