// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.arrays;

import java.util.Arrays;

/**
 * The ranges from which the overflow buckets of one array are handed out, in order.
 *
 * <pre>
 *   | used ... | free |   | list | used ....... | free ..... |          each twice as large as the one before
 * </pre>
 *
 * <p>What a growth keeps for its evacuation is one range: in front of the overflow buckets stands room for their list.
 */
public final class Extents
{
    private static final int BUCKETS = 1;
    private static final int USED = 2;
    private static final int LIST_SIZE = 3;
    private static final int FIELD_COUNT = 4;

    /**
     * Extents that a map has room to record from the beginning. The first has a quarter of the main buckets, so these
     * are room for sixteen times as many overflow buckets as main ones, and Go grows a map long before.
     */
    private static final int COMMON_COUNT = 6;

    private long[] records = new long[COMMON_COUNT * FIELD_COUNT];
    private int count;

    void reset()
    {
        count = 0;
    }

    void add(final long offset, final long bucketCount)
    {
        add(offset, bucketCount, 0);
    }

    /** Adds an extent; a list of so many bytes may stand in front of it, in the same range. */
    void add(final long offset, final long bucketCount, final long listSize)
    {
        final int record = count * FIELD_COUNT;
        if (record == records.length)
        {
            records = Arrays.copyOf(records, 2 * records.length);
        }
        records[record] = offset;
        records[record + BUCKETS] = bucketCount;
        records[record + USED] = 0;
        records[record + LIST_SIZE] = listSize;
        count++;
    }

    /** Hands out the next bucket of the last extent, which has room. */
    long take(final int bucketSize)
    {
        final int record = (count - 1) * FIELD_COUNT;
        return records[record] + records[record + USED]++ * bucketSize;
    }

    /** Buckets that the last extent can still hand out. */
    long room()
    {
        return count == 0 ? 0 : bucketCount(count - 1) - usedCount(count - 1);
    }

    /** Buckets handed out. */
    long usedCount()
    {
        long used = 0;
        for (int i = 0; i < count; i++)
        {
            used += usedCount(i);
        }
        return used;
    }

    /** Buckets of the last extent, 0 if there is none. */
    long lastBucketCount()
    {
        return count == 0 ? 0 : bucketCount(count - 1);
    }

    /** Number of extents. */
    public int count()
    {
        return count;
    }

    /** Where an extent starts. */
    public long offset(final int extent)
    {
        return records[extent * FIELD_COUNT];
    }

    /** Buckets that an extent has handed out: the first ones. */
    public long usedCount(final int extent)
    {
        return records[extent * FIELD_COUNT + USED];
    }

    long bucketCount(final int extent)
    {
        return records[extent * FIELD_COUNT + BUCKETS];
    }

    /** Bytes in front of an extent that belong to its range. */
    long listSize(final int extent)
    {
        return records[extent * FIELD_COUNT + LIST_SIZE];
    }

    /** Whether a list stands in front of one of the extents. */
    boolean hasListAt(final long listOffset)
    {
        for (int i = 0; i < count; i++)
        {
            if (listSize(i) != 0 && offset(i) - listSize(i) == listOffset)
            {
                return true;
            }
        }
        return false;
    }
}
