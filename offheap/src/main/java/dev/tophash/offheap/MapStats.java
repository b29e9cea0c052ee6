// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

/**
 * What a map costs and how it is doing, at one moment.
 *
 * @param count             entries.
 * @param b                 the main array has 2^b buckets.
 * @param growing           whether an evacuation is under way.
 * @param evacuatedCount    old buckets known to be evacuated, 0 if the map does not grow.
 * @param oldBucketCount    old buckets in all, 0 if the map does not grow.
 * @param overflowCount     overflow buckets handed out for the main array.
 * @param usedBytes         bytes in use, pending ones included.
 * @param promisedBytes     bytes set aside for the running evacuation.
 * @param pendingBytes      bytes of retired memory that later writes will give back.
 * @param budgetBytes       hard limit.
 * @param reservedBytes     addresses reserved.
 * @param openCursors       cursors open, abandoned ones included until the collector has found them.
 * @param fileBacked        whether the contents can reach a disk.
 * @param unsafeRandomness  whether seed or hash words were given by the caller.
 */
public record MapStats(
    long count, int b, boolean growing, long evacuatedCount, long oldBucketCount, long overflowCount, long usedBytes,
    long promisedBytes, long pendingBytes, long budgetBytes, long reservedBytes, int openCursors, boolean fileBacked,
    boolean unsafeRandomness)
{
    static MapStats of(final Hmap map)
    {
        final boolean growing = map.growing();
        final Generation current = map.arrays.current();
        return new MapStats(
            map.sizeLong(), map.b(), growing, growing ? map.nevacuate() : 0, growing ? map.oldBucketCount() : 0,
            null == current ? 0 : current.overflowCount(), map.region.usedBytes(), map.region.promisedBytes(),
            map.reclaimer.pendingBytes(), map.region.budgetBytes(), map.region.reservedBytes(), map.pins.openCount(),
            map.region.fileBacked(), null != map.config.random() || null != map.config.keys());
    }
}
