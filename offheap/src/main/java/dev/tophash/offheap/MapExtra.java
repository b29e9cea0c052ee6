// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static dev.tophash.layout.SliceDescriptor.CAPACITY_OFFSET;
import static dev.tophash.layout.SliceDescriptor.DATA_OFFSET;
import static dev.tophash.layout.SliceDescriptor.LENGTH_OFFSET;
import static dev.tophash.layout.classic.HmapDescriptor.EXTRA_OFFSET;
import static dev.tophash.layout.classic.MapExtraDescriptor.OLDOVERFLOW_OFFSET;
import static dev.tophash.layout.classic.MapExtraDescriptor.OVERFLOW_OFFSET;

import dev.tophash.check.Check;
import dev.tophash.layout.GoVersion;
import dev.tophash.layout.SizeClasses;
import dev.tophash.layout.SliceDescriptor;
import dev.tophash.layout.classic.MapExtraDescriptor;
import dev.tophash.offheap.arrays.BucketArrays;
import dev.tophash.offheap.arrays.Generation;
import dev.tophash.offheap.memory.Grant;
import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.values.Heap;

/**
 * Go's mapextra and the overflow lists of a pointer-free map.
 *
 * <p>Their places were set aside when the map was made, or came with an adopted image. Whoever writes there follows a
 * pointer of the header, so a pointer to any other place is refused. A list is compared with the record
 * ({@link Generation}) before it is extended, because its length says how much to copy.
 */
final class MapExtra
{
    private final HmapHeader map;
    private final BucketArrays arrays;
    private final GoVersion version;
    private final long block;
    private final long firstList;
    private final long secondList;
    private long foreignBlock;
    private long firstForeignList;
    private long secondForeignList;

    MapExtra(final HmapHeader map, final BucketArrays arrays, final GoVersion version, final long fixedBlock)
    {
        this.map = map;
        this.arrays = arrays;
        this.version = version;
        block = fixedBlock + Opening.EXTRA_BLOCK;
        firstList = fixedBlock + Opening.LIST_BLOCKS;
        secondList = firstList + SliceDescriptor.SIZE;
    }

    /** Learns where mapextra and the lists of an adopted image stand. */
    void adopt()
    {
        foreignBlock = map.offsetAt(map.headerOffset + EXTRA_OFFSET);
        if (foreignBlock != Heap.NIL)
        {
            firstForeignList = map.offsetAt(foreignBlock + OVERFLOW_OFFSET);
            secondForeignList = map.offsetAt(foreignBlock + OLDOVERFLOW_OFFSET);
        }
    }

    /** Where mapextra stands, or nil. */
    long offset()
    {
        final long offset = map.offsetAt(map.headerOffset + EXTRA_OFFSET);
        if (!isKnown(offset))
        {
            throw map.corrupt(Check.H02, map.headerOffset + EXTRA_OFFSET, "mapextra at " + block, offset);
        }
        return offset;
    }

    /** Zeroes mapextra at both places where it can stand, whatever the header says. */
    void zero()
    {
        Memory.zero(map.memory, block, MapExtraDescriptor.SIZE);
        if (foreignBlock != Heap.NIL)
        {
            Memory.zero(map.memory, foreignBlock, MapExtraDescriptor.SIZE);
        }
    }

    /** Gives mapextra up. The next one is made anew, at this map's own place. */
    void drop()
    {
        zero();
        map.putAddress(map.headerOffset + EXTRA_OFFSET, Heap.NIL);
        foreignBlock = Heap.NIL;
    }

    private boolean isKnown(final long offset)
    {
        return offset == Heap.NIL || block == offset || foreignBlock == offset;
    }

    /** Mapextra, made when it is first needed. */
    long make()
    {
        return make(offset());
    }

    private long make(final long offset)
    {
        if (offset != Heap.NIL)
        {
            return offset;
        }
        map.putAddress(map.headerOffset + EXTRA_OFFSET, block);
        return block;
    }

    /** Go's createOverflow: the list of a pointer-free map, made when it is first needed. */
    long makeList()
    {
        return makeList(offset());
    }

    private long makeList(final long offset)
    {
        final long extra = make(offset);
        final long list = map.offsetAt(extra + OVERFLOW_OFFSET);
        if (list != Heap.NIL)
        {
            if (list != firstList && list != secondList && list != firstForeignList && list != secondForeignList)
            {
                throw map.corrupt(Check.L02, extra + OVERFLOW_OFFSET, "the header of a list", list);
            }
            return list;
        }
        final long free = map.offsetAt(extra + OLDOVERFLOW_OFFSET) == firstList ? secondList : firstList;
        Memory.zero(map.memory, free, SliceDescriptor.SIZE);
        map.putAddress(extra + OVERFLOW_OFFSET, free);
        return free;
    }

    /** Enters an overflow bucket into the list; {@code extra} is what {@link #offset} says. */
    void append(final long extra, final long bucket, final Grant grant)
    {
        final long list = makeList(extra);
        final long length = Memory.getLong(map.memory, list + LENGTH_OFFSET);
        final long capacity = Memory.getLong(map.memory, list + CAPACITY_OFFSET);
        checkList(list, length, capacity);
        final long data = arrays.extendList(grant);
        map.putAddress(data + length * Long.BYTES, bucket);
        map.putAddress(list + DATA_OFFSET, data);
        Memory.putLong(map.memory, list + LENGTH_OFFSET, length + 1);
        if (length == capacity)
        {
            Memory.putLong(map.memory, list + CAPACITY_OFFSET, SizeClasses.nextListCapacity(capacity, version));
        }
    }

    private void checkList(final long list, final long length, final long capacity)
    {
        final Generation current = arrays.current();
        if (length != current.listLength())
        {
            throw map.corrupt(
                Check.L01, list + LENGTH_OFFSET, "the " + current.listLength() + " listed buckets", length);
        }
        if (length > capacity)
        {
            throw map.corrupt(Check.L02, list + LENGTH_OFFSET, "at most the capacity " + capacity, length);
        }
        final long data = map.offsetAt(list + DATA_OFFSET);
        if (length != 0 && data != current.listOffset())
        {
            throw map.corrupt(Check.L02, list + DATA_OFFSET, "the list at " + current.listOffset(), data);
        }
    }
}
