// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static dev.tophash.layout.classic.BmapDescriptor.SLOT_COUNT;
import static dev.tophash.layout.classic.HmapDescriptor.FLAGS_OFFSET;
import static dev.tophash.layout.classic.HmapFlags.HASH_WRITING;
import static dev.tophash.layout.classic.HmapFlags.ITERATOR;
import static dev.tophash.layout.classic.HmapFlags.OLD_ITERATOR;

import dev.tophash.check.Check;
import dev.tophash.layout.classic.TopHash;
import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.memory.Pins.Pin;
import dev.tophash.offheap.values.Heap;
import java.util.ConcurrentModificationException;

/**
 * Go's {@code hiter} (layout section 11): an iteration that goes on correctly while the map is changed and grows.
 *
 * <p>It starts in a random bucket at a random slot. It walks the array that was the main one at its start, chains front
 * to back. Three cases make it hard. An iteration older than a growth meets slots that are marked as moved and looks
 * their keys up in the live map; the lookup takes care of deletion, update and re-insertion. An iteration opened during
 * a growth walks the new array; where an old chain is not yet evacuated, it reads that chain instead and takes only
 * what belongs to the current bucket. A same-size growth makes an old iteration look like the second case, which does
 * no harm. So each entry that exists throughout is delivered exactly once, one that is deleted before it is reached
 * never, and one that is added in between at most once.
 *
 * <p>The tophash bytes of a bucket are read anew for each entry, turned so that the first slot of this iteration comes
 * first: what a consumer has put or removed beside the current entry is seen, as in Go, and empty slots cost nothing.
 *
 * <p>While it is open, no memory that it can read is reused. The position fields have Go's names and are Go's bytes.
 */
abstract class HmapCursor
{
    /** Go's noCheck: every entry of the bucket at hand belongs to the iteration. */
    private static final long NO_CHECK = -1;

    final Hmap map;
    private final Pin pin;

    private long era;
    private State state = State.CLOSED;

    private long startBucket;
    private long bucket;

    /** The array that it walks; nil for a cursor that was opened on an empty map and has nothing to deliver. */
    private long buckets;
    private long bptr;
    private long checkBucket;
    private int offset;
    private int i;
    private int b;
    private boolean wrapped;
    private long place;
    private long hops;

    /** Links followed in the chain up to the current entry: a loop of live entries must end too. */
    private long hopsToPlace;
    private long bucketNow;
    private long checkNow;

    /** Entries behind the current one that can be delivered as they stand while the map's change count is this. */
    private long run;

    private long runChanges;

    /** Where a cursor stands. */
    private enum State
    {
        CLOSED,
        BEFORE_FIRST,
        ON_ENTRY,
        ON_REMOVED_ENTRY,
        ON_NOTHING,
        AT_END
    }

    HmapCursor(final Hmap map)
    {
        this.map = map;
        this.pin = new Pin(this, map.heap.pins());
    }

    /** Go's mapiterinit; {@code offset} counts slots, 0 to 7. */
    final void open(final long start, final int slotOffset)
    {
        place = Place.NOT_FOUND;
        run = 0;
        if (map.count() == 0)
        {
            state = State.BEFORE_FIRST;
            buckets = Heap.NIL;
            return;
        }
        map.checkHeader();
        map.heap.pins().open(pin);
        state = State.BEFORE_FIRST;
        era = map.era();
        b = map.b();
        buckets = map.bucketsOffset();
        if (map.pointerFree)
        {
            synchronized (map.heap.pins())
            {
                map.mapExtra.makeList();
            }
        }
        startBucket = start & (1L << b) - 1;
        bucket = startBucket;
        offset = slotOffset & SLOT_COUNT - 1;
        i = 0;
        bptr = Heap.NIL;
        hopsToPlace = 0;
        checkBucket = 0;
        wrapped = false;
        final int both = ITERATOR | OLD_ITERATOR;
        if ((map.flags() & both) != both)
        {
            Memory.getAndBitwiseOrInt(map.memory, map.headerOffset + FLAGS_OFFSET, both);
        }
    }

    final void openAtRandom()
    {
        final long r = map.random.iterationStart();
        open(r, (int)(r >>> map.b()));
    }

    /** Go's mapiternext: true if it stands on an entry now. After the end it stays at the end. */
    final boolean advance()
    {
        return advanceInRun() || advance(false);
    }

    /** Goes to the next entry of a bucket that was read at once, if nothing has changed since. */
    private boolean advanceInRun()
    {
        long entries = run;
        if (entries == 0)
        {
            entries = plainRun();
            runChanges = map.changeCount();
        }
        if (entries == 0 || runChanges != map.changeCount() || !map.isSettled())
        {
            return false;
        }
        run = entries & entries - 1;
        place = placeOf(entries);
        standBehind(entries);
        return true;
    }

    /**
     * With {@code resumeAfterEnd} it does after its end what Go's mapiternext does: it goes on from the last entry it
     * delivered.
     */
    final boolean advance(final boolean resumeAfterEnd)
    {
        try
        {
            if (state == State.CLOSED)
            {
                throw new IllegalStateException("cursor closed: map=" + map.heap.mapName());
            }
            run = 0;
            if (buckets == Heap.NIL || state == State.AT_END && !resumeAfterEnd)
            {
                map.count();
                state = State.AT_END;
                return false;
            }
            if ((map.flags() & HASH_WRITING) != 0)
            {
                throw new ConcurrentModificationException("concurrent map iteration and map write");
            }
            final boolean onEntry = step();
            state = onEntry ? State.ON_ENTRY : State.AT_END;
            return onEntry;
        }
        catch (final RuntimeException e)
        {
            if (state != State.CLOSED && state != State.AT_END)
            {
                state = State.ON_NOTHING;
            }
            throw map.failure(e);
        }
    }

    /** Positions are saved when an entry is delivered, except for the wrap, as in Go. */
    private boolean step()
    {
        if (era < map.endedEra())
        {
            return false;
        }
        long chainBucket = bptr;
        int slotNumber = i;
        bucketNow = bucket;
        checkNow = checkBucket;
        hops = hopsToPlace;
        while (true)
        {
            if (chainBucket == Heap.NIL)
            {
                if (bucketNow == startBucket && wrapped)
                {
                    return false;
                }
                chainBucket = nextBucket();
                slotNumber = 0;
            }
            final long word = Long.rotateRight(Memory.getLong(map.memory, chainBucket), offset << 3);
            for (long used = TopHash.from(TopHash.matchUsed(word), slotNumber); used != 0; used &= used - 1)
            {
                slotNumber = TopHash.slot(used);
                final int slot = slotNumber + offset & SLOT_COUNT - 1;
                if (deliver(Place.of(chainBucket, slot), TopHash.at(word, slotNumber)))
                {
                    bucket = bucketNow;
                    checkBucket = checkNow;
                    bptr = chainBucket;
                    hopsToPlace = hops;
                    i = slotNumber + 1;
                    return true;
                }
            }
            chainBucket = map.overflow(chainBucket);
            slotNumber = 0;
            if (chainBucket != Heap.NIL && ++hops > hopLimit())
            {
                throw map.corrupt(
                    Check.O01, chainBucket, "a chain of at most " + hopLimit() + " buckets", chainBucket);
            }
        }
    }

    /**
     * The entries ahead in one bucket that can be taken as they stand, if the map stays as it is: flags in the order of
     * this iteration. The cursor then stands behind them; {@link #placeOf} tells their places and {@link #standBehind}
     * turns back. 0 if there are none or if only {@link #advance} can tell.
     */
    final long plainRun()
    {
        run = 0;
        if (state != State.ON_ENTRY || checkBucket != NO_CHECK || era < map.endedEra() || !map.isSettled())
        {
            return 0;
        }
        try
        {
            while (true)
            {
                if (i == SLOT_COUNT && !goToNextBucket())
                {
                    return 0;
                }
                final long word = Long.rotateRight(Memory.getLong(map.memory, bptr), offset << 3);
                final long used = TopHash.from(TopHash.matchUsed(word), i);
                if (used != TopHash.from(TopHash.matchFilled(word), i))
                {
                    return 0;
                }
                i = SLOT_COUNT;
                if (used != 0)
                {
                    return used;
                }
            }
        }
        catch (final RuntimeException | InternalError e)
        {
            throw map.failure(e);
        }
    }

    /** As {@link #plainRun}, for several buckets. */
    final void collect(final Stretch stretch)
    {
        stretch.clear();
        run = 0;
        if (state != State.ON_ENTRY || checkBucket != NO_CHECK || era < map.endedEra() || !map.isSettled())
        {
            return;
        }
        try
        {
            while (stretch.hasRoom() && (i != SLOT_COUNT || goToNextBucket()))
            {
                final long word = Long.rotateRight(Memory.getLong(map.memory, bptr), offset << 3);
                final long used = TopHash.from(TopHash.matchUsed(word), i);
                if (used != TopHash.from(TopHash.matchFilled(word), i))
                {
                    return;
                }
                i = SLOT_COUNT;
                stretch.add(used, offset, bptr, wrapped ? ~bucket : bucket, hopsToPlace);
            }
        }
        catch (final RuntimeException | InternalError e)
        {
            throw map.failure(e);
        }
    }

    /** Stands on an entry of a stretch, as if it had come there. */
    final void standOn(final Stretch stretch, final int entry)
    {
        place = Place.of(stretch.bucket(entry), stretch.slot(entry));
    }

    /** Lets the iteration go on behind an entry of a stretch. */
    final void standBehind(final Stretch stretch, final int entry)
    {
        final long next = stretch.nextBucket(entry);
        wrapped = next < 0;
        bucket = wrapped ? ~next : next;
        bptr = stretch.bucket(entry);
        hopsToPlace = stretch.hops(entry);
        i = (stretch.slot(entry) - offset & SLOT_COUNT - 1) + 1;
    }

    /** In a map that does not grow; false at the end of the iteration, and in a chain that has no end. */
    private boolean goToNextBucket()
    {
        final long next = map.overflow(bptr);
        if (next == Heap.NIL)
        {
            return goToMainBucket();
        }
        if (hopsToPlace >= hopLimit())
        {
            return false;
        }
        hopsToPlace++;
        bptr = next;
        i = 0;
        return true;
    }

    /**
     * Links that a walk of one chain may follow: one for each overflow bucket ever handed out. A clear makes the last
     * spare bucket a sentinel again, which leads a cursor that stands there to the first chain, as in Go (layout
     * sections 4 and 12): once for each clear since it was opened.
     */
    private long hopLimit()
    {
        final long handedOutCount = map.everHandedOutCount();
        return handedOutCount + (map.era() - era) * (handedOutCount + 1);
    }

    private boolean goToMainBucket()
    {
        if (bucket == startBucket && wrapped)
        {
            return false;
        }
        bptr = buckets + bucket * map.bucketSize;
        i = 0;
        hopsToPlace = 0;
        bucket++;
        if (bucket == 1L << b)
        {
            bucket = 0;
            wrapped = true;
        }
        return true;
    }

    /** Where the first entry of a run stands. */
    final long placeOf(final long run)
    {
        return Place.of(bptr, TopHash.slot(run) + offset & SLOT_COUNT - 1);
    }

    /** Lets the iteration go on behind the first entry of a run. */
    final void standBehind(final long run)
    {
        i = TopHash.slot(run) + 1;
    }

    /** The next main bucket, or the old one that still stands for it. */
    private long nextBucket()
    {
        long next = buckets + bucketNow * map.bucketSize;
        checkNow = NO_CHECK;
        if (map.growing() && b == map.b())
        {
            final long old = map.oldbucketsOffset() + (bucketNow & map.oldBucketCount() - 1) * map.bucketSize;
            if (!map.evacuated(old))
            {
                next = old;
                checkNow = bucketNow;
            }
        }
        bucketNow++;
        if (bucketNow == 1L << b)
        {
            bucketNow = 0;
            wrapped = true;
        }
        hops = 0;
        return next;
    }

    /** Whether a slot is the next entry of this iteration; sets {@link #place} to where key and elem stand. */
    private boolean deliver(final long candidate, final int top)
    {
        if (TopHash.isEmpty(top) || top == TopHash.EVACUATED_EMPTY)
        {
            return false;
        }
        if (checkNow != NO_CHECK && !map.sameSizeGrow() && !belongsToCheckBucket(candidate, top))
        {
            return false;
        }
        final boolean moved = top == TopHash.EVACUATED_X || top == TopHash.EVACUATED_Y;
        if (!moved || !map.equalsItself(candidate))
        {
            place = candidate;
            return !moved || !wasCleared();
        }
        place = map.find(map.keyAt(candidate));
        return place != Place.NOT_FOUND;
    }

    /** A moved NaN cannot be looked up; one that was moved before a clear is gone. Go before 1.21 delivers it. */
    private boolean wasCleared()
    {
        return era != map.era() && map.version().clearMarksChains();
    }

    private boolean belongsToCheckBucket(final long candidate, final int top)
    {
        if (map.equalsItself(candidate))
        {
            return (map.hashOf(candidate) & (1L << b) - 1) == checkNow;
        }
        return checkNow >>> b - 1 == (top & 1);
    }

    /** Where the current entry stands. */
    final long place()
    {
        map.heap.requireOpen();
        if (state != State.ON_ENTRY && state != State.ON_REMOVED_ENTRY)
        {
            throw new IllegalStateException(
                (state == State.CLOSED ? "cursor closed" :
                    state == State.BEFORE_FIRST ? "cursor stands before the first entry" :
                    "cursor stands on no entry") + ": map=" + map.heap.mapName());
        }
        return place;
    }

    /** As {@link #place}, for one that has just come there: a closed map is told by the access. */
    final long placeNow()
    {
        return place;
    }

    /** Refuses to read what a wipe has zeroed, given what the count of zeroings was at the entry. */
    final void requireUnwiped(final int zeroings)
    {
        if (zeroings != map.heap.reclaimer().zeroings())
        {
            throw new IllegalStateException(
                "the map was wiped since the cursor came to this entry: map=" + map.heap.mapName());
        }
    }

    /** Checks that there is an entry to remove, once. */
    final void beginRemove()
    {
        place();
        if (state == State.ON_REMOVED_ENTRY)
        {
            throw new IllegalStateException(
                "the current entry was removed by this cursor before: map=" + map.heap.mapName());
        }
        state = State.ON_REMOVED_ENTRY;
        run = 0;
    }

    /** Lets go of what the cursor holds back; it can be opened again. */
    final void end()
    {
        run = 0;
        if (state != State.CLOSED)
        {
            state = State.CLOSED;
            map.heap.pins().close(pin);
        }
    }

    final long startBucketIndex()
    {
        return startBucket;
    }

    final long bucketIndex()
    {
        return bucket;
    }

    final long bucketPointer()
    {
        return bptr;
    }

    final int slotNumber()
    {
        return i;
    }

    final int slotOffset()
    {
        return offset;
    }

    final int startB()
    {
        return b;
    }

    final boolean hasWrapped()
    {
        return wrapped;
    }

    final long check()
    {
        return checkBucket;
    }
}
