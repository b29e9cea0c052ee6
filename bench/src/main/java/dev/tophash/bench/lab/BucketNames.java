// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab;

import dev.tophash.layout.SliceDescriptor;
import dev.tophash.offheap.image.MapImage;
import java.util.HashMap;
import java.util.Map;

/**
 * Names for buckets instead of addresses: M7 for bucket 7 of the array (spare ones included), O7 for one of the old
 * array, H3 for a bucket of its own, +144 for what lies up to 64 buckets past the end of the array.
 *
 * <p>Buckets of their own are numbered in the order of the overflow list, where there is one, then of the chains. Any
 * other place inside the image is "@offset", any place outside "nowhere".
 */
public final class BucketNames
{
    private static final int BEYOND = 64;
    private static final int MAX_HEAP = 10_000;

    private final MapImage image;
    private final int bucketSize;
    private final Map<Long, String> heap = new HashMap<>();
    private final boolean beyond;

    /**
     * Gives names.
     *
     * @param image the map.
     */
    public BucketNames(final MapImage image)
    {
        this(image, false);
    }

    /** With {@code beyond}, a bucket shortly after the end of the array is named by its distance, not as its own. */
    BucketNames(final MapImage image, final boolean beyond)
    {
        this.image = image;
        this.beyond = beyond;
        this.bucketSize = image.type().bucketSize();
        fromList(image.overflowListAddress());
        fromList(image.oldoverflowListAddress());
        fromChains(image.bucketsAddress(), image.b());
        fromChains(image.oldbucketsAddress(), image.oldB());
    }

    private void fromList(final long address)
    {
        final long list = image.offsetOf(address, SliceDescriptor.SIZE);
        final long data = MapImage.NIL == list ? MapImage.NIL : image.offsetOf(image.longAt(list));
        final long length = MapImage.NIL == data ? 0 : image.longAt(list + SliceDescriptor.LENGTH_OFFSET);
        for (long i = 0; i < length && i < MAX_HEAP && image.inside(data + i * Long.BYTES, Long.BYTES); i++)
        {
            note(image.longAt(data + i * Long.BYTES));
        }
    }

    private void fromChains(final long array, final int b)
    {
        final long total = image.totalBuckets(b);
        for (long i = 0; i < total; i++)
        {
            long bucket = image.bucketOffset(array, i);
            if (MapImage.NIL == bucket)
            {
                return; // an array that is not all there: nothing behind this is
            }
            while (MapImage.NIL != bucket && MapImage.NIL != (bucket = image.nextInChain(bucket)))
            {
                if (!note(image.addressOf(bucket)))
                {
                    break;
                }
            }
        }
    }

    private boolean note(final long address)
    {
        if (MapImage.NIL == image.offsetOf(address, bucketSize) || null != inArrays(address) ||
            heap.containsKey(address) || heap.size() >= MAX_HEAP || beyond && past(address) >= 0)
        {
            return false;
        }
        heap.put(address, "H" + heap.size());
        return true;
    }

    private String inArrays(final long address)
    {
        final String main = inArray(address, image.bucketsAddress(), image.totalBuckets(image.b()), "M");
        return null != main ? main :
            inArray(address, image.oldbucketsAddress(), image.totalBuckets(image.oldB()), "O");
    }

    private String inArray(final long address, final long array, final long total, final String letter)
    {
        final long distance = address - array;
        if (0 == array || distance < 0 || distance >= total * bucketSize)
        {
            return null;
        }
        return 0 == distance % bucketSize ? letter + distance / bucketSize : letter + '@' + distance;
    }

    /**
     * The buckets of their own.
     *
     * @return their addresses by name.
     */
    public Map<String, Long> own()
    {
        final Map<String, Long> own = new HashMap<>();
        heap.forEach((address, name) -> own.put(name, address));
        return own;
    }

    /**
     * Names a place.
     *
     * @param address any number.
     * @return its name.
     */
    public String of(final long address)
    {
        if (0 == address)
        {
            return "nil";
        }
        final String known = null != inArrays(address) ? inArrays(address) : heap.get(address);
        if (null != known)
        {
            return known;
        }
        final long past = past(address);
        if (past >= 0)
        {
            return "+" + past;
        }
        final long offset = image.offsetOf(address);
        return MapImage.NIL == offset ? "nowhere" : "@" + offset;
    }

    /** How far a place lies past the end of the array; negative if it lies elsewhere. */
    private long past(final long address)
    {
        final long past = address - image.bucketsAddress() - image.totalBuckets(image.b()) * bucketSize;
        return 0 != image.bucketsAddress() && past < (long)BEYOND * bucketSize ? past : MapImage.NIL;
    }
}
