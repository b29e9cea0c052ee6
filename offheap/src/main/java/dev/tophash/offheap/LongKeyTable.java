// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static dev.tophash.layout.classic.HmapFlags.HASH_WRITING;

import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.layout.classic.TopHash;
import dev.tophash.offheap.memory.Memory;
import java.lang.foreign.MemorySegment;
import java.util.ConcurrentModificationException;

/**
 * Three of the four walks over chains of buckets: find, assign, delete. The fourth, evacuate, is in {@link
 * LongKeyGrowth}. There is one other probe loop: the find of {@code LongStructInPlace}, which leads a flyweight.
 *
 * <p><b>One text, five tables.</b> Everything that depends on the key stands in the final class of static functions
 * {@link LongKey}. The build derives the tables of the other kinds from these two files by replacing that name
 * ({@code core/src/build/Derive.java}), so each kind has its own bytecode and its own profile: sharing the
 * walk through a virtual call or a lambda cost 40 to 110 % once several kinds were hot in one JVM.
 *
 * <p><b>Eight slots at a time.</b> The tophash bytes of a bucket are one little-endian word; {@link TopHash} matches
 * them at once, which took a hit from 26.3 to 8.7 ns. The order of slots is Go's: the lowest match, the lowest empty
 * slot.
 *
 * <p><b>Bounds.</b> A chain has at most as many buckets as overflow buckets were ever handed out, so corrupted links
 * end in {@link dev.tophash.MapCorruptionException}, never in a loop.
 *
 * <p>The walks answer with a {@link Place}: the offset of a bucket plus a slot number.
 */
abstract class LongKeyTable extends LongKeyGrowth
{
    /** The hash of the key that {@link #prepare} was asked for. */
    private long preparedHash;

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
    final long find(final long keyOrOffset)
    {
        if (LongKey.travelsByValue() || isSettled())
        {
            final long hash = hash(keyOrOffset);
            final long bucket = lookupBucket(hash);
            final long word = Memory.getLong(memory, bucket);
            final long matches = TopHash.match(word, TopHash.repeatOf(hash));
            if (TopHash.isAbsent(word, matches))
            {
                return Place.NOT_FOUND;
            }
            if (isAtFirst(bucket, matches, keyOrOffset))
            {
                return Place.of(bucket, TopHash.slot(matches));
            }
        }
        return findInChain(keyOrOffset);
    }

    /** Whether a key stands at the first slot of a bucket that matches. */
    final boolean isAtFirst(final long bucket, final long matches, final long keyOrOffset)
    {
        return matches != 0 &&
            LongKey.equalsAt(this, keyOffset(bucket, TopHash.slot(matches)), keyOrOffset);
    }

    /** Searches a key in its whole chain, in whatever state the map is. */
    final long findInChain(final long keyOrOffset)
    {
        if ((flags() & HASH_WRITING) != 0)
        {
            refuseRead();
        }
        final long hash = hash(keyOrOffset);
        if (bucketsOffset() == NIL)
        {
            return Place.NOT_FOUND;
        }
        final long top = TopHash.repeatOf(hash);
        long bucket = chainOf(hash);
        for (long hops = chainLimit(); ; hops--)
        {
            final long word = Memory.getLong(memory, bucket);
            final long place = placeIn(bucket, word, top, keyOrOffset);
            if (place != Place.NOT_FOUND || TopHash.hasEmptyRest(word))
            {
                return place;
            }
            bucket = nextInChain(bucket, hops);
            if (bucket == NIL)
            {
                return Place.NOT_FOUND;
            }
        }
    }

    /** Searches a key in one bucket. */
    private long placeIn(final long bucket, final long word, final long top, final long keyOrOffset)
    {
        for (long matches = TopHash.match(word, top); matches != 0; matches &= matches - 1)
        {
            final int slot = TopHash.slot(matches);
            if (LongKey.equalsAt(this, keyOffset(bucket, slot), keyOrOffset))
            {
                return Place.of(bucket, slot);
            }
        }
        return Place.NOT_FOUND;
    }

    /** The chain in which a key can be: the old one while that is not evacuated. There is an array. */
    private long chainOf(final long hash)
    {
        if (oldbucketsOffset() != NIL)
        {
            final long old = oldbucketsOffset() + (hash & oldBucketCount() - 1) * bucketSize;
            if (!evacuated(old))
            {
                return old;
            }
        }
        return mainBucket(hash);
    }

    /**
     * The straight line of {@link #find}, and behind it no more than a write needs: the key stands at the first match,
     * or the main bucket says that it is absent and has room. All else is done by {@link #assignInChain}.
     */
    @Override
    final long assign(final long keyOrOffset)
    {
        return assign(keyOrOffset, hash(keyOrOffset));
    }

    /** As {@link #assign(long)}, for a key whose hash is known. */
    final long assign(final long keyOrOffset, final long hash)
    {
        final long place = assignStraight(keyOrOffset, hash);
        return place == Place.NOT_FOUND ? assignInChain(keyOrOffset, hash) : place;
    }

    /** The straight line of {@link #assign} alone; {@link Place#NOT_FOUND} leaves the rest to assignInChain. */
    private long assignStraight(final long keyOrOffset, final long hash)
    {
        final long bucket = lookupBucket(hash);
        final long word = Memory.getLong(memory, bucket);
        final long matches = TopHash.match(word, TopHash.repeatOf(hash));
        if (TopHash.isAbsent(word, matches))
        {
            if (pointerFree && isStraightForOneMore())
            {
                return add(bucket, TopHash.slot(TopHash.matchEmpty(word)), keyOrOffset, TopHash.of(hash));
            }
        }
        else if (isStraight() && isAtFirst(bucket, matches, keyOrOffset))
        {
            return update(Place.of(bucket, TopHash.slot(matches)), keyOrOffset);
        }
        return Place.NOT_FOUND;
    }

    /** Stores a new key without pointers in an empty slot. */
    final long add(final long bucket, final int slot, final long keyOrOffset, final int top)
    {
        LongKey.store(this, keyOffset(bucket, slot), keyOrOffset);
        final long added = occupy(Place.of(bucket, slot), top);
        endStraight();
        return added;
    }

    private long update(final long place, final long keyOrOffset)
    {
        LongKey.update(this, keyOffset(place), keyOrOffset);
        endStraight();
        return place;
    }

    /** As {@link #assign}, in the whole chain; what neither moves nor needs a bucket still does without the flag. */
    final long assignInChain(final long keyOrOffset, final long hash)
    {
        if (isStraight())
        {
            final long place = search(keyOrOffset, hash);
            if (!Place.isNew(place))
            {
                return update(place, keyOrOffset);
            }
            if (isStraightForOneMore())
            {
                if (Place.isBehind(place))
                {
                    return insertBehind(place, keyOrOffset, TopHash.of(hash));
                }
                if (pointerFree)
                {
                    final long empty = Place.plain(place);
                    return add(Place.bucket(empty), Place.slot(empty), keyOrOffset, TopHash.of(hash));
                }
                final long inserted = insert(place, keyOrOffset, TopHash.of(hash));
                endStraight();
                return inserted;
            }
        }
        return growing() && pointerFree && !tracksDirtyBuckets() ? assignMoving(keyOrOffset, hash) :
            assignSlowly(keyOrOffset, hash);
    }

    /** Inserts a key behind its chain in a map that need not grow. */
    private long insertBehind(final long place, final long keyOrOffset, final int top)
    {
        beginWrite();
        try
        {
            return insert(place, keyOrOffset, top);
        }
        finally
        {
            endWrite();
        }
    }

    /**
     * As {@link #assignSlowly}, in a map without pointers that grows: moves two chains and goes on at the straight line
     * of the new array. A method of its own, since the JIT has no nodes left for all that one put can be.
     */
    private long assignMoving(final long keyOrOffset, final long hash)
    {
        beginWrite();
        try
        {
            growWork(hash & mask());
            final long bucket = mainBucket(hash);
            final long word = Memory.getLong(memory, bucket);
            if (growing() && TopHash.isAbsent(word, TopHash.match(word, TopHash.repeatOf(hash))))
            {
                final long place = Place.of(bucket, TopHash.slot(TopHash.matchEmpty(word)));
                LongKey.store(this, keyOffset(place), keyOrOffset);
                return occupy(place, TopHash.of(hash));
            }
            return assignAnywhere(keyOrOffset, hash, false);
        }
        finally
        {
            endWrite();
        }
    }

    /** Go's mapassign, growth and write flag included (layout section 8). */
    private long assignSlowly(final long keyOrOffset, final long hash)
    {
        beginWrite();
        try
        {
            return assignAnywhere(keyOrOffset, hash, true);
        }
        finally
        {
            endWrite();
        }
    }

    final long assignAnywhere(final long keyOrOffset, final long hash, final boolean moving)
    {
        final long place = placeFor(keyOrOffset, hash, moving);
        if (Place.isNew(place))
        {
            if (tracksDirtyBuckets())
            {
                mark(hash & mask());
            }
            return insert(place, keyOrOffset, TopHash.of(hash));
        }
        LongKey.update(this, keyOffset(place), keyOrOffset);
        return place;
    }

    /**
     * Where a key stands or goes, when whatever has to be moved or made for it is moved and made; what a growth that
     * was running before has to move may be moved already.
     */
    private long placeFor(final long keyOrOffset, final long hash, final boolean moving)
    {
        if (bucketsOffset() == NIL)
        {
            makeFirstBucket();
        }
        if (moving && growing())
        {
            growWork(hash & mask());
        }
        final long place = search(keyOrOffset, hash);
        if (Place.isNew(place) && !growing() && growthDue())
        {
            hashGrow();
            growWork(hash & mask());
            return search(keyOrOffset, hash);
        }
        return place;
    }

    /**
     * All of {@link #assign} that can be refused, for a key that is absent. Adds no entry: that does
     * {@link #addPrepared}, with the place that is returned here, if nothing was written in between.
     */
    final long prepare(final long keyOrOffset)
    {
        final long hash = hash(keyOrOffset);
        beginWrite();
        try
        {
            final long place = placeFor(keyOrOffset, hash, true);
            if (Place.isNew(place))
            {
                preparedHash = hash;
                grantInsert(Place.isBehind(place), keyOrOffset);
            }
            return place;
        }
        finally
        {
            endWrite();
        }
    }

    /** Adds what was prepared. The key may come from the caller a second time, so it is compared with the first. */
    final long addPrepared(final long found, final long keyOrOffset)
    {
        final long hash = hash(keyOrOffset);
        if (hash != preparedHash)
        {
            abandonFunction();
            throw new ConcurrentModificationException("key changed by the function that computes its value");
        }
        setWriting();
        try
        {
            if (tracksDirtyBuckets())
            {
                mark(hash & mask());
            }
            return insertGranted(found, keyOrOffset, TopHash.of(hash), true);
        }
        finally
        {
            endWrite();
        }
    }

    /**
     * Searches a chain of the new array. For an absent key the place is new: the first empty slot in chain order or, if
     * there is none, behind the last bucket.
     */
    private long search(final long keyOrOffset, final long hash)
    {
        final MemorySegment memory = this.memory;
        final long top = TopHash.repeatOf(hash);
        long bucket = mainBucket(hash);
        long empty = Place.NOT_FOUND;
        for (long hops = chainLimit(); ; hops--)
        {
            final long word = Memory.getLong(memory, bucket);
            final long place = placeIn(bucket, word, top, keyOrOffset);
            if (place != Place.NOT_FOUND)
            {
                return place;
            }
            if (empty == Place.NOT_FOUND)
            {
                final long free = TopHash.matchEmpty(word);
                empty = free == 0 ? Place.NOT_FOUND : Place.of(bucket, TopHash.slot(free));
            }
            final long next = TopHash.hasEmptyRest(word) ? NIL : nextInChain(bucket, hops);
            if (next == NIL)
            {
                return Place.asNew(empty == Place.NOT_FOUND ? Place.behind(bucket) : empty);
            }
            bucket = next;
        }
    }

    /** Stores a new key in the empty slot that the search found, or in a new overflow bucket behind the last one. */
    private long insert(final long found, final long keyOrOffset, final int top)
    {
        if (pointerFree)
        {
            final long place = Place.isBehind(found) ? askForOverflow(Place.plain(found)) : Place.plain(found);
            LongKey.store(this, keyOffset(place), keyOrOffset);
            return occupy(place, top);
        }
        if (!Place.isBehind(found) && LongKey.storesAtOnce(this, keyOffset(Place.plain(found)), keyOrOffset))
        {
            return occupy(Place.plain(found), top);
        }
        return insertGranted(found, keyOrOffset, top, grantInsert(Place.isBehind(found), keyOrOffset));
    }

    /** Gets what a new entry needs beyond its slot; returns whether it needs anything. */
    private boolean grantInsert(final boolean behind, final long keyOrOffset)
    {
        heap.boxes().startPlan();
        final long keyNeed = LongKey.boxNeed(this, keyOrOffset);
        final long elemNeed = type.indirectElem() ? heap.boxes().need(type.elem().size()) : 0;
        final boolean needed = behind || keyNeed + elemNeed != 0;
        if (needed)
        {
            prepareInsert(behind, keyNeed + elemNeed);
            if (!pointerFree)
            {
                moves.noteIfDue();
            }
        }
        return needed;
    }

    private long insertGranted(final long found, final long keyOrOffset, final int top, final boolean granted)
    {
        long place = Place.plain(found);
        if (Place.isBehind(found))
        {
            place = newOverflow(place, heap.grant());
        }
        if (type.indirectElem())
        {
            final int size = type.elem().size();
            final long box = heap.boxes().allocate(size);
            Memory.zero(memory, box, size);
            putAddress(elemSlot(place), box);
        }
        LongKey.store(this, keyOffset(place), keyOrOffset);
        if (granted)
        {
            heap.grant().end();
        }
        return occupy(place, top);
    }

    @Override
    final long beginDelete(final long keyOrOffset)
    {
        final long hash = hash(keyOrOffset);
        if (isStraight())
        {
            final long bucket = lookupBucket(hash);
            final long word = Memory.getLong(memory, bucket);
            final long matches = TopHash.match(word, TopHash.repeatOf(hash));
            if (TopHash.isAbsent(word, matches))
            {
                return Place.NOT_FOUND;
            }
            if (isRemovable(bucket, matches, keyOrOffset))
            {
                return Place.of(bucket, TopHash.slot(matches));
            }
        }
        return count() == 0 ? Place.NOT_FOUND : beginDeleteSlowly(keyOrOffset, hash);
    }

    /** Whether a key stands at the first match and can be removed there at once. */
    final boolean isRemovable(final long bucket, final long matches, final long keyOrOffset)
    {
        return isAtFirst(bucket, matches, keyOrOffset) && isRemovable(bucket, TopHash.slot(matches));
    }

    private long beginDeleteSlowly(final long keyOrOffset, final long hash)
    {
        beginWrite();
        long place = Place.NOT_FOUND;
        try
        {
            if (growing())
            {
                growWork(hash & mask());
            }
            place = search(keyOrOffset, hash);
            if (Place.isNew(place))
            {
                place = Place.NOT_FOUND;
            }
            return place;
        }
        finally
        {
            if (place == Place.NOT_FOUND)
            {
                endWrite();
            }
        }
    }

    @Override
    final void finishDelete(final long place)
    {
        if (isSettled())
        {
            removeStraight(Place.bucket(place), Place.slot(place));
        }
        else
        {
            finishDeleteSlowly(place);
        }
    }

    /** Removes an entry of a main bucket that can be removed at once. Boxes go last: they take the JIT's nodes. */
    final void removeStraight(final long bucket, final int slot)
    {
        takeOut(bucket, Memory.getLong(memory, bucket), slot);
        clearElem(BmapDescriptor.elemOffset(bucket, slot, keySize, elemSize));
        LongKey.clear(this, keyOffset(bucket, slot));
        if (!pointerFree)
        {
            moves.noteFreed();
        }
        endStraight();
    }

    /** Ends a straight remove: takes the slot's tophash out of the bucket's word. */
    final void vacate(final long bucket, final long word, final int slot)
    {
        takeOut(bucket, word, slot);
        endStraight();
    }

    private void takeOut(final long bucket, final long word, final int slot)
    {
        Memory.putLong(memory, bucket, TopHash.without(word, slot));
        setCount(count() - 1);
        noteMove();
    }

    private void finishDeleteSlowly(final long place)
    {
        try
        {
            delete(headOf(place), place);
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
        try
        {
            delete(head, place);
        }
        finally
        {
            endWrite();
        }
    }

    /** The main bucket of an entry's chain; only one that is in an overflow bucket has to be hashed for it. */
    final long headOf(final long place)
    {
        final long bucket = Place.bucket(place);
        return isMainBucket(bucket) ? bucket : mainBucket(hashOf(place));
    }

    /** Go's mapdelete from the found slot on (layout section 9). */
    private void delete(final long head, final long place)
    {
        markRemoved(head, Place.bucket(place), Place.slot(place));
        LongKey.clear(this, keyOffset(place));
        clearElem(elemSlot(place));
        if (!pointerFree)
        {
            moves.noteFreed();
        }
        noteMove();
        final long count = count() - 1;
        setCount(count);
        if (count == 0)
        {
            reseed();
        }
    }

    /** Wipes an elem slot, always (layout section 9), and frees what it points to. */
    private void clearElem(final long slot)
    {
        if (elemPointers != null)
        {
            elemPointers.free(slot);
        }
        Memory.zeroSlot(memory, slot, elemSize);
    }
}
