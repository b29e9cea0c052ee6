// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.conform;

import dev.tophash.layout.GoVersion;
import dev.tophash.layout.MapType;
import dev.tophash.layout.SliceDescriptor;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.layout.classic.BucketCount;
import dev.tophash.layout.classic.HmapDescriptor;
import dev.tophash.layout.classic.HmapFlags;
import dev.tophash.layout.classic.MapExtraDescriptor;

/**
 * A header as it is now, and the sizes of the two arrays it points to.
 *
 * @param count       number of entries.
 * @param flags       flags.
 * @param b           logarithm of the number of buckets.
 * @param noverflow   number of overflow buckets.
 * @param hash0       seed, unsigned.
 * @param buckets     address of the array, or 0.
 * @param oldbuckets  address of the former array, or 0.
 * @param nevacuate   evacuation mark.
 * @param extra       address of the optional block, or 0.
 * @param listLength  length of the overflow list, 0 without one.
 * @param mainTotal   buckets of the array with its spare area, 0 without an array.
 * @param oldCount    main buckets of the former array, 0 without one.
 * @param oldTotal    with its spare area.
 */
record MapState(
    long count, int flags, int b, int noverflow, long hash0, long buckets, long oldbuckets, long nevacuate, long extra,
    long listLength, long mainTotal, long oldCount, long oldTotal)
{
    static MapState read(final AddressSpace memory, final MapType type, final GoVersion version)
    {
        final long header = memory.headerAddress();
        final long packed = memory.getLong(header + HmapDescriptor.FLAGS_OFFSET);
        final int flags = (int)packed & 0xFF;
        final int b = (int)(packed >>> 8) & 0xFF;
        final long buckets = memory.getLong(header + HmapDescriptor.BUCKETS_OFFSET);
        final long old = memory.getLong(header + HmapDescriptor.OLDBUCKETS_OFFSET);
        final long extra = memory.getLong(header + HmapDescriptor.EXTRA_OFFSET);
        final long list = extra == 0 ? 0 : memory.getLong(extra + MapExtraDescriptor.OVERFLOW_OFFSET);
        final int oldB = (flags & HmapFlags.SAME_SIZE_GROW) == 0 ? b - 1 : b;
        return new MapState(
            memory.getLong(header + HmapDescriptor.COUNT_OFFSET), flags, b,
            (int)(packed >>> 16) & 0xFFFF, packed >>> 32,
            buckets, old, memory.getLong(header + HmapDescriptor.NEVACUATE_OFFSET), extra,
            list == 0 ? 0 : memory.getLong(list + SliceDescriptor.LENGTH_OFFSET),
            buckets == 0 ? 0 : total(type, b, version),
            old == 0 ? 0 : 1L << oldB,
            old == 0 ? 0 : total(type, oldB, version));
    }

    private static long total(final MapType type, final int b, final GoVersion version)
    {
        return BucketCount.total(BmapDescriptor.bucketSize(type), b, !type.pointerFree(), version);
    }

    long mainCount()
    {
        return buckets == 0 ? 0 : 1L << b;
    }

    /** Whether no chain and no list can have got or lost a bucket since another state. */
    boolean sameChains(final MapState other)
    {
        return other != null && buckets == other.buckets && oldbuckets == other.oldbuckets && b == other.b &&
            noverflow == other.noverflow && nevacuate == other.nevacuate && listLength == other.listLength &&
            mainTotal == other.mainTotal && oldTotal == other.oldTotal && (count == 0) == (other.count == 0);
    }
}
