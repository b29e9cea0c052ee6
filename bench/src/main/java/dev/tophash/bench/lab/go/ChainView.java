// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.go;

import dev.tophash.offheap.image.MapImage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A main bucket and its overflow buckets. A chain that comes back to itself, or leads out of the map, ends there.
 *
 * @param buckets in the order of the chain.
 * @param cutOff  whether it starts at a spare bucket: no main bucket leads there.
 */
public record ChainView(List<BucketView> buckets, boolean cutOff)
{
    private static final int MAX_LENGTH = 1000;

    /** A fixed list. */
    public ChainView
    {
        buckets = List.copyOf(buckets);
    }

    /**
     * Reads the chain of a main bucket.
     *
     * @param image the map.
     * @param index the bucket, below 2^B.
     * @return the chain; empty if the map has no such bucket.
     */
    public static ChainView of(final MapImage image, final long index)
    {
        final List<BucketView> buckets = at(image, image.bucketOffset(image.bucketsAddress(), index)).buckets;
        return new ChainView(buckets, index >= 1L << image.b());
    }

    /**
     * Reads the chain of a bucket of the old array.
     *
     * @param image the map.
     * @param index the bucket.
     * @return the chain; empty if the map has no such bucket.
     */
    public static ChainView ofOld(final MapImage image, final long index)
    {
        return at(image, image.bucketOffset(image.oldbucketsAddress(), index));
    }

    /**
     * Reads a chain from any of its buckets on.
     *
     * @param image the map.
     * @param start offset of the bucket, or {@link MapImage#NOWHERE}.
     * @return the chain.
     */
    public static ChainView at(final MapImage image, final long start)
    {
        return at(image, start, new BucketNames(image));
    }

    /**
     * The same with names of the caller's choice.
     *
     * @param image the map.
     * @param start offset of the bucket, or {@link MapImage#NOWHERE}.
     * @param names of the buckets.
     * @return the chain.
     */
    public static ChainView at(final MapImage image, final long start, final BucketNames names)
    {
        final List<BucketView> buckets = new ArrayList<>();
        final Set<Long> passed = new HashSet<>();
        long offset = start;
        while (offset != MapImage.NOWHERE && buckets.size() < MAX_LENGTH)
        {
            passed.add(offset);
            final long address = image.overflowAddress(offset);
            final long next = image.nextInChain(offset);
            final BucketView.Link link = address == 0 ? BucketView.Link.END :
                address == image.bucketsAddress() ? BucketView.Link.SENTINEL :
                next == MapImage.NOWHERE ? BucketView.Link.ASTRAY :
                passed.contains(next) ? BucketView.Link.LOOP : BucketView.Link.NEXT;
            buckets.add(new BucketView(
                names.at(image.addressOf(offset)), offset,
                MapView.hex(image, offset, image.bucketSize()), slots(image, offset), names.of(address), link));
            offset = link == BucketView.Link.NEXT ? next : MapImage.NOWHERE;
        }
        return new ChainView(buckets, false);
    }

    /**
     * All buckets that a chain of the map leads to, those at the heads included.
     *
     * @param image the map.
     * @return their offsets.
     */
    public static Set<Long> chained(final MapImage image)
    {
        final Set<Long> passed = new HashSet<>();
        chained(image, image.bucketsAddress(), image.b(), passed);
        chained(image, image.oldbucketsAddress(), image.oldB(), passed);
        return passed;
    }

    private static void chained(final MapImage image, final long array, final int b, final Set<Long> passed)
    {
        for (long i = 0; array != 0 && b >= 0 && i < 1L << b; i++)
        {
            long offset = image.bucketOffset(array, i);
            if (offset == MapImage.NOWHERE)
            {
                return; // an array that is not all there: nothing behind this is
            }
            while (offset != MapImage.NOWHERE && passed.add(offset))
            {
                offset = image.nextInChain(offset);
            }
        }
    }

    /** Whether it starts in the array or its spare area. */
    public boolean spare()
    {
        return !buckets.isEmpty() && (buckets.getFirst().place().kind() == BucketName.Kind.MAIN ||
            buckets.getFirst().place().kind() == BucketName.Kind.SPARE);
    }

    /** Whether an entry lives in it. */
    public boolean live()
    {
        return buckets.stream().flatMap((bucket) -> bucket.slots().stream()).anyMatch(BucketView.SlotView::live);
    }

    private static List<BucketView.SlotView> slots(final MapImage image, final long bucket)
    {
        final List<BucketView.SlotView> slots = new ArrayList<>();
        for (int i = 0; i < 8; i++)
        {
            final long key = image.keyOffset(bucket, i);
            final long elem = image.elemOffset(bucket, i);
            slots.add(new BucketView.SlotView(image.tophash(bucket, i),
                key == MapImage.NOWHERE ? "" : SlotText.of(image, image.type().key(), key),
                elem == MapImage.NOWHERE ? "" : SlotText.of(image, image.type().elem(), elem)));
        }
        return slots;
    }

    /**
     * The chain in one line, as {@code M5->M66->nil}.
     *
     * @return names with arrows.
     */
    public String arrows()
    {
        final StringBuilder text = new StringBuilder();
        buckets.forEach((bucket) -> text.append(bucket.name()).append("->"));
        if (!buckets.isEmpty())
        {
            final BucketView last = buckets.getLast();
            text.append(last.next()).append(switch (last.link())
            {
                case LOOP -> "->... (endless)";
                case ASTRAY -> " (no bucket)";
                case SENTINEL -> " (the sentinel)";
                default -> "";
            });
        }
        return text.toString();
    }
}
