// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.go;

import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.layout.classic.HmapDescriptor;
import dev.tophash.layout.classic.HmapFlags;
import dev.tophash.layout.classic.LoadFactor;
import dev.tophash.layout.classic.MapExtraDescriptor;
import dev.tophash.layout.classic.TopHash;

/**
 * Go's {@code maps.Clone} (layout section 13), literally. The clone takes the place of its source: its header is copied
 * over that of the source, whose buckets stay behind as what Go's collector would take.
 */
final class GoClone
{
    private final GoWalk source;
    private final GoWalk target;
    private final LabImage image;
    private long bucket;
    private int position;

    private GoClone(final GoWalk source)
    {
        this.source = source;
        this.image = source.image;
        this.target = source.at(image.allocate(HmapDescriptor.SIZE));
    }

    static void replace(final GoWalk source)
    {
        final GoClone clone = new GoClone(source);
        clone.run();
        source.image.copy(clone.target.header(), source.header(), HmapDescriptor.SIZE);
    }

    private void run()
    {
        source.begin();
        make();
        if (source.count() == 0)
        {
            return;
        }
        if ((source.flags() & HmapFlags.HASH_WRITING) != 0)
        {
            throw GoFailure.fatal("concurrent map clone and map write");
        }
        if (target.buckets() == 0)
        {
            target.setBuckets(image.allocate(source.bucketSize));
        }
        final boolean ownKeys = source.type.indirectKey() && source.type.needKeyUpdate();
        if (source.b() == 0 && !ownKeys && !source.type.indirectElem())
        {
            image.copy(source.buckets(), target.buckets(), source.bucketSize);
            target.setCount(source.count());
            return;
        }
        final long targetCount = 1L << target.b();
        for (long i = 0; i < targetCount; i++)
        {
            bucket = target.buckets() + i * source.bucketSize;
            position = 0;
            for (long j = 0; j < 1L << source.b(); j += targetCount)
            {
                moveChain(source.buckets() + (i + j) * source.bucketSize);
            }
        }
        for (long i = 0; source.growing() && i < source.noldbuckets(); i++)
        {
            oldChain(source.oldbuckets() + i * source.bucketSize, i & (targetCount - 1));
        }
    }

    /** Go's makemap with the hint of a clone. */
    private void make()
    {
        target.setHash0(source.hash0());
        final int sourceB = source.b();
        final long count = source.count();
        final long wanted = LoadFactor.overLoad(count, sourceB) ? 13 * ((1L << sourceB) / 2) : count;
        final int b = LoadFactor.bForHint(LoadFactor.effectiveHint(wanted, source.bucketSize));
        image.putByte(target.header() + HmapDescriptor.B_OFFSET, b);
        if (b == 0)
        {
            return;
        }
        target.setBuckets(target.makeBucketArray(b));
        if (target.total(b) > 1L << b)
        {
            image.putLong(target.needExtra() + MapExtraDescriptor.NEXT_OVERFLOW_OFFSET,
                target.buckets() + (1L << b) * source.bucketSize);
        }
    }

    private void oldChain(final long old, final long index)
    {
        if (source.evacuated(old))
        {
            return;
        }
        if (source.noldbuckets() >= 1L << target.b())
        {
            bucket = target.buckets() + index * source.bucketSize;
            while (target.overflow(bucket) != 0)
            {
                bucket = target.overflow(bucket);
            }
            position = 0;
            moveChain(old);
            return;
        }
        for (long from = old; from != 0; from = source.overflow(from))
        {
            for (int slot = 0; slot < BmapDescriptor.SLOT_COUNT; slot++)
            {
                if (source.top(from, slot) > TopHash.EMPTY_ONE)
                {
                    final long place = target.assign(source.keyAt(from, slot));
                    image.copy(source.elemAt(from, slot), place, source.type.elem().size());
                }
            }
        }
    }

    private void moveChain(final long head)
    {
        for (long from = head; from != 0; from = source.overflow(from))
        {
            for (int slot = 0; slot < BmapDescriptor.SLOT_COUNT; slot++)
            {
                if (source.top(from, slot) > TopHash.EMPTY_ONE)
                {
                    moveSlot(from, slot);
                }
            }
        }
    }

    private void moveSlot(final long from, final int slot)
    {
        while (position < BmapDescriptor.SLOT_COUNT && target.top(bucket, position) > TopHash.EMPTY_ONE)
        {
            position++;
        }
        if (position == BmapDescriptor.SLOT_COUNT)
        {
            bucket = target.newoverflow(bucket);
            position = 0;
        }
        target.setTop(bucket, position, source.top(from, slot));
        copyValue(source.type.indirectKey() && source.type.needKeyUpdate(), source.keyType.size(),
            source.keySlotAt(from, slot), target.keySlotAt(bucket, position), source.keySlot);
        copyValue(source.type.indirectElem(), source.type.elem().size(),
            source.elemSlotAt(from, slot), target.elemSlotAt(bucket, position), source.elemSlot);
        position++;
        target.setCount(target.count() + 1);
    }

    private void copyValue(
        final boolean boxed, final int size, final long from, final long to, final int slotSize)
    {
        if (!boxed)
        {
            image.copy(from, to, slotSize);
            return;
        }
        final long box = image.allocate(size);
        image.copy(image.getLong(from), box, size);
        image.putLong(to, box);
    }
}
