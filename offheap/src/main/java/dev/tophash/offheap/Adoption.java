// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static dev.tophash.layout.BmapDescriptor.KEYS_OFFSET;
import static dev.tophash.layout.BmapDescriptor.SLOT_COUNT;
import static dev.tophash.layout.HmapDescriptor.BUCKETS_OFFSET;
import static dev.tophash.layout.HmapDescriptor.OLDBUCKETS_OFFSET;
import static dev.tophash.layout.MapExtraDescriptor.NEXT_OVERFLOW_OFFSET;
import static dev.tophash.layout.MapExtraDescriptor.OVERFLOW_OFFSET;
import static dev.tophash.layout.SliceDescriptor.DATA_OFFSET;
import static dev.tophash.layout.SliceDescriptor.LENGTH_OFFSET;

import dev.tophash.MapCorruptionException;
import dev.tophash.check.Check;
import dev.tophash.check.Finding;
import dev.tophash.layout.HmapFlags;
import dev.tophash.layout.StringDescriptor;
import dev.tophash.layout.TopHash;
import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.verify.MapVerifier;
import dev.tophash.offheap.verify.VerifyReport;
import java.util.function.LongConsumer;

/**
 * Takes over a map that somebody else built: verifies it, then rebuilds what lies outside Go's bytes, that is the
 * record of handed-out overflow buckets, the promise for a running growth, the descriptors of the dynamic types of
 * interface keys, and the cached geometry.
 */
final class Adoption
{
    private final Hmap map;
    private long foreignCount;

    Adoption(final Hmap map)
    {
        this.map = map;
    }

    void run()
    {
        map.reload();
        final VerifyReport report = MapVerifier.verify(map.image());
        if (!report.clean())
        {
            throw new MapCorruptionException(firstError(report));
        }
        map.mapExtra.adopt();
        final int b = map.b();
        final long buckets = map.offsetAt(map.header + BUCKETS_OFFSET);
        final long oldbuckets = map.offsetAt(map.header + OLDBUCKETS_OFFSET);
        if (Hmap.NIL != buckets)
        {
            final Generation current = map.arrays.adopt(buckets, b, countOverflow(buckets, 1L << b));
            adoptList(current);
            current.foreignSpareCount = spareUsedCount(current);
            map.trackAdopted(current);
            map.arrays.setCurrent(current);
        }
        if (Hmap.NIL != oldbuckets)
        {
            final int oldB = map.sameSizeGrow() ? b : b - 1;
            final long overflowCount = countOverflow(oldbuckets, 1L << oldB);
            map.arrays.setOld(map.arrays.adopt(oldbuckets, oldB, overflowCount));
            map.promiseEvacuation(overflowCount);
        }
        if (null != map.keyPointers && map.keyPointers.hasInterfaces())
        {
            forEachKeySlot(map, map.arrays.current(), map.keyPointers::adoptTypes);
            forEachKeySlot(map, map.arrays.old(), map.keyPointers::adoptTypes);
        }
        map.everHandedOutCount = foreignCount;
        map.setFlags(map.flags() & ~HmapFlags.HASH_WRITING);
        map.reload();
    }

    private static Finding firstError(final VerifyReport report)
    {
        return report.findings().stream()
            .filter(finding -> Check.Severity.ERROR == finding.check().severity()).findFirst().orElseThrow();
    }

    /** The list stands where it may not grow: its first extension moves it. */
    private void adoptList(final Generation current)
    {
        final long extra = map.mapExtra.offset();
        final long list = Hmap.NIL == extra ? Hmap.NIL : map.offsetAt(extra + OVERFLOW_OFFSET);
        if (Hmap.NIL != list)
        {
            current.listLength = Memory.getLong(map.memory, list + LENGTH_OFFSET);
            current.listOffset = map.offsetAt(list + DATA_OFFSET);
        }
    }

    private long spareUsedCount(final Generation current)
    {
        final long extra = map.mapExtra.offset();
        final long next = Hmap.NIL == extra ? Hmap.NIL : map.offsetAt(extra + NEXT_OVERFLOW_OFFSET);
        return Hmap.NIL == next ? current.totalCount - current.mainCount :
            (next - current.arrayOffset) / map.bucketSize - current.mainCount;
    }

    /** Bytes of the longest string key of an adopted map. */
    static long longestString(final Hmap map)
    {
        final long[] longest = {0};
        final LongConsumer measure = slot -> longest[0] =
            Math.max(longest[0], Memory.getLong(map.memory, slot + StringDescriptor.LENGTH_OFFSET));
        forEachKeySlot(map, map.arrays.current(), measure);
        forEachKeySlot(map, map.arrays.old(), measure);
        return longest[0];
    }

    /** The verifier has found every chain finite. */
    private static void forEachKeySlot(final Hmap map, final Generation generation, final LongConsumer consumer)
    {
        if (null == generation)
        {
            return;
        }
        for (long i = 0; i < generation.mainCount; i++)
        {
            long bucket = generation.arrayOffset + i * map.bucketSize;
            for (; Hmap.NIL != bucket && !map.evacuated(bucket); bucket = map.overflow(bucket))
            {
                for (int slot = 0; slot < SLOT_COUNT; slot++)
                {
                    if (!TopHash.isEmpty(Memory.getUnsignedByte(map.memory, bucket + slot)))
                    {
                        consumer.accept(bucket + KEYS_OFFSET + (long)slot * map.keySize);
                    }
                }
            }
        }
    }

    /** The verifier has found every chain finite. */
    private long countOverflow(final long array, final long mainCount)
    {
        long count = 0;
        for (long i = 0; i < mainCount; i++)
        {
            for (long o = map.overflow(array + i * map.bucketSize); Hmap.NIL != o; o = map.overflow(o))
            {
                count++;
            }
        }
        foreignCount += count;
        return count;
    }
}
