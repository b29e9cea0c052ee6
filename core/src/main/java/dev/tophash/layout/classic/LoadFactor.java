// SPDX-License-Identifier: Apache-2.0
package dev.tophash.layout.classic;

/**
 * When a map grows, and with how many buckets it starts (layout sections 3 and 5).
 *
 * <p>The load factor is 6.5 entries per bucket, computed as 13/2 with an integer division that makes B = 0 special:
 * 13 * (1 / 2) = 0, so there only the clause "more than 8 entries" decides.
 *
 * <pre>
 *   B            0    1    2    3    4    5    6 ...
 *   grow limit   8   13   26   52  104  208  416 ...
 * </pre>
 */
public final class LoadFactor
{
    /** From here on 13 * 2^(B-1) no longer fits a long; only corrupted headers have such a B. */
    private static final int MAX_SHIFT_B = 60;
    /** Go's largest allocation, 2^48 bytes. */
    private static final long MAX_ALLOCATION = 1L << 48;

    private LoadFactor()
    {
    }

    /**
     * The largest count that is not over the load of 2^B buckets.
     *
     * @param b the map's B, 0..255; from 60 on the limit is {@link Long#MAX_VALUE}.
     * @return number of entries.
     */
    public static long growLimit(final int b)
    {
        if (b == 0)
        {
            return BmapDescriptor.SLOT_COUNT;
        }
        return b < MAX_SHIFT_B ? 13L << (b - 1) : Long.MAX_VALUE;
    }

    /**
     * Go's {@code overLoadFactor}: whether this many entries are too many for 2^B buckets.
     *
     * @param count number of entries, counting the one about to be added.
     * @param b     the map's B, 0..255.
     * @return true if the map must get bigger.
     */
    public static boolean overLoad(final long count, final int b)
    {
        return count > growLimit(b);
    }

    /**
     * Go's {@code tooManyOverflowBuckets}: whether a same-size growth should clean up long, sparse chains.
     *
     * @param noverflow the header's noverflow, 0..65535.
     * @param b         the map's B, 0..255.
     * @return true from 2^min(B, 15) overflow buckets on.
     */
    public static boolean tooManyOverflow(final int noverflow, final int b)
    {
        return noverflow >= 1 << Math.min(b, 15);
    }

    /**
     * The B that a new map gets for a hint.
     *
     * @param hint expected number of entries; 0 or negative means no expectation.
     * @return the smallest B whose buckets are not overloaded by {@code hint} entries.
     */
    public static int bForHint(final long hint)
    {
        int b = 0;
        while (overLoad(hint, b))
        {
            b++;
        }
        return b;
    }

    /**
     * The hint that {@code make} really uses: Go takes a hint whose buckets it could never allocate as 0, silently
     * (layout section 5).
     *
     * @param hint       the hint as the caller gave it.
     * @param bucketSize bytes of a bucket.
     * @return the hint, or 0 if it is negative or {@code hint * bucketSize} exceeds 2^48.
     */
    public static long effectiveHint(final long hint, final int bucketSize)
    {
        return hint < 0 || hint > MAX_ALLOCATION / bucketSize ? 0 : hint;
    }
}
