// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static dev.tophash.layout.classic.BmapDescriptor.SLOT_COUNT;
import static dev.tophash.layout.classic.HmapFlags.HASH_WRITING;

import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.layout.classic.LoadFactor;
import dev.tophash.layout.classic.TopHash;
import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.values.Heap;
import dev.tophash.offheap.values.PointerFields;
import java.util.ConcurrentModificationException;
import java.util.function.Function;

/**
 * Go's {@code maps.Clone} (layout section 13). Chains are copied without hashing. If the source is larger than it needs
 * to be, buckets are merged. The unevacuated part of a growing source is appended.
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
    private long keyBlock;

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

    /** The source's settings, seed source and hash words. Words that its settings give stay as secret as they are. */
    static MapConfig config(final Hmap source)
    {
        return source.keys.equals(source.config.hashKeys()) ? source.config :
            source.config.withUnsafeRandomnessForTests(source.config.testHooks().random(), source.keys);
    }

    /** Makes a new map and fills it. */
    static <M extends Hmap & OffHeapMap> M copy(final M source, final Function<Opening, M> constructor)
    {
        return fill(source, OpenMaps.construct(Opening.fresh(source.type, hint(source), config(source)), constructor));
    }

    /** Fills a new map; closes it if that fails. */
    static <M extends Hmap> M fill(final Hmap source, final M target)
    {
        try
        {
            if (target.keyStage() != null)
            {
                target.keyStage().makeRoomAsIn(source.keyStage());
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
        if (source.count() == 0)
        {
            return;
        }
        if ((source.flags() & HASH_WRITING) != 0)
        {
            throw new ConcurrentModificationException("concurrent map clone and map write");
        }
        if (target.bucketsOffset() == Heap.NIL)
        {
            target.makeFirstBucket();
        }
        target.arrays.current().dirty().markAll();
        final boolean boxedUpdate = source.type.indirectKey() && source.type.needKeyUpdate();
        if (source.b() == 0 && !boxedUpdate && !source.type.indirectElem())
        {
            copyOnlyBucket();
            return;
        }
        for (long i = 0; i <= target.mask(); i++)
        {
            bucket = target.bucketsOffset() + i * target.bucketSize;
            position = 0;
            for (long j = 0; j <= source.mask(); j += target.mask() + 1)
            {
                moveChain(source.bucketsOffset() + (i + j) * source.bucketSize);
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
        final long from = source.bucketsOffset();
        final long to = target.bucketsOffset();
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
            final long old = source.oldbucketsOffset() + i * source.bucketSize;
            if (source.evacuated(old))
            {
                continue;
            }
            if (oldCount > target.mask())
            {
                bucket = lastOf(target.bucketsOffset() + (i & target.mask()) * target.bucketSize);
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
        for (long next = target.overflow(last); next != Heap.NIL; next = target.overflow(next))
        {
            last = next;
        }
        return last;
    }

    private void moveChain(final long head)
    {
        long hops = source.chainLimit();
        for (long from = head; from != Heap.NIL; from = source.nextInChain(from, hops--))
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

    private void moveSlot(final long from, final int slot)
    {
        while (position < SLOT_COUNT && !TopHash.isEmpty(Memory.getUnsignedByte(target.memory, bucket + position)))
        {
            position++;
        }
        if (position == SLOT_COUNT)
        {
            target.prepareInsert(true, 0);
            bucket = target.newOverflow(bucket, target.heap.grant());
            target.heap.grant().end();
            position = 0;
        }
        Memory.putByte(target.memory, bucket + position, Memory.getByte(source.memory, from + slot));
        copySlot(from, slot, bucket, position);
        position++;
        target.setCount(target.count() + 1);
    }

    private void copySlot(final long from, final int fromSlot, final long to, final int toSlot)
    {
        copyValue(target.keyPointers, BmapDescriptor.keyOffset(from, fromSlot, source.keySize),
            BmapDescriptor.keyOffset(to, toSlot, target.keySize), source.keySize, source.type.indirectKey());
        copyElem(Place.elemOffset(Place.of(from, fromSlot), source.keySize, source.elemSize),
            Place.elemOffset(Place.of(to, toSlot), target.keySize, target.elemSize));
    }

    private void copyElem(final long from, final long to)
    {
        copyValue(target.elemPointers, from, to, source.elemSize, source.type.indirectElem());
    }

    private void copyValue(
        final PointerFields pointers, final long from, final long to, final int size, final boolean indirect)
    {
        if (pointers == null)
        {
            Memory.copy(source.memory, from, target.memory, to, size);
        }
        else
        {
            pointers.storeFrom(source.heap, indirect ? source.offsetAt(from) : from, to);
        }
    }

    /** The source's old array is smaller than the target's: its entries have to be split, so they are assigned. */
    private void assignChain(final long head)
    {
        long hops = source.chainLimit();
        for (long from = head; from != Heap.NIL; from = source.nextInChain(from, hops--))
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
        final long place = assignKey(Place.of(from, slot));
        final PointerFields pointers = target.elemPointers;
        if (pointers == null)
        {
            copyElem(source.elemSlot(Place.of(from, slot)), target.elemSlot(place));
        }
        else
        {
            final long aside = target.heap.region().space(source.type.elem().size() + Long.BYTES);
            pointers.prepare(source.heap, source.elemOffset(Place.of(from, slot)), aside);
            pointers.commit(aside, target.elemSlot(place));
            target.noteChores();
            Memory.zero(target.memory, aside, source.type.elem().size());
            target.heap.region().recycle(aside, source.type.elem().size() + Long.BYTES);
        }
    }

    /** Assigns the key that stands at a place of the source. */
    private long assignKey(final long place)
    {
        final int size = target.type.key().size();
        final long key = source.keyAt(place);
        if (target.keysTravelByValue())
        {
            return target.assign(key);
        }
        if (keyBlock == Heap.NIL)
        {
            keyBlock = target.heap.region().space(size + Long.BYTES);
        }
        final PointerFields pointers = target.keyPointers;
        if (pointers == null)
        {
            Memory.copy(source.memory, key, target.memory, keyBlock, size);
            return target.assign(keyBlock);
        }
        pointers.storeFrom(source.heap, key, keyBlock);
        final long assigned = target.assign(target.type.indirectKey() ? target.offsetAt(keyBlock) : keyBlock);
        pointers.free(keyBlock);
        target.noteChores();
        return assigned;
    }
}
