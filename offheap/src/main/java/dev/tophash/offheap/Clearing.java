// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static dev.tophash.layout.BmapDescriptor.SLOT_COUNT;
import static dev.tophash.layout.HmapDescriptor.BUCKETS_OFFSET;
import static dev.tophash.layout.HmapDescriptor.B_OFFSET;
import static dev.tophash.layout.HmapDescriptor.EXTRA_OFFSET;
import static dev.tophash.layout.HmapDescriptor.HASH0_OFFSET;
import static dev.tophash.layout.HmapDescriptor.NEVACUATE_OFFSET;
import static dev.tophash.layout.HmapDescriptor.NOVERFLOW_OFFSET;
import static dev.tophash.layout.HmapDescriptor.OLDBUCKETS_OFFSET;
import static dev.tophash.layout.HmapFlags.HASH_WRITING;
import static dev.tophash.layout.HmapFlags.SAME_SIZE_GROW;

import dev.tophash.OffHeapMemoryException;
import dev.tophash.check.Check;
import dev.tophash.layout.HmapDescriptor;
import dev.tophash.layout.LoadFactor;
import dev.tophash.layout.TopHash;
import dev.tophash.offheap.memory.Memory;

/**
 * The ways to empty a map, see {@link ClearStrategy}; first of them the three steps that empty it in place: size
 * check, clear the buckets, reset the tophash of everything else.
 *
 * <p>The bytes after the three steps are those of Go 1.23's {@code clear} (layout section 12). Go walks every chain
 * first and then zeroes the array; here the array is zeroed first and what the cut chains led to is reached through
 * the record of handed-out buckets ({@link Generation}). Without an open cursor nobody can read those buckets again,
 * so they need no visit at all: they are retired.
 *
 * <p>With open cursors the tophash bytes of the overflow buckets and of the old array are zeroed, from 1.21 on, so that
 * no cursor delivers a cleared entry. Arrays whose growth has ended keep theirs, as in Go: a cursor that still walks
 * one finds marks of moved entries there and looks their keys up, so it delivers what was put in again since. A NaN,
 * which cannot be looked up, is delivered by Go 1.23 in this place; here the cursor knows by {@link HmapState#era} that
 * there was a clear, and passes it over. The strategies that take the array away end the cursors.
 *
 * <p>Order of this file: the choice, the three steps, delete each, reallocate, fit and release, swap, wipe, chores.
 */
final class Clearing
{
    private final Hmap map;

    /** The iteration of {@link ClearStrategy#DELETE_EACH}, made when it is first needed and kept. */
    private Sweep sweep;

    Clearing(final Hmap map)
    {
        this.map = map;
    }

    void clear(final ClearStrategy strategy)
    {
        switch (strategy)
        {
            case THREE_STEP -> threeSteps();
            case DELETE_EACH -> deleteEach();
            case REALLOCATE -> reallocate(map.bForHint());
            case FIT -> fit();
            case SWAP -> swap();
            case RELEASE -> release();
            case WIPE -> wipe();
        }
    }

    // ---------------------------------------------------------------- the three steps

    private void threeSteps()
    {
        if (isEmpty())
        {
            return;
        }
        checkHeader();
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

    /** The ways that keep the array go by a header that tells the truth; the others write a new one. */
    private void checkHeader()
    {
        map.checkHeader();
        map.mapExtra.offset();
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
        if (null == current)
        {
            throw map.corrupt(Check.C01, map.header, "0 entries where there is no bucket", map.count());
        }
        if (DirtyBuckets.areFew(current))
        {
            DirtyBuckets.zeroBuckets(map.memory, current, map.type.bucketSize());
        }
        else
        {
            Memory.zero(map.memory, current.arrayOffset, current.arraySize);
            DirtyBuckets.forget(map.memory, current);
        }
        map.mapExtra.zero();
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
                final Generation old = map.arrays.old();
                resetBuckets(old.arrayOffset, old.totalCount);
                resetExtents(old);
            }
        }
        map.arrays.retireCurrentOverflow();
        resetHeader();
    }

    private void resetExtents(final Generation generation)
    {
        for (int e = 0; e < generation.extentCount; e++)
        {
            resetBuckets(generation.extentOffsets[e], generation.extentUsedCounts[e]);
        }
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

    /** What every strategy that empties a map at once does to the header, and to what the header led to. */
    private void resetHeader()
    {
        map.putAddress(map.header + OLDBUCKETS_OFFSET, Hmap.NIL);
        map.forgetOldArray();
        map.boxes.retireAll(map.pins.retire());
        map.setFlags(map.flags() & ~SAME_SIZE_GROW);
        Memory.putLong(map.memory, map.header + NEVACUATE_OFFSET, 0);
        Memory.putShort(map.memory, map.header + NOVERFLOW_OFFSET, (short)0);
        map.setCount(0);
        map.reseed();
        map.reload();
        map.era++;
    }

    /** Ends every cursor opened so far, where a clear takes their array away or leaves no mark for them. */
    private void endCursors()
    {
        map.era++;
        map.endedEra = map.era;
    }

    // ---------------------------------------------------------------- delete each

    /** A key is deleted by the slot it stands in: in an old bucket too, whose bytes outlive their evacuation here. */
    private void deleteEach()
    {
        if (isEmpty())
        {
            return;
        }
        if (null == sweep)
        {
            sweep = new Sweep(map);
        }
        sweep.openAtRandom();
        try
        {
            while (sweep.advance())
            {
                final long place = map.beginDelete(map.keyAt(sweep.place()));
                if (Hmap.NOT_FOUND != place)
                {
                    map.finishDelete(place);
                }
            }
        }
        finally
        {
            sweep.release();
        }
        if (0 != map.count())
        {
            deleteUnfindable();
        }
    }

    /** What is left has NaN keys: it is deleted where it stands, once it stands in one array. */
    private void deleteUnfindable()
    {
        while (map.growing())
        {
            map.beginWrite();
            try
            {
                map.growWork(map.nevacuate());
            }
            finally
            {
                map.endWrite();
            }
        }
        for (long i = 0; i <= map.mask && 0 != map.count(); i++)
        {
            deleteChain(map.bucketsOffset + i * map.bucketSize);
        }
        endCursors();
    }

    private void deleteChain(final long head)
    {
        long hops = map.chainLimit;
        for (long bucket = head; Hmap.NIL != bucket && hops >= 0; bucket = map.overflow(bucket), hops--)
        {
            for (int slot = 0; slot < SLOT_COUNT; slot++)
            {
                if (!TopHash.isEmpty(Memory.getUnsignedByte(map.memory, bucket + slot)))
                {
                    map.deleteAt(head, bucket + slot);
                }
            }
        }
    }

    private static final class Sweep extends HmapCursor
    {
        Sweep(final Hmap map)
        {
            super(map);
        }
    }

    // ---------------------------------------------------------------- reallocate, fit, release

    private void reallocate(final int b)
    {
        map.beginWrite();
        try
        {
            final Generation next = 0 == b ? null : map.allocateArray(b, "new array of a clear");
            makeAnew(next, b);
        }
        finally
        {
            map.endWrite();
        }
    }

    /** An array that the entries to be removed would not need is not worth zeroing, if a smaller one can be had. */
    private void fit()
    {
        checkHeader();
        final int b = Math.max(map.bForHint(), LoadFactor.bForHint(map.count()));
        if (b < map.b())
        {
            try
            {
                reallocate(b);
                return;
            }
            catch (final OffHeapMemoryException refused)
            {
                // Nothing has changed, and the array that is there serves as well.
            }
        }
        threeSteps();
    }

    private void release()
    {
        map.beginWrite();
        try
        {
            makeAnew(null, 0);
            map.reclaimer.releaseAll(map.pins.oldestEpoch());
            if (!map.pins.isAnyOpen())
            {
                map.region.releaseAdopted(map.header, HmapDescriptor.SIZE);
                map.dynamicTypes.restore();
            }
        }
        finally
        {
            map.endWrite();
        }
    }

    /** The header as Go's makemap leaves it; everything it led to is retired. */
    private void makeAnew(final Generation next, final int b)
    {
        map.arrays.retireSpare();
        map.mapExtra.drop();
        map.arrays.retireCurrent();
        endCursors();
        map.setFlags(HASH_WRITING);
        Memory.putByte(map.memory, map.header + B_OFFSET, (byte)b);
        if (null == next)
        {
            map.putAddress(map.header + BUCKETS_OFFSET, Hmap.NIL);
        }
        else
        {
            map.install(next);
        }
        resetHeader();
    }

    // ---------------------------------------------------------------- swap

    private void swap()
    {
        if (Hmap.NIL == map.bucketsOffset)
        {
            return;
        }
        checkHeader();
        map.beginWrite();
        try
        {
            final SpareArray spare = map.arrays.spare();
            final Generation used = map.arrays.current();
            if (!spare.fits(used.mainCount))
            {
                final Generation fresh = map.allocateArray(map.b(), "spare array of a swap");
                map.arrays.retireSpare();
                spare.put(fresh);
            }
            map.arrays.retireCurrentOverflow();
            used.allDirty = true;
            final Generation clean = spare.exchange(used);
            map.mapExtra.zero();
            map.install(clean);
            endCursors();
            resetHeader();
        }
        finally
        {
            map.endWrite();
        }
    }

    // ---------------------------------------------------------------- wipe

    /** After everything was let go of, all space ever handed out is zeroed and the few words that must stay return. */
    private void wipe()
    {
        checkHeader();
        map.beginWrite();
        try
        {
            final Generation current = map.arrays.current();
            if (null != current)
            {
                map.arrays.retireCurrentOverflow();
            }
            endCursors();
            resetHeader();
            final int flags = map.flags();
            final int b = map.b();
            final int hash0 = (int)map.hash0();
            final long extra = map.mapExtra.offset();
            map.region.zeroAll();
            map.setFlags(flags);
            Memory.putByte(map.memory, map.header + B_OFFSET, (byte)b);
            Memory.putInt(map.memory, map.header + HASH0_OFFSET, hash0);
            map.putAddress(map.header + EXTRA_OFFSET, extra);
            map.placeDecoy();
            map.dynamicTypes.restore();
            if (null != current)
            {
                map.install(current);
                DirtyBuckets.forget(map.memory, current);
            }
            map.arrays.spare().markClean();
            if (null != map.stagedKeys)
            {
                map.stagedKeys.wipeBuffers();
            }
            map.reclaimer.releaseAll(map.pins.oldestEpoch());
            map.reload();
        }
        finally
        {
            map.endWrite();
        }
    }

    // ---------------------------------------------------------------- chores

    boolean advance(final long budgetNanos)
    {
        map.setWriting();
        try
        {
            final long start = System.nanoTime();
            while (map.canDoChores())
            {
                if (budgetNanos <= 0 || System.nanoTime() - start >= budgetNanos)
                {
                    return true;
                }
                map.doChores();
            }
            return false;
        }
        finally
        {
            map.endWrite();
        }
    }
}
