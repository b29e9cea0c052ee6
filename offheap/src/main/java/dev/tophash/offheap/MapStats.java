// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.offheap.arrays.Generation;
import dev.tophash.offheap.memory.Region;
import dev.tophash.offheap.values.Heap;

/**
 * What a map costs and how it is doing. Any thread may ask for it, also while another one writes the map. Each number
 * is then one that was true at some moment of the call; the numbers together need not have been true at one moment. The
 * thread that owns the map gets the numbers of one moment.
 *
 * @param count             entries.
 * @param b                 the main array has 2^b buckets.
 * @param growing           whether an evacuation is under way.
 * @param evacuatedCount    old buckets known to be evacuated, 0 if the map does not grow.
 * @param oldBucketCount    old buckets in all, 0 if the map does not grow.
 * @param overflowCount     overflow buckets handed out for the main array.
 * @param usedBytes         bytes in use, pending ones included.
 * @param promisedBytes     bytes set aside for the running evacuation, and for the array of the next growth if that is
 *                          prepared.
 * @param boxBytes          bytes of strings, indirect keys and elems, and values in interfaces, with the word in front.
 * @param slabBytes         addresses of the slabs that these lie in.
 * @param stagingBytes      bytes of the room where keys and values are put before a walk.
 * @param retiredBytes      bytes of arrays, lists and slabs that later writes will give back.
 * @param pendingBytes      the same, and those of removed boxes that a cursor may still read.
 * @param budgetBytes       hard limit.
 * @param reservedBytes     addresses reserved.
 * @param addressBytes      addresses in use: pages of which a part is handed out.
 * @param largestFreeBytes  the largest range of addresses that could be had now.
 * @param openCursors       cursors open, abandoned ones included until the collector has found them.
 * @param fileBacked        whether the contents can reach a disk.
 * @param unsafeRandomness  whether seed or hash words were given by the caller, by {@link MapBuilder#deterministic}
 *                          too: whoever knows them can build colliding keys.
 */
public record MapStats(
    long count, int b, boolean growing, long evacuatedCount, long oldBucketCount, long overflowCount, long usedBytes,
    long promisedBytes, long boxBytes, long slabBytes, long stagingBytes, long retiredBytes, long pendingBytes,
    long budgetBytes, long reservedBytes, long addressBytes, long largestFreeBytes, int openCursors,
    boolean fileBacked, boolean unsafeRandomness)
{
    static MapStats of(final Hmap map)
    {
        final Heap heap = map.heap;
        final Region region = heap.region();
        final boolean growing = map.growing();
        final long oldCount = growing ? map.oldBucketCount() : 0;
        final Generation current = map.arrays.current();
        final long ahead = map.arrays.next() == null ? 0 : map.arrays.next().bytes();
        return new MapStats(
            map.count(), map.b(), growing, growing ? Math.min(map.nevacuate(), oldCount) : 0, oldCount,
            current == null ? 0 : current.overflowCount(), Math.max(0, region.usedBytes() - ahead),
            region.heldBytes() + ahead,
            heap.boxes().usedBytes(), heap.boxes().slabBytes(), heap.staging().bytes(),
            heap.reclaimer().pendingBytes(), heap.reclaimer().pendingBytes() + heap.boxes().waitingBytes(),
            region.budgetBytes(), region.reservedBytes(), region.addressBytes(), region.largestFreeBytes(),
            heap.pins().openCount(), region.fileBacked(), map.config.isRandomnessKnown());
    }

    /**
     * Main buckets, each with room for eight entries.
     *
     * @return 2^b.
     */
    public long bucketCount()
    {
        return 1L << b;
    }

    /**
     * Entries a main bucket, on average. An insert that would pass 6.5 begins a growth to twice as many buckets.
     *
     * @return a number from 0 on.
     */
    public double load()
    {
        return (double)count / bucketCount();
    }

    /**
     * Buckets of a chain of the main array, on average; {@link OffHeapMap#chains} counts them one by one.
     *
     * @return at least 1.
     */
    public double meanChain()
    {
        return 1 + (double)overflowCount / bucketCount();
    }

    /**
     * What the budget has been asked for: bytes in use and those that are set aside for a running evacuation.
     *
     * @return a number of bytes.
     */
    public long committedBytes()
    {
        return usedBytes + promisedBytes;
    }

    /**
     * Old buckets that later writes will move, at most two each.
     *
     * @return a count, 0 if the map does not grow.
     */
    public long bucketsToMove()
    {
        return oldBucketCount - evacuatedCount;
    }
}
