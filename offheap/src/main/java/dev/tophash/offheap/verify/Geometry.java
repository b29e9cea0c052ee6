// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.verify;

import static dev.tophash.offheap.image.MapImage.NIL;

/**
 * Where the two arrays of a map are, as far as its header can be trusted: what {@link HeaderChecks} hands on.
 *
 * <p>An array that cannot be there completely counts as absent; a finding says so.
 */
final class Geometry
{
    final int bucketSize;

    /** The main array: {@link dev.tophash.offheap.image.MapImage#NIL} and 0 buckets if there is none to look at. */
    long mainOffset = NIL;
    long mainCount;
    long mainTotal;

    /** The old array, the same way. */
    long oldOffset = NIL;
    long oldCount;
    long oldTotal;

    /** Whether the header's own account of the arrays can be believed, so that a missing entry is a missing entry. */
    boolean complete = true;

    /** Index of the first spare bucket of the main array that is not handed out; mainTotal if all are. */
    long nextSpare;
    /** Whether nextSpare is known. */
    boolean spareKnown;

    Geometry(final int bucketSize)
    {
        this.bucketSize = bucketSize;
    }

    boolean growing()
    {
        return oldOffset != NIL;
    }

    long mainEnd()
    {
        return mainOffset + mainTotal * bucketSize;
    }

    long oldEnd()
    {
        return oldOffset + oldTotal * bucketSize;
    }

    boolean inMain(final long offset)
    {
        return mainOffset != NIL && offset >= mainOffset && offset < mainEnd();
    }

    boolean inOld(final long offset)
    {
        return oldOffset != NIL && offset >= oldOffset && offset < oldEnd();
    }

    long mainBucket(final long index)
    {
        return mainOffset + index * bucketSize;
    }

    long oldBucket(final long index)
    {
        return oldOffset + index * bucketSize;
    }

    /** A bucket by name: M7, O7, or a heap bucket by its offset. */
    String name(final long bucketOffset)
    {
        if (inMain(bucketOffset))
        {
            return "bucket M" + (bucketOffset - mainOffset) / bucketSize;
        }
        if (inOld(bucketOffset))
        {
            return "bucket O" + (bucketOffset - oldOffset) / bucketSize;
        }
        return "heap bucket @0x" + Long.toHexString(bucketOffset);
    }

    static String slot(final String bucket, final int slot)
    {
        return bucket + ", slot " + slot;
    }
}
