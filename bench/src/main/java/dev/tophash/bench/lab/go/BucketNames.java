// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.go;

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
    private final Map<Long, BucketName> heap = new HashMap<>();
    private final Map<Long, BucketName> known;
    private final boolean beyond;
    private int nextNumber;

    /**
     * Gives names.
     *
     * @param image the map.
     */
    public BucketNames(final MapImage image)
    {
        this(image, false, Map.of());
    }

    /**
     * Gives names, the same as before where a bucket has had one: a bucket keeps its name when nothing leads to it any
     * more.
     *
     * @param image  the map.
     * @param beyond whether a bucket shortly after the end of the array is named by its distance, not as its own.
     * @param known  names by address that buckets of their own were given before, see {@link #ownNames}.
     */
    public BucketNames(final MapImage image, final boolean beyond, final Map<Long, BucketName> known)
    {
        this.known = Map.copyOf(known);
        this.image = image;
        this.beyond = beyond;
        this.bucketSize = image.bucketSize();
        this.nextNumber = known.size();
        fromList(image.overflowListAddress());
        fromList(image.oldoverflowListAddress());
        fromChains(image.bucketsAddress(), image.b());
        fromChains(image.oldbucketsAddress(), image.oldB());
    }

    private void fromList(final long address)
    {
        final long list = image.offsetOf(address, SliceDescriptor.SIZE);
        final long data = list == MapImage.NOWHERE ? MapImage.NOWHERE : image.offsetOf(image.longAt(list));
        final long length = data == MapImage.NOWHERE ? 0 : image.longAt(list + SliceDescriptor.LENGTH_OFFSET);
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
            if (bucket == MapImage.NOWHERE)
            {
                return; // an array that is not all there: nothing behind this is
            }
            while (bucket != MapImage.NOWHERE && (bucket = image.nextInChain(bucket)) != MapImage.NOWHERE)
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
        if (image.offsetOf(address, bucketSize) == MapImage.NOWHERE || inArrays(address) != null ||
            heap.containsKey(address) || heap.size() >= MAX_HEAP || beyond && past(address) >= 0)
        {
            return false;
        }
        heap.put(address, known.containsKey(address) ? known.get(address) :
            new BucketName(BucketName.Kind.OWN, nextNumber++));
        return true;
    }

    private BucketName inArrays(final long address)
    {
        final long main = distance(address, image.bucketsAddress(), image.totalBuckets(image.b()));
        if (main != MapImage.NOWHERE)
        {
            final boolean spare = image.b() < Long.SIZE && main / bucketSize >= 1L << image.b();
            return main % bucketSize != 0 ? new BucketName(BucketName.Kind.WITHIN, main) :
                new BucketName(spare ? BucketName.Kind.SPARE : BucketName.Kind.MAIN, main / bucketSize);
        }
        final long old = distance(address, image.oldbucketsAddress(), image.totalBuckets(image.oldB()));
        return old == MapImage.NOWHERE ? null : old % bucketSize != 0 ?
            new BucketName(BucketName.Kind.WITHIN_OLD, old) : new BucketName(BucketName.Kind.OLD, old / bucketSize);
    }

    /** How far into an array an address lies; NOWHERE if it does not. */
    private long distance(final long address, final long array, final long total)
    {
        final long distance = address - array;
        return array == 0 || distance < 0 || distance >= total * bucketSize ? MapImage.NOWHERE : distance;
    }

    /**
     * The buckets of their own.
     *
     * @return their addresses by name.
     */
    public Map<BucketName, Long> own()
    {
        final Map<BucketName, Long> own = new HashMap<>();
        heap.forEach((address, name) -> own.put(name, address));
        return own;
    }

    /**
     * The buckets of their own, those that are on no chain any more too.
     *
     * @return their names by address.
     */
    public Map<Long, BucketName> ownNames()
    {
        final Map<Long, BucketName> names = new HashMap<>(known);
        names.putAll(heap);
        return names;
    }

    /**
     * Names a place.
     *
     * @param address any number.
     * @return its name as text.
     */
    public String of(final long address)
    {
        return at(address).text();
    }

    /**
     * Names a place.
     *
     * @param address any number.
     * @return its name.
     */
    public BucketName at(final long address)
    {
        if (address == 0)
        {
            return BucketName.NIL;
        }
        final BucketName array = inArrays(address);
        if (array != null)
        {
            return array;
        }
        if (heap.containsKey(address) || known.containsKey(address))
        {
            return heap.getOrDefault(address, known.get(address));
        }
        final long past = past(address);
        if (past >= 0)
        {
            return new BucketName(BucketName.Kind.OUTSIDE, past);
        }
        final long offset = image.offsetOf(address);
        return offset == MapImage.NOWHERE ? new BucketName(BucketName.Kind.NOWHERE, 0) :
            new BucketName(BucketName.Kind.ELSEWHERE, offset);
    }

    /** How far a place lies past the end of the array; negative if it lies elsewhere. */
    private long past(final long address)
    {
        final long past = address - image.bucketsAddress() - image.totalBuckets(image.b()) * bucketSize;
        return image.bucketsAddress() != 0 && past < (long)BEYOND * bucketSize ? past : MapImage.NOWHERE;
    }
}
