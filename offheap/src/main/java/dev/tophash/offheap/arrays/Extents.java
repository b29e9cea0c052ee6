// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.arrays;

/**
 * The ranges from which the overflow buckets of one array are handed out, in order.
 *
 * <pre>
 *   | used ... | free |   | used ....... | free ..... |          each twice as large as the one before
 * </pre>
 */
public final class Extents
{
    /** The n-th extent is 2^n times the first; more than this cannot be addressed. */
    private static final int MAX_COUNT = 48;

    private final long[] offsets = new long[MAX_COUNT];
    private final long[] bucketCounts = new long[MAX_COUNT];
    private final long[] usedCounts = new long[MAX_COUNT];
    private int count;

    void reset()
    {
        count = 0;
    }

    void add(final long offset, final long bucketCount)
    {
        offsets[count] = offset;
        bucketCounts[count] = bucketCount;
        usedCounts[count] = 0;
        count++;
    }

    /** Hands out the next bucket of the last extent, which has room. */
    long take(final int bucketSize)
    {
        return offsets[count - 1] + usedCounts[count - 1]++ * bucketSize;
    }

    /** Buckets that the last extent can still hand out. */
    long room()
    {
        return count == 0 ? 0 : bucketCounts[count - 1] - usedCounts[count - 1];
    }

    /** Buckets handed out. */
    long usedCount()
    {
        long used = 0;
        for (int i = 0; i < count; i++)
        {
            used += usedCounts[i];
        }
        return used;
    }

    /** Buckets of the last extent, 0 if there is none. */
    long lastBucketCount()
    {
        return count == 0 ? 0 : bucketCounts[count - 1];
    }

    /** Number of extents. */
    public int count()
    {
        return count;
    }

    /** Where an extent starts. */
    public long offset(final int extent)
    {
        return offsets[extent];
    }

    /** Buckets that an extent has handed out: the first ones. */
    public long usedCount(final int extent)
    {
        return usedCounts[extent];
    }

    long bucketCount(final int extent)
    {
        return bucketCounts[extent];
    }
}
