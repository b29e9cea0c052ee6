// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.verify;

import java.util.Arrays;

/**
 * A set of positions, each with a number: which overflow buckets have been met, and in which chain.
 *
 * <p>Open addressing over two arrays of longs. Positions are multiples of 8 below 2^62; a free cell is -1.
 */
final class OffsetSet
{
    /** What {@link #put} and {@link #get} answer for a position that is not, or was not, in the set. */
    static final long ABSENT = -1;

    private static final int FIRST_CAPACITY = 16;
    private static final long FREE = -1;

    private long[] offsets = new long[FIRST_CAPACITY];
    private long[] values = new long[FIRST_CAPACITY];
    private int size;

    OffsetSet()
    {
        Arrays.fill(offsets, FREE);
    }

    int size()
    {
        return size;
    }

    /** Adds a position. If it is in the set already, nothing changes and its number is returned. */
    long put(final long offset, final long value)
    {
        final int cell = find(offset);
        if (offsets[cell] == offset)
        {
            return values[cell];
        }
        offsets[cell] = offset;
        values[cell] = value;
        if (++size > offsets.length / 2)
        {
            grow();
        }
        return ABSENT;
    }

    /** Changes the number of a position that is in the set. */
    void set(final long offset, final long value)
    {
        values[find(offset)] = value;
    }

    long get(final long offset)
    {
        final int cell = find(offset);
        return offsets[cell] == offset ? values[cell] : ABSENT;
    }

    boolean contains(final long offset)
    {
        return offsets[find(offset)] == offset;
    }

    /** All positions in ascending order; a new array. */
    long[] sorted()
    {
        final long[] all = new long[size];
        int count = 0;
        for (final long offset : offsets)
        {
            if (offset != FREE)
            {
                all[count++] = offset;
            }
        }
        Arrays.sort(all);
        return all;
    }

    private int find(final long offset)
    {
        final int mask = offsets.length - 1;
        int cell = (int)((offset * 0x9e3779b97f4a7c15L) >>> 32) & mask;
        while (offsets[cell] != FREE && offsets[cell] != offset)
        {
            cell = cell + 1 & mask;
        }
        return cell;
    }

    private void grow()
    {
        final long[] fullOffsets = offsets;
        final long[] fullValues = values;
        offsets = new long[2 * fullOffsets.length];
        values = new long[2 * fullOffsets.length];
        Arrays.fill(offsets, FREE);
        for (int i = 0; i < fullOffsets.length; i++)
        {
            if (fullOffsets[i] != FREE)
            {
                final int cell = find(fullOffsets[i]);
                offsets[cell] = fullOffsets[i];
                values[cell] = fullValues[i];
            }
        }
    }
}
