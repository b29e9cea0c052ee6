// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.image;

import dev.tophash.layout.BmapDescriptor;
import dev.tophash.layout.GoType;
import dev.tophash.layout.HmapFlags;
import dev.tophash.layout.SliceDescriptor;
import dev.tophash.layout.TopHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Where two maps differ: field by field, bucket by bucket, slot by slot.
 *
 * <p>Addresses do not count, only what they lead to: pointers to buckets are compared by the names M7, O7 and H3, and
 * the contents of strings, boxes and interfaces instead of where they lie. Two maps that went through the same
 * operations with the same random numbers have no difference, wherever each of them lies. Dead bytes count as bytes.
 * Slots whose value contains pointers are compared by value where both are live, and otherwise not at all, since what
 * a dead pointer leads to means nothing.
 */
public final class MapDiff
{
    private final MapImage a;
    private final MapImage b;
    private final BucketLabels labelsA;
    private final BucketLabels labelsB;
    private final long maxCount;
    private final List<Difference> differences = new ArrayList<>();

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
            Objects.requireNonNull(place, "place");
            Objects.requireNonNull(a, "a");
            Objects.requireNonNull(b, "b");
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
        this.maxCount = maxCount;
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
        final MapDiff diff = new MapDiff(a, b, maxCount);
        diff.compareAll();
        return List.copyOf(diff.differences);
    }

    private void compareAll()
    {
        differ("type", a.type(), b.type());
        if (!differences.isEmpty())
        {
            return;
        }
        differ("header, count", a.count(), b.count());
        differ("header, flags", HmapFlags.describe(a.flags()), HmapFlags.describe(b.flags()));
        differ("header, B", a.b(), b.b());
        differ("header, noverflow", a.noverflow(), b.noverflow());
        differ("header, hash0", "0x" + Integer.toHexString(a.hash0()), "0x" + Integer.toHexString(b.hash0()));
        differ("header, buckets", labelsA.label(a.bucketsAddress()), labelsB.label(b.bucketsAddress()));
        differ("header, oldbuckets", labelsA.label(a.oldbucketsAddress()), labelsB.label(b.oldbucketsAddress()));
        differ("header, nevacuate", a.nevacuate(), b.nevacuate());
        differ("header, extra", presence(a.extraAddress()), presence(b.extraAddress()));
        differ("extra, nextOverflow", labelsA.label(a.nextOverflowAddress()), labelsB.label(b.nextOverflowAddress()));
        compareLists("extra, overflow", a.overflowListAddress(), b.overflowListAddress());
        compareLists("extra, oldoverflow", a.oldoverflowListAddress(), b.oldoverflowListAddress());
        compareBuckets("M", labelsA.mainTotal(), labelsB.mainTotal());
        compareBuckets("O", labelsA.oldTotal(), labelsB.oldTotal());
        compareBuckets("H", labelsA.heapCount(), labelsB.heapCount());
    }

    private void differ(final String place, final Object left, final Object right)
    {
        if (!left.equals(right) && differences.size() < maxCount)
        {
            differences.add(new Difference(place, left.toString(), right.toString()));
        }
    }

    private static String presence(final long address)
    {
        return address == 0 ? "nil" : "not nil";
    }

    private void compareLists(final String name, final long addressA, final long addressB)
    {
        final long listA = a.offsetOf(addressA, SliceDescriptor.SIZE);
        final long listB = b.offsetOf(addressB, SliceDescriptor.SIZE);
        differ(name, presence(addressA), presence(addressB));
        if (listA == MapImage.NIL || listB == MapImage.NIL)
        {
            return;
        }
        final long length = a.longAt(listA + SliceDescriptor.LENGTH_OFFSET);
        differ(name + ", length", length, b.longAt(listB + SliceDescriptor.LENGTH_OFFSET));
        differ(name + ", capacity", a.longAt(listA + SliceDescriptor.CAPACITY_OFFSET),
            b.longAt(listB + SliceDescriptor.CAPACITY_OFFSET));
        for (long i = 0; i < length && differences.size() < maxCount; i++)
        {
            final String itemA = item(a, labelsA, listA, i);
            final String itemB = item(b, labelsB, listB, i);
            differ(name + ", item " + i, itemA, itemB);
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
        final boolean there = data != MapImage.NIL && index < image.longAt(list + SliceDescriptor.LENGTH_OFFSET) &&
            image.inside(data + index * Long.BYTES, Long.BYTES);
        return there ? labels.label(image.longAt(data + index * Long.BYTES)) : "";
    }

    private void compareBuckets(final String letter, final long countA, final long countB)
    {
        differ("number of " + letter + " buckets", countA, countB);
        for (long i = 0; i < Math.min(countA, countB) && differences.size() < maxCount; i++)
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
                differ(name + ", tophash[" + slot + "]", TopHash.describe(topA), TopHash.describe(topB));
            }
            final boolean live = topA >= TopHash.MIN_TOP_HASH && topB >= TopHash.MIN_TOP_HASH;
            compareSlot(name + ", key[" + slot + "]", a.type().key(), live, a.keySlotOffset(bucketA, slot),
                b.keySlotOffset(bucketB, slot));
            compareSlot(name + ", elem[" + slot + "]", a.type().elem(), live, a.elemSlotOffset(bucketA, slot),
                b.elemSlotOffset(bucketB, slot));
        }
        final String overflowA = labelsA.label(a.overflowAddress(bucketA));
        differ(name + ", overflow", overflowA, labelsB.label(b.overflowAddress(bucketB)));
    }

    private void compareSlot(
        final String name, final GoType type, final boolean live, final long slotA, final long slotB)
    {
        final boolean indirect = type.size() > BmapDescriptor.MAX_SLOT_SIZE;
        if (!indirect && !type.hasPointers())
        {
            if (!equalBytes(slotA, slotB, type.size()))
            {
                different(name, type, slotA, slotB);
            }
            return;
        }
        if (!live)
        {
            return;
        }
        final long valueA = indirect ? a.offsetOf(a.longAt(slotA), type.size()) : slotA;
        final long valueB = indirect ? b.offsetOf(b.longAt(slotB), type.size()) : slotB;
        if (valueA == MapImage.NIL || valueB == MapImage.NIL)
        {
            differ(name, valueA == MapImage.NIL ? "?" : "a box", valueB == MapImage.NIL ? "?" : "a box");
        }
        else if (type.hasPointers() ? !text(a, type, valueA).equals(text(b, type, valueB)) :
            !equalBytes(valueA, valueB, type.size()))
        {
            different(name, type, valueA, valueB);
        }
    }

    private static String text(final MapImage image, final GoType type, final long offset)
    {
        return ValueText.whole(image, type, offset);
    }

    private void different(final String name, final GoType type, final long offsetA, final long offsetB)
    {
        final String textA = ValueText.of(a, type, offsetA);
        final String textB = ValueText.of(b, type, offsetB);
        differ(name, textA, textA.equals(textB) ? textB + " in other bytes" : textB);
    }

    private boolean equalBytes(final long offsetA, final long offsetB, final int size)
    {
        for (int i = 0; i < size; i++)
        {
            if (a.byteAt(offsetA + i) != b.byteAt(offsetB + i))
            {
                return false;
            }
        }
        return true;
    }
}
