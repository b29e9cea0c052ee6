// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.image;

import dev.tophash.layout.classic.LoadFactor;
import dev.tophash.layout.classic.TopHash;

/**
 * What a live map remembers of its header outside the bytes, for the verifier to compare (check M01).
 *
 * @param mask             number of buckets - 1.
 * @param bucketsOffset    where the main array is; 0 or {@link MapImage#NOWHERE} for nil.
 * @param oldbucketsOffset where the old array is; 0 or {@link MapImage#NOWHERE} for nil.
 * @param hash0            the seed.
 * @param lookupOffset     where lookups begin: at {@code bucketsOffset} or at {@code decoyOffset}.
 * @param lookupMask       which bits of a hash count from there: {@code mask}, or none at the decoy.
 * @param decoyOffset      where the eight bytes {@link #DECOY} stand.
 * @param straightLimit    below which count an entry may be added without Go's write flag; {@link #NOT_STRAIGHT} if
 *                         every write has to set it.
 */
public record CachedGeometry(
    long mask, long bucketsOffset, long oldbucketsOffset, int hash0, long lookupOffset, long lookupMask,
        long decoyOffset, long straightLimit)
{
    /** No write may do without Go's write flag. */
    public static final long NOT_STRAIGHT = -1;

    /** The tophash bytes of a bucket that settles no lookup: no key matches there, and no chain ends there. */
    public static final long DECOY = TopHash.repeat(TopHash.EMPTY_ONE);

    /**
     * The largest straight limit of a settled map: beyond it a new entry makes the map grow.
     *
     * @param noverflow the header's noverflow.
     * @param b         the header's B.
     * @return number of entries, 0 if the next new one makes the map grow whatever their number.
     */
    public static long straightLimit(final int noverflow, final int b)
    {
        return LoadFactor.tooManyOverflow(noverflow, b) ? 0 : LoadFactor.growLimit(b);
    }

    /**
     * Whether no write takes the straight line that must not.
     *
     * @param noverflow the header's noverflow.
     * @param b         the header's B.
     * @return true if the limit is not too high.
     */
    public boolean writesAreSound(final int noverflow, final int b)
    {
        return straightLimit == NOT_STRAIGHT ||
            lookupOffset == bucketsOffset && straightLimit >= 0 && straightLimit <= straightLimit(noverflow, b);
    }

    /**
     * Whether lookups begin where they may: at the decoy at any time, at the array unless the map grows.
     *
     * @return true if they do.
     */
    public boolean lookupsAreSound()
    {
        return lookupOffset == decoyOffset && lookupMask == 0 ||
            lookupOffset == bucketsOffset && lookupMask == mask &&
                (oldbucketsOffset == 0 || oldbucketsOffset == MapImage.NOWHERE);
    }
}
