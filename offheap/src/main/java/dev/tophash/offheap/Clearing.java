// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static dev.tophash.layout.classic.BmapDescriptor.SLOT_COUNT;
import static dev.tophash.layout.classic.HmapDescriptor.BUCKETS_OFFSET;
import static dev.tophash.layout.classic.HmapDescriptor.EXTRA_OFFSET;
import static dev.tophash.layout.classic.HmapDescriptor.OLDBUCKETS_OFFSET;
import static dev.tophash.layout.classic.HmapFlags.HASH_WRITING;
import static dev.tophash.layout.classic.HmapFlags.SAME_SIZE_GROW;

import dev.tophash.OffHeapMemoryException;
import dev.tophash.check.Check;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.layout.classic.HmapDescriptor;
import dev.tophash.layout.classic.LoadFactor;
import dev.tophash.layout.classic.TopHash;
import dev.tophash.offheap.arrays.Extents;
import dev.tophash.offheap.arrays.Generation;
import dev.tophash.offheap.arrays.SwapArray;
import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.values.Heap;

/**
 * The ways to empty a map, see {@link ClearStrategy}. The first of them empties it in place, in three steps: check the
 * size, clear the buckets, reset the tophash bytes of everything else.
 *
 * <p>The three steps leave the bytes that Go 1.23's {@code clear} leaves (layout section 12). Go walks every chain
 * first and then zeroes the array. Here the array is zeroed first. The overflow buckets that it led to are found
 * through the record of handed-out buckets ({@link Generation}). Without an open cursor nobody can read those buckets
 * again, so they are retired without a visit.
 *
 * <p>With open cursors the tophash bytes of the overflow buckets and of the old array are zeroed, from 1.21 on, so that
 * no cursor delivers a cleared entry. Arrays whose growth has ended keep their tophash bytes, as in Go. A cursor that
 * still walks such an array finds marks of moved entries and looks their keys up, so it delivers keys that were put in
 * again since. A NaN cannot be looked up; Go 1.23 delivers it here. In this map the cursor knows from {@link Hmap#era}
 * that there was a clear and skips it. The strategies that take the array away end the cursors.
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
            tidy();
            return;
        }
        checkHeader();
        map.beginWrite();
        try
        {
            final boolean mark = map.heap.pins().isAnyOpen() && map.version().clearMarksChains();
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

    /** The strategies that keep the array trust the header, so they check it. The others write a new header. */
    private void checkHeader()
    {
        map.checkHeader();
        map.mapExtra.offset();
    }

    /** Step 1. An empty map is left as it is, whatever its buckets hold: tombstones are no entries. */
    private boolean isEmpty()
    {
        return map.count() == 0;
    }

    /** Step 2. Zeroes the main array and its spare area and restores the sentinel and the next spare bucket. */
    private void clearBuckets()
    {
        final Generation current = map.arrays.current();
        if (current == null)
        {
            throw map.corrupt(Check.C01, map.headerOffset, "0 entries where there is no bucket", map.count());
        }
        if (current.dirty().areFew(current))
        {
            current.dirty().zeroBuckets(current, BmapDescriptor.bucketSize(map.type));
        }
        else
        {
            Memory.zero(map.memory, current.arrayOffset(), current.arraySize());
            current.dirty().forget();
        }
        map.mapExtra.zero();
        map.prepareSpareArea(current);
    }

    /**
     * Step 3. Resets everything else that could be reached: overflow buckets, the old array, counters, flags, the seed.
     */
    private void resetTophash(final boolean mark)
    {
        if (mark)
        {
            resetExtents(map.arrays.current());
            if (map.growing())
            {
                final Generation old = map.arrays.old();
                resetBuckets(old.arrayOffset(), old.totalCount());
                resetExtents(old);
            }
        }
        map.arrays.retireCurrentOverflow();
        resetHeader();
    }

    private void resetExtents(final Generation generation)
    {
        final Extents extents = generation.extents();
        for (int e = 0; e < extents.count(); e++)
        {
            resetBuckets(extents.offset(e), extents.usedCount(e));
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
        if (generation.foreignOverflowCount() == 0)
        {
            return;
        }
        for (long i = 0; i < generation.mainCount(); i++)
        {
            long hops = map.chainLimit();
            long bucket = map.overflow(generation.arrayOffset() + i * map.bucketSize);
            for (; bucket != Heap.NIL && hops != 0; hops--)
            {
                Memory.putLong(map.memory, bucket, 0);
                bucket = map.overflow(bucket);
            }
        }
    }

    /** Resets the header and retires what it led to: what all strategies that empty a map at once have in common. */
    private void resetHeader()
    {
        map.putAddress(map.headerOffset + OLDBUCKETS_OFFSET, Heap.NIL);
        map.forgetOldArray();
        map.heap.boxes().retireAll(map.heap.pins().retire());
        map.setFlags(map.flags() & ~SAME_SIZE_GROW);
        map.setNevacuate(0);
        map.setNoverflow(0);
        map.setCount(0);
        map.reseed();
        map.reload();
        map.beginEra();
        map.shrinkStaging();
    }

    // ---------------------------------------------------------------- delete each

    /**
     * Deletes each key by the slot it stands in. That can be a slot of an old bucket, whose bytes stay after their
     * evacuation here.
     */
    private void deleteEach()
    {
        if (isEmpty())
        {
            tidy();
            return;
        }
        if (sweep == null)
        {
            sweep = new Sweep(map);
        }
        sweep.openAtRandom();
        try
        {
            while (sweep.advance())
            {
                final long place = map.beginDelete(map.keyAt(sweep.place()));
                if (place != Place.NOT_FOUND)
                {
                    map.finishDelete(place);
                }
            }
        }
        finally
        {
            sweep.end();
        }
        if (map.count() != 0)
        {
            deleteUnfindable();
        }
        map.shrinkStaging();
    }

    /** Deletes the NaN keys that are left, each by its slot, once all entries are in one array. */
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
        for (long i = 0; i <= map.mask() && map.count() != 0; i++)
        {
            deleteChain(map.bucketsOffset() + i * map.bucketSize);
        }
        map.endCursors();
    }

    private void deleteChain(final long head)
    {
        long hops = map.chainLimit();
        for (long bucket = head; bucket != Heap.NIL && hops >= 0; bucket = map.overflow(bucket), hops--)
        {
            for (int slot = 0; slot < SLOT_COUNT; slot++)
            {
                if (!TopHash.isEmpty(Memory.getUnsignedByte(map.memory, bucket + slot)))
                {
                    map.deleteAt(head, Place.of(bucket, slot));
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
            final Generation next = b == 0 ? null : map.allocateArray(b, "new array of a clear");
            makeAnew(next, b);
        }
        finally
        {
            map.endWrite();
        }
    }

    /** Whether a smaller array would do: an array that is larger than its entries need is not worth zeroing. */
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
            map.heap.reclaimer().releaseAll(map.heap.pins().oldestEpoch());
            map.heap.region().trim();
            if (!map.heap.pins().isAnyOpen())
            {
                map.heap.region().releaseAdopted(map.headerOffset, HmapDescriptor.SIZE);
                map.heap.dynamicTypes().restore();
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
        map.arrays.forgetNext();
        map.arrays.retireSwap();
        map.mapExtra.drop();
        map.arrays.retireCurrent();
        map.endCursors();
        map.setFlags(HASH_WRITING);
        map.setB(b);
        if (next == null)
        {
            map.putAddress(map.headerOffset + BUCKETS_OFFSET, Heap.NIL);
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
        if (map.bucketsOffset() == Heap.NIL)
        {
            return;
        }
        checkHeader();
        map.beginWrite();
        try
        {
            final Generation used = map.arrays.current();
            final SwapArray swap = spare(used);
            map.arrays.retireCurrentOverflow();
            used.dirty().markAll();
            final Generation clean = swap.exchange(used);
            map.mapExtra.zero();
            map.install(clean);
            map.endCursors();
            resetHeader();
        }
        finally
        {
            map.endWrite();
        }
    }

    /** The second array, as large as the one in use; memory for it is required before anything changes. */
    private SwapArray spare(final Generation used)
    {
        final SwapArray swap = map.arrays.swap();
        if (!swap.fits(used.mainCount()))
        {
            final Generation fresh = map.allocateArray(map.b(), "spare array of a swap");
            map.arrays.retireSwap();
            swap.put(fresh);
        }
        return swap;
    }

    /** Makes the array that the next swap takes, zero and in memory. */
    void prepareSwap()
    {
        map.heap.requireOpen();
        map.refuseInFunction();
        if (map.bucketsOffset() == Heap.NIL)
        {
            return;
        }
        checkHeader();
        map.beginWrite();
        try
        {
            spare(map.arrays.current()).makeReady(map.heap.region());
        }
        finally
        {
            map.endWrite();
        }
    }

    // ---------------------------------------------------------------- wipe

    /**
     * Gives everything up, zeroes all space that was ever handed out, and writes the few words back that must stay.
     */
    private void wipe()
    {
        checkHeader();
        map.beginWrite();
        try
        {
            final Generation current = map.arrays.current();
            if (current != null)
            {
                map.arrays.retireCurrentOverflow();
            }
            map.endCursors();
            resetHeader();
            final int flags = map.flags();
            final int b = map.b();
            final int hash0 = (int)map.hash0();
            final long extra = map.mapExtra.offset();
            map.heap.reclaimer().zeroRegion();
            map.setFlags(flags);
            map.setB(b);
            map.writeHash0(hash0);
            map.putAddress(map.headerOffset + EXTRA_OFFSET, extra);
            map.placeDecoy();
            map.heap.dynamicTypes().restore();
            if (current != null)
            {
                map.install(current);
                current.dirty().forget();
            }
            map.arrays.swap().markClean();
            if (map.keyStage() != null)
            {
                map.keyStage().wipeBuffers();
            }
            map.heap.reclaimer().releaseAll(map.heap.pins().oldestEpoch());
            map.reload();
        }
        finally
        {
            map.endWrite();
        }
    }

    // ---------------------------------------------------------------- giving back

    /** Gives back what is not part of Go's map: empty slabs, staging room, the array of a swap, what was retired. */
    private void tidy()
    {
        map.setWriting();
        try
        {
            map.arrays.forgetNext();
            map.arrays.retireSwap();
            map.shrinkStaging();
            while (map.heap.boxes().drain())
            {
                // Freed boxes that waited for a cursor.
            }
            map.heap.boxes().releaseEmptySlabs();
            map.heap.reclaimer().releaseAll(map.heap.pins().oldestEpoch());
        }
        finally
        {
            map.endWrite();
        }
    }

    /** Does what {@link #tidy} does, and gives the pages of everything that is free back to the system. */
    void trim()
    {
        tidy();
        map.heap.region().trim();
    }

    // ---------------------------------------------------------------- chores

    /** Whether a chore can be done now. None can if everything that waits, waits for open cursors. */
    private boolean canDoChores()
    {
        return (map.areChoresDue() || map.heap.reclaimer().hasAgent()) && (map.arrays.swap().isDirty() ||
            map.heap.reclaimer().canStep(map.heap.pins().oldestEpoch()) || map.heap.boxes().canDrain() ||
            map.moves != null && map.moves.canStep());
    }

    /** Whether boxes could move together that writes leave where they are until a slab is asked for. */
    private boolean canMoveBoxes()
    {
        return map.moves != null && map.moves.canBegin();
    }

    boolean advance(final long budgetNanos)
    {
        map.setWriting();
        try
        {
            final long start = System.nanoTime();
            while (canDoChores() || canMoveBoxes() || map.arrays.advanceNext(map.count(), map.b(), false))
            {
                if (budgetNanos <= 0 || System.nanoTime() - start >= budgetNanos)
                {
                    return true;
                }
                if (canDoChores())
                {
                    map.doChores();
                }
                else if (canMoveBoxes())
                {
                    map.moves.noteIfDue();
                }
                else
                {
                    map.arrays.advanceNext(map.count(), map.b(), true);
                }
            }
            return false;
        }
        finally
        {
            map.endWrite();
        }
    }
}
