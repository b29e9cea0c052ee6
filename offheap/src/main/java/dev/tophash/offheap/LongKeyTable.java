// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static dev.tophash.layout.BmapDescriptor.KEYS_OFFSET;
import static dev.tophash.layout.BmapDescriptor.SLOT_COUNT;
import static dev.tophash.layout.HmapFlags.HASH_WRITING;
import static dev.tophash.layout.HmapFlags.ITERATOR;

import dev.tophash.check.Check;
import dev.tophash.layout.TopHash;
import dev.tophash.offheap.memory.Memory;
import java.lang.foreign.MemorySegment;

/**
 * The four walks over chains of buckets: find, assign, delete, evacuate. There is no other probe loop in the product.
 *
 * <p><b>One text, five tables.</b> Everything that depends on the key stands in the final class of static functions
 * {@link LongKey}. The build derives the tables of the other kinds from this file by replacing that name
 * ({@code offheap/src/build/DeriveKeyTables.java}), so each kind has its own bytecode and its own profile: sharing the
 * walk through a virtual call or a lambda cost 40 to 110 % once several kinds were hot in one JVM.
 *
 * <p><b>Eight slots at a time.</b> The tophash bytes of a bucket are one little-endian word; {@link TopHash} matches
 * them at once, which took a hit from 26.3 to 8.7 ns. The order of slots is Go's: the lowest match, the lowest empty
 * slot.
 *
 * <p><b>Bounds.</b> A chain has at most as many buckets as overflow buckets were ever handed out, so corrupted links
 * end in {@link dev.tophash.MapCorruptionException}, never in a loop.
 *
 * <p>A <i>place</i> is the offset of a bucket plus a slot number.
 */
abstract class LongKeyTable extends Hmap
{
    /** Marks an evacuation's destination whose bucket is full; above every offset. */
    private static final long FULL = 1L << 62;

    /** What {@link #search} found besides the place. */
    private boolean chainFull;

    /** Main bucket of the chain that a delete works on, from its begin to its end. */
    private long chainHead;

    /** Tophash that the entry being moved gets. */
    private int movedTop;

    LongKeyTable(final Opening opening)
    {
        super(opening);
    }

    /**
     * A straight line without any loop for what the main bucket answers by itself, so that the JIT checks the segment
     * once: no slot matches and the chain ends here, or the key stands at the first match. Everything else is looked at
     * anew by {@link #findInChain}. Beyond the cache, what a lookup costs is how many others find room beside it in the
     * processor's window, that is, its number of instructions: 97 once, 62 now.
     */
    @Override
    final long find(final long key)
    {
        if (LongKey.travelsByValue() || isSettled())
        {
            final long hash = hash(key);
            final long bucket = lookupBucket(hash);
            final long word = Memory.getLong(memory, bucket);
            final long matches = TopHash.match(word, TopHash.repeatOf(hash));
            if (TopHash.isAbsent(word, matches))
            {
                return NOT_FOUND;
            }
            if (isAtFirst(bucket, matches, key))
            {
                return bucket + TopHash.slot(matches);
            }
        }
        return findInChain(key);
    }

    /** Asked where hashing a key twice would cost more than asking. */
    private boolean isSettled()
    {
        return decoyOffset != lookupOffset;
    }

    final long hash(final long key)
    {
        return LongKey.hash(this, key);
    }

    /** The main bucket of a hash in a settled map, the decoy in any other. */
    final long lookupBucket(final long hash)
    {
        return lookupOffset + (hash & lookupMask) * bucketSize;
    }

    /** Whether a key stands at the first slot of a bucket that matches. */
    final boolean isAtFirst(final long bucket, final long matches, final long key)
    {
        return 0 != matches &&
            LongKey.equalsAt(this, bucket + KEYS_OFFSET + (long)TopHash.slot(matches) * LongKey.size(this), key);
    }

    /** Searches a key in its whole chain, in whatever state the map is. */
    final long findInChain(final long key)
    {
        if (0 != (flags() & HASH_WRITING))
        {
            refuseRead();
        }
        final long hash = hash(key);
        if (NIL == bucketsOffset)
        {
            return NOT_FOUND;
        }
        final long top = TopHash.repeatOf(hash);
        long bucket = chainOf(hash);
        for (long hops = chainLimit; ; hops--)
        {
            final long word = Memory.getLong(memory, bucket);
            final long place = placeIn(bucket, word, top, key);
            if (NOT_FOUND != place || TopHash.hasEmptyRest(word))
            {
                return place;
            }
            bucket = nextInChain(bucket, hops);
            if (NIL == bucket)
            {
                return NOT_FOUND;
            }
        }
    }

    /** Searches a key in one bucket. */
    private long placeIn(final long bucket, final long word, final long top, final long key)
    {
        for (long matches = TopHash.match(word, top); 0 != matches; matches &= matches - 1)
        {
            final int slot = TopHash.slot(matches);
            if (LongKey.equalsAt(this, bucket + KEYS_OFFSET + (long)slot * LongKey.size(this), key))
            {
                return bucket + slot;
            }
        }
        return NOT_FOUND;
    }

    /** The chain in which a key can be: the old one while that is not evacuated. There is an array. */
    private long chainOf(final long hash)
    {
        if (NIL != oldbucketsOffset)
        {
            final long old = oldbucketsOffset + (hash & oldBucketCount() - 1) * bucketSize;
            if (!evacuated(old))
            {
                return old;
            }
        }
        return mainBucket(hash);
    }

    private long mainBucket(final long hash)
    {
        return bucketsOffset + (hash & mask) * bucketSize;
    }

    private long nextInChain(final long bucket, final long hops)
    {
        final long next = overflow(bucket);
        if (NIL != next && 0 == hops)
        {
            throw corrupt(Check.O01, bucket + overflowOffset, "a chain of at most " + chainLimit + " buckets", next);
        }
        return next;
    }

    @Override
    final long assign(final long key)
    {
        final long hash = hash(key);
        beginWrite();
        try
        {
            if (NIL == bucketsOffset)
            {
                makeFirstBucket();
            }
            if (growing())
            {
                growWork(hash & mask);
            }
            long place = search(key, hash);
            if (inserted && !growing() && growthDue())
            {
                hashGrow();
                growWork(hash & mask);
                place = search(key, hash);
            }
            if (inserted)
            {
                if (NIL != dirtyBits)
                {
                    DirtyBuckets.mark(memory, arrays.current(), hash & mask);
                }
                return insert(place, key, TopHash.of(hash));
            }
            LongKey.update(this, keyOffset(place), key);
            return place;
        }
        finally
        {
            endWrite();
        }
    }

    /**
     * Searches a chain of the new array. Sets {@link #inserted} to whether the key is absent; then the place is the
     * first empty slot in chain order or, if there is none, the last bucket plus {@code SLOT_COUNT}, marked by
     * {@link #chainFull}.
     */
    private long search(final long key, final long hash)
    {
        final MemorySegment memory = this.memory;
        final long top = TopHash.repeatOf(hash);
        long bucket = mainBucket(hash);
        long empty = NOT_FOUND;
        for (long hops = chainLimit; ; hops--)
        {
            final long word = Memory.getLong(memory, bucket);
            final long place = placeIn(bucket, word, top, key);
            if (NOT_FOUND != place)
            {
                inserted = false;
                return place;
            }
            if (NOT_FOUND == empty)
            {
                final long free = TopHash.matchEmpty(word);
                empty = 0 == free ? NOT_FOUND : bucket + TopHash.slot(free);
            }
            final long next = TopHash.hasEmptyRest(word) ? NIL : nextInChain(bucket, hops);
            if (NIL == next)
            {
                inserted = true;
                chainFull = NOT_FOUND == empty;
                return chainFull ? bucket : empty;
            }
            bucket = next;
        }
    }

    /** Stores a new key in the empty slot that the search found, or in a new overflow bucket behind the last one. */
    private long insert(final long found, final long key, final int top)
    {
        boxes.startPlan();
        final long keyNeed = LongKey.boxNeed(this, key);
        final long elemNeed = type.indirectElem() ? boxes.need(type.elem().size()) : 0;
        long place = found;
        if (chainFull || 0 != keyNeed + elemNeed)
        {
            requireForInsert(chainFull, keyNeed + elemNeed);
            if (chainFull)
            {
                place = newOverflow(found);
            }
        }
        if (type.indirectElem())
        {
            final int size = type.elem().size();
            final long box = boxes.allocate(size);
            Memory.zero(memory, box, size);
            putAddress(elemSlot(place), box);
        }
        LongKey.store(this, keyOffset(place), key);
        region.settle();
        Memory.putByte(memory, place, (byte)top);
        setCount(count() + 1);
        return place;
    }

    private long keyOffset(final long place)
    {
        return (place & -8) + KEYS_OFFSET + (place & SLOT_MASK) * LongKey.size(this);
    }

    @Override
    final long beginDelete(final long key)
    {
        if (0 == count())
        {
            return NOT_FOUND;
        }
        final long hash = hash(key);
        beginWrite();
        long place = NOT_FOUND;
        try
        {
            if (growing())
            {
                growWork(hash & mask);
            }
            place = search(key, hash);
            if (inserted)
            {
                place = NOT_FOUND;
            }
            else
            {
                chainHead = mainBucket(hash);
            }
            return place;
        }
        finally
        {
            if (NOT_FOUND == place)
            {
                endWrite();
            }
        }
    }

    /** Go's mapdelete from the found slot on (layout section 9). */
    @Override
    final void finishDelete(final long place)
    {
        try
        {
            LongKey.clear(this, keyOffset(place));
            clearElem(elemSlot(place));
            Memory.putByte(memory, place, (byte)TopHash.EMPTY_ONE);
            propagateEmptyRest(place & -8, (int)(place & SLOT_MASK));
            final long count = count() - 1;
            setCount(count);
            if (0 == count)
            {
                reseed();
            }
        }
        finally
        {
            endWrite();
        }
    }

    @Override
    final void deleteAt(final long head, final long place)
    {
        beginWrite();
        chainHead = head;
        finishDelete(place);
    }

    /** Turns the tombstones at the end of a chain into emptyRest, backwards and across buckets. */
    private void propagateEmptyRest(final long from, final int fromSlot)
    {
        long bucket = from;
        int slot = fromSlot;
        if (SLOT_COUNT - 1 == slot)
        {
            final long next = overflow(bucket);
            if (NIL != next && TopHash.EMPTY_REST != Memory.getByte(memory, next))
            {
                return;
            }
        }
        else if (TopHash.EMPTY_REST != Memory.getByte(memory, bucket + slot + 1))
        {
            return;
        }
        while (TopHash.EMPTY_ONE == Memory.getByte(memory, bucket + slot))
        {
            Memory.putByte(memory, bucket + slot, (byte)TopHash.EMPTY_REST);
            if (0 != slot)
            {
                slot--;
            }
            else if (bucket == chainHead)
            {
                return;
            }
            else
            {
                bucket = predecessor(bucket);
                slot = SLOT_COUNT - 1;
            }
        }
    }

    private long predecessor(final long of)
    {
        long bucket = chainHead;
        for (long hops = chainLimit; ; hops--)
        {
            final long next = nextInChain(bucket, hops);
            if (next == of)
            {
                return bucket;
            }
            if (NIL == next)
            {
                throw corrupt(Check.O01, bucket + overflowOffset, "the bucket at " + of, next);
            }
            bucket = next;
        }
    }

    @Override
    final void evacuate(final long index)
    {
        checkEvacuationIndex(index);
        final long head = oldbucketsOffset + index * bucketSize;
        final boolean toMove = !evacuated(head);
        if (toMove)
        {
            final boolean splitting = !sameSizeGrow();
            long x = bucketsOffset + index * bucketSize;
            long y = splitting ? x + oldBucketCount() * bucketSize : NIL;
            if (NIL != dirtyBits)
            {
                markDestinations(index, splitting);
            }
            long hops = chainLimit;
            for (long bucket = head; NIL != bucket; bucket = nextInChain(bucket, hops--))
            {
                for (int slot = 0; slot < SLOT_COUNT; slot++)
                {
                    final int top = Memory.getUnsignedByte(memory, bucket + slot);
                    if (TopHash.isEmpty(top))
                    {
                        Memory.putByte(memory, bucket + slot, (byte)TopHash.EVACUATED_EMPTY);
                    }
                    else if (goesToY(bucket + slot, top, splitting))
                    {
                        y = move(bucket + slot, y, TopHash.EVACUATED_Y);
                    }
                    else
                    {
                        x = move(bucket + slot, x, TopHash.EVACUATED_X);
                    }
                }
            }
            region.settle();
        }
        finishEvacuation(index, toMove);
    }

    private void markDestinations(final long index, final boolean splitting)
    {
        DirtyBuckets.mark(memory, arrays.current(), index);
        if (splitting)
        {
            DirtyBuckets.mark(memory, arrays.current(), index + oldBucketCount());
        }
    }

    /** Which half an entry goes to, and with which tophash; a NaN under iteration is special (layout section 10.5). */
    private boolean goesToY(final long place, final int top, final boolean splitting)
    {
        if (top < TopHash.MIN_TOP_HASH)
        {
            throw corrupt(Check.T03, place, "an entry or an empty slot: bad map state", top);
        }
        movedTop = top;
        if (!splitting)
        {
            return false;
        }
        final long key = LongKey.load(this, keyOffset(place));
        final long hash = hash(key);
        if (0 != (flags() & ITERATOR) && !LongKey.equalsItself(this, key))
        {
            movedTop = TopHash.of(hash);
            return 0 != (top & 1);
        }
        return 0 != (hash & oldBucketCount());
    }

    /** Copies one entry to the next slot of its destination and returns where the one after it will go. */
    private long move(final long from, final long to, final int mark)
    {
        long place = to;
        if (0 != (place & FULL))
        {
            place = newEvacuationOverflow(place - FULL);
        }
        Memory.putByte(memory, from, (byte)mark);
        Memory.putByte(memory, place, (byte)movedTop);
        Memory.copySlot(memory, keyOffset(from), keyOffset(place), LongKey.size(this));
        Memory.copySlot(memory, elemSlot(from), elemSlot(place), elemSize);
        return SLOT_COUNT - 1 == (place & SLOT_MASK) ? (place & -8) + FULL : place + 1;
    }

    @Override
    final boolean keysTravelByValue()
    {
        return LongKey.travelsByValue();
    }

    @Override
    final long keyAt(final long place)
    {
        return LongKey.load(this, keyOffset(place));
    }

    @Override
    final long hashOf(final long place)
    {
        return hash(keyAt(place));
    }

    @Override
    final boolean equalsItself(final long place)
    {
        return LongKey.equalsItself(this, keyAt(place));
    }
}
