// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.verify;

import static dev.tophash.offheap.image.MapImage.NOWHERE;

import dev.tophash.check.Check;
import dev.tophash.check.Location;
import dev.tophash.layout.classic.HmapDescriptor;
import dev.tophash.layout.classic.HmapFlags;
import dev.tophash.layout.classic.MapExtraDescriptor;
import dev.tophash.offheap.image.CachedGeometry;
import dev.tophash.offheap.image.MapImage;

/**
 * Checks the 48 bytes of the header, and mapextra: ranges, pointers, and whether the fields agree about growth.
 *
 * <p>It uses these facts of Go's map (layout sections 5, 6, 10). A map without an array has never held an entry, so
 * everything but its seed is zero. {@code iterator} and {@code oldIterator} are set together, and only a growth drops
 * the first of them. {@code nevacuate} stays after a growth, at the number of old buckets of that growth. B does not
 * change after it, so there are three possible values. A growth with fewer than four old buckets ends in the operation
 * that began it.
 */
final class HeaderChecks
{
    private static final int ITERATOR_FLAGS = HmapFlags.ITERATOR | HmapFlags.OLD_ITERATOR;

    private final MapImage image;
    private final FindingList findings;
    private final Geometry geometry;
    private final int b;
    private final int flags;

    HeaderChecks(final MapImage image, final FindingList findings)
    {
        this.image = image;
        this.findings = findings;
        geometry = new Geometry(image.bucketSize());
        b = image.b();
        flags = image.flags();
    }

    Geometry check()
    {
        checkFlags();
        checkExtra();
        checkMain();
        checkOld();
        checkNextOverflow();
        checkCache();
        return geometry;
    }

    private void add(
        final Check check, final int fieldOffset, final String field, final String expected, final String actual)
    {
        findings.add(check, image.headerOffset() + fieldOffset, Location.header(field), expected, actual);
    }

    private void checkFlags()
    {
        if ((flags & ~HmapFlags.ALL) != 0)
        {
            add(Check.H01, HmapDescriptor.FLAGS_OFFSET, "flags", "no bits beyond the four of Go",
                HmapFlags.describe(flags));
        }
        if ((flags & ITERATOR_FLAGS) == HmapFlags.ITERATOR)
        {
            add(Check.H01, HmapDescriptor.FLAGS_OFFSET, "flags", "oldIterator where iterator is set",
                HmapFlags.describe(flags));
        }
        if ((flags & HmapFlags.HASH_WRITING) != 0)
        {
            add(Check.F01, HmapDescriptor.FLAGS_OFFSET, "flags", "hashWriting clear", HmapFlags.describe(flags));
        }
        if (image.count() < 0)
        {
            add(Check.H01, HmapDescriptor.COUNT_OFFSET, "count", "at least 0", Long.toString(image.count()));
        }
    }

    private void checkExtra()
    {
        final long address = image.extraAddress();
        if (address != 0 && (misaligned(address) || image.offsetOf(address, MapExtraDescriptor.SIZE) == NOWHERE))
        {
            badPointer(HmapDescriptor.EXTRA_OFFSET, "extra", MapExtraDescriptor.SIZE, address);
        }
    }

    private void checkMain()
    {
        final long address = image.bucketsAddress();
        final boolean expected = address != 0 || b != 0;
        if (expected && (b > 62 || 1L << b > image.size() / geometry.bucketSize))
        {
            add(Check.H01, HmapDescriptor.B_OFFSET, "B", "an array of 2^B buckets that fits the memory", "B=" + b);
            geometry.complete = false;
            return;
        }
        if (address == 0)
        {
            checkWithoutArray();
            return;
        }
        final long total = image.totalBuckets(b);
        final long offset = image.offsetOf(address, total * geometry.bucketSize);
        if (misaligned(address) || offset == NOWHERE)
        {
            badPointer(HmapDescriptor.BUCKETS_OFFSET, "buckets", total * geometry.bucketSize, address);
            geometry.complete = false;
            return;
        }
        geometry.mainOffset = offset;
        geometry.mainCount = 1L << b;
        geometry.mainTotal = total;
    }

    /** A map that never held an entry; its count is compared elsewhere. */
    private void checkWithoutArray()
    {
        if (b != 0 || image.count() != 0)
        {
            add(Check.H02, HmapDescriptor.BUCKETS_OFFSET, "buckets", "an array for B=" + b + ", count=" + image.count(),
                "nil");
            geometry.complete = false;
            return;
        }
        if (image.noverflow() != 0)
        {
            add(Check.O02, HmapDescriptor.NOVERFLOW_OFFSET, "noverflow", "0 without an array",
                Integer.toString(image.noverflow()));
        }
        if (image.extraAddress() != 0)
        {
            add(Check.H02, HmapDescriptor.EXTRA_OFFSET, "extra", "nil without an array", hex(image.extraAddress()));
        }
        if ((flags & ITERATOR_FLAGS) != 0)
        {
            add(Check.H01, HmapDescriptor.FLAGS_OFFSET, "flags", "no iterator flags without an array",
                HmapFlags.describe(flags));
        }
    }

    private void checkOld()
    {
        final long address = image.oldbucketsAddress();
        if (address == 0)
        {
            checkWithoutGrowth();
            return;
        }
        final int oldB = image.oldB();
        if (oldB < 0 || geometry.mainOffset == NOWHERE)
        {
            add(Check.H03, HmapDescriptor.OLDBUCKETS_OFFSET, "oldbuckets", "nil where no growth is possible",
                hex(address) + " with B=" + b);
            geometry.complete = false;
            return;
        }
        final long total = image.totalBuckets(oldB);
        final long offset = image.offsetOf(address, total * geometry.bucketSize);
        if (misaligned(address) || offset == NOWHERE)
        {
            badPointer(HmapDescriptor.OLDBUCKETS_OFFSET, "oldbuckets", total * geometry.bucketSize, address);
            geometry.complete = false;
            return;
        }
        geometry.oldOffset = offset;
        geometry.oldCount = 1L << oldB;
        geometry.oldTotal = total;
        if (Long.compareUnsigned(image.nevacuate(), geometry.oldCount) >= 0)
        {
            add(Check.H03, HmapDescriptor.NEVACUATE_OFFSET, "nevacuate", "below " + geometry.oldCount + " old buckets",
                Long.toUnsignedString(image.nevacuate()));
        }
    }

    private void checkWithoutGrowth()
    {
        if ((flags & HmapFlags.SAME_SIZE_GROW) != 0)
        {
            add(Check.H03, HmapDescriptor.FLAGS_OFFSET, "flags", "sameSizeGrow clear while not growing",
                HmapFlags.describe(flags));
        }
        final long nevacuate = image.nevacuate();
        final long half = b > 0 && b <= 62 ? 1L << (b - 1) : 0;
        if (nevacuate != 0 && nevacuate != half && nevacuate != 2 * half)
        {
            add(Check.H03, HmapDescriptor.NEVACUATE_OFFSET, "nevacuate",
                half == 0 ? "0" : "0, " + half + " or " + 2 * half + " while not growing",
                Long.toUnsignedString(nevacuate));
        }
    }

    private void checkNextOverflow()
    {
        final long address = image.nextOverflowAddress();
        final long spare = geometry.mainTotal - geometry.mainCount;
        if (geometry.mainOffset == NOWHERE)
        {
            return;
        }
        if (spare != 0 && image.extraAddress() == 0)
        {
            add(Check.H02, HmapDescriptor.EXTRA_OFFSET, "extra", "mapextra, for the spare area of B=" + b, "nil");
            return;
        }
        if (spare != 0 && image.offsetOf(image.extraAddress(), MapExtraDescriptor.SIZE) == NOWHERE)
        {
            return;
        }
        geometry.nextSpare = geometry.mainTotal;
        geometry.spareKnown = true;
        if (address == 0)
        {
            return;
        }
        final long offset = image.offsetOf(address, geometry.bucketSize);
        final long distance = offset - geometry.mainOffset;
        final boolean bucket = offset != NOWHERE && geometry.inMain(offset) && distance % geometry.bucketSize == 0;
        if (!bucket || distance / geometry.bucketSize < geometry.mainCount)
        {
            geometry.spareKnown = spare == 0;
            findings.add(Check.O03, image.offsetOf(image.extraAddress()) + MapExtraDescriptor.NEXT_OVERFLOW_OFFSET,
                Location.of(Location.Part.EXTRA).in("nextOverflow"), spare == 0 ? "nil without a spare area" :
                "nil or one of " + spare + " spare buckets", hex(address));
            return;
        }
        geometry.nextSpare = distance / geometry.bucketSize;
    }

    private void checkCache()
    {
        final CachedGeometry cached = image.geometry();
        if (cached == null)
        {
            return;
        }
        final long mask = (1L << b) - 1;
        if (cached.mask() != mask)
        {
            add(Check.M01, HmapDescriptor.B_OFFSET, "B", "mask " + cached.mask() + " as cached", Long.toString(mask));
        }
        compare(HmapDescriptor.BUCKETS_OFFSET, "buckets", cached.bucketsOffset(), image.bucketsAddress());
        compare(HmapDescriptor.OLDBUCKETS_OFFSET, "oldbuckets", cached.oldbucketsOffset(), image.oldbucketsAddress());
        if (cached.hash0() != image.hash0())
        {
            add(Check.M01, HmapDescriptor.HASH0_OFFSET, "hash0", hex(cached.hash0() & 0xffff_ffffL) + " as cached",
                hex(image.hash0() & 0xffff_ffffL));
        }
        checkLookups(cached);
    }

    private void checkLookups(final CachedGeometry cached)
    {
        final long decoy = cached.decoyOffset();
        if (!cached.lookupsAreSound())
        {
            add(Check.M01, HmapDescriptor.BUCKETS_OFFSET, "buckets", "lookups to begin there or at the decoy " + decoy,
                cached.lookupOffset() + " with mask " + cached.lookupMask());
        }
        if (!cached.writesAreSound(image.noverflow(), b))
        {
            add(Check.M01, HmapDescriptor.NOVERFLOW_OFFSET, "noverflow", "a straight line of writes below " +
                CachedGeometry.straightLimit(image.noverflow(), b), Long.toString(cached.straightLimit()));
        }
        if (decoy < 0 || decoy > image.size() - Long.BYTES)
        {
            findings.add(Check.M01, decoy, Location.named("decoy"), "inside the memory", hex(decoy));
        }
        else if (image.longAt(decoy) != CachedGeometry.DECOY)
        {
            findings.add(Check.M01, decoy, Location.named("decoy"), hex(CachedGeometry.DECOY),
                hex(image.longAt(decoy)));
        }
    }

    private void compare(final int fieldOffset, final String field, final long cached, final long address)
    {
        final boolean nil = cached == 0 || cached == NOWHERE;
        if (nil ? address != 0 : address != image.addressOf(cached))
        {
            add(Check.M01, fieldOffset, field, nil ? "nil as cached" : hex(image.addressOf(cached)) + " as cached",
                hex(address));
        }
    }

    private void badPointer(final int fieldOffset, final String field, final long size, final long address)
    {
        add(Check.H02, fieldOffset, field, "the aligned address of " + size + " bytes in the memory", hex(address));
    }

    private static boolean misaligned(final long address)
    {
        return (address & Long.BYTES - 1) != 0;
    }

    private static String hex(final long address)
    {
        return "0x" + Long.toHexString(address);
    }
}
