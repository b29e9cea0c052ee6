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
            final long hash = hash(key);
            final long bucket = lookupBucket(hash);
            final long word = Memory.getLong(memory, bucket);
            final long top = TopHash.repeatOf(hash);
            final long matches = TopHash.match(word, top);
            if (matches != 0)
            {
                if (isStraight() && isAtFirst(bucket, matches, key))
                {
                    final int slot = TopHash.slot(matches);
                    flyweight.wrap(this, bucket, slot, valueOffset(this, bucket, slot));
                    endStraight();
                    return false;
                }
            }
            else if (pointerFree && isStraightForOneMore() && isAbsentIn(bucket, word, top))
            {
                final int slot = TopHash.slot(TopHash.matchEmpty(word));
                add(bucket, slot, key, TopHash.of(hash));
                // The value of an empty slot is zeros: a remove leaves them, as Go's does.
                flyweight.wrap(this, bucket, slot, valueOffset(this, bucket, slot));
                return true;
            }
            if (LongKey.travelsByValue())
            {
                return createInChain(key, hash, flyweight);
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
     * Whether no slot of a main bucket's chain matches, the main bucket has an empty slot, and the chain is no longer
     * than two buckets. A main bucket that was full once has a second one for as long as the array lives.
     */
    private boolean isAbsentIn(final long bucket, final long word, final long top)
    {
        if (TopHash.endsChain(word))
        {
            return true;
        }
        if (TopHash.matchEmpty(word) == 0)
        {
            return false;
        }
        final long second = overflow(bucket);
        if (second == NIL)
        {
            return true;
        }
        final long behind = Memory.getLong(memory, second);
        return TopHash.isAbsent(behind, TopHash.match(behind, top));
    }

    private boolean createInChain(final long key, final long hash, final StructFlyweight flyweight)
    {
        return leadOrCreate(assignInChain(key, hash), flyweight);
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
            final LongKeyTable map = (LongKeyTable)flyweight.mapIn(this);
            final long bucket = flyweight.bucket();
            final int slot = flyweight.slot();
            if (map.isRemovableWhereItStands(bucket, slot))
            {
                map.removeStraight(bucket, slot);
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
