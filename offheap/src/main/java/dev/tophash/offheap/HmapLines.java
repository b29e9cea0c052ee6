// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static dev.tophash.layout.classic.BmapDescriptor.SLOT_COUNT;
import static dev.tophash.layout.classic.HmapFlags.HASH_WRITING;

import dev.tophash.MapClosedException;
import dev.tophash.layout.classic.TopHash;
import dev.tophash.offheap.image.CachedGeometry;
import dev.tophash.offheap.image.ImageParts;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.memory.Region;

/**
 * The straight lines of lookups and writes: where they begin and when they may be taken.
 *
 * <p><b>The decoy.</b> A map is settled while every key is in the chain of its main bucket and nobody writes: not in a
 * growth, not while the write flag is set, not without an array. Lookups of a settled map begin at the main bucket of
 * their hash. In any other map they all begin at the decoy: eight tophash bytes {@code emptyOne} that belong to no
 * array. No key matches there and no chain ends there, so each lookup goes on to the walk that knows growths and looks
 * at Go's write flag, and none has to ask beforehand.
 *
 * <p><b>The straight line of writes.</b> Most writes move nothing and allocate nothing. They begin like a lookup and
 * neither set nor read Go's write flag. Whether they may is one number, {@link #straightLimit}, which every other write
 * takes away at its start and puts back at its end:
 *
 * <pre>
 *   -1         no write: growth, no array, a write that is not done, chores
 *    0         entries may be changed and removed: too many overflow buckets, or dirty bits are kept
 *    n         an entry may be added too while there are fewer than n: the load factor's limit, or the number from
 *              which on the next array is prepared
 * </pre>
 */
abstract class HmapLines extends HmapCache
{
    /** The decoy: eight tophash bytes, all emptyOne. */
    private final long decoyOffset;

    private long lookupOffset;
    private long lookupMask;
    private long straightLimit;
    private boolean choresDue;

    /** One more entry in the low half, one move in the high half; an overflow of the first is a move too many. */
    private long changeCount;

    HmapLines(final Opening opening)
    {
        super(opening);
        decoyOffset = opening.fixedBlock() + Opening.DECOY_BLOCK;
        placeDecoy();
        unsettle();
    }

    final void placeDecoy()
    {
        Memory.putLong(memory, decoyOffset, CachedGeometry.DECOY);
    }

    /** Refreshes everything that is remembered of the header; called after every structural change. */
    final void reload()
    {
        cacheHeader();
        settle();
        noteMove();
    }

    /** Counts what changes which keys stand where; a walk that finds it unchanged may trust what it has read. */
    final long changeCount()
    {
        return changeCount;
    }

    /** Counts what takes an entry from its place; a flyweight that finds it unchanged still stands on its value. */
    final long moveCount()
    {
        return changeCount >>> Integer.SIZE;
    }

    /** An entry was added. */
    final void noteInsert()
    {
        changeCount++;
    }

    /** Entries were moved or removed. */
    final void noteMove()
    {
        changeCount += 1L << Integer.SIZE;
    }

    // ---------------------------------------------------------------- settled or not

    /** Lets lookups begin at their main buckets, if they can. */
    final void settle()
    {
        if (growing() || bucketsOffset() == NIL || (flags() & HASH_WRITING) != 0)
        {
            unsettle();
        }
        else
        {
            lookupOffset = bucketsOffset();
            lookupMask = mask();
            straightLimit = straightLimitNow();
        }
    }

    private long straightLimitNow()
    {
        if (choresDue || config.testHooks().slowWrites())
        {
            return CachedGeometry.NOT_STRAIGHT;
        }
        return tracksDirtyBuckets() ? 0 :
            Math.min(CachedGeometry.straightLimit(noverflow(), b()), arrays.notice(b()));
    }

    /**
     * Lets a write that has begun, and moved what a growth has to move for its key, look at the main bucket of that
     * key: it may add an entry there while the map grows. The end of the write takes that back.
     */
    final void settleMoved()
    {
        lookupOffset = bucketsOffset();
        lookupMask = mask();
        straightLimit = growing() ? Long.MAX_VALUE : 0;
    }

    /** The mask goes first and comes last: with 0 both offsets are good, also for a thread that should not be here. */
    final void unsettle()
    {
        straightLimit = CachedGeometry.NOT_STRAIGHT;
        lookupMask = 0;
        lookupOffset = decoyOffset;
    }

    final boolean isSettled()
    {
        return decoyOffset != lookupOffset;
    }

    /** Where lookups begin while the map is not settled. */
    final long decoyOffset()
    {
        return decoyOffset;
    }

    /** The main bucket of a hash in a settled map, the decoy in any other. */
    final long lookupBucket(final long hash)
    {
        return lookupOffset + (hash & lookupMask) * bucketSize;
    }

    /**
     * What the main bucket of a hash says by itself: {@link Place#NOT_FOUND}, the first slot that matches, or {@link
     * Place#UNSURE}. A key that has not been staged is compared there.
     */
    final long firstMatch(final long hash)
    {
        final long bucket = lookupBucket(hash);
        final long word = Memory.getLong(memory, bucket);
        final long matches = TopHash.match(word, TopHash.repeatOf(hash));
        if (matches != 0)
        {
            return Place.of(bucket, TopHash.slot(matches));
        }
        return TopHash.isAbsent(word, matches) ? Place.NOT_FOUND : Place.UNSURE;
    }

    /**
     * Whether a key is absent that does not stand at the first slot of its main bucket that matches: no other one
     * matches, and the chain ends there.
     */
    final boolean isAbsentBehind(final long hash)
    {
        final long word = Memory.getLong(memory, lookupBucket(hash));
        final long matches = TopHash.match(word, TopHash.repeatOf(hash));
        return TopHash.isAbsent(word, matches & matches - 1);
    }

    /** Where a key goes that is absent. */
    final long firstEmpty(final long hash)
    {
        final long bucket = lookupBucket(hash);
        return Place.of(bucket, TopHash.slot(TopHash.matchEmpty(Memory.getLong(memory, bucket))));
    }

    // ---------------------------------------------------------------- straight line and chores

    /** Whether a write that moves and allocates nothing may be done at once. The map is settled then. */
    final boolean isStraight()
    {
        return straightLimit >= 0;
    }

    /** Whether an entry may be added at once. */
    final boolean isStraightForOneMore()
    {
        return count() < straightLimit;
    }

    /** Makes an entry of an empty slot that holds its key; returns its place, as a new one. */
    final long occupy(final long place, final int top)
    {
        Memory.putByte(memory, place, (byte)top);
        setCount(count() + 1);
        noteInsert();
        return Place.asNew(place);
    }

    /**
     * Whether an entry of a main bucket can be removed at once: not the last of the map, that reseeds, and not in the
     * last slot of a chain that goes on, where what comes behind has a say.
     */
    final boolean isRemovable(final long bucket, final int slot)
    {
        return count() != 1 && (slot != SLOT_COUNT - 1 || overflow(bucket) == NIL);
    }

    /** As {@link #isRemovable(long, int)}. */
    final boolean isRemovableAt(final long place)
    {
        return isRemovable(Place.bucket(place), Place.slot(place));
    }

    /** Something was retired or freed: later writes have chores. */
    final void noteChores()
    {
        setChoresDue(true);
    }

    final boolean areChoresDue()
    {
        return choresDue;
    }

    final void setChoresDue(final boolean due)
    {
        choresDue = due;
        straightLimit = CachedGeometry.NOT_STRAIGHT;
    }

    // ---------------------------------------------------------------- what every map offers

    /**
     * A live, read-only view of the map's bytes for dump, verification and comparison.
     *
     * @return the view; it must not be used while the map is written.
     * @throws MapClosedException if the map is closed.
     */
    public final MapImage image()
    {
        heap.requireOpen();
        final Region region = heap.region();
        final MapImage image =
            new MapImage(memory.asSlice(0, region.endOffset()), base, headerOffset, type, keys, version())
                .withGeometry(new CachedGeometry(mask(), bucketsOffset(), oldbucketsOffset(), (int)seed(),
                    lookupOffset, lookupMask, decoyOffset, straightLimit));
        return region.isAlone() ? image : image.withParts(new Parts(region));
    }

    /** The parts of the common range that a map among many has. */
    private record Parts(Region region) implements ImageParts
    {
        @Override
        public boolean covers(final long offset, final long length)
        {
            try
            {
                return region.covers(offset, length);
            }
            catch (final IllegalStateException | InternalError e)
            {
                throw Memory.failure(region.memory(), e);
            }
        }

        @Override
        public long[] ranges()
        {
            try
            {
                return region.ranges();
            }
            catch (final IllegalStateException | InternalError e)
            {
                throw Memory.failure(region.memory(), e);
            }
        }
    }

    /** Refuses a write while a function of the caller computes a value of the map. */
    abstract void refuseInFunction();
}
