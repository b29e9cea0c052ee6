// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static dev.tophash.layout.HmapDescriptor.EXTRA_OFFSET;
import static dev.tophash.layout.HmapDescriptor.NEVACUATE_OFFSET;
import static dev.tophash.layout.HmapDescriptor.NOVERFLOW_OFFSET;
import static dev.tophash.layout.HmapDescriptor.OLDBUCKETS_OFFSET;
import static dev.tophash.layout.HmapFlags.SAME_SIZE_GROW;

import dev.tophash.layout.MapExtraDescriptor;
import dev.tophash.offheap.memory.Memory;

/**
 * The three steps that empty a map in place: size check, clear the buckets, reset the tophash of everything else.
 *
 * <p>The bytes afterwards are those of Go 1.23's {@code clear} (layout section 12). Go walks every chain first and then
 * zeroes the array; here the array is zeroed first and what the cut chains led to is reached through the record of
 * handed-out buckets ({@link Generation}). Without an open cursor nobody can read those buckets again, so they need no
 * visit at all: they are retired.
 *
 * <p>With open cursors the tophash bytes of the overflow buckets and of the old array are zeroed, from 1.21 on, so that
 * no cursor delivers a cleared entry. Arrays whose growth has ended keep theirs, as in Go: a cursor that still walks
 * one finds marks of moved entries there and looks their keys up, so it delivers what was put in again since. Only a
 * NaN, which cannot be looked up, is delivered after a clear by such a cursor (layout section 12).
 */
final class Clearing
{
    private final Hmap map;

    Clearing(final Hmap map)
    {
        this.map = map;
    }

    void clear()
    {
        if (isEmpty())
        {
            return;
        }
        map.beginWrite();
        try
        {
            final boolean mark = map.pins.isAnyOpen() && map.version.clearMarksChains();
            if (mark)
            {
                markForeignChains();
            }
            clearBuckets();
            resetTophash(mark);
        }
        finally
        {
            map.endWrite();
        }
    }

    /** Step 1. An empty map is left as it is, whatever its buckets hold: tombstones are no entries. */
    private boolean isEmpty()
    {
        return 0 == map.count();
    }

    /** Step 2. Zeroes the main array and its spare area and restores the sentinel and the next spare bucket. */
    private void clearBuckets()
    {
        final Generation current = map.arrays.current();
        Memory.zero(map.memory, current.arrayOffset, current.arraySize);
        final long extra = map.offsetAt(map.header + EXTRA_OFFSET);
        if (Hmap.NIL != extra)
        {
            Memory.zero(map.memory, extra, MapExtraDescriptor.SIZE);
        }
        map.prepareSpareArea(current);
    }

    /**
     * Step 3. Nothing that was reachable may look filled: overflow buckets, the old array, counters, flags, the
     * seed.
     */
    private void resetTophash(final boolean mark)
    {
        if (mark)
        {
            resetExtents(map.arrays.current());
            if (map.growing())
            {
                resetArray(map.arrays.old());
                resetExtents(map.arrays.old());
            }
        }
        map.arrays.retireCurrentOverflow();
        map.putAddress(map.header + OLDBUCKETS_OFFSET, Hmap.NIL);
        map.forgetOldArray();
        map.boxes.retireAll(map.pins.retire());
        map.setFlags(map.flags() & ~SAME_SIZE_GROW);
        Memory.putLong(map.memory, map.header + NEVACUATE_OFFSET, 0);
        Memory.putShort(map.memory, map.header + NOVERFLOW_OFFSET, (short)0);
        map.setCount(0);
        map.reseed();
        map.reload();
    }

    private void resetExtents(final Generation generation)
    {
        for (int e = 0; e < generation.extentCount; e++)
        {
            resetBuckets(generation.extentOffsets[e], generation.extentUsedCounts[e]);
        }
    }

    private void resetArray(final Generation generation)
    {
        resetBuckets(generation.arrayOffset, generation.totalCount);
    }

    private void resetBuckets(final long first, final long count)
    {
        for (long i = 0; i < count; i++)
        {
            Memory.putLong(map.memory, first + i * map.bucketSize, 0);
        }
    }

    /** The overflow buckets of an adopted image lie anywhere; only its chains know them, so they come first. */
    private void markForeignChains()
    {
        markForeignChains(map.arrays.current());
        if (map.growing())
        {
            markForeignChains(map.arrays.old());
        }
    }

    private void markForeignChains(final Generation generation)
    {
        if (0 == generation.foreignOverflowCount)
        {
            return;
        }
        for (long i = 0; i < generation.mainCount; i++)
        {
            long hops = map.chainLimit;
            long bucket = map.overflow(generation.arrayOffset + i * map.bucketSize);
            for (; Hmap.NIL != bucket && 0 != hops; hops--)
            {
                Memory.putLong(map.memory, bucket, 0);
                bucket = map.overflow(bucket);
            }
        }
    }
}
