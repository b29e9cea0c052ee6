// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.image;

import static dev.tophash.offheap.image.MapImage.NOWHERE;

import dev.tophash.check.Required;
import dev.tophash.layout.SliceDescriptor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Names for buckets that do not depend on addresses: M7 is bucket 7 of the main array, spare ones included, O7 of the
 * old array, H3 the fourth heap bucket.
 *
 * <p>Heap buckets are numbered in the order of the overflow lists, where there are any, and then in the order in which
 * a walk over all chains meets them. Damaged bytes cannot make the walk endless, because it leaves each bucket once.
 */
public final class BucketLabels
{
    private final MapImage image;
    private final int bucketSize;
    private final long mainOffset;
    private final long mainCount;
    private final long mainTotal;
    private final long oldOffset;
    private final long oldCount;
    private final long oldTotal;
    private final Map<Long, Integer> heapNumbers = new HashMap<>();
    private final List<Long> heapOffsets = new ArrayList<>();

    /**
     * Names the buckets of an image; walks over all chains once.
     *
     * @param image a map; its header lies inside.
     */
    public BucketLabels(final MapImage image)
    {
        this.image = image;
        bucketSize = image.bucketSize();
        mainOffset = image.offsetOf(image.bucketsAddress());
        mainTotal = fitting(mainOffset, image.b());
        mainCount = Math.min(mainTotal, count(image.b()));
        oldOffset = image.offsetOf(image.oldbucketsAddress());
        oldTotal = fitting(oldOffset, image.oldB());
        oldCount = Math.min(oldTotal, count(image.oldB()));
        numberList(image.overflowListAddress());
        numberList(image.oldoverflowListAddress());
        numberChains(mainOffset, mainTotal);
        numberChains(oldOffset, oldTotal);
    }

    /**
     * Main buckets of the main array; fewer than B says if the memory ends before.
     *
     * @return number of buckets.
     */
    public long mainCount()
    {
        return mainCount;
    }

    /**
     * Buckets of the main array with the spare area.
     *
     * @return number of buckets.
     */
    public long mainTotal()
    {
        return mainTotal;
    }

    /**
     * Main buckets of the old array.
     *
     * @return number of buckets, 0 if there is none.
     */
    public long oldCount()
    {
        return oldCount;
    }

    /**
     * Buckets of the old array with the spare area.
     *
     * @return number of buckets, 0 if there is none.
     */
    public long oldTotal()
    {
        return oldTotal;
    }

    /**
     * Number of heap buckets.
     *
     * @return number of buckets.
     */
    public int heapCount()
    {
        return heapOffsets.size();
    }

    /**
     * Where a bucket is.
     *
     * @param label its name, for example M7.
     * @return its offset, or {@link MapImage#NOWHERE} if there is no such bucket.
     */
    public long offset(final String label)
    {
        Required.argument(label, "label");
        if (!label.matches("[MOH]\\d{1,18}"))
        {
            return NOWHERE;
        }
        final long number = Long.parseLong(label.substring(1));
        return switch (label.charAt(0))
        {
            case 'M' -> number < mainTotal ? mainOffset + number * bucketSize : NOWHERE;
            case 'O' -> number < oldTotal ? oldOffset + number * bucketSize : NOWHERE;
            default -> number < heapOffsets.size() ? heapOffsets.get((int)number) : NOWHERE;
        };
    }

    /**
     * The name of what a pointer leads to.
     *
     * @param address an address.
     * @return for example M7; M@100 for a place inside an array that is no bucket, nil for 0, ? for all else.
     */
    public String label(final long address)
    {
        if (address == 0)
        {
            return "nil";
        }
        final long offset = image.offsetOf(address);
        final String main = inArray(offset, mainOffset, mainTotal, "M");
        if (main != null)
        {
            return main;
        }
        final String old = inArray(offset, oldOffset, oldTotal, "O");
        if (old != null)
        {
            return old;
        }
        final Integer number = heapNumbers.get(offset);
        return number != null ? "H" + number : "?";
    }

    private String inArray(final long offset, final long array, final long total, final String name)
    {
        if (array == NOWHERE || offset < array || offset >= array + total * bucketSize)
        {
            return null;
        }
        final long distance = offset - array;
        return distance % bucketSize == 0 ? name + distance / bucketSize : name + "@" + distance;
    }

    private long fitting(final long offset, final int b)
    {
        return offset == NOWHERE ? 0 : Math.min(image.totalBuckets(b), (image.size() - offset) / bucketSize);
    }

    private static long count(final int b)
    {
        return b < 0 || b > 62 ? 0 : 1L << b;
    }

    private void numberList(final long address)
    {
        final long list = image.offsetOf(address, SliceDescriptor.SIZE);
        if (list == NOWHERE)
        {
            return;
        }
        final long length = image.longAt(list + SliceDescriptor.LENGTH_OFFSET);
        final long data = image.offsetOf(image.longAt(list + SliceDescriptor.DATA_OFFSET));
        for (long i = 0; i < length && image.inside(data + i * Long.BYTES, Long.BYTES) && data != NOWHERE; i++)
        {
            number(image.offsetOf(image.longAt(data + i * Long.BYTES), bucketSize));
        }
    }

    /** From every bucket of an array, spare ones included, over heap buckets to one that is not new. */
    private void numberChains(final long array, final long total)
    {
        for (long i = 0; i < total; i++)
        {
            long bucket = image.nextInChain(array + i * bucketSize);
            while (number(bucket))
            {
                bucket = image.nextInChain(bucket);
            }
        }
    }

    /** Gives a bucket outside the arrays a number; false if it has one, or is in an array. */
    private boolean number(final long offset)
    {
        if (offset == NOWHERE || heapNumbers.containsKey(offset) ||
            inArray(offset, mainOffset, mainTotal, "") != null || inArray(offset, oldOffset, oldTotal, "") != null)
        {
            return false;
        }
        heapNumbers.put(offset, heapOffsets.size());
        heapOffsets.add(offset);
        return true;
    }
}
