// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.layout.GoType;

/**
 * Where a flyweight stands, and what it refuses before it touches memory.
 *
 * <p>A lookup leads it, and the fields are read right behind. The JIT then knows already what an access compares,
 * unless it meets a call or a store of the map in between. So a lookup first asks whether the flyweight is laid on its
 * map, goes on with the map that the flyweight holds, and calls nothing on its way. To ask and to lay are two methods:
 * with one, an update of a field in a loop took 8.1 ns in place of 4.8.
 */
abstract class StructWindow
{
    /** In place of a count of moves, which no map has. */
    static final long NOWHERE = -1;

    private Hmap map;
    private GoType struct;
    private long bucket;
    private int slot;
    private long value;

    /** The map's count when it was led to the value: one comparison tells that it stands there still. */
    private long moves = NOWHERE;

    private int size;

    final Hmap map()
    {
        return map;
    }

    final int size()
    {
        return size;
    }

    // ---------------------------------------------------------------- leading it

    /** Leads it nowhere; returns whether it is laid on a map already. */
    @SuppressWarnings("ReferenceEquality")
    final boolean leaveOn(final Hmap owner)
    {
        moves = NOWHERE;
        return map == owner;
    }

    /** Lays it on another map. A lookup on the same map stores no reference, which the collector would note. */
    final void lay(final Hmap owner)
    {
        moves = NOWHERE;
        map = owner;
        size = owner.type.elem().size();
        struct = owner.heap.hasSteps() ? null : owner.type.elem();
    }

    /** Leads it to a value of the map on which it is laid. */
    final void lead(final Hmap own, final long entryBucket, final int entrySlot, final long valueOffset)
    {
        bucket = entryBucket;
        slot = entrySlot;
        value = valueOffset;
        moves = own.moveCount();
    }

    /** Leads it to a value of a map. */
    final void wrap(final Hmap owner, final long entryBucket, final int entrySlot, final long valueOffset)
    {
        if (!leaveOn(owner))
        {
            lay(owner);
        }
        lead(owner, entryBucket, entrySlot, valueOffset);
    }

    /** Leads it nowhere, and keeps the map for the next time. */
    final void leave()
    {
        moves = NOWHERE;
    }

    final void letGo()
    {
        leave();
        map = null;
    }

    final boolean isNowhere()
    {
        return moves == NOWHERE;
    }

    final boolean isFresh()
    {
        return moves != NOWHERE && moves == map.moveCount();
    }

    // ---------------------------------------------------------------- for a map that is to remove the entry

    /** The map, as it is remembered here, if it is this one and the entry stands where it stood. */
    @SuppressWarnings("ReferenceEquality")
    final Hmap mapIn(final Hmap owner)
    {
        final Hmap own = map;
        if (own != owner || moves != own.moveCount())
        {
            throw refusedIn(owner);
        }
        return own;
    }

    final long bucket()
    {
        return bucket;
    }

    final int slot()
    {
        return slot;
    }

    @SuppressWarnings("ReferenceEquality")
    private RuntimeException refusedIn(final Hmap owner)
    {
        // A map that is closed or another thread's says so at once.
        owner.count();
        if (map != owner && moves != NOWHERE)
        {
            return new IllegalArgumentException("flyweight on a value of another map: map=" + map.heap.mapName() +
                ", expected=" + owner.heap.mapName());
        }
        return refused("map", owner.heap.mapName());
    }

    // ---------------------------------------------------------------- what an access asks

    private RuntimeException refused(final String what, final Object which)
    {
        if (moves == NOWHERE)
        {
            return new IllegalStateException("flyweight stands nowhere: " + what + "=" + which);
        }
        map.heap.requireOpen();
        return new IllegalStateException(
            "flyweight is stale, entries have moved, look the key up again: " + what + "=" + which);
    }

    /** The offset of a field, after all that can be refused; types are equal by structure, nearly always the same. */
    @SuppressWarnings("ReferenceEquality")
    final long at(final StructField field, final boolean writing)
    {
        final Hmap owner = map;
        if (owner == null || moves != owner.moveCount())
        {
            throw refused("field", field.name());
        }
        if (field.struct() != struct)
        {
            requireSame(field, writing);
        }
        return value + field.offset();
    }

    /** As for a field; bytes are of no type, so in a map with a view a write asks each time whether it is an edit. */
    final long at(final int index, final int length, final boolean writing)
    {
        final Hmap owner = map;
        if (owner == null || moves != owner.moveCount())
        {
            throw refused("index", index);
        }
        if (index < 0 || length < 0 || index > size - length)
        {
            throw new IndexOutOfBoundsException(
                "bytes outside the value: index=" + index + ", length=" + length + ", valueSize=" + size);
        }
        if (writing && map.heap.steps() != null && !map.heap.steps().isEditing())
        {
            throw new IllegalStateException("bytes of a map with a view are written outside an edit: index=" + index);
        }
        return value + index;
    }

    /** In a map with a view no type is remembered outside an edit, so that each access comes here. */
    private void requireSame(final StructField field, final boolean writing)
    {
        final GoType type = map.type.elem();
        if (!field.struct().equals(type))
        {
            throw new IllegalArgumentException(
                "field of another type: field=" + field.name() + ", of=" + field.struct() + ", value=" + type);
        }
        if (map.heap.steps() == null)
        {
            struct = field.struct();
        }
        else if (writing && !map.heap.steps().isEditing())
        {
            throw new IllegalStateException(
                "field of a map with a view is written outside an edit: field=" + field.name());
        }
    }

    /** The type of a value in a map with a view: remembered in an edit only. */
    final void remember(final GoType type)
    {
        struct = type;
    }
}
