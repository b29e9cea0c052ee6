// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static dev.tophash.layout.SliceDescriptor.DATA_OFFSET;
import static dev.tophash.layout.SliceDescriptor.LENGTH_OFFSET;
import static dev.tophash.layout.classic.BmapDescriptor.SLOT_COUNT;
import static dev.tophash.layout.classic.HmapDescriptor.BUCKETS_OFFSET;
import static dev.tophash.layout.classic.HmapDescriptor.OLDBUCKETS_OFFSET;
import static dev.tophash.layout.classic.MapExtraDescriptor.NEXT_OVERFLOW_OFFSET;
import static dev.tophash.layout.classic.MapExtraDescriptor.OVERFLOW_OFFSET;

import dev.tophash.MapCorruptionException;
import dev.tophash.check.Check;
import dev.tophash.check.Finding;
import dev.tophash.check.Rule;
import dev.tophash.layout.StringDescriptor;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.layout.classic.HmapFlags;
import dev.tophash.layout.classic.TopHash;
import dev.tophash.offheap.arrays.Generation;
import dev.tophash.offheap.memory.Grant;
import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.values.Heap;
import dev.tophash.offheap.verify.MapVerifier;
import dev.tophash.offheap.verify.VerifyReport;
import java.util.function.LongConsumer;

/**
 * Takes over a map that somebody else built. It verifies the bytes first. Then it rebuilds what lies outside Go's
 * bytes: the record of handed-out overflow buckets, what a running growth keeps, the descriptors of the dynamic types
 * of interface keys, and the cached geometry.
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
        final long buckets = map.offsetAt(map.headerOffset + BUCKETS_OFFSET);
        final long oldbuckets = map.offsetAt(map.headerOffset + OLDBUCKETS_OFFSET);
        if (buckets != Heap.NIL)
        {
            final Generation current = map.arrays.adopt(buckets, b, countOverflow(buckets, 1L << b));
            adoptList(current);
            current.adoptSpare(spareUsedCount(current));
            trackAdopted(current);
            map.arrays.setCurrent(current);
            if (report.count(Check.S01) != 0)
            {
                zeroEmptyElems(current);
            }
        }
        if (oldbuckets != Heap.NIL)
        {
            final int oldB = map.sameSizeGrow() ? b : b - 1;
            final long overflowCount = countOverflow(oldbuckets, 1L << oldB);
            map.arrays.setOld(map.arrays.adopt(oldbuckets, oldB, overflowCount));
            keepForEvacuation(overflowCount);
        }
        if (map.keyPointers != null && map.keyPointers.hasInterfaces())
        {
            forEachKeySlot(map, map.arrays.current(), map.keyPointers::adoptTypes);
            forEachKeySlot(map, map.arrays.old(), map.keyPointers::adoptTypes);
        }
        map.countHandedOut(foreignCount);
        map.setFlags(map.flags() & ~HmapFlags.HASH_WRITING);
        map.reload();
    }

    private static Finding firstError(final VerifyReport report)
    {
        return report.findings().stream()
            .filter(finding -> finding.rule().severity() == Rule.Severity.ERROR).findFirst().orElseThrow();
    }

    /** Go leaves no byte in the elem of an empty slot, and the straight line adds an entry on the strength of that. */
    private void zeroEmptyElems(final Generation current)
    {
        for (long i = 0; i < current.mainCount(); i++)
        {
            final long bucket = current.arrayOffset() + i * map.bucketSize;
            for (int slot = 0; slot < SLOT_COUNT; slot++)
            {
                if (TopHash.isEmpty(Memory.getUnsignedByte(map.memory, bucket + slot)))
                {
                    Memory.zeroSlot(map.memory, map.elemSlot(Place.of(bucket, slot)), map.elemSize);
                }
            }
        }
    }

    /** Notes that nobody knows which buckets of an adopted image were written. */
    private void trackAdopted(final Generation generation)
    {
        final long size = map.arrays.dirtySize(map.b());
        if (size != 0)
        {
            final Grant grant = map.heap.grant().begin().bytes(size).range(size);
            grant.confirm("dirty bits of an adopted map");
            map.arrays.addDirtyBits(generation, size, grant);
            grant.end();
            generation.dirty().markAll();
        }
    }

    /** Keeps what the evacuation of an adopted image can need. */
    private void keepForEvacuation(final long overflowCount)
    {
        final long need = overflowCount * map.arrays.overflowCost();
        final Grant grant = map.heap.grant().begin().bytes(need);
        map.arrays.askForEvacuation(overflowCount, map.mask() + 1, map.arrays.current().listLength(), grant);
        grant.confirm("evacuation of an adopted map");
        map.arrays.reserveEvacuation(map.arrays.current(), overflowCount, grant);
        grant.moveTo(map.arrays.evacuation(), need);
        grant.end();
    }

    /** The list of the image has no room behind it. The first entry that is added moves it. */
    private void adoptList(final Generation current)
    {
        final long extra = map.mapExtra.offset();
        final long list = extra == Heap.NIL ? Heap.NIL : map.offsetAt(extra + OVERFLOW_OFFSET);
        if (list != Heap.NIL)
        {
            current.adoptList(map.offsetAt(list + DATA_OFFSET), Memory.getLong(map.memory, list + LENGTH_OFFSET));
        }
    }

    private long spareUsedCount(final Generation current)
    {
        final long extra = map.mapExtra.offset();
        final long next = extra == Heap.NIL ? Heap.NIL : map.offsetAt(extra + NEXT_OVERFLOW_OFFSET);
        return next == Heap.NIL ? current.totalCount() - current.mainCount() :
            (next - current.arrayOffset()) / map.bucketSize - current.mainCount();
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
        if (generation == null)
        {
            return;
        }
        for (long i = 0; i < generation.mainCount(); i++)
        {
            long bucket = generation.arrayOffset() + i * map.bucketSize;
            for (; bucket != Heap.NIL && !map.evacuated(bucket); bucket = map.overflow(bucket))
            {
                for (int slot = 0; slot < SLOT_COUNT; slot++)
                {
                    if (!TopHash.isEmpty(Memory.getUnsignedByte(map.memory, bucket + slot)))
                    {
                        consumer.accept(BmapDescriptor.keyOffset(bucket, slot, map.keySize));
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
            for (long o = map.overflow(array + i * map.bucketSize); o != Heap.NIL; o = map.overflow(o))
            {
                count++;
            }
        }
        foreignCount += count;
        return count;
    }
}
