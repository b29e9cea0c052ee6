// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static dev.tophash.layout.BmapDescriptor.SLOT_COUNT;
import static dev.tophash.layout.HmapDescriptor.BUCKETS_OFFSET;
import static dev.tophash.layout.HmapDescriptor.B_OFFSET;
import static dev.tophash.layout.HmapDescriptor.COUNT_OFFSET;
import static dev.tophash.layout.HmapDescriptor.FLAGS_OFFSET;
import static dev.tophash.layout.HmapDescriptor.NEVACUATE_OFFSET;
import static dev.tophash.layout.HmapDescriptor.OLDBUCKETS_OFFSET;

import dev.tophash.MapCorruptionException;
import dev.tophash.check.Check;

/**
 * Whether the header tells of the arrays what the record tells that lies outside Go's bytes ({@link Generation}).
 *
 * <p>A flipped bit of B makes a walk over the buckets 2^20 times as long and a growth as large; one of count makes the
 * next growth double the array for nothing; one of sameSizeGrow lets an evacuation read beyond the old array. None of
 * this crashes, and all of it can be known beforehand for the price of a few loads.
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
    static void check(final HmapState map)
    {
        final Generation current = map.arrays.current();
        final Generation old = map.arrays.old();
        final int b = map.b();
        if (null == current ? 0 != b : b > MAX_SHIFT_B || 1L << b != current.mainCount)
        {
            throw map.corrupt(Check.H01, map.header + B_OFFSET,
                "B of " + (null == current ? 1 : current.mainCount) + " buckets", b);
        }
        checkPointer(map, Check.H02, BUCKETS_OFFSET, current);
        checkPointer(map, Check.H03, OLDBUCKETS_OFFSET, old);
        checkGrowth(map, current, old);
        checkCount(map, current, old);
    }

    private static void checkPointer(
        final HmapState map, final Check check, final int field, final Generation generation)
    {
        final long expected = null == generation ? Hmap.NIL : generation.arrayOffset;
        final long actual = map.offsetAt(map.header + field);
        if (expected != actual)
        {
            throw map.corrupt(check, map.header + field, "the array at " + expected, actual);
        }
    }

    private static void checkGrowth(final HmapState map, final Generation current, final Generation old)
    {
        final boolean sameSize = null != old && old.mainCount == current.mainCount;
        if (sameSize != map.sameSizeGrow())
        {
            throw map.corrupt(
                Check.H03, map.header + FLAGS_OFFSET, "sameSizeGrow " + (sameSize ? "set" : "clear"), map.flags());
        }
        final long nevacuate = map.nevacuate();
        if (null != old && (nevacuate < 0 || nevacuate >= old.mainCount))
        {
            throw map.corrupt(Check.H03, map.header + NEVACUATE_OFFSET, "below " + old.mainCount, nevacuate);
        }
    }

    private static void checkCount(final HmapState map, final Generation current, final Generation old)
    {
        final long most = SLOT_COUNT * (bucketCount(current) + bucketCount(old));
        final long count = map.count();
        if (count < 0 || count > most)
        {
            throw map.corrupt(
                count < 0 ? Check.H01 : Check.C01, map.header + COUNT_OFFSET, "from 0 to " + most, count);
        }
    }

    private static long bucketCount(final Generation generation)
    {
        return null == generation ? 0 : generation.mainCount + generation.overflowCount();
    }
}
