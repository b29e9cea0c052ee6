// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.verify;

import static dev.tophash.offheap.image.MapImage.NOWHERE;

import dev.tophash.check.Location;

/**
 * Where the two arrays of a map are, as far as its header can be trusted: what {@link HeaderChecks} hands on.
 *
 * <p>An array that cannot be there completely counts as absent; a finding says so.
 */
final class Geometry
{
    final int bucketSize;

    /** The main array: {@link dev.tophash.offheap.image.MapImage#NOWHERE} and 0 buckets if there is none to look at. */
    long mainOffset = NOWHERE;
    long mainCount;
    long mainTotal;

    /** The old array, the same way. */
    long oldOffset = NOWHERE;
    long oldCount;
    long oldTotal;

    /**
     * Whether what the header says about the arrays can be believed, so that an entry that is not found is really
     * missing.
     */
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
        return oldOffset != NOWHERE;
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
        return mainOffset != NOWHERE && offset >= mainOffset && offset < mainEnd();
    }

    boolean inOld(final long offset)
    {
        return oldOffset != NOWHERE && offset >= oldOffset && offset < oldEnd();
    }

    long mainBucket(final long index)
    {
        return mainOffset + index * bucketSize;
    }

    long oldBucket(final long index)
    {
        return oldOffset + index * bucketSize;
    }

    /** A bucket as a location: by its number in its array, or a heap bucket by its offset. */
    Location location(final long bucketOffset)
    {
        if (inMain(bucketOffset))
        {
            return Location.of(Location.Part.MAIN_BUCKET, (bucketOffset - mainOffset) / bucketSize);
        }
        if (inOld(bucketOffset))
        {
            return Location.of(Location.Part.OLD_BUCKET, (bucketOffset - oldOffset) / bucketSize);
        }
        return Location.of(Location.Part.HEAP_BUCKET, bucketOffset);
    }

    /** A bucket in words. */
    String name(final long bucketOffset)
    {
        return location(bucketOffset).toString();
    }
}
