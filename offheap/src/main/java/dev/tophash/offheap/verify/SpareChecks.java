// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.verify;

import dev.tophash.check.Check;
import dev.tophash.check.Location;
import dev.tophash.layout.classic.TopHash;
import dev.tophash.offheap.image.MapImage;

/**
 * The spare areas behind the main buckets (layout sections 4 and 6).
 *
 * <p>Spare buckets are handed out in ascending order and never come back. Up to {@code nextOverflow} each is linked
 * into one chain. From there on they are blank. The last one carries the sentinel, the address of its array; it tells
 * whoever takes the bucket that there is no further one. A heap bucket is taken only when no spare one is left.
 *
 * <p>The next spare bucket of an old array is not stored; it follows from what is in use. In a map with pointers,
 * evacuated main buckets are wiped, so no chain may lead to a used spare bucket any more. Its evacuation marks show
 * that it was used.
 */
final class SpareChecks
{
    private final MapImage image;
    private final Geometry geometry;
    private final FindingList findings;
    private final OffsetSet overflow;
    private final StaleBytes stale;

    SpareChecks(
        final MapImage image,
        final Geometry geometry,
        final FindingList findings,
        final OffsetSet overflow,
        final StaleBytes stale)
    {
        this.image = image;
        this.geometry = geometry;
        this.findings = findings;
        this.overflow = overflow;
        this.stale = stale;
    }

    void check(final long mainOverflowCount)
    {
        if (geometry.spareKnown)
        {
            checkMain(mainOverflowCount);
        }
        if (geometry.growing())
        {
            checkOld();
        }
    }

    private void checkMain(final long mainOverflowCount)
    {
        for (long i = geometry.mainCount; i < geometry.nextSpare; i++)
        {
            final long bucket = geometry.mainBucket(i);
            if (!overflow.contains(bucket))
            {
                findings.add(Check.O05, bucket, geometry.location(bucket),
                    "linked into a chain, as all below nextOverflow", "in no chain");
            }
        }
        for (long i = geometry.nextSpare; i < geometry.mainTotal; i++)
        {
            checkUnused(geometry.mainBucket(i), i == geometry.mainTotal - 1, geometry.mainOffset);
        }
        final long spareUsed = geometry.nextSpare - geometry.mainCount;
        if (geometry.nextSpare < geometry.mainTotal && mainOverflowCount > spareUsed)
        {
            findings.add(Check.O05, geometry.mainBucket(geometry.nextSpare),
                Location.of(Location.Part.MAIN_BUCKET, geometry.nextSpare), "no heap bucket while spare ones are left",
                mainOverflowCount + " overflow buckets, " + spareUsed + " spare ones handed out");
        }
    }

    /** A bucket that is not handed out: only its tophash bytes and overflow word mean something. */
    private void checkUnused(final long bucket, final boolean last, final long array)
    {
        if (overflow.contains(bucket))
        {
            return;
        }
        final long word = image.tophashWord(bucket);
        if (word != 0)
        {
            findings.add(Check.O05, bucket, geometry.location(bucket), "blank from nextOverflow on",
                "tophash word 0x" + Long.toHexString(word));
        }
        final long expected = last ? image.addressOf(array) : 0;
        if (image.overflowAddress(bucket) != expected)
        {
            findings.add(Check.O04, bucket + image.overflowOffset(), geometry.location(bucket).in("overflow"),
                last ? "the sentinel 0x" + Long.toHexString(expected) : "nil",
                "0x" + Long.toHexString(image.overflowAddress(bucket)));
        }
        stale.emptyBucket(bucket);
    }

    private void checkOld()
    {
        long firstUnused = -1;
        for (long i = geometry.oldCount; i < geometry.oldTotal; i++)
        {
            final long bucket = geometry.oldBucket(i);
            if (!overflow.contains(bucket) && !leftover(bucket))
            {
                checkUnused(bucket, i == geometry.oldTotal - 1, geometry.oldOffset);
                firstUnused = firstUnused < 0 ? i : firstUnused;
            }
            else if (firstUnused >= 0)
            {
                findings.add(Check.O05, bucket, geometry.location(bucket), "unused, since O" + firstUnused + " is",
                    "in use");
            }
        }
    }

    /** An evacuated overflow bucket of a main bucket that has been wiped: all eight slots say so. */
    private boolean leftover(final long bucket)
    {
        if (image.type().pointerFree())
        {
            return false;
        }
        final long word = image.tophashWord(bucket);
        for (int slot = 0; slot < 8; slot++)
        {
            if (!TopHash.isEvacuated(TopHash.at(word, slot)))
            {
                return false;
            }
        }
        return true;
    }
}
