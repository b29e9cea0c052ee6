// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static dev.tophash.layout.classic.BmapDescriptor.SLOT_COUNT;

import dev.tophash.layout.classic.TopHash;
import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.values.Heap;
import java.util.ArrayList;
import java.util.List;

/**
 * How long the chains of a map are and how far lookups go in them: what tells a good spread of keys from a bad one. In
 * a map that grows, the old chains that have not moved yet count beside those of the new array.
 *
 * @param chainsByLength  how many chains have one bucket, two, and so on; the last number is not 0. Empty for a map
 *                        without an array.
 * @param entriesByBucket how many entries lie in the first bucket of their chain, in the second, and so on: a lookup of
 *                        such an entry reads as many buckets.
 * @param missesByBucket  how many chains show in their first bucket that a key is absent, in their second, and so on.
 * @param tombstones      slots whose entry was removed and behind which the chain goes on; new entries fill them.
 */
public record ChainReport(
    List<Long> chainsByLength, List<Long> entriesByBucket, List<Long> missesByBucket, long tombstones)
{
    /**
     * A report.
     *
     * @param chainsByLength  chains by their number of buckets, from 1 on.
     * @param entriesByBucket entries by the bucket of their chain, from the first on.
     * @param missesByBucket  chains by the bucket in which they end for a lookup, from the first on.
     * @param tombstones      slots of removed entries.
     */
    public ChainReport
    {
        chainsByLength = List.copyOf(chainsByLength);
        entriesByBucket = List.copyOf(entriesByBucket);
        missesByBucket = List.copyOf(missesByBucket);
    }

    static ChainReport of(final Hmap map)
    {
        map.checkHeader();
        final Counting counting = new Counting(map);
        for (long i = 0; map.growing() && i < map.oldBucketCount(); i++)
        {
            final long old = map.oldbucketsOffset() + i * map.bucketSize;
            if (!map.evacuated(old))
            {
                counting.count(old);
            }
        }
        for (long i = 0; map.bucketsOffset() != Heap.NIL && i <= map.mask(); i++)
        {
            counting.count(map.bucketsOffset() + i * map.bucketSize);
        }
        return new ChainReport(counting.chains, counting.entries, counting.misses, counting.tombstones);
    }

    private static double mean(final List<Long> counts)
    {
        long sum = 0;
        long count = 0;
        for (int i = 0; i < counts.size(); i++)
        {
            sum += counts.get(i) * (i + 1);
            count += counts.get(i);
        }
        return count == 0 ? 0 : (double)sum / count;
    }

    /**
     * Buckets of the longest chain.
     *
     * @return a count, 0 for a map without an array.
     */
    public int longestChain()
    {
        return chainsByLength.size();
    }

    /**
     * Buckets of a chain, on average.
     *
     * @return at least 1, or 0 for a map without an array.
     */
    public double meanChain()
    {
        return mean(chainsByLength);
    }

    /**
     * Buckets that a lookup of a present key reads, on average over the entries.
     *
     * @return at least 1, or 0 for an empty map.
     */
    public double meanHitProbes()
    {
        return mean(entriesByBucket);
    }

    /**
     * Buckets that a lookup of an absent key reads, on average over the chains.
     *
     * @return at least 1, or 0 for a map without an array.
     */
    public double meanMissProbes()
    {
        return mean(missesByBucket);
    }

    /** One walk over all chains. */
    private static final class Counting
    {
        private final Hmap map;
        private final List<Long> chains = new ArrayList<>();
        private final List<Long> entries = new ArrayList<>();
        private final List<Long> misses = new ArrayList<>();
        private long tombstones;

        Counting(final Hmap map)
        {
            this.map = map;
        }

        private static void add(final List<Long> counts, final int index, final long more)
        {
            while (more != 0 && counts.size() <= index)
            {
                counts.add(0L);
            }
            if (more != 0)
            {
                counts.set(index, counts.get(index) + more);
            }
        }

        void count(final long head)
        {
            int length = 0;
            int readByMiss = 0;
            long hops = map.chainLimit();
            for (long bucket = head; bucket != Heap.NIL; bucket = map.nextInChain(bucket, hops--))
            {
                if (readByMiss == 0 && TopHash.hasEmptyRest(Memory.getLong(map.memory, bucket)))
                {
                    readByMiss = length + 1;
                }
                countSlots(bucket, length);
                length++;
            }
            add(chains, length - 1, 1);
            add(misses, (readByMiss == 0 ? length : readByMiss) - 1, 1);
        }

        private void countSlots(final long bucket, final int index)
        {
            int live = 0;
            for (int slot = 0; slot < SLOT_COUNT; slot++)
            {
                final int top = Memory.getUnsignedByte(map.memory, bucket + slot);
                live += TopHash.isEmpty(top) ? 0 : 1;
                tombstones += top == TopHash.EMPTY_ONE ? 1 : 0;
            }
            add(entries, index, live);
        }
    }
}
