// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static dev.tophash.layout.BmapDescriptor.KEYS_OFFSET;
import static dev.tophash.layout.BmapDescriptor.SLOT_COUNT;
import static dev.tophash.layout.HmapFlags.HASH_WRITING;

import dev.tophash.check.Check;
import dev.tophash.layout.LoadFactor;
import dev.tophash.layout.TopHash;
import dev.tophash.offheap.memory.Memory;
import java.util.ConcurrentModificationException;

/**
 * Go's {@code maps.Clone} (layout section 13): chains are copied without hashing, buckets of a source that is larger
 * than it needs to be are merged, the unevacuated part of a growing source is appended.
 *
 * <p>The target is a new map with the hint of {@link #hint}. Boxes are copied, never shared. If memory runs out the
 * target is closed by the caller and the source is as it was.
 */
final class Cloning
{
    private final Hmap source;
    private final Hmap target;
    private long bucket;
    private int position;

    Cloning(final Hmap source, final Hmap target)
    {
        this.source = source;
        this.target = target;
    }

    /** The number of entries the target is made for: never more buckets than the source has. */
    static long hint(final Hmap source)
    {
        source.checkHeader();
        final long count = source.count();
        return LoadFactor.overLoad(count, source.b()) ? LoadFactor.growLimit(source.b()) : count;
    }

    /** The source's settings, seed source and hash words. */
    static MapConfig config(final Hmap source)
    {
        return source.config.withUnsafeRandomnessForTests(source.config.random(), source.keys);
    }

    /** Fills a new map; closes it if that fails. */
    static <M extends Hmap> M copy(final Hmap source, final M target)
    {
        try
        {
            if (null != target.stagedKeys)
            {
                target.stagedKeys.makeRoomAsIn(source.stagedKeys);
            }
            new Cloning(source, target).run();
            return target;
        }
        catch (final RuntimeException e)
        {
            target.close();
            throw e;
        }
    }

    private void run()
    {
        target.setHash0((int)source.hash0());
        if (0 == source.count())
        {
            return;
        }
        if (0 != (source.flags() & HASH_WRITING))
        {
            throw new ConcurrentModificationException("concurrent map clone and map write");
        }
        if (Hmap.NIL == target.bucketsOffset)
        {
            target.makeFirstBucket();
        }
        target.arrays.current().allDirty = true;
        final boolean boxedUpdate = source.type.indirectKey() && source.type.needKeyUpdate();
        if (0 == source.b() && !boxedUpdate && !source.type.indirectElem())
        {
            copyOnlyBucket();
            return;
        }
        for (long i = 0; i <= target.mask; i++)
        {
            bucket = target.bucketsOffset + i * target.bucketSize;
            position = 0;
            for (long j = 0; j <= source.mask; j += target.mask + 1)
            {
                moveChain(source.bucketsOffset + (i + j) * source.bucketSize);
            }
        }
        if (source.growing())
        {
            copyOldPart();
        }
    }

    /** A map of one bucket is copied as it is, tombstones included. */
    private void copyOnlyBucket()
    {
        final long from = source.bucketsOffset;
        final long to = target.bucketsOffset;
        Memory.copy(source.memory, from, target.memory, to, source.bucketSize);
        for (int slot = 0; slot < SLOT_COUNT; slot++)
        {
            if (!TopHash.isEmpty(Memory.getUnsignedByte(source.memory, from + slot)))
            {
                copySlot(from, slot, to, slot);
            }
        }
        target.setCount(source.count());
    }

    private void copyOldPart()
    {
        final long oldCount = source.oldBucketCount();
        for (long i = 0; i < oldCount; i++)
        {
            final long old = source.oldbucketsOffset + i * source.bucketSize;
            if (source.evacuated(old))
            {
                continue;
            }
            if (oldCount > target.mask)
            {
                bucket = lastOf(target.bucketsOffset + (i & target.mask) * target.bucketSize);
                position = 0;
                moveChain(old);
            }
            else
            {
                assignChain(old);
            }
        }
    }

    private long lastOf(final long head)
    {
        long last = head;
        for (long next = target.overflow(last); Hmap.NIL != next; next = target.overflow(next))
        {
            last = next;
        }
        return last;
    }

    private void moveChain(final long head)
    {
        long hops = source.chainLimit;
        for (long from = head; Hmap.NIL != from; from = next(from, hops--))
        {
            for (int slot = 0; slot < SLOT_COUNT; slot++)
            {
                if (!TopHash.isEmpty(Memory.getUnsignedByte(source.memory, from + slot)))
                {
                    moveSlot(from, slot);
                }
            }
        }
    }

    private long next(final long from, final long hops)
    {
        final long next = source.overflow(from);
        if (Hmap.NIL != next && hops <= 0)
        {
            throw source.corrupt(
                Check.O01, from + source.overflowOffset, "a chain of at most " + source.chainLimit + " buckets", next);
        }
        return next;
    }

    private void moveSlot(final long from, final int slot)
    {
        while (position < SLOT_COUNT && !TopHash.isEmpty(Memory.getUnsignedByte(target.memory, bucket + position)))
        {
            position++;
        }
        if (SLOT_COUNT == position)
        {
            bucket = target.newOverflow(bucket);
            position = 0;
        }
        Memory.putByte(target.memory, bucket + position, Memory.getByte(source.memory, from + slot));
        copySlot(from, slot, bucket, position);
        position++;
        target.setCount(target.count() + 1);
    }

    private void copySlot(final long from, final int fromSlot, final long to, final int toSlot)
    {
        copyValue(target.keyPointers, from + KEYS_OFFSET + (long)fromSlot * source.keySize,
            to + KEYS_OFFSET + (long)toSlot * target.keySize, source.keySize, source.type.indirectKey());
        copyElem(from + source.elemsOffset + (long)fromSlot * source.elemSize,
            to + target.elemsOffset + (long)toSlot * target.elemSize);
    }

    private void copyElem(final long from, final long to)
    {
        copyValue(target.elemPointers, from, to, source.elemSize, source.type.indirectElem());
    }

    private void copyValue(
        final PointerFields pointers, final long from, final long to, final int size, final boolean indirect)
    {
        if (null == pointers)
        {
            Memory.copy(source.memory, from, target.memory, to, size);
        }
        else
        {
            pointers.storeFrom(source, indirect ? source.offsetAt(from) : from, to);
        }
    }

    /** The source's old array is smaller than the target's: its entries have to be split, so they are assigned. */
    private void assignChain(final long head)
    {
        long hops = source.chainLimit;
        for (long from = head; Hmap.NIL != from; from = next(from, hops--))
        {
            for (int slot = 0; slot < SLOT_COUNT; slot++)
            {
                if (!TopHash.isEmpty(Memory.getUnsignedByte(source.memory, from + slot)))
                {
                    assignSlot(from, slot);
                }
            }
        }
    }

    private void assignSlot(final long from, final int slot)
    {
        final long place = target.assignFrom(source, from + slot);
        final PointerFields pointers = target.elemPointers;
        if (null == pointers)
        {
            copyElem(source.elemSlot(from + slot), target.elemSlot(place));
        }
        else
        {
            final long aside = target.region.space(source.type.elem().size() + Long.BYTES);
            pointers.prepare(source, source.elemOffset(from + slot), aside);
            pointers.commit(aside, target.elemSlot(place));
            Memory.zero(target.memory, aside, source.type.elem().size());
            target.region.recycle(aside, source.type.elem().size() + Long.BYTES);
        }
    }
}
