// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.layout.classic.TopHash;
import dev.tophash.offheap.memory.Memory;
import java.util.Objects;

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
    final long valueOffset(final long bucket, final int slot)
    {
        return elemPointers == null ? BmapDescriptor.elemOffset(bucket, slot, LongKey.size(this), elemSize) :
            elemOffset(Place.of(bucket, slot));
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
        Objects.requireNonNull(flyweight, "flyweight");
        try
        {
            // Numbers only {
            final long hash = hash(key);
            final long bucket = lookupBucket(hash);
            final long word = Memory.getLong(memory, bucket);
            final long matches = TopHash.match(word, TopHash.repeatOf(hash));
            if (isAtFirst(bucket, matches, key))
            {
                final int slot = TopHash.slot(matches);
                flyweight.wrap(this, Place.of(bucket, slot), valueOffset(bucket, slot));
                return true;
            }
            if (TopHash.isAbsent(word, matches))
            {
                flyweight.leave();
                return false;
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

    final boolean lead(final long place, final StructFlyweight flyweight)
    {
        if (place == Place.NOT_FOUND)
        {
            flyweight.leave();
            return false;
        }
        flyweight.wrap(this, place, valueOffset(place));
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
        Objects.requireNonNull(flyweight, "flyweight");
        try
        {
            // Numbers only {
            final long hash = hash(key);
            final long bucket = lookupBucket(hash);
            final long word = Memory.getLong(memory, bucket);
            final long matches = TopHash.match(word, TopHash.repeatOf(hash));
            if (!TopHash.isAbsent(word, matches))
            {
                if (isStraight() && isAtFirst(bucket, matches, key))
                {
                    final int slot = TopHash.slot(matches);
                    flyweight.wrap(this, Place.of(bucket, slot), valueOffset(bucket, slot));
                    endStraight();
                    return false;
                }
            }
            else if (pointerFree && isStraightForOneMore())
            {
                final int slot = TopHash.slot(TopHash.matchEmpty(word));
                add(bucket, slot, key, TopHash.of(hash));
                // The value of an empty slot is zeros: a remove leaves them, as Go's does.
                flyweight.wrap(this, Place.of(bucket, slot), valueOffset(bucket, slot));
                return true;
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

    private boolean leadOrCreate(final long place, final StructFlyweight flyweight)
    {
        final long value = valueOffset(place);
        if (Place.isNew(place))
        {
            Memory.zeroSlot(memory, value, valueSize());
        }
        flyweight.wrap(this, Place.plain(place), value);
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
        Objects.requireNonNull(flyweight, "flyweight");
        try
        {
            final long place = flyweight.placeIn(this);
            if (isRemovableWhereItStands(place))
            {
                removeStraight(place);
            }
            else
            {
                removeSlowly(place);
            }
            flyweight.leave();
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    /** By the key, as in a growth its chain is moved before it is removed. */
    private void removeSlowly(final long place)
    {
        final long found = beginDeleteOf(place);
        if (found != Place.NOT_FOUND)
        {
            finishDelete(found);
        }
    }

    // Numbers only {
    private long beginDeleteOf(final long place)
    {
        return beginDelete(LongKey.at(this, place));
    }
    // }
}
