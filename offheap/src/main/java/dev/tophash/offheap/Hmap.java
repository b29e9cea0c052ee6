// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static dev.tophash.layout.HmapDescriptor.BUCKETS_OFFSET;
import static dev.tophash.layout.HmapDescriptor.B_OFFSET;
import static dev.tophash.layout.HmapDescriptor.FLAGS_OFFSET;
import static dev.tophash.layout.HmapDescriptor.NEVACUATE_OFFSET;
import static dev.tophash.layout.HmapDescriptor.NOVERFLOW_OFFSET;
import static dev.tophash.layout.HmapDescriptor.OLDBUCKETS_OFFSET;
import static dev.tophash.layout.HmapFlags.ITERATOR;
import static dev.tophash.layout.HmapFlags.OLD_ITERATOR;
import static dev.tophash.layout.HmapFlags.SAME_SIZE_GROW;
import static dev.tophash.layout.MapExtraDescriptor.NEXT_OVERFLOW_OFFSET;
import static dev.tophash.layout.MapExtraDescriptor.OLDOVERFLOW_OFFSET;
import static dev.tophash.layout.MapExtraDescriptor.OVERFLOW_OFFSET;

import dev.tophash.MapClosedException;
import dev.tophash.OffHeapMemoryException;
import dev.tophash.check.Check;
import dev.tophash.layout.LoadFactor;
import dev.tophash.layout.SizeClasses;
import dev.tophash.offheap.memory.Memory;
import java.util.Objects;

/**
 * What Go's map does that does not depend on the key's type: making, growing, overflow buckets.
 *
 * <p><b>One object.</b> A public map extends its key table, which extends this class, which extends {@link HmapState}.
 * Superclasses group fields and functions here; the walks are abstract only so that cursor, clone and conformance can
 * call them without knowing the kind.
 *
 * <p><b>Order of an allocation.</b> Whatever an operation needs is required of the region before its first store;
 * growth promises the overflow buckets that its evacuation can need (at most as many as the old chains have: packing n
 * entries into two chains never takes more buckets beyond the two first ones than they took before).
 *
 * <p>Order of this file: making, growth, overflow buckets, the walks, what every map offers.
 */
abstract class Hmap extends HmapState
{
    private static final int MAX_EXACT_NOVERFLOW_B = 15;
    private static final long EVACUATION_SCAN_COUNT = 1024;

    final MapExtra mapExtra;
    private final long hint;
    private final Clearing clearing = new Clearing(this);
    private final Chores helperChores = new Chores(this);
    private long growthPromise;
    private long cloneKeyBlock;

    Hmap(final Opening opening)
    {
        super(opening);
        hint = opening.hint();
        mapExtra = new MapExtra(this, opening.fixedBlock());
        if (opening.adopted())
        {
            new Adoption(this).run();
        }
        else
        {
            make();
        }
    }

    /** Go's makemap (layout section 5). */
    private void make()
    {
        reseed();
        final int b = bForHint();
        if (0 == b)
        {
            return;
        }
        final Generation first = allocateArray(b, 0, "initial buckets");
        Memory.putByte(memory, header + B_OFFSET, (byte)b);
        install(first);
        reload();
    }

    /** The B of a map made with this map's hint. */
    final int bForHint()
    {
        return LoadFactor.bForHint(LoadFactor.effectiveHint(hint, type.bucketSize()));
    }

    /** The first write to a map without an array. */
    final void makeFirstBucket()
    {
        checkHeader();
        final Generation first = allocateArray(0, 0, "first bucket");
        install(first);
        reload();
    }

    /** An array that nothing points to yet; its memory is charged. */
    final Generation allocateArray(final int b, final String what)
    {
        return allocateArray(b, 0, what);
    }

    private Generation allocateArray(final int b, final long toMoveCount, final String what)
    {
        final long size = arrays.arraySize(b);
        final long promise = toMoveCount * arrays.overflowCost();
        if (size < 0 || size + promise < 0)
        {
            throw new OffHeapMemoryException(what, Long.MAX_VALUE, region.budgetBytes());
        }
        final long dirtySize = arrays.dirtySize(b);
        region.startPlan();
        region.plan(size);
        arrays.planEvacuation(toMoveCount, 1L << b, 0);
        if (0 != dirtySize)
        {
            region.plan(dirtySize);
        }
        region.requirePlan(size + dirtySize + promise, what);
        final Generation next = arrays.allocate(b);
        arrays.reserveEvacuation(next, toMoveCount);
        region.promise(promise);
        growthPromise += promise;
        region.settle();
        return next;
    }

    /** Makes an array the main one: pointer, sentinel, next spare bucket (layout section 4). */
    final void install(final Generation generation)
    {
        arrays.setCurrent(generation);
        putAddress(header + BUCKETS_OFFSET, generation.arrayOffset);
        prepareSpareArea(generation);
    }

    final void prepareSpareArea(final Generation generation)
    {
        if (generation.totalCount > generation.mainCount)
        {
            final long last = generation.arrayOffset + (generation.totalCount - 1) * bucketSize;
            putAddress(last + overflowOffset, generation.arrayOffset);
            putAddress(mapExtra.make() + NEXT_OVERFLOW_OFFSET,
                generation.arrayOffset + generation.mainCount * bucketSize);
        }
    }

    // ---------------------------------------------------------------- growth

    /** Asked before a new key is stored in a map that does not grow yet (layout section 8). */
    final boolean growthDue()
    {
        final int b = b();
        return LoadFactor.overLoad(count() + 1, b) || LoadFactor.tooManyOverflow(noverflow(), b);
    }

    /** Go's hashGrow (layout section 10.1): allocates everything first, then changes the header. */
    final void hashGrow()
    {
        checkHeader();
        final int b = b();
        final int bigger = LoadFactor.overLoad(count() + 1, b) ? 1 : 0;
        if (b + bigger > SizeClasses.MAX_B)
        {
            throw new OffHeapMemoryException("growth of the map", Long.MAX_VALUE, region.budgetBytes());
        }
        final long extra = mapExtra.offset();
        if (NIL != extra && NIL != offsetAt(extra + OVERFLOW_OFFSET) && NIL != offsetAt(extra + OLDOVERFLOW_OFFSET))
        {
            throw corrupt(Check.L01, extra + OLDOVERFLOW_OFFSET, "nil: oldoverflow is not nil", 1);
        }
        if (0 != bigger)
        {
            arrays.retireSpare();
            chores = true;
        }
        final Generation next = allocateArray(b + bigger, overflowCount(arrays.current()), "growth of the map");
        int flags = flags();
        final boolean iterating = 0 != (flags & ITERATOR);
        flags = flags & ~(ITERATOR | OLD_ITERATOR) | (iterating ? OLD_ITERATOR : 0) | (0 == bigger ? SAME_SIZE_GROW :
            0);
        setFlags(flags);
        Memory.putByte(memory, header + B_OFFSET, (byte)(b + bigger));
        putAddress(header + OLDBUCKETS_OFFSET, bucketsOffset);
        Memory.putLong(memory, header + NEVACUATE_OFFSET, 0);
        Memory.putShort(memory, header + NOVERFLOW_OFFSET, (short)0);
        if (NIL != extra && NIL != offsetAt(extra + OVERFLOW_OFFSET))
        {
            putAddress(extra + OLDOVERFLOW_OFFSET, offsetAt(extra + OVERFLOW_OFFSET));
            putAddress(extra + OVERFLOW_OFFSET, NIL);
        }
        arrays.setOld(arrays.current());
        install(next);
        reload();
    }

    /** Moves the chain that is about to be written and one more (layout section 10.2). */
    final void growWork(final long index)
    {
        evacuate(index & oldBucketCount() - 1);
        if (growing())
        {
            evacuate(nevacuate());
        }
    }

    final void checkEvacuationIndex(final long index)
    {
        final long oldCount = oldBucketCount();
        if (oldCount != arrays.old().mainCount)
        {
            throw corrupt(Check.H03, header + FLAGS_OFFSET, arrays.old().mainCount + " old buckets", oldCount);
        }
        if (index < 0 || index >= oldCount)
        {
            throw corrupt(Check.H03, header + NEVACUATE_OFFSET, "below " + oldCount, index);
        }
    }

    /** After chain {@code index} was moved: wipe what the collector must not see, advance the mark, end the growth. */
    final void finishEvacuation(final long index, final boolean moved)
    {
        if (moved && !pointerFree && 0 == (flags() & OLD_ITERATOR))
        {
            Memory.zero(memory, oldbucketsOffset + index * bucketSize + Long.BYTES, bucketSize - Long.BYTES);
        }
        if (index == nevacuate())
        {
            advanceEvacuationMark(index);
        }
    }

    private void advanceEvacuationMark(final long index)
    {
        final long oldCount = oldBucketCount();
        final long stop = Math.min(index + 1 + EVACUATION_SCAN_COUNT, oldCount);
        long mark = index + 1;
        while (mark != stop && evacuated(oldbucketsOffset + mark * bucketSize))
        {
            mark++;
        }
        if (mark == oldCount)
        {
            checkHeader();
        }
        Memory.putLong(memory, header + NEVACUATE_OFFSET, mark);
        if (mark == oldCount)
        {
            endGrowth();
        }
    }

    private void endGrowth()
    {
        putAddress(header + OLDBUCKETS_OFFSET, NIL);
        final long extra = mapExtra.offset();
        if (NIL != extra)
        {
            putAddress(extra + OLDOVERFLOW_OFFSET, NIL);
        }
        setFlags(flags() & ~SAME_SIZE_GROW);
        forgetOldArray();
        reload();
    }

    /** Returns the old array, its overflow buckets and what was promised for them. */
    final void forgetOldArray()
    {
        region.release(growthPromise);
        growthPromise = 0;
        arrays.endReservation();
        arrays.retireOld();
        chores = true;
    }

    /** The array of an adopted image: which of its buckets were written is not known. */
    final void trackAdopted(final Generation generation)
    {
        final long size = arrays.dirtySize(b());
        if (0 != size)
        {
            region.require(size, size, "dirty bits of an adopted map");
            arrays.addDirtyBits(generation, size);
            region.settle();
            generation.allDirty = true;
        }
    }

    /** For an adopted image that grows: promise what its evacuation can need. */
    final void promiseEvacuation(final long overflowCount)
    {
        final long promise = overflowCount * arrays.overflowCost();
        region.startPlan();
        arrays.planEvacuation(overflowCount, mask + 1, arrays.current().listLength);
        region.requirePlan(promise, "evacuation of an adopted map");
        arrays.reserveEvacuation(arrays.current(), overflowCount);
        region.promise(promise);
        growthPromise = promise;
        region.settle();
    }

    // ---------------------------------------------------------------- overflow buckets

    /** Requires what a new entry can need beyond its slot: an overflow bucket and boxes. */
    final void requireForInsert(final boolean needsBucket, final long boxNeed)
    {
        long bytes = boxNeed;
        region.startPlan();
        boxes.plan(boxNeed);
        if (needsBucket)
        {
            final boolean spareLeft = spareLeft();
            bytes += arrays.needForOverflow(spareLeft);
            arrays.planOverflow(spareLeft);
        }
        region.requirePlan(bytes, "new entry");
        boxes.makeRoom(boxNeed);
    }

    private boolean spareLeft()
    {
        final long extra = mapExtra.offset();
        return NIL != extra && NIL != offsetAt(extra + NEXT_OVERFLOW_OFFSET);
    }

    /** An overflow bucket for an evacuation: what it costs was promised when the growth began. */
    final long newEvacuationOverflow(final long bucket)
    {
        final long cost = Math.min(arrays.needForOverflow(spareLeft()), growthPromise);
        region.redeem(cost);
        growthPromise -= cost;
        arrays.useReserved();
        return newOverflow(bucket);
    }

    /** Go's newoverflow (layout section 6). */
    final long newOverflow(final long bucket)
    {
        final long extra = mapExtra.offset();
        final long spare = NIL == extra ? NIL : offsetAt(extra + NEXT_OVERFLOW_OFFSET);
        final long o;
        if (NIL == spare)
        {
            o = arrays.heapBucket();
        }
        else
        {
            o = takeSpare(extra, spare);
        }
        countOverflow();
        if (pointerFree)
        {
            mapExtra.append(o);
        }
        putAddress(bucket + overflowOffset, o);
        chainLimit++;
        everHandedOutCount++;
        return o;
    }

    /** The extent check: a spare pointer that has left its array is refused before anything is written through it. */
    private long takeSpare(final long extra, final long spare)
    {
        final Generation current = arrays.current();
        final long first = current.arrayOffset + current.mainCount * bucketSize;
        final long last = current.arrayOffset + (current.totalCount - 1) * bucketSize;
        if (spare < first || spare > last || 0 != (spare - first) % bucketSize)
        {
            throw corrupt(Check.O03, extra + NEXT_OVERFLOW_OFFSET, "a spare bucket from " + first + " to " + last,
                spare);
        }
        if (spare != current.nextSpareOffset(bucketSize))
        {
            throw corrupt(Check.O05, extra + NEXT_OVERFLOW_OFFSET, "the next one, " +
                current.nextSpareOffset(bucketSize), spare);
        }
        if (NIL == offsetAt(spare + overflowOffset))
        {
            if (spare == last)
            {
                throw corrupt(Check.O04, spare + overflowOffset, "the sentinel", 0);
            }
            putAddress(extra + NEXT_OVERFLOW_OFFSET, spare + bucketSize);
        }
        else
        {
            putAddress(spare + overflowOffset, NIL);
            putAddress(extra + NEXT_OVERFLOW_OFFSET, NIL);
        }
        arrays.noteSpareUsed();
        return spare;
    }

    private void countOverflow()
    {
        final int b = b();
        if (b <= MAX_EXACT_NOVERFLOW_B || 0 == (random.overflowSample() & (1 << b - MAX_EXACT_NOVERFLOW_B) - 1))
        {
            Memory.putShort(memory, header + NOVERFLOW_OFFSET, (short)(noverflow() + 1));
        }
    }

    // ---------------------------------------------------------------- walks, by key kind

    /** Searches a key; returns its place or {@link #NOT_FOUND}. Changes nothing. */
    abstract long find(long key);

    /** Searches or inserts a key; returns its place and sets {@link #inserted}. */
    abstract long assign(long key);

    /**
     * Starts a delete; returns the place, with the write flag still set, or {@link #NOT_FOUND} with the write
     * ended.
     */
    abstract long beginDelete(long key);

    /** Ends a delete that found its key. */
    abstract void finishDelete(long place);

    /** Deletes what stands at a place of the chain of a main bucket, whether or not its key can be found. */
    abstract void deleteAt(long head, long place);

    /** Assigns the key that stands at a place of another map of the same type; for a clone. */
    final long assignFrom(final Hmap other, final long place)
    {
        final int size = type.key().size();
        final long key = other.keyAt(place);
        if (keysTravelByValue())
        {
            return assign(key);
        }
        if (NIL == cloneKeyBlock)
        {
            cloneKeyBlock = region.space(size + Long.BYTES);
        }
        final long slot = cloneKeyBlock;
        if (null == keyPointers)
        {
            Memory.copy(other.memory, key, memory, slot, size);
            return assign(slot);
        }
        keyPointers.storeFrom(other, key, slot);
        final long assigned = assign(type.indirectKey() ? offsetAt(slot) : slot);
        keyPointers.free(slot);
        return assigned;
    }

    /** Moves one old chain (layout section 10.3). */
    abstract void evacuate(long index);

    /** Whether the walks take a key as itself or as the offset of its value. */
    abstract boolean keysTravelByValue();

    /** The key of a slot in the form in which the walks take it. */
    abstract long keyAt(long place);

    /** The hash of the key in a slot. */
    abstract long hashOf(long place);

    /** Whether the key in a slot equals itself; only NaN does not. */
    abstract boolean equalsItself(long place);

    // ---------------------------------------------------------------- what every map offers

    /**
     * Removes all entries in the way that the map was configured with, {@link ClearStrategy#THREE_STEP} by default.
     *
     * <p>An open cursor never delivers a cleared entry; one added later it may. Go 1.23 still delivers NaN keys of a
     * growth that has ended, this map does not.
     *
     * @throws MapClosedException     if the map is closed.
     * @throws OffHeapMemoryException if the strategy has to allocate and may not; the map is unchanged.
     */
    public final void clear()
    {
        clear(config.clearStrategy());
    }

    /**
     * Removes all entries in a given way.
     *
     * @param strategy what it costs, what remains in memory, and what happens to cursors.
     * @throws MapClosedException                 if the map is closed.
     * @throws OffHeapMemoryException             if the strategy has to allocate and may not; the map is unchanged.
     * @throws dev.tophash.MapCorruptionException if the strategy keeps the array and the header does not tell the truth
     *                                            about it; the map is unchanged.
     */
    public final void clear(final ClearStrategy strategy)
    {
        Objects.requireNonNull(strategy, "strategy");
        try
        {
            clearing.clear(strategy);
        }
        catch (final RuntimeException e)
        {
            throw failure(e);
        }
    }

    /**
     * Does chores that later writes would do: returns retired memory, cleans the array that a swap has put aside.
     * Counts as a write in terms of threads and changes no entry.
     *
     * @param budgetNanos time in nanoseconds; overrun by at most one slice. With 0 nothing is done and the result
     *                    tells whether there is work.
     * @return true if time ran out before the work; false if nothing more can be done now, be it that all is done or
     *     that the rest waits for open cursors.
     * @throws MapClosedException if the map is closed.
     */
    public final boolean advance(final long budgetNanos)
    {
        try
        {
            return clearing.advance(budgetNanos);
        }
        catch (final RuntimeException e)
        {
            throw failure(e);
        }
    }

    /**
     * A hold for a helper thread that cleans what a {@link ClearStrategy#SWAP} has put aside.
     *
     * @return the same object each time; it may be used by any thread.
     */
    public final Chores chores()
    {
        return helperChores;
    }

    /**
     * What the map costs and how it is doing; O(1).
     *
     * @return a snapshot.
     * @throws MapClosedException if the map is closed.
     */
    public final MapStats stats()
    {
        return MapStats.of(this);
    }
}
