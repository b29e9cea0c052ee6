// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.conform;

import dev.tophash.layout.MapType;
import dev.tophash.layout.SliceDescriptor;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.layout.classic.MapExtraDescriptor;
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
final class DumpLabels
{
    private static final int MAX_CHAIN_LENGTH = 100_000;

    private final MapType type;
    private final Map<Long, HeapBucket> heap = new HashMap<>();
    private MapState state;
    private int count;
    private int round;

    DumpLabels(final MapType type)
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
        heap.keySet().removeIf(bucket -> inArrays(bucket) != null); // memory that an array has got since
        for (final long bucket : chained(now.buckets(), now.mainCount(), memory))
        {
            note(bucket, false);
        }
        for (final long bucket : chained(now.oldbuckets(), now.oldCount(), memory))
        {
            note(bucket, true);
        }
        if (now.extra() != 0)
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
        if (inArrays(bucket) != null)
        {
            return;
        }
        HeapBucket known = heap.get(bucket);
        if (known == null || known.round < round - 1 || known.round < round && known.old && !old)
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
        if (bucket == 0)
        {
            return "";
        }
        final String label = inArrays(bucket);
        if (label != null)
        {
            return label;
        }
        final HeapBucket known = heap.get(bucket);
        return known == null ? "?" : known.label;
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
        buckets.removeIf(bucket -> inArrays(bucket) != null);
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
        return main != null ? main : inArray(bucket, state.oldbuckets(), state.oldTotal(), "O");
    }

    private String inArray(final long bucket, final long array, final long total, final String letter)
    {
        final long distance = bucket - array;
        if (array == 0 || distance < 0 || distance >= total * BmapDescriptor.bucketSize(type))
        {
            return null;
        }
        final int bucketSize = BmapDescriptor.bucketSize(type);
        return distance % bucketSize == 0 ? letter + distance / bucketSize : letter + '@' + distance;
    }

    private List<Long> chained(final long array, final long mainCount, final AddressSpace memory)
    {
        final List<Long> buckets = new ArrayList<>();
        for (long i = 0; i < mainCount; i++)
        {
            int length = 0;
            long bucket = array + i * BmapDescriptor.bucketSize(type);
            while ((bucket = memory.getLong(bucket + BmapDescriptor.overflowOffset(type))) != 0)
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
