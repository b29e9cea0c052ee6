// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.image;

import dev.tophash.layout.TopHash;

/**
 * What a live map remembers of its header outside the bytes, for the verifier to compare (check M01).
 *
 * @param mask             number of buckets - 1.
 * @param bucketsOffset    where the main array is; 0 or {@link MapImage#NIL} for nil.
 * @param oldbucketsOffset where the old array is; 0 or {@link MapImage#NIL} for nil.
 * @param hash0            the seed.
 * @param lookupOffset     where lookups begin: at {@code bucketsOffset} or at {@code decoyOffset}.
 * @param lookupMask       which bits of a hash count from there: {@code mask}, or none at the decoy.
 * @param decoyOffset      where the eight bytes {@link #DECOY} stand.
 */
public record CachedGeometry(
    long mask, long bucketsOffset, long oldbucketsOffset, int hash0, long lookupOffset, long lookupMask,
        long decoyOffset)
{
    /** The tophash bytes of a bucket that settles no lookup: no key matches there, and no chain ends there. */
    public static final long DECOY = TopHash.repeat(TopHash.EMPTY_ONE);

    /**
     * Whether lookups begin where they may: at the decoy at any time, at the array unless the map grows.
     *
     * @return true if they do.
     */
    public boolean lookupsAreSound()
    {
        return lookupOffset == decoyOffset && 0 == lookupMask ||
            lookupOffset == bucketsOffset && lookupMask == mask &&
                (0 == oldbucketsOffset || MapImage.NIL == oldbucketsOffset);
    }
}
