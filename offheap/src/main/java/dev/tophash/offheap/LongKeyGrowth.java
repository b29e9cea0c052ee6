// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static dev.tophash.layout.classic.BmapDescriptor.SLOT_COUNT;
import static dev.tophash.layout.classic.HmapFlags.ITERATOR;

import dev.tophash.check.Check;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.layout.classic.TopHash;
import dev.tophash.offheap.arrays.Generation;
import dev.tophash.offheap.events.Span;
import dev.tophash.offheap.memory.Memory;
import java.lang.foreign.MemorySegment;

/**
 * How a growth moves the chains of one kind of key, and what an entry's key says about itself.
 *
 * <p>A bucket's eight tophash bytes are read as one word and the empty slots are marked by one store; each entry is
 * marked when it is copied, so an evacuation that is refused in the middle of a chain has lost none. Which half an
 * entry goes to is a coin that no branch predictor guesses, so it is arithmetic and no branch. The walk of each kind is
 * the same text, see {@link LongKeyTable}.
 */
abstract class LongKeyGrowth extends MapSkin
{
    /** Says, beside the tophash that a moved entry gets, that it goes to the upper half. */
    private static final int TO_Y = 1 << Byte.SIZE;

    private final Fronts fronts = new Fronts();

    /** How far an evacuation of one chain is. */
    private static final class Fronts
    {
        /** Where the next entry goes that stays in the half with its index, and that goes to the upper half. */
        private long x;

        private long y;

        /** The destination of the entry for which there is no slot. */
        private int blocked;
    }

    LongKeyGrowth(final Opening opening)
    {
        super(opening);
    }

    final long hash(final long keyOrOffset)
    {
        return LongKey.hash(this, keyOrOffset);
    }

    final long keyOffset(final long place)
    {
        return Place.keyOffset(place, LongKey.size(this));
    }

    @Override
    final void growWork(final long index)
    {
        final Span span = MapEvents.slice(this);
        arrays.makePages();
        evacuate(index & oldBucketCount() - 1);
        if (growing())
        {
            evacuate(nevacuate());
        }
        span.done();
    }

    @Override
    final void evacuate(final long index)
    {
        checkEvacuationIndex(index);
        final long head = oldbucketsOffset() + index * bucketSize;
        final boolean toMove = !evacuated(head);
        if (toMove)
        {
            noteMove();
            final boolean splitting = !sameSizeGrow();
            final long upperBit = splitting ? oldBucketCount() : 0;
            fronts.x = bucketsOffset() + index * bucketSize;
            fronts.y = fronts.x + upperBit * bucketSize;
            if (tracksDirtyBuckets())
            {
                markDestinations(index, splitting);
            }
            if (splitting && LongKey.isReflexive())
            {
                splitChain(head, upperBit);
            }
            else
            {
                moveChain(head, upperBit, chainLimit());
            }
        }
        finishEvacuation(index, toMove);
    }

    /**
     * Splits a chain of keys that are equal to themselves. As long as both destinations have room for all entries of a
     * bucket, nothing is asked for each of them, and their words of tophash bytes are stored once a bucket. All keys of
     * a bucket are hashed before anything of it is stored, so a bad pointer among them changes nothing.
     */
    private void splitChain(final long head, final long upperBit)
    {
        final int shift = Long.numberOfTrailingZeros(upperBit);
        final long word = Memory.getLong(memory, head);
        final long filled = filled(head, word);
        final long upper =
            LongKey.travelsByValue() ? upperSlots(head, shift) & filled : upperOf(head, filled, shift);
        copySplit(head, filled, upper, 0, 0);
        Memory.putLong(memory, head, TopHash.evacuated(filled, upper));
        Memory.putLong(memory, fronts.x, TopHash.packed(word, filled ^ upper));
        Memory.putLong(memory, fronts.y, TopHash.packed(word, upper));
        final long hops = chainLimit();
        final long next = nextInChain(head, hops);
        if (next != NIL)
        {
            splitRest(next, shift, Long.bitCount(filled ^ upper), Long.bitCount(upper), hops - 1);
        }
    }

    /** Splits what is behind the first bucket of a chain, as long as all entries of a bucket find room. */
    private void splitRest(
        final long first, final int shift, final int countX, final int countY, final long limit)
    {
        int xCount = countX;
        int yCount = countY;
        long hops = limit;
        long bucket = first;
        while (bucket != NIL)
        {
            final long word = Memory.getLong(memory, bucket);
            final long filled = filled(bucket, word);
            final long upper = upperOf(bucket, filled, shift);
            final int x = xCount + Long.bitCount(filled ^ upper);
            final int y = yCount + Long.bitCount(upper);
            if (Math.max(x, y) > SLOT_COUNT)
            {
                fronts.x = behind(fronts.x, xCount);
                fronts.y = behind(fronts.y, yCount);
                moveChain(bucket, 1L << shift, hops);
                return;
            }
            copySplit(bucket, filled, upper, xCount, yCount);
            Memory.putLong(memory, bucket, TopHash.evacuated(filled, upper));
            addTops(fronts.x, TopHash.packed(word, filled ^ upper), xCount);
            addTops(fronts.y, TopHash.packed(word, upper), yCount);
            xCount = x;
            yCount = y;
            bucket = nextInChain(bucket, hops--);
        }
    }

    /** Adds tophash bytes behind the first ones of a bucket. */
    private void addTops(final long bucket, final long tops, final int count)
    {
        Memory.putLong(memory, bucket, Memory.getLong(memory, bucket) | tops << count * Byte.SIZE);
    }

    /**
     * Flags of the slots whose keys go to the upper half; those of empty slots mean nothing. To hash what an empty slot
     * holds costs less than a loop whose end nobody predicts, and the multiplications of eight keys overlap.
     */
    private long upperSlots(final long bucket, final int shift)
    {
        long upper = 0;
        for (int slot = SLOT_COUNT - 1; slot >= 0; slot--)
        {
            upper = upper << Byte.SIZE | hash(LongKey.load(this, keyOffset(bucket, slot))) >>> shift & 1;
        }
        return upper << Byte.SIZE - 1;
    }

    /** As {@link #upperSlots}, for a bucket that is nearly empty, as most are that are not the first of their chain. */
    private long upperOf(final long bucket, final long filled, final int shift)
    {
        long upper = 0;
        for (long left = filled; left != 0; left &= left - 1)
        {
            final long key = LongKey.load(this, keyOffset(bucket, TopHash.slot(left)));
            upper |= left & -left & -(hash(key) >>> shift & 1);
        }
        return upper;
    }

    final long keyOffset(final long bucket, final int slot)
    {
        return BmapDescriptor.keyOffset(bucket, slot, LongKey.size(this));
    }

    private void copySplit(final long bucket, final long filled, final long upper, final int xCount, final int yCount)
    {
        if (elemSize == LongKey.size(this))
        {
            copySplit(bucket, filled, upper, keyOffset(fronts.x, xCount), keyOffset(fronts.y, yCount));
        }
        else
        {
            copySplitTwice(bucket, filled, upper, xCount, yCount);
        }
    }

    /**
     * Copies the entries of a bucket, all of which find room, to one of two places each. Each elem is as large as its
     * key, so it stands as far behind it as all keys are long.
     */
    private void copySplit(final long bucket, final long filled, final long upper, final long toX, final long toY)
    {
        final MemorySegment memory = this.memory;
        final int size = LongKey.size(this);
        final long allKeys = (long)SLOT_COUNT * size;
        long from = keyOffset(bucket, 0);
        long x = toX;
        long y = toY;
        long up = upper >>> Byte.SIZE - 1;
        for (long left = filled >>> Byte.SIZE - 1; left != 0; left >>>= Byte.SIZE)
        {
            if ((left & 1) != 0)
            {
                final long mask = -(up & 1);
                final long to = x ^ (x ^ y) & mask;
                Memory.copySlot(memory, from, to, size);
                Memory.copySlot(memory, from + allKeys, to + allKeys, size);
                x += size & ~mask;
                y += size & mask;
            }
            from += size;
            up >>>= Byte.SIZE;
        }
    }

    /** As {@link #copySplit}, where elems have another size. */
    private void copySplitTwice(
        final long bucket, final long filled, final long upper, final int xCount, final int yCount)
    {
        final MemorySegment memory = this.memory;
        final int size = LongKey.size(this);
        final int elemSize = this.elemSize;
        long from = keyOffset(bucket, 0);
        long x = keyOffset(fronts.x, xCount);
        long y = keyOffset(fronts.y, yCount);
        long elemFrom = elemOffset(bucket, 0);
        long elemX = elemOffset(fronts.x, xCount);
        long elemY = elemOffset(fronts.y, yCount);
        long up = upper >>> Byte.SIZE - 1;
        for (long left = filled >>> Byte.SIZE - 1; left != 0; left >>>= Byte.SIZE)
        {
            if ((left & 1) != 0)
            {
                final long mask = -(up & 1);
                Memory.copySlot(memory, from, x ^ (x ^ y) & mask, size);
                Memory.copySlot(memory, elemFrom, elemX ^ (elemX ^ elemY) & mask, elemSize);
                x += size & ~mask;
                y += size & mask;
                elemX += elemSize & ~mask;
                elemY += elemSize & mask;
            }
            from += size;
            elemFrom += elemSize;
            up >>>= Byte.SIZE;
        }
    }

    private long elemOffset(final long bucket, final int slot)
    {
        return BmapDescriptor.elemOffset(bucket, slot, LongKey.size(this), elemSize);
    }

    private static long behind(final long bucket, final int count)
    {
        return count == SLOT_COUNT ? Place.behind(bucket) : Place.of(bucket, count);
    }

    /** Moves the entries of a chain, or of what is left of it. */
    private void moveChain(final long first, final long upperBit, final long limit)
    {
        long hops = limit;
        for (long bucket = first; bucket != NIL; bucket = nextInChain(bucket, hops--))
        {
            final long word = Memory.getLong(memory, bucket);
            final long filled = filled(bucket, word);
            Memory.putLong(memory, bucket, TopHash.withEmptyEvacuated(word, filled));
            moveAll(bucket, word, filled, upperBit);
        }
    }

    /** Flags of the live slots of an old bucket, in which every slot is live or empty. */
    private long filled(final long bucket, final long word)
    {
        final long filled = TopHash.matchFilled(word);
        if ((filled | TopHash.matchEmpty(word)) != TopHash.ALL_SLOTS)
        {
            throw badMapState(bucket, word, filled);
        }
        return filled;
    }

    private void moveAll(final long bucket, final long word, final long filled, final long upperBit)
    {
        long left = filled;
        while (left != 0)
        {
            left = moveRun(bucket, word, left, upperBit);
            if (left != 0)
            {
                moveBehind(Place.of(bucket, TopHash.slot(left)), fronts.blocked);
                left &= left - 1;
            }
        }
    }

    /** Moves entries until one finds no slot; returns that one and those behind it. A loop without a call. */
    private long moveRun(final long bucket, final long word, final long filled, final long upperBit)
    {
        long x = fronts.x;
        long y = fronts.y;
        long left = filled;
        for (; left != 0; left &= left - 1)
        {
            final long from = Place.of(bucket, TopHash.slot(left));
            final int destination = destination(from, TopHash.at(word, TopHash.slot(left)), upperBit);
            final long upper = -(destination >>> Byte.SIZE);
            final long to = x ^ (x ^ y) & upper;
            if (Place.isBehind(to))
            {
                fronts.blocked = destination;
                break;
            }
            final long next = move(from, to, destination);
            x ^= (x ^ next) & ~upper;
            y ^= (y ^ next) & upper;
        }
        fronts.x = x;
        fronts.y = y;
        return left;
    }

    /** Moves an entry to a new overflow bucket. */
    private void moveBehind(final long from, final int destination)
    {
        if (destination < TO_Y)
        {
            fronts.x = move(from, newEvacuationOverflow(Place.bucket(fronts.x)), destination);
        }
        else
        {
            fronts.y = move(from, newEvacuationOverflow(Place.bucket(fronts.y)), destination);
        }
    }

    final void mark(final long index)
    {
        final Generation current = arrays.current();
        current.dirty().mark(current.mainCount(), index);
    }

    private void markDestinations(final long index, final boolean splitting)
    {
        mark(index);
        if (splitting)
        {
            mark(index + oldBucketCount());
        }
    }

    /**
     * Which half an entry goes to and the tophash it gets there: {@link #TO_Y} plus the tophash; the bit of the hash
     * that decides it is 0 in a growth to the same size. A NaN under iteration is special (layout section 10.5).
     */
    private int destination(final long place, final int top, final long upperBit)
    {
        if (upperBit == 0)
        {
            return top;
        }
        final long keyOrOffset = LongKey.load(this, keyOffset(place));
        final long hash = hash(keyOrOffset);
        if (!LongKey.equalsItself(this, keyOrOffset) && (flags() & ITERATOR) != 0)
        {
            return ((top & 1) == 0 ? 0 : TO_Y) + TopHash.of(hash);
        }
        return (int)(hash >>> Long.numberOfTrailingZeros(upperBit) & 1) * TO_Y + top;
    }

    private RuntimeException badMapState(final long bucket, final long word, final long filled)
    {
        final int slot = TopHash.slot(~(filled | TopHash.matchEmpty(word)) & TopHash.ALL_SLOTS);
        return corrupt(
            Check.T03, Place.of(bucket, slot), "an entry or an empty slot: bad map state", TopHash.at(word, slot));
    }

    /** Copies one entry to a slot and returns where the one after it will go. */
    private long move(final long from, final long place, final int destination)
    {
        Memory.putByte(memory, from, (byte)(TopHash.EVACUATED_X + (destination >>> Byte.SIZE)));
        Memory.putByte(memory, place, (byte)destination);
        Memory.copySlot(memory, keyOffset(from), keyOffset(place), LongKey.size(this));
        Memory.copySlot(memory, elemSlot(from), elemSlot(place), elemSize);
        return Place.slot(place) == SLOT_COUNT - 1 ? Place.behind(Place.bucket(place)) : place + 1;
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
