// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static dev.tophash.layout.classic.BmapDescriptor.SLOT_COUNT;
import static dev.tophash.layout.classic.HmapDescriptor.BUCKETS_OFFSET;
import static dev.tophash.layout.classic.HmapDescriptor.B_OFFSET;
import static dev.tophash.layout.classic.HmapDescriptor.COUNT_OFFSET;
import static dev.tophash.layout.classic.HmapDescriptor.FLAGS_OFFSET;
import static dev.tophash.layout.classic.HmapDescriptor.NEVACUATE_OFFSET;
import static dev.tophash.layout.classic.HmapDescriptor.OLDBUCKETS_OFFSET;

import dev.tophash.MapCorruptionException;
import dev.tophash.check.Check;
import dev.tophash.offheap.arrays.BucketArrays;
import dev.tophash.offheap.arrays.Generation;
import dev.tophash.offheap.values.Heap;

/**
 * Compares the header with our own record of the arrays, which lies outside Go's bytes ({@link Generation}).
 *
 * <p>A flipped bit of B makes a walk over the buckets 2^20 times as long, and a growth as large. A wrong count makes
 * the next growth double the array for nothing. A wrong sameSizeGrow lets an evacuation read beyond the old array. None
 * of this crashes, and a few loads are enough to notice it beforehand.
 */
final class HeaderGuard
{
    private static final int MAX_SHIFT_B = 62;

    private HeaderGuard()
    {
    }

    /**
     * Changes nothing.
     *
     * @throws MapCorruptionException with the first finding.
     */
    static void check(final HmapHeader map, final BucketArrays arrays)
    {
        final Generation current = arrays.current();
        final Generation old = arrays.old();
        final int b = map.b();
        if (current == null ? b != 0 : b > MAX_SHIFT_B || 1L << b != current.mainCount())
        {
            throw map.corrupt(Check.H01, map.headerOffset + B_OFFSET,
                "B of " + (current == null ? 1 : current.mainCount()) + " buckets", b);
        }
        checkPointer(map, Check.H02, BUCKETS_OFFSET, current);
        checkPointer(map, Check.H03, OLDBUCKETS_OFFSET, old);
        checkGrowth(map, current, old);
        checkCount(map, current, old);
    }

    private static void checkPointer(
        final HmapHeader map, final Check check, final int field, final Generation generation)
    {
        final long expected = generation == null ? Heap.NIL : generation.arrayOffset();
        final long actual = map.offsetAt(map.headerOffset + field);
        if (expected != actual)
        {
            throw map.corrupt(check, map.headerOffset + field, "the array at " + expected, actual);
        }
    }

    private static void checkGrowth(final HmapHeader map, final Generation current, final Generation old)
    {
        final boolean sameSize = old != null && old.mainCount() == current.mainCount();
        if (sameSize != map.sameSizeGrow())
        {
            throw map.corrupt(
                Check.H03, map.headerOffset + FLAGS_OFFSET, "sameSizeGrow " + (sameSize ? "set" : "clear"),
                map.flags());
        }
        final long nevacuate = map.nevacuate();
        if (old != null && (nevacuate < 0 || nevacuate >= old.mainCount()))
        {
            throw map.corrupt(Check.H03, map.headerOffset + NEVACUATE_OFFSET, "below " + old.mainCount(), nevacuate);
        }
    }

    private static void checkCount(final HmapHeader map, final Generation current, final Generation old)
    {
        final long most = SLOT_COUNT * (bucketCount(current) + bucketCount(old));
        final long count = map.count();
        if (count < 0 || count > most)
        {
            throw map.corrupt(
                count < 0 ? Check.H01 : Check.C01, map.headerOffset + COUNT_OFFSET, "from 0 to " + most, count);
        }
    }

    private static long bucketCount(final Generation generation)
    {
        return generation == null ? 0 : generation.mainCount() + generation.overflowCount();
    }
}
