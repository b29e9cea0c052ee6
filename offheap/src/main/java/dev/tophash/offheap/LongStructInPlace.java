// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.check.Required;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.layout.classic.TopHash;
import dev.tophash.offheap.memory.Memory;

/**
 * The operations of a map from {@code long} to structs that lead a flyweight to a value, and the one that removes the
 * entry on which a flyweight stands. None allocates on the Java heap.
 */
abstract class LongStructInPlace extends LongStructSegments
{
    LongStructInPlace(final Opening opening)
    {
        super(opening);
    }

    /** Where a value stands. Only one of more than 128 bytes has pointers: to itself, in a box. */
    final long valueOffset(final long place)
    {
        return elemPointers == null ? LongKey.elemOffset(this, place, elemSize) : elemOffset(place);
    }

    // Numbers only {
    /** As {@link #valueOffset(long)}, where bucket and slot need not be taken out of a place. */
    static long valueOffset(final Hmap map, final long bucket, final int slot)
    {
        return map.elemPointers == null ? BmapDescriptor.elemOffset(bucket, slot, LongKey.size(map), map.elemSize) :
            map.elemOffset(Place.of(bucket, slot));
    }
    // }

    /**
     * Leads a flyweight to the value of a key, to read and write its fields where they lie.
     *
     * @param key       any {@code long}.
     * @param flyweight stands on the value afterwards, or nowhere if the key is absent.
     * @return true if the key is present.
     */
    public boolean find(final long key, final StructFlyweight flyweight)
    {
        Required.argument(flyweight, "flyweight");
        try
        {
            // Numbers only {
            if (LongKey.travelsByValue())
            {
                if (!flyweight.leaveOn(this))
                {
                    flyweight.lay(this);
                }
                return find(flyweight.map(), key, flyweight);
            }
            // }
            return lead(find(key), flyweight);
        }
        catch (final RuntimeException | InternalError e)
        {
            flyweight.leave();
            throw failure(e);
        }
    }

    // Numbers only {
    /**
     * The walk of find in a settled map: the straight line, and behind it the chain. It calls nothing that the JIT
     * leaves to a call, however seldom it comes there: what is read behind a call is read and asked for anew, and the
     * fields of the value are read right behind. So the place that holds a bucket's word and the one that holds the
     * pointer to the next bucket are read by one line of code. An update of a field of 1,000 values took 8.1 ns, and
     * takes 5.2.
     *
     * @param map this map, as the flyweight holds it.
     */
    private boolean find(final Hmap map, final long key, final StructFlyweight flyweight)
    {
        final long hash = LongKey.hash(map, key);
        final long top = TopHash.repeatOf(hash);
        long bucket = map.lookupBucket(hash);
        final long first = TopHash.match(Memory.getLong(map.memory, bucket), top);
        if (first != 0 && isKey(map, bucket, first, key))
        {
            return lead(map, bucket, first, flyweight);
        }
        long hops = map.chainLimit();
        long at = bucket;
        while (true)
        {
            final long word = Memory.getLong(map.memory, at);
            if (at != bucket)
            {
                if (word == 0)
                {
                    return false;
                }
                bucket = word - map.base;
                if (hops-- <= 0 || (bucket & Place.SLOT_MASK) != 0)
                {
                    throw map.wrongLink(at, bucket);
                }
                at = bucket;
                continue;
            }
            for (long matches = TopHash.match(word, top); matches != 0; matches &= matches - 1)
            {
                if (isKey(map, bucket, matches, key))
                {
                    return lead(map, bucket, matches, flyweight);
                }
            }
            if (TopHash.last(word) == TopHash.EMPTY_REST)
            {
                return false;
            }
            if (bucket == map.decoyOffset())
            {
                return lead(findInChain(key), flyweight);
            }
            at = bucket + map.overflowOffset;
        }
    }

    /** Whether a key stands at the first slot of some that match. */
    private static boolean isKey(final Hmap map, final long bucket, final long matches, final long key)
    {
        return LongKey.equalsAt(
            map, BmapDescriptor.keyOffset(bucket, TopHash.slot(matches), LongKey.size(map)), key);
    }

    private static boolean lead(
        final Hmap map, final long bucket, final long matches, final StructFlyweight flyweight)
    {
        final int slot = TopHash.slot(matches);
        flyweight.lead(map, bucket, slot, valueOffset(map, bucket, slot));
        return true;
    }
    // }

    final boolean lead(final long place, final StructFlyweight flyweight)
    {
        if (place == Place.NOT_FOUND)
        {
            flyweight.leave();
            return false;
        }
        flyweight.wrap(this, Place.bucket(place), Place.slot(place), valueOffset(place));
        return true;
    }

    /**
     * As {@link #find}; an absent key is added first, with a value of zeros.
     *
     * @param key       any {@code long}.
     * @param flyweight stands on the value afterwards.
     * @return true if the key was new.
     * @throws dev.tophash.OffHeapMemoryException if the key is new and memory for it is not allowed.
     */
    public boolean getOrCreate(final long key, final StructFlyweight flyweight)
    {
        Required.argument(flyweight, "flyweight");
        try
        {
            // Numbers only {
            if (pointerFree)
            {
                if (!flyweight.leaveOn(this))
                {
                    flyweight.lay(this);
                }
                return create((LongStructInPlace)flyweight.map(), key, flyweight);
            }
            // }
            return leadOrCreate(assign(key), flyweight);
        }
        catch (final RuntimeException | InternalError e)
        {
            flyweight.leave();
            throw failure(e);
        }
    }

    // Numbers only {
    /**
     * The walk of getOrCreate in a map without boxes. What cannot be done along a straight line is left to a call; then
     * the walk goes on in the bucket where the key stands now. So what is read behind the walk is known from its last
     * round, whichever way it went.
     *
     * @param map this map, as the flyweight holds it.
     */
    private static boolean create(
        final LongStructInPlace map, final long key, final StructFlyweight flyweight)
    {
        final long hash = LongKey.hash(map, key);
        final long top = TopHash.repeatOf(hash);
        long made = map.isStraight() ? map.lookupBucket(hash) : map.assignInChain(key, hash);
        long bucket = Place.bucket(made);
        long empty = Place.NOT_FOUND;
        int slot;
        for (long hops = map.chainLimit(); ; hops--)
        {
            final long word = Memory.getLong(map.memory, bucket);
            long matches = TopHash.match(word, top);
            while (matches != 0 && !isKey(map, bucket, matches, key))
            {
                matches &= matches - 1;
            }
            slot = TopHash.slot(matches);
            if (matches != 0)
            {
                map.endStraight();
                break;
            }
            if (empty == Place.NOT_FOUND)
            {
                empty = firstEmpty(bucket, word);
            }
            final long link = bucket + map.overflowOffset;
            final long next = TopHash.endsChain(word) ? 0 : Memory.getLong(map.memory, link);
            if (next != 0)
            {
                bucket = next - map.base;
            }
            else if (empty != Place.NOT_FOUND && map.isStraightForOneMore())
            {
                bucket = Place.bucket(empty);
                slot = Place.slot(empty);
                made = map.add(bucket, slot, key, TopHash.of(hash));
                break;
            }
            else
            {
                made = map.assignInChain(key, hash);
                bucket = Place.bucket(made);
            }
            if (hops <= 0 || (bucket & Place.SLOT_MASK) != 0)
            {
                throw map.wrongLink(link, bucket);
            }
        }
        flyweight.lead(
            map, bucket, slot, BmapDescriptor.elemOffset(bucket, slot, LongKey.size(map), map.elemSize));
        return Place.isNew(made);
    }

    /** The first empty slot of a bucket. The value there is zeros: a remove leaves them, as Go's does. */
    private static long firstEmpty(final long bucket, final long word)
    {
        final long free = TopHash.matchEmpty(word);
        return free == 0 ? Place.NOT_FOUND : Place.of(bucket, TopHash.slot(free));
    }
    // }

    private boolean leadOrCreate(final long place, final StructFlyweight flyweight)
    {
        final long value = valueOffset(place);
        if (Place.isNew(place))
        {
            Memory.zeroSlot(memory, value, valueSize());
        }
        flyweight.wrap(this, Place.bucket(place), Place.slot(place), value);
        return Place.isNew(place);
    }

    /**
     * Removes the entry on whose value a flyweight stands, without looking its key up. The flyweight stands nowhere
     * afterwards.
     *
     * @param flyweight stands on a value of this map.
     * @throws IllegalStateException    if the flyweight stands nowhere, or is stale.
     * @throws IllegalArgumentException if it stands on a value of another map.
     */
    public void remove(final StructFlyweight flyweight)
    {
        Required.argument(flyweight, "flyweight");
        try
        {
            final LongStructInPlace map = (LongStructInPlace)flyweight.mapIn(this);
            if (map.pointerFree && map.isStraight() && takeOut(map, flyweight.bucket(), flyweight.slot()))
            {
                flyweight.leave();
                return;
            }
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
        removeSlowly(flyweight);
    }

    /** Removes an entry at once, in whatever bucket it stands, unless it is the last one of its map: that reseeds. */
    private static boolean takeOut(final LongStructInPlace map, final long bucket, final int slot)
    {
        if (map.count() == 1)
        {
            return false;
        }
        final long left = TopHash.without(Memory.getLong(map.memory, bucket), slot);
        if (slot == BmapDescriptor.SLOT_COUNT - 1 && Memory.getLong(map.memory, bucket + map.overflowOffset) != 0 ||
            (left & 0xff) == TopHash.EMPTY_REST && !map.isMainBucket(bucket))
        {
            takeOutOfChain(map, bucket, slot);
        }
        else
        {
            Memory.putLong(map.memory, bucket, left);
            wipe(map, bucket, slot);
        }
        return true;
    }

    /** Where the next bucket has a say in what the slot becomes, or the chain ends in a bucket before this one now. */
    private static void takeOutOfChain(final LongStructInPlace map, final long bucket, final int slot)
    {
        map.markRemoved(map.headOf(Place.of(bucket, slot)), bucket, slot);
        wipe(map, bucket, slot);
    }

    /** The rest of a remove, once the slot is marked. */
    private static void wipe(final LongStructInPlace map, final long bucket, final int slot)
    {
        map.setCount(map.count() - 1);
        map.noteMove();
        Memory.zeroSlot(
            map.memory, BmapDescriptor.elemOffset(bucket, slot, LongKey.size(map), map.elemSize), map.elemSize);
        LongKey.clear(map, BmapDescriptor.keyOffset(bucket, slot, LongKey.size(map)));
        map.endStraight();
    }

    /** By the key, as in a growth its chain is moved before. It catches by itself, so the JIT leaves it to a call. */
    private void removeSlowly(final StructFlyweight flyweight)
    {
        try
        {
            final long place = Place.of(flyweight.bucket(), flyweight.slot());
            final long found = beginDeleteOf(place);
            if (found != Place.NOT_FOUND)
            {
                finishDelete(found);
            }
            flyweight.leave();
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    // Numbers only {
    private long beginDeleteOf(final long place)
    {
        return beginDelete(LongKey.at(this, place));
    }
    // }
}
