// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static dev.tophash.layout.BmapDescriptor.SLOT_COUNT;
import static dev.tophash.layout.HmapDescriptor.FLAGS_OFFSET;
import static dev.tophash.layout.HmapFlags.HASH_WRITING;
import static dev.tophash.layout.HmapFlags.ITERATOR;
import static dev.tophash.layout.HmapFlags.OLD_ITERATOR;

import dev.tophash.MapClosedException;
import dev.tophash.check.Check;
import dev.tophash.layout.TopHash;
import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.memory.Pins.Pin;
import java.util.ConcurrentModificationException;

/**
 * Go's {@code hiter} (layout section 11): an iteration that goes on correctly while the map is changed and grows.
 *
 * <p>It starts in a random bucket at a random slot and walks the array that was the main one at its start, chains
 * front to back. Three cases make it hard. An iteration older than a growth meets slots marked as moved and looks
 * their keys up in the live map, which settles deletion, update and re-insertion. One opened during a growth walks the
 * new array but reads a not yet evacuated old chain in its stead, taking only what belongs to the current bucket. And
 * a same-size growth makes an old iteration look like the second case, harmlessly. So each entry that exists
 * throughout is delivered exactly once, one deleted before it is reached never, one added in between at most once.
 *
 * <p>While it is open, no memory that it can read is reused. The position fields have Go's names and are Go's bytes.
 */
abstract class HmapCursor
{
    /** Go's noCheck: the bucket at hand needs no selection. */
    private static final long NO_CHECK = -1;

    final Hmap map;
    private final Pin pin;

    private long era;
    private boolean open;
    private boolean pinned;
    private boolean onEntry;
    private boolean started;
    private boolean ended;
    private boolean removed;
    private long startBucket;
    private long bucket;
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

    HmapCursor(final Hmap map)
    {
        this.map = map;
        this.pin = new Pin(this, map.pins);
    }

    /** Go's mapiterinit; {@code offset} counts slots, 0 to 7. */
    final void open(final long start, final int slotOffset)
    {
        onEntry = false;
        started = false;
        ended = false;
        place = Hmap.NOT_FOUND;
        if (0 == map.count())
        {
            ended = true;
            open = true;
            pinned = false;
            return;
        }
        map.checkHeader();
        map.pins.open(pin);
        open = true;
        pinned = true;
        era = map.era;
        b = map.b();
        buckets = map.bucketsOffset;
        if (map.pointerFree)
        {
            synchronized (map.pins)
            {
                map.mapExtra.makeList();
            }
        }
        startBucket = start & (1L << b) - 1;
        bucket = startBucket;
        offset = slotOffset & SLOT_COUNT - 1;
        i = 0;
        bptr = Hmap.NIL;
        hopsToPlace = 0;
        checkBucket = 0;
        wrapped = false;
        final int both = ITERATOR | OLD_ITERATOR;
        if (both != (map.flags() & both))
        {
            Memory.getAndBitwiseOrInt(map.memory, map.header + FLAGS_OFFSET, both);
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
        return advance(false);
    }

    /** As Go's mapiternext at the end of an iteration: it goes on from the last entry it delivered. */
    final boolean advance(final boolean resumeAfterEnd)
    {
        try
        {
            if (!open)
            {
                throw new IllegalStateException("cursor closed");
            }
            started = true;
            removed = false;
            if (ended && !(resumeAfterEnd && pinned))
            {
                map.count();
                onEntry = false;
                return false;
            }
            if (0 != (map.flags() & HASH_WRITING))
            {
                throw new ConcurrentModificationException("concurrent map iteration and map write");
            }
            onEntry = step();
            ended = !onEntry;
            return onEntry;
        }
        catch (final RuntimeException e)
        {
            onEntry = false;
            throw map.failure(e);
        }
    }

    /** Positions are saved when an entry is delivered, except for the wrap, as in Go. */
    private boolean step()
    {
        if (era < map.endedEra)
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
            if (Hmap.NIL == chainBucket)
            {
                if (bucketNow == startBucket && wrapped)
                {
                    return false;
                }
                chainBucket = nextBucket();
                slotNumber = 0;
            }
            final long word = Memory.getLong(map.memory, chainBucket);
            for (; slotNumber < SLOT_COUNT; slotNumber++)
            {
                final int slot = slotNumber + offset & SLOT_COUNT - 1;
                if (deliver(chainBucket + slot, TopHash.at(word, slot)))
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
            if (Hmap.NIL != chainBucket && ++hops > map.everHandedOutCount)
            {
                throw map.corrupt(
                    Check.O01, chainBucket, "a chain of at most " + map.everHandedOutCount + " buckets", chainBucket);
            }
        }
    }

    /** The next main bucket, or the old one that still stands for it. */
    private long nextBucket()
    {
        long next = buckets + bucketNow * map.bucketSize;
        checkNow = NO_CHECK;
        if (map.growing() && b == map.b())
        {
            final long old = map.oldbucketsOffset + (bucketNow & map.oldBucketCount() - 1) * map.bucketSize;
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
        if (TopHash.isEmpty(top) || TopHash.EVACUATED_EMPTY == top)
        {
            return false;
        }
        if (NO_CHECK != checkNow && !map.sameSizeGrow() && !belongsToCheckBucket(candidate, top))
        {
            return false;
        }
        final boolean moved = TopHash.EVACUATED_X == top || TopHash.EVACUATED_Y == top;
        if (!moved || !map.equalsItself(candidate))
        {
            place = candidate;
            return !moved || !wasCleared();
        }
        place = map.find(map.keyAt(candidate));
        return Hmap.NOT_FOUND != place;
    }

    /** A moved NaN cannot be looked up; one that was moved before a clear is gone. Go before 1.21 delivers it. */
    private boolean wasCleared()
    {
        return era != map.era && map.version.clearMarksChains();
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
        if (map.isClosed())
        {
            throw new MapClosedException();
        }
        if (!onEntry)
        {
            throw new IllegalStateException(
                !open ? "cursor closed" : !started ? "cursor stands before the first entry" :
                    "cursor stands on no entry");
        }
        return place;
    }

    /** Checks that there is an entry to remove, once. */
    final void beginRemove()
    {
        place();
        if (removed)
        {
            throw new IllegalStateException("the current entry was removed by this cursor before");
        }
        removed = true;
    }

    final void release()
    {
        if (open)
        {
            open = false;
            onEntry = false;
            map.pins.close(pin);
        }
    }

    final boolean isOpen()
    {
        return open;
    }

    final boolean isEnded()
    {
        return ended;
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
