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
 * <p>While a growth moves entries into this array, {@link #reservedCount} overflow buckets of the last extent, and as
 * many entries of the list, are kept for the evacuation: new keys that find no other room take new addresses or are
 * refused.
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

    /** Spare buckets that an adopted image had handed out already; they are among the foreign ones. */
    long foreignSpareCount;

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

    /** Overflow buckets that the running evacuation can still need. */
    long reservedCount;

    /** Space for the list that the evacuation will need, until the list moves there. */
    long reservedListOffset;
    long reservedListSize;

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
        foreignSpareCount = 0;
        extentCount = 0;
        listOffset = 0;
        listSpaceSize = 0;
        listLength = 0;
        reservedCount = 0;
        reservedListOffset = 0;
        reservedListSize = 0;
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

    /** Room for an overflow bucket that the evacuation cannot need. */
    boolean hasFreeExtentRoom()
    {
        return extentRoom() > reservedCount;
    }

    /** Where the next spare bucket stands: they are handed out in order. */
    long nextSpareOffset(final long bucketSize)
    {
        return arrayOffset + (mainCount + foreignSpareCount + spareUsedCount) * bucketSize;
    }

    /** Entries that a list with one more has to have room for. */
    long neededListCount()
    {
        return listLength + 1 + reservedCount;
    }

    boolean containsArrayOffset(final long offset)
    {
        return offset >= arrayOffset && offset < arrayOffset + arraySize;
    }
}
