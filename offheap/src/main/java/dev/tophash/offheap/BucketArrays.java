// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.layout.GoVersion;
import dev.tophash.layout.MapType;
import dev.tophash.layout.SizeClasses;
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
 * cursor can read them. What an operation may allocate is asked of the region beforehand ({@link #needForOverflow});
 * the methods that allocate draw on what was granted and do not fail.
 *
 * <p>The overflow list of a pointer-free map is charged with 16 bytes an overflow bucket, the most that doubling can
 * need.
 */
final class BucketArrays
{
    private static final int LIST_CHARGE = 16;
    private static final long MIN_EXTENT_BUCKET_COUNT = 8;
    private static final long MIN_LIST_ENTRY_COUNT = 64;
    private static final int POOL_SIZE = 4;

    private final Region region;
    private final MemorySegment memory;
    private final Reclaimer reclaimer;
    private final Pins pins;
    private final int bucketSize;
    private final boolean pointerFree;
    private final GoVersion version;
    private final boolean trackDirty;
    private final SpareArray spare;
    private final Generation[] pool = new Generation[POOL_SIZE];
    private int poolCount = POOL_SIZE;
    private Generation current;
    private Generation old;

    BucketArrays(
        final Region region, final Reclaimer reclaimer, final Pins pins, final MapType type, final MapConfig config)
    {
        this.region = region;
        this.memory = region.memory();
        this.reclaimer = reclaimer;
        this.pins = pins;
        this.bucketSize = type.bucketSize();
        this.pointerFree = type.pointerFree();
        this.version = config.goVersion();
        this.trackDirty = config.trackDirtyBuckets();
        this.spare = new SpareArray(memory);
        for (int i = 0; i < POOL_SIZE; i++)
        {
            pool[i] = new Generation();
        }
    }

    Generation current()
    {
        return current;
    }

    Generation old()
    {
        return old;
    }

    SpareArray spare()
    {
        return spare;
    }

    long totalCount(final int b)
    {
        return SizeClasses.totalBuckets(bucketSize, b, !pointerFree, version);
    }

    /** Bytes of an array, or -1 if that many cannot be addressed. */
    long arraySize(final int b)
    {
        if (b > 57)
        {
            return -1;
        }
        final long total = totalCount(b);
        return 0 == Math.multiplyHigh(total, (long)bucketSize) && total * bucketSize > 0 ? total * bucketSize : -1;
    }

    /** Bytes that the dirty bits of an array cost. */
    long dirtySize(final int b)
    {
        return trackDirty ? DirtyBuckets.size(1L << b) : 0;
    }

    /** Takes an array out of what was granted; the caller makes it the current one. */
    Generation allocate(final int b)
    {
        final long size = arraySize(b);
        final long offset = region.arraySpace(size);
        region.charge(size);
        final Generation generation = 0 == poolCount ? new Generation() : pool[--poolCount];
        generation.arrayOffset = offset;
        generation.arraySize = size;
        generation.mainCount = 1L << b;
        generation.totalCount = totalCount(b);
        addDirtyBits(generation, dirtySize(b));
        return generation;
    }

    /** Takes room for dirty bits out of what was granted; none if the size is 0. */
    void addDirtyBits(final Generation generation, final long size)
    {
        if (0 != size)
        {
            region.charge(size);
            generation.dirtyOffset = region.space(size);
            generation.dirtySize = size;
        }
    }

    void setCurrent(final Generation generation)
    {
        current = generation;
    }

    void setOld(final Generation generation)
    {
        old = generation;
    }

    /** Bytes that one more overflow bucket costs. */
    long needForOverflow(final boolean spareLeft)
    {
        return (spareLeft ? 0L : bucketSize) + (pointerFree ? LIST_CHARGE : 0L);
    }

    /** Bytes that an overflow bucket costs at most, for promises. */
    long overflowCost()
    {
        return needForOverflow(false);
    }

    /** Enters the space that one more overflow bucket takes into the region's plan. */
    void planOverflow(final boolean spareLeft)
    {
        if (!spareLeft && !current.hasFreeExtentRoom())
        {
            region.plan(nextExtentBucketCount() * bucketSize);
        }
        if (pointerFree && isListFull() && !reservedListFits())
        {
            region.plan(nextListSpaceSize());
        }
    }

    private boolean isListFull()
    {
        return current.neededListCount() * Long.BYTES > current.listSpaceSize;
    }

    private boolean reservedListFits()
    {
        return current.neededListCount() * Long.BYTES <= current.reservedListSize;
    }

    private long nextExtentBucketCount()
    {
        return 0 == current.extentCount ? Math.max(MIN_EXTENT_BUCKET_COUNT, current.mainCount / 4) :
            2 * current.extentBucketCounts[current.extentCount - 1];
    }

    private long nextListSpaceSize()
    {
        final long doubled = Math.max(2 * current.listSpaceSize / Long.BYTES, 2 * (current.listLength + 1));
        return listSpaceSize(Math.max(doubled, current.neededListCount()), current.mainCount);
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
        long capacity = 0;
        while (capacity < entryCount)
        {
            capacity = SizeClasses.nextListCapacity(capacity, version);
        }
        return capacity;
    }

    /** Takes room for the overflow buckets of an evacuation and their list, so that it finds addresses too. */
    void reserveEvacuation(final Generation generation, final long bucketCount)
    {
        if (bucketCount > 0)
        {
            addExtent(generation, extentToReserve(bucketCount, generation.mainCount));
            generation.reservedCount = bucketCount;
            if (pointerFree)
            {
                generation.reservedListSize =
                    listSpaceSize(generation.listLength + bucketCount, generation.mainCount);
                generation.reservedListOffset = region.space(generation.reservedListSize);
            }
        }
    }

    /** Enters the space that {@link #reserveEvacuation} takes into the region's plan. */
    void planEvacuation(final long bucketCount, final long mainCount, final long listLength)
    {
        if (bucketCount > 0)
        {
            region.plan(extentToReserve(bucketCount, mainCount) * bucketSize);
            if (pointerFree)
            {
                region.plan(listSpaceSize(listLength + bucketCount, mainCount));
            }
        }
    }

    private static long extentToReserve(final long bucketCount, final long mainCount)
    {
        return bucketCount + Math.max(MIN_EXTENT_BUCKET_COUNT, mainCount / 4);
    }

    /** The evacuation takes one of the overflow buckets that are kept for it. */
    void useReserved()
    {
        current.reservedCount = Math.max(0, current.reservedCount - 1);
    }

    /** No evacuation needs anything any more. */
    void endReservation()
    {
        if (null != current)
        {
            current.reservedCount = 0;
        }
    }

    private void addExtent(final Generation generation, final long bucketCount)
    {
        final int i = generation.extentCount++;
        generation.extentBucketCounts[i] = bucketCount;
        generation.extentUsedCounts[i] = 0;
        generation.extentOffsets[i] = region.space(bucketCount * bucketSize);
    }

    /** A zeroed overflow bucket that is not in the spare area. */
    long heapBucket()
    {
        region.charge(bucketSize);
        if (!current.hasFreeExtentRoom())
        {
            addExtent(current, nextExtentBucketCount());
        }
        final int last = current.extentCount - 1;
        return current.extentOffsets[last] + current.extentUsedCounts[last]++ * bucketSize;
    }

    void noteSpareUsed()
    {
        current.spareUsedCount++;
    }

    /** Makes sure that the list has room for one more entry and returns where its data are; they hardly ever move. */
    long extendList()
    {
        region.charge(LIST_CHARGE);
        if (isListFull())
        {
            moveList();
        }
        current.listLength++;
        return current.listOffset;
    }

    private void moveList()
    {
        final boolean reserved = reservedListFits();
        final long spaceSize = reserved ? current.reservedListSize : nextListSpaceSize();
        final long offset = reserved ? current.reservedListOffset : region.space(spaceSize);
        Memory.copy(memory, current.listOffset, offset, current.listLength * Long.BYTES);
        if (0 != current.listSpaceSize)
        {
            retireList(current, pins.retire());
        }
        if (reserved)
        {
            current.reservedListSize = 0;
        }
        current.listOffset = offset;
        current.listSpaceSize = spaceSize;
    }

    private void retireList(final Generation generation, final long epoch)
    {
        reclaimer.retire(
            generation.listOffset, generation.listLength * Long.BYTES, generation.listSpaceSize, 0, epoch);
    }

    /** The growth has ended: everything of the old array goes back. */
    void retireOld()
    {
        if (null != old)
        {
            final long epoch = pins.retire();
            retireOverflow(old, epoch);
            retireArray(old, epoch);
            old = null;
        }
    }

    /** Gives the current array up; the caller has another one ready or none. */
    void retireCurrent()
    {
        if (null != current)
        {
            final long epoch = pins.retire();
            retireOverflow(current, epoch);
            retireArray(current, epoch);
            current = null;
        }
    }

    /** Gives up the overflow buckets and the list of the current array and keeps the array. */
    void retireCurrentOverflow()
    {
        retireOverflow(current, pins.retire());
        current.resetOverflow();
    }

    /** Gives up the spare array of a swap, if there is one. */
    void retireSpare()
    {
        final Generation unused = spare.remove();
        if (null != unused)
        {
            retireArray(unused, pins.retire());
        }
    }

    private void retireArray(final Generation generation, final long epoch)
    {
        if (!generation.foreignArray)
        {
            reclaimer.retire(
                generation.arrayOffset, generation.arraySize, generation.arraySize, generation.arraySize, epoch);
        }
        if (0 != generation.dirtySize)
        {
            reclaimer.retire(generation.dirtyOffset, generation.dirtySize, generation.dirtySize, generation.dirtySize,
                epoch);
        }
        generation.reset();
        if (poolCount < POOL_SIZE)
        {
            pool[poolCount++] = generation;
        }
    }

    private void retireOverflow(final Generation generation, final long epoch)
    {
        for (int i = 0; i < generation.extentCount; i++)
        {
            final long usedSize = generation.extentUsedCounts[i] * bucketSize;
            reclaimer.retire(generation.extentOffsets[i], usedSize, generation.extentBucketCounts[i] * bucketSize,
                usedSize, epoch);
        }
        if (0 != generation.listSpaceSize)
        {
            retireList(generation, epoch);
        }
        if (0 != generation.reservedListSize)
        {
            reclaimer.retire(generation.reservedListOffset, 0, generation.reservedListSize, 0, epoch);
        }
        if (pointerFree)
        {
            region.discharge(LIST_CHARGE * (generation.overflowCount() - generation.foreignOverflowCount));
        }
    }

    /** Describes the arrays of an adopted image. */
    Generation adopt(final long arrayOffset, final int b, final long overflowCount)
    {
        final Generation generation = new Generation();
        generation.arrayOffset = arrayOffset;
        generation.arraySize = arraySize(b);
        generation.mainCount = 1L << b;
        generation.totalCount = totalCount(b);
        generation.foreignArray = true;
        generation.foreignOverflowCount = overflowCount;
        return generation;
    }
}
