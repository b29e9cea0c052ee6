// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static dev.tophash.layout.HmapDescriptor.EXTRA_OFFSET;
import static dev.tophash.layout.MapExtraDescriptor.OLDOVERFLOW_OFFSET;
import static dev.tophash.layout.MapExtraDescriptor.OVERFLOW_OFFSET;
import static dev.tophash.layout.SliceDescriptor.CAPACITY_OFFSET;
import static dev.tophash.layout.SliceDescriptor.DATA_OFFSET;
import static dev.tophash.layout.SliceDescriptor.LENGTH_OFFSET;

import dev.tophash.check.Check;
import dev.tophash.layout.MapExtraDescriptor;
import dev.tophash.layout.SizeClasses;
import dev.tophash.layout.SliceDescriptor;
import dev.tophash.offheap.memory.Memory;

/**
 * Go's mapextra and the overflow lists of a pointer-free map.
 *
 * <p>Their places were set aside when the map was made, or came with an adopted image. Whatever writes there follows a
 * pointer of the header, so a pointer to any other place is refused, and a list is held against the record
 * ({@link Generation}) before it is extended: its length would say how much to copy.
 */
final class MapExtra
{
    private final Hmap map;
    private final long block;
    private final long[] listBlocks = new long[2];
    private long foreignBlock;
    private final long[] foreignListBlocks = new long[2];

    MapExtra(final Hmap map, final long fixedBlock)
    {
        this.map = map;
        block = fixedBlock + Opening.EXTRA_BLOCK;
        listBlocks[0] = fixedBlock + Opening.LIST_BLOCKS;
        listBlocks[1] = listBlocks[0] + SliceDescriptor.SIZE;
    }

    /** Learns where mapextra and the lists of an adopted image stand. */
    void adopt()
    {
        foreignBlock = map.offsetAt(map.header + EXTRA_OFFSET);
        if (Hmap.NIL != foreignBlock)
        {
            foreignListBlocks[0] = map.offsetAt(foreignBlock + OVERFLOW_OFFSET);
            foreignListBlocks[1] = map.offsetAt(foreignBlock + OLDOVERFLOW_OFFSET);
        }
    }

    /** Where mapextra stands, or nil. */
    long offset()
    {
        final long offset = map.offsetAt(map.header + EXTRA_OFFSET);
        if (!isKnown(offset))
        {
            throw map.corrupt(Check.H02, map.header + EXTRA_OFFSET, "mapextra at " + block, offset);
        }
        return offset;
    }

    /** Zeroes mapextra at both places where it can stand, whatever the header says. */
    void zero()
    {
        Memory.zero(map.memory, block, MapExtraDescriptor.SIZE);
        if (Hmap.NIL != foreignBlock)
        {
            Memory.zero(map.memory, foreignBlock, MapExtraDescriptor.SIZE);
        }
    }

    /** Lets go of mapextra: the next one is made anew, at this map's own place. */
    void drop()
    {
        zero();
        map.putAddress(map.header + EXTRA_OFFSET, Hmap.NIL);
        foreignBlock = Hmap.NIL;
    }

    private boolean isKnown(final long offset)
    {
        return Hmap.NIL == offset || block == offset || foreignBlock == offset;
    }

    /** Mapextra, made when it is first needed. */
    long make()
    {
        final long offset = offset();
        if (Hmap.NIL != offset)
        {
            return offset;
        }
        map.putAddress(map.header + EXTRA_OFFSET, block);
        return block;
    }

    /** Go's createOverflow: the list of a pointer-free map, made when it is first needed. */
    long makeList()
    {
        final long extra = make();
        final long list = map.offsetAt(extra + OVERFLOW_OFFSET);
        if (Hmap.NIL != list)
        {
            if (listBlocks[0] != list && listBlocks[1] != list && foreignListBlocks[0] != list &&
                foreignListBlocks[1] != list)
            {
                throw map.corrupt(Check.L02, extra + OVERFLOW_OFFSET, "the header of a list", list);
            }
            return list;
        }
        final long free = map.offsetAt(extra + OLDOVERFLOW_OFFSET) == listBlocks[0] ? listBlocks[1] : listBlocks[0];
        Memory.zero(map.memory, free, SliceDescriptor.SIZE);
        map.putAddress(extra + OVERFLOW_OFFSET, free);
        return free;
    }

    /** Enters an overflow bucket into the list. */
    void append(final long bucket)
    {
        final long list = makeList();
        final long length = Memory.getLong(map.memory, list + LENGTH_OFFSET);
        final long capacity = Memory.getLong(map.memory, list + CAPACITY_OFFSET);
        checkList(list, length, capacity);
        final long data = map.arrays.extendList();
        map.putAddress(data + length * Long.BYTES, bucket);
        map.putAddress(list + DATA_OFFSET, data);
        Memory.putLong(map.memory, list + LENGTH_OFFSET, length + 1);
        if (length == capacity)
        {
            Memory.putLong(map.memory, list + CAPACITY_OFFSET, SizeClasses.nextListCapacity(capacity, map.version));
        }
    }

    private void checkList(final long list, final long length, final long capacity)
    {
        final Generation current = map.arrays.current();
        if (length != current.listLength)
        {
            throw map.corrupt(Check.L01, list + LENGTH_OFFSET, "the " + current.listLength + " listed buckets", length);
        }
        if (length > capacity)
        {
            throw map.corrupt(Check.L02, list + LENGTH_OFFSET, "at most the capacity " + capacity, length);
        }
        final long data = map.offsetAt(list + DATA_OFFSET);
        if (0 != length && data != current.listOffset)
        {
            throw map.corrupt(Check.L02, list + DATA_OFFSET, "the list at " + current.listOffset, data);
        }
    }
}
