// SPDX-License-Identifier: Apache-2.0
package dev.tophash.layout.classic;

import dev.tophash.layout.GoVersion;
import dev.tophash.layout.MapType;
import dev.tophash.layout.SizeClasses;

/**
 * How many buckets an array has: the only place where a map's layout depends on pointers and on the Go version (layout
 * section 4).
 *
 * <p>An array from B = 4 on asks for 2^B + 2^(B-4) buckets.  The allocator rounds the bytes up, and Go uses the whole
 * block.
 */
public final class BucketCount
{
    /** The largest B that {@link #total} accepts; the array would have 2^48 buckets. */
    public static final int MAX_B = 48;

    private BucketCount()
    {
    }

    /**
     * The buckets of an array: 2^B main buckets and, from B = 4 on, the spare area behind them.
     *
     * @param bucketSize bytes of a bucket.
     * @param b          the map's B, 0..{@value #MAX_B}.
     * @param pointers   whether the buckets contain pointers.
     * @param version    whose allocator.
     * @return number of buckets, at least 2^B.
     * @throws IllegalArgumentException if B or the bucket size is out of range.
     */
    public static long total(
        final int bucketSize, final int b, final boolean pointers, final GoVersion version)
    {
        if (b < 0 || b > MAX_B)
        {
            throw new IllegalArgumentException("number of buckets: B=" + b);
        }
        if (bucketSize < BmapDescriptor.bucketSize(0, 0) ||
            bucketSize > BmapDescriptor.bucketSize(MapType.MAX_SLOT_SIZE, MapType.MAX_SLOT_SIZE))
        {
            throw new IllegalArgumentException("size of a bucket: bucketSize=" + bucketSize);
        }
        if (b < 4)
        {
            return 1L << b;
        }
        final long buckets = (1L << b) + (1L << (b - 4));
        final long size = buckets * bucketSize;
        final long usable = SizeClasses.usable(size, pointers, version);
        return usable == size ? buckets : usable / bucketSize;
    }
}
