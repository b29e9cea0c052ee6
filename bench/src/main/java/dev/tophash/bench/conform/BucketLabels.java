// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.conform;

import dev.tophash.layout.MapExtraDescriptor;
import dev.tophash.layout.MapType;
import dev.tophash.layout.SliceDescriptor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Names for buckets instead of addresses, given as mapdump gives them: {@code M7} bucket 7 of the array (spare ones
 * included), {@code O7} of the former array, {@code H3} the fourth bucket of its own that was ever seen, {@code ?} any
 * other, an empty text for nil. New buckets are looked for after each operation in the same order as in mapdump, so the
 * names must agree exactly, not only up to renaming.
 *
 * <p>Go runs with its collector off and never uses an address twice; our engine does. A bucket is a new one if its
 * address was not reachable after the former operation, or was in a chain of the former array and now is in one of the
 * array: no bucket ever goes that way.
 */
final class BucketLabels
{
    private static final int MAX_CHAIN_LENGTH = 100_000;

    private final MapType type;
    private final Map<Long, HeapBucket> heap = new HashMap<>();
    private MapState state;
    private int count;
    private int round;

    BucketLabels(final MapType type)
    {
        this.type = type;
    }

    /** A bucket of its own. */
    private static final class HeapBucket
    {
        final String label;
        boolean old;
        int round;

        HeapBucket(final String label)
        {
            this.label = label;
        }
    }

    /** The map is another one now: no address means what it meant before. */
    void forgetAddresses()
    {
        state = null;
        round++;
    }

    /**
     * Gives names to buckets that are new since the last call.
     *
     * @param now    the header.
     * @param memory its memory.
     */
    void register(final MapState now, final AddressSpace memory)
    {
        final boolean same = now.sameChains(state);
        state = now;
        if (same)
        {
            return;
        }
        round++;
        heap.keySet().removeIf(bucket -> null != inArrays(bucket)); // memory that an array has got since
        for (final long bucket : chained(now.buckets(), now.mainCount(), memory))
        {
            note(bucket, false);
        }
        for (final long bucket : chained(now.oldbuckets(), now.oldCount(), memory))
        {
            note(bucket, true);
        }
        if (0 != now.extra())
        {
            final long list = memory.getLong(now.extra() + MapExtraDescriptor.OVERFLOW_OFFSET);
            for (long i = 0; i < now.listLength(); i++)
            {
                note(memory.getLong(memory.getLong(list + SliceDescriptor.DATA_OFFSET) + i * Long.BYTES), false);
            }
        }
    }

    private void note(final long bucket, final boolean old)
    {
        if (null != inArrays(bucket))
        {
            return;
        }
        HeapBucket known = heap.get(bucket);
        if (null == known || known.round < round - 1 || known.round < round && known.old && !old)
        {
            known = new HeapBucket("H" + count++);
            heap.put(bucket, known);
        }
        known.round = round;
        known.old = old;
    }

    /**
     * Names a bucket.
     *
     * @param bucket its address, or 0.
     * @return the name.
     */
    String label(final long bucket)
    {
        if (0 == bucket)
        {
            return "";
        }
        final String label = inArrays(bucket);
        if (null != label)
        {
            return label;
        }
        final HeapBucket known = heap.get(bucket);
        return null == known ? "?" : known.label;
    }

    /**
     * Overflow buckets of their own that chains reach now.
     *
     * @param memory the map's memory.
     * @return addresses, in order of their names.
     */
    List<Long> reachable(final AddressSpace memory)
    {
        final List<Long> buckets = new ArrayList<>(chained(state.buckets(), state.mainCount(), memory));
        buckets.addAll(chained(state.oldbuckets(), state.oldCount(), memory));
        buckets.removeIf(bucket -> null != inArrays(bucket));
        buckets.sort((x, y) -> Integer.compare(number(x), number(y)));
        return buckets.stream().distinct().toList();
    }

    private int number(final long bucket)
    {
        return Integer.parseInt(label(bucket).substring(1));
    }

    private String inArrays(final long bucket)
    {
        final String main = inArray(bucket, state.buckets(), state.mainTotal(), "M");
        return null != main ? main : inArray(bucket, state.oldbuckets(), state.oldTotal(), "O");
    }

    private String inArray(final long bucket, final long array, final long total, final String letter)
    {
        final long distance = bucket - array;
        if (0 == array || distance < 0 || distance >= total * type.bucketSize())
        {
            return null;
        }
        return 0 == distance % type.bucketSize() ? letter + distance / type.bucketSize() : letter + '@' + distance;
    }

    private List<Long> chained(final long array, final long mainCount, final AddressSpace memory)
    {
        final List<Long> buckets = new ArrayList<>();
        for (long i = 0; i < mainCount; i++)
        {
            int length = 0;
            long bucket = array + i * type.bucketSize();
            while (0 != (bucket = memory.getLong(bucket + type.overflowOffset())))
            {
                buckets.add(bucket);
                if (++length > MAX_CHAIN_LENGTH)
                {
                    throw new IllegalStateException("overflow chain does not end: bucket=" + i);
                }
            }
        }
        return buckets;
    }
}
