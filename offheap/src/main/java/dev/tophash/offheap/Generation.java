// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

/**
 * The memory of one bucket array: the array itself, the overflow buckets handed out for it, its overflow list.
 *
 * <pre>
 *   array:   | main buckets 0 .. 2^B | spare buckets 2^B .. total |
 *   extents: | overflow | overflow | ... |   | overflow ... |        each twice as large as the one before
 *   list:    | address | address | ...                               room to extend in place
 *   dirty:   | one bit a main bucket |                               if asked for, see {@link DirtyBuckets}
 * </pre>
 *
 * <p>Extents and list are address space: they cost what is touched. Because an extent is handed out in order, the
 * record of the handed-out buckets is a range, and the whole generation retires as a few ranges. This record lies
 * outside Go's bytes; for an adopted image, whose overflow buckets lie anywhere, {@link #foreignOverflowCount} says
 * how many there are.
 *
 * <p>Objects of this class are pooled: a growth allocates nothing on the Java heap.
 */
final class Generation
{
    /** The n-th extent is 2^n times the first; more than this cannot be addressed. */
    private static final int MAX_EXTENT_COUNT = 48;

    long arrayOffset;
    long arraySize;
    long mainCount;
    long totalCount;
    boolean foreignArray;
    long foreignOverflowCount;
    long spareUsedCount;

    long dirtyOffset;
    long dirtySize;
    long dirtyCount;
    boolean allDirty;

    final long[] extentOffsets = new long[MAX_EXTENT_COUNT];
    final long[] extentBucketCounts = new long[MAX_EXTENT_COUNT];
    final long[] extentUsedCounts = new long[MAX_EXTENT_COUNT];
    int extentCount;

    long listOffset;
    long listSpaceSize;
    long listLength;

    void reset()
    {
        arrayOffset = 0;
        arraySize = 0;
        mainCount = 0;
        totalCount = 0;
        foreignArray = false;
        dirtyOffset = 0;
        dirtySize = 0;
        dirtyCount = 0;
        allDirty = false;
        resetOverflow();
    }

    void resetOverflow()
    {
        foreignOverflowCount = 0;
        spareUsedCount = 0;
        extentCount = 0;
        listOffset = 0;
        listSpaceSize = 0;
        listLength = 0;
    }

    long heapOverflowCount()
    {
        long count = 0;
        for (int i = 0; i < extentCount; i++)
        {
            count += extentUsedCounts[i];
        }
        return count;
    }

    /** Overflow buckets ever handed out for this array: the bound of any chain in it. */
    long overflowCount()
    {
        return foreignOverflowCount + spareUsedCount + heapOverflowCount();
    }

    long extentRoom()
    {
        return 0 == extentCount ? 0 : extentBucketCounts[extentCount - 1] - extentUsedCounts[extentCount - 1];
    }

    boolean containsArrayOffset(final long offset)
    {
        return offset >= arrayOffset && offset < arrayOffset + arraySize;
    }
}
