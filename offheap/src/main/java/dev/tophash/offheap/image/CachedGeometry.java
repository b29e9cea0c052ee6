// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.image;

/**
 * What a live map remembers of its header outside the bytes, for the verifier to compare (check M01).
 *
 * @param mask             number of buckets - 1.
 * @param bucketsOffset    where the main array is; 0 or {@link MapImage#NIL} for nil.
 * @param oldbucketsOffset where the old array is; 0 or {@link MapImage#NIL} for nil.
 * @param hash0            the seed.
 */
public record CachedGeometry(long mask, long bucketsOffset, long oldbucketsOffset, int hash0)
{
}
