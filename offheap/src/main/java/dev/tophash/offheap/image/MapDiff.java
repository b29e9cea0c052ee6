// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.image;

import dev.tophash.check.Required;
import dev.tophash.layout.SliceDescriptor;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.layout.classic.HmapFlags;
import dev.tophash.layout.classic.TopHash;
import java.util.List;

/**
 * Where two maps differ: field by field, bucket by bucket, slot by slot.
 *
 * <p>Addresses are not compared, only what they lead to: pointers to buckets by the names M7, O7 and H3, and strings,
 * boxes and interfaces by their contents. Two maps that went through the same operations with the same random numbers
 * have no difference, wherever each of them lies. Dead bytes are compared as bytes. Slots whose value contains pointers
 * are compared by value where both are live. Otherwise they are not compared, since a dead pointer means nothing.
 */
public final class MapDiff
{
    private final MapImage a;
    private final MapImage b;
    private final BucketLabels labelsA;
    private final BucketLabels labelsB;
    private final Differences found;

    /**
     * One difference.
     *
     * @param place where: a header field, or a bucket and what in it.
     * @param a     what the first image has.
     * @param b     what the second image has.
     */
    public record Difference(String place, String a, String b)
    {
        /** Refuses missing parts. */
        public Difference
        {
            Required.argument(place, "place");
            Required.argument(a, "a");
            Required.argument(b, "b");
        }

        @Override
        public String toString()
        {
            return place + ": " + a + " | " + b;
        }
    }

    private MapDiff(final MapImage a, final MapImage b, final long maxCount)
    {
        if (!a.headerInside() || !b.headerInside())
        {
            throw new IllegalArgumentException("header outside the image: image=" + (a.headerInside() ? "b" : "a"));
        }
        this.a = a;
        this.b = b;
        found = new Differences(a, b, maxCount);
        labelsA = new BucketLabels(a);
        labelsB = new BucketLabels(b);
    }

    /**
     * Compares two images.
     *
     * @param a        one.
     * @param b        the other.
     * @param maxCount after how many differences to stop.
     * @return the differences in the order of the layout; empty if there are none.
     * @throws IllegalArgumentException if one of the images has no header.
     */
    public static List<Difference> compare(final MapImage a, final MapImage b, final int maxCount)
    {
        Required.argument(a, "a");
        Required.argument(b, "b");
        final MapDiff diff = new MapDiff(a, b, maxCount);
        diff.compareAll();
        return diff.found.list();
    }

    private void compareAll()
    {
        found.differ("type", a.type(), b.type());
        if (!found.list().isEmpty())
        {
            return;
        }
        found.differ("header, count", a.count(), b.count());
        found.differ("header, flags", HmapFlags.describe(a.flags()), HmapFlags.describe(b.flags()));
        found.differ("header, B", a.b(), b.b());
        found.differ("header, noverflow", a.noverflow(), b.noverflow());
        found.differ("header, hash0", "0x" + Integer.toHexString(a.hash0()), "0x" + Integer.toHexString(b.hash0()));
        found.differ("header, buckets", labelsA.label(a.bucketsAddress()), labelsB.label(b.bucketsAddress()));
        found.differ("header, oldbuckets", labelsA.label(a.oldbucketsAddress()), labelsB.label(b.oldbucketsAddress()));
        found.differ("header, nevacuate", a.nevacuate(), b.nevacuate());
        found.differ("header, extra", presence(a.extraAddress()), presence(b.extraAddress()));
        found.differ("extra, nextOverflow", labelsA.label(a.nextOverflowAddress()),
            labelsB.label(b.nextOverflowAddress()));
        compareLists("extra, overflow", a.overflowListAddress(), b.overflowListAddress());
        compareLists("extra, oldoverflow", a.oldoverflowListAddress(), b.oldoverflowListAddress());
        compareBuckets("M", labelsA.mainTotal(), labelsB.mainTotal());
        compareBuckets("O", labelsA.oldTotal(), labelsB.oldTotal());
        compareBuckets("H", labelsA.heapCount(), labelsB.heapCount());
    }

    private static String presence(final long address)
    {
        return address == 0 ? "nil" : "not nil";
    }

    private void compareLists(final String name, final long addressA, final long addressB)
    {
        final long listA = a.offsetOf(addressA, SliceDescriptor.SIZE);
        final long listB = b.offsetOf(addressB, SliceDescriptor.SIZE);
        found.differ(name, presence(addressA), presence(addressB));
        if (listA == MapImage.NOWHERE || listB == MapImage.NOWHERE)
        {
            return;
        }
        final long length = a.longAt(listA + SliceDescriptor.LENGTH_OFFSET);
        found.differ(name + ", length", length, b.longAt(listB + SliceDescriptor.LENGTH_OFFSET));
        found.differ(name + ", capacity", a.longAt(listA + SliceDescriptor.CAPACITY_OFFSET),
            b.longAt(listB + SliceDescriptor.CAPACITY_OFFSET));
        for (long i = 0; i < length && found.wantsMore(); i++)
        {
            final String itemA = item(a, labelsA, listA, i);
            final String itemB = item(b, labelsB, listB, i);
            found.differ(name + ", item " + i, itemA, itemB);
            if (itemA.isEmpty() || itemB.isEmpty())
            {
                return;
            }
        }
    }

    /** The name of the bucket at an index of a list; empty where the list cannot be read. */
    private static String item(final MapImage image, final BucketLabels labels, final long list, final long index)
    {
        final long data = image.offsetOf(image.longAt(list + SliceDescriptor.DATA_OFFSET));
        final boolean there = data != MapImage.NOWHERE && index < image.longAt(list + SliceDescriptor.LENGTH_OFFSET) &&
            image.inside(data + index * Long.BYTES, Long.BYTES);
        return there ? labels.label(image.longAt(data + index * Long.BYTES)) : "";
    }

    private void compareBuckets(final String letter, final long countA, final long countB)
    {
        found.differ("number of " + letter + " buckets", countA, countB);
        for (long i = 0; i < Math.min(countA, countB) && found.wantsMore(); i++)
        {
            compareBucket("bucket " + letter + i, labelsA.offset(letter + i), labelsB.offset(letter + i));
        }
    }

    private void compareBucket(final String name, final long bucketA, final long bucketB)
    {
        for (int slot = 0; slot < BmapDescriptor.SLOT_COUNT; slot++)
        {
            final int topA = a.tophash(bucketA, slot);
            final int topB = b.tophash(bucketB, slot);
            if (topA != topB)
            {
                found.differ(name + ", tophash[" + slot + "]", TopHash.describe(topA), TopHash.describe(topB));
            }
            final boolean live = topA >= TopHash.MIN_TOP_HASH && topB >= TopHash.MIN_TOP_HASH;
            found.compareValues(name + ", key[" + slot + "]", a.type().key(), live, a.keySlotOffset(bucketA, slot),
                b.keySlotOffset(bucketB, slot));
            found.compareValues(name + ", elem[" + slot + "]", a.type().elem(), live, a.elemSlotOffset(bucketA, slot),
                b.elemSlotOffset(bucketB, slot));
        }
        final String overflowA = labelsA.label(a.overflowAddress(bucketA));
        found.differ(name + ", overflow", overflowA, labelsB.label(b.overflowAddress(bucketB)));
    }
}
