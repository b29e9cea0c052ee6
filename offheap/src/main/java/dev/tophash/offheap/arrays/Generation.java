// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.arrays;

import java.lang.foreign.MemorySegment;

/**
 * The memory of one bucket array: the array itself, the overflow buckets handed out for it, its overflow list.
 *
 * <pre>
 *   array:   | main buckets 0 .. 2^B | spare buckets 2^B .. total |
 *   extents: | overflow | overflow | ... |   | overflow ... |        see {@link Extents}
 *   list:    | address | address | ...                               room to extend in place
 *   dirty:   | one bit a main bucket |                               if asked for, see {@link DirtyBuckets}
 * </pre>
 *
 * <p>Extents and list are address space: they cost only what is touched. An extent is handed out in order, so the
 * record of the handed-out buckets is a range, and the whole generation retires as a few ranges. This record lies
 * outside Go's bytes. The overflow buckets of an adopted image lie anywhere; {@link #foreignOverflowCount} is their
 * number.
 *
 * <p>While a growth moves entries into this array, {@link #reservedCount} overflow buckets of the last extent are kept
 * for the evacuation, and as many entries of the list. New keys that find no other room take new addresses or are
 * refused.
 *
 * <p>Objects of this class are pooled: a growth allocates nothing on the Java heap.
 */
public final class Generation
{
    private final DirtyBuckets dirty;
    private final Extents extents = new Extents();
    private long arrayOffset;
    private long arraySize;
    private long mainCount;
    private long totalCount;
    private boolean foreignArray;
    private long foreignOverflowCount;
    private long spareUsedCount;
    private long foreignSpareCount;
    private long listOffset;
    private long listSpaceSize;
    private long listLength;
    private long reservedCount;
    private long reservedListOffset;
    private long reservedListSize;

    Generation(final MemorySegment memory)
    {
        this(new DirtyBuckets(memory));
    }

    Generation(final DirtyBuckets dirty)
    {
        this.dirty = dirty;
    }

    // ---------------------------------------------------------------- array

    void describe(final long offset, final long size, final long newMainCount, final long newTotalCount)
    {
        arrayOffset = offset;
        arraySize = size;
        mainCount = newMainCount;
        totalCount = newTotalCount;
    }

    /** Notes that the array belongs to an adopted image, and so do this many overflow buckets. */
    void markForeign(final long overflowCount)
    {
        foreignArray = true;
        foreignOverflowCount = overflowCount;
    }

    void reset()
    {
        describe(0, 0, 0, 0);
        foreignArray = false;
        dirty.detach();
        resetOverflow();
    }

    /** Where the array starts. */
    public long arrayOffset()
    {
        return arrayOffset;
    }

    /** Bytes of the array with its spare buckets. */
    public long arraySize()
    {
        return arraySize;
    }

    /** Main buckets: 2^B. */
    public long mainCount()
    {
        return mainCount;
    }

    /** Main and spare buckets. */
    public long totalCount()
    {
        return totalCount;
    }

    /** Whether the array is part of an adopted image and goes back with it. */
    boolean isForeign()
    {
        return foreignArray;
    }

    /** Which main buckets were written. */
    public DirtyBuckets dirty()
    {
        return dirty;
    }

    // ---------------------------------------------------------------- overflow buckets

    void resetOverflow()
    {
        foreignOverflowCount = 0;
        spareUsedCount = 0;
        foreignSpareCount = 0;
        extents.reset();
        listOffset = 0;
        listSpaceSize = 0;
        listLength = 0;
        reservedCount = 0;
        reservedListOffset = 0;
        reservedListSize = 0;
    }

    /** Where overflow buckets beyond the spare area come from. */
    public Extents extents()
    {
        return extents;
    }

    /** Overflow buckets ever handed out for this array: the bound of any chain in it. */
    public long overflowCount()
    {
        return foreignOverflowCount + spareUsedCount + extents.usedCount();
    }

    /** Overflow buckets of an adopted image. */
    public long foreignOverflowCount()
    {
        return foreignOverflowCount;
    }

    /** Spare buckets in use, not counting those of an adopted image. */
    long spareUsedCount()
    {
        return spareUsedCount;
    }

    void countSpareUsed()
    {
        spareUsedCount++;
    }

    /** Notes how many spare buckets were handed out before the image was adopted. They are among the foreign ones. */
    public void adoptSpare(final long count)
    {
        foreignSpareCount = count;
    }

    /** Where the next spare bucket stands: they are handed out in order. */
    public long nextSpareOffset(final long bucketSize)
    {
        return arrayOffset + (mainCount + foreignSpareCount + spareUsedCount) * bucketSize;
    }

    /** Room for an overflow bucket that the evacuation cannot need. */
    boolean hasFreeExtentRoom()
    {
        return extents.room() > reservedCount;
    }

    // ---------------------------------------------------------------- what an evacuation can need

    /** Overflow buckets that the running evacuation can still need. */
    long reservedCount()
    {
        return reservedCount;
    }

    void reserve(final long bucketCount)
    {
        reservedCount = bucketCount;
    }

    /** Notes that the evacuation takes one of the overflow buckets that are kept for it. */
    void useReserved()
    {
        reservedCount = Math.max(0, reservedCount - 1);
    }

    /** Keeps space for the list that the evacuation will need, until the list moves there. */
    void reserveList(final long offset, final long spaceSize)
    {
        reservedListOffset = offset;
        reservedListSize = spaceSize;
    }

    long reservedListOffset()
    {
        return reservedListOffset;
    }

    long reservedListSize()
    {
        return reservedListSize;
    }

    // ---------------------------------------------------------------- overflow list

    /** Where the data of the overflow list are. */
    public long listOffset()
    {
        return listOffset;
    }

    /** Entries of the overflow list. */
    public long listLength()
    {
        return listLength;
    }

    long listSpaceSize()
    {
        return listSpaceSize;
    }

    /** Entries that a list with one more has to have room for. */
    long neededListCount()
    {
        return listLength + 1 + reservedCount;
    }

    void countListed()
    {
        listLength++;
    }

    void moveListTo(final long offset, final long spaceSize)
    {
        listOffset = offset;
        listSpaceSize = spaceSize;
    }

    /** Takes the list of an adopted image. It has no room behind it, so the first entry that is added moves it. */
    public void adoptList(final long offset, final long length)
    {
        listOffset = offset;
        listLength = length;
    }
}
