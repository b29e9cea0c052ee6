// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.go;

import dev.tophash.MapCorruptionException;
import dev.tophash.hash.GoEquality;
import dev.tophash.hash.GoHash;
import dev.tophash.layout.GoType;
import dev.tophash.layout.MapType;
import dev.tophash.layout.SizeClasses;
import dev.tophash.layout.SliceDescriptor;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.layout.classic.BucketCount;
import dev.tophash.layout.classic.HmapDescriptor;
import dev.tophash.layout.classic.HmapFlags;
import dev.tophash.layout.classic.LoadFactor;
import dev.tophash.layout.classic.MapExtraDescriptor;
import dev.tophash.layout.classic.TopHash;
import java.util.function.IntSupplier;

/**
 * Header, arrays, overflow buckets and growth of the literal walk (layout sections 4, 6, 10): each method is the
 * function of Go's run-time with that name, in its order, without a single check that Go does not make.
 *
 * <p>Everything is an address, as in Go. The only things added are {@link GoFailure}s where Go would run for ever or
 * leave the memory.
 */
class GoHeap
{
    /** More buckets than any operation on a healthy lab map looks at. */
    private static final long MAX_HOPS = 1_000_000;
    private static final int SAMPLED_B = 16;
    private static final long MAX_LIST = 1L << 45;
    private static final int EVACUATION_STEP = 1024;

    final LabImage image;
    final MapType type;
    final GoType keyType;
    public final int bucketSize;
    final int keySlot;
    final int elemSlot;
    private final IntSupplier random;
    private final long header;
    private final Budget budget;
    private long hops;
    private long followed;

    /** Buckets that all walks over one image may look at together. */
    static final class Budget
    {
        long size = Long.MAX_VALUE;
        long left = size;
    }

    GoHeap(final LabImage image, final long header, final IntSupplier random, final Budget budget)
    {
        this.image = image;
        this.type = image.type();
        this.keyType = type.key();
        this.bucketSize = BmapDescriptor.bucketSize(type);
        this.keySlot = type.keySlotSize();
        this.elemSlot = type.elemSlotSize();
        this.header = header;
        this.random = random;
        this.budget = budget;
    }

    final Budget budget()
    {
        return budget;
    }

    final long header()
    {
        return header;
    }

    // ---------------------------------------------------------------------------------------------- header

    public final long count()
    {
        return image.getLong(header + HmapDescriptor.COUNT_OFFSET);
    }

    public final void setCount(final long value)
    {
        image.putLong(header + HmapDescriptor.COUNT_OFFSET, value);
    }

    public final int flags()
    {
        return image.getByte(header + HmapDescriptor.FLAGS_OFFSET);
    }

    final void setFlags(final int value)
    {
        image.putByte(header + HmapDescriptor.FLAGS_OFFSET, value);
    }

    public final int b()
    {
        return image.getByte(header + HmapDescriptor.B_OFFSET);
    }

    public final int noverflow()
    {
        return image.getShort(header + HmapDescriptor.NOVERFLOW_OFFSET);
    }

    public final void setNoverflow(final int value)
    {
        image.putShort(header + HmapDescriptor.NOVERFLOW_OFFSET, value);
    }

    public final int hash0()
    {
        return image.getInt(header + HmapDescriptor.HASH0_OFFSET);
    }

    public final void setHash0(final int value)
    {
        image.putInt(header + HmapDescriptor.HASH0_OFFSET, value);
    }

    final void redrawHash0()
    {
        setHash0(random.getAsInt());
    }

    final int draw()
    {
        return random.getAsInt();
    }

    public final long buckets()
    {
        return image.getLong(header + HmapDescriptor.BUCKETS_OFFSET);
    }

    final void setBuckets(final long address)
    {
        image.putLong(header + HmapDescriptor.BUCKETS_OFFSET, address);
    }

    public final long oldbuckets()
    {
        return image.getLong(header + HmapDescriptor.OLDBUCKETS_OFFSET);
    }

    public final void setOldbuckets(final long address)
    {
        image.putLong(header + HmapDescriptor.OLDBUCKETS_OFFSET, address);
    }

    public final long nevacuate()
    {
        return image.getLong(header + HmapDescriptor.NEVACUATE_OFFSET);
    }

    final void setNevacuate(final long value)
    {
        image.putLong(header + HmapDescriptor.NEVACUATE_OFFSET, value);
    }

    public final long extra()
    {
        return image.getLong(header + HmapDescriptor.EXTRA_OFFSET);
    }

    public final boolean growing()
    {
        return oldbuckets() != 0;
    }

    final boolean sameSizeGrow()
    {
        return (flags() & HmapFlags.SAME_SIZE_GROW) != 0;
    }

    public final long noldbuckets()
    {
        return 1L << (sameSizeGrow() ? b() : b() - 1);
    }

    public final long total(final int b)
    {
        if (b > BucketCount.MAX_B)
        {
            throw GoFailure.panic("runtime: allocation size out of range");
        }
        return BucketCount.total(bucketSize, b, !type.pointerFree(), image.view().version());
    }

    // ---------------------------------------------------------------------------------------------- buckets

    public final void begin()
    {
        hops = 0;
    }

    /** The next bucket of a chain, or 0; where the bound against endless chains is. */
    public final long overflow(final long bucket)
    {
        if (++hops > MAX_HOPS || --budget.left < 0)
        {
            throw GoFailure.endless(hops > MAX_HOPS ? MAX_HOPS : budget.size);
        }
        return image.getLong(bucket + BmapDescriptor.overflowOffset(type));
    }

    final void setOverflow(final long bucket, final long next)
    {
        image.putLong(bucket + BmapDescriptor.overflowOffset(type), next);
    }

    final int top(final long bucket, final int slot)
    {
        return image.getByte(bucket + slot);
    }

    final void setTop(final long bucket, final int slot, final int value)
    {
        image.putByte(bucket + slot, value);
    }

    public final boolean evacuated(final long bucket)
    {
        final int first = top(bucket, 0);
        return first > TopHash.EMPTY_ONE && first < TopHash.MIN_TOP_HASH;
    }

    final long keySlotAt(final long bucket, final int slot)
    {
        return BmapDescriptor.keyOffset(bucket, slot, keySlot);
    }

    final long elemSlotAt(final long bucket, final int slot)
    {
        return BmapDescriptor.elemOffset(bucket, slot, keySlot, elemSlot);
    }

    final long keyAt(final long bucket, final int slot)
    {
        final long address = keySlotAt(bucket, slot);
        return type.indirectKey() ? image.getLong(address) : address;
    }

    final long elemAt(final long bucket, final int slot)
    {
        final long address = elemSlotAt(bucket, slot);
        return type.indirectElem() ? image.getLong(address) : address;
    }

    final long hash(final long key)
    {
        try
        {
            return GoHash.hash(keyType, LabImage.SOURCE, image, key - image.base(), hash0() & 0xffff_ffffL,
                image.view().keys(), this::follow, this::typeAt, () -> random.getAsInt() & 0xffff_ffffL);
        }
        catch (final MapCorruptionException e)
        {
            throw GoFailure.fault(followed);
        }
    }

    /** Where a pointer in a key leads. It is remembered: if it leads to nothing, Go goes there. */
    private long follow(final long address, final long size)
    {
        followed = address;
        return image.offsetOf(address, size);
    }

    private GoType typeAt(final long word)
    {
        followed = word;
        return image.view().resolver().typeAt(word);
    }

    final boolean equal(final long x, final long y)
    {
        try
        {
            return GoEquality.equal(keyType, LabImage.SOURCE, image, x - image.base(), y - image.base(),
                this::follow, this::typeAt);
        }
        catch (final MapCorruptionException e)
        {
            throw GoFailure.fault(followed);
        }
    }

    // ---------------------------------------------------------------------------------------------- arrays

    final long makeBucketArray(final int b)
    {
        final long total = total(b);
        final long array = image.allocate(total * bucketSize);
        if (total > 1L << b)
        {
            setOverflow(array + (total - 1) * bucketSize, array);
        }
        return array;
    }

    final long needExtra()
    {
        if (extra() == 0)
        {
            image.putLong(header + HmapDescriptor.EXTRA_OFFSET, image.allocate(MapExtraDescriptor.SIZE));
        }
        return extra();
    }

    final void createOverflow()
    {
        final long block = needExtra() + MapExtraDescriptor.OVERFLOW_OFFSET;
        if (image.getLong(block) == 0)
        {
            image.putLong(block, image.allocate(SliceDescriptor.SIZE));
        }
    }

    final long newoverflow(final long last)
    {
        final long place = extra() + MapExtraDescriptor.NEXT_OVERFLOW_OFFSET;
        long bucket = extra() == 0 ? 0 : image.getLong(place);
        if (bucket != 0)
        {
            if (image.getLong(bucket + BmapDescriptor.overflowOffset(type)) == 0)
            {
                image.putLong(place, bucket + bucketSize);
            }
            else
            {
                setOverflow(bucket, 0);
                image.putLong(place, 0);
            }
        }
        else
        {
            bucket = image.allocate(bucketSize);
        }
        if (b() < SAMPLED_B || (random.getAsInt() & ((1 << (b() - SAMPLED_B + 1)) - 1)) == 0)
        {
            setNoverflow(noverflow() + 1);
        }
        if (type.pointerFree())
        {
            createOverflow();
            append(image.getLong(extra() + MapExtraDescriptor.OVERFLOW_OFFSET), bucket);
        }
        setOverflow(last, bucket);
        return bucket;
    }

    private void append(final long list, final long bucket)
    {
        final long length = image.getLong(list + SliceDescriptor.LENGTH_OFFSET);
        final long capacity = image.getLong(list + SliceDescriptor.CAPACITY_OFFSET);
        if (Long.compareUnsigned(length, capacity) >= 0)
        {
            if (length < 0 || length > MAX_LIST)
            {
                throw GoFailure.panic("runtime error: growslice: len out of range");
            }
            final long next = SizeClasses.nextListCapacity(length, image.view().version());
            final long data = image.allocate(next * Long.BYTES);
            if (length > 0)
            {
                image.copy(image.getLong(list + SliceDescriptor.DATA_OFFSET), data, length * Long.BYTES);
            }
            image.putLong(list + SliceDescriptor.DATA_OFFSET, data);
            image.putLong(list + SliceDescriptor.CAPACITY_OFFSET, next);
        }
        image.putLong(image.getLong(list + SliceDescriptor.DATA_OFFSET) + length * Long.BYTES, bucket);
        image.putLong(list + SliceDescriptor.LENGTH_OFFSET, length + 1);
    }

    // ---------------------------------------------------------------------------------------------- growth

    final boolean shouldGrow()
    {
        return !growing() &&
            (LoadFactor.overLoad(count() + 1, b()) || LoadFactor.tooManyOverflow(noverflow(), b()));
    }

    final void hashGrow()
    {
        int bigger = 1;
        if (!LoadFactor.overLoad(count() + 1, b()))
        {
            bigger = 0;
            setFlags(flags() | HmapFlags.SAME_SIZE_GROW);
        }
        final long array = makeBucketArray(b() + bigger);
        int flags = flags() & ~(HmapFlags.ITERATOR | HmapFlags.OLD_ITERATOR);
        if ((flags() & HmapFlags.ITERATOR) != 0)
        {
            flags |= HmapFlags.OLD_ITERATOR;
        }
        image.putByte(header + HmapDescriptor.B_OFFSET, b() + bigger);
        setFlags(flags);
        setOldbuckets(buckets());
        setBuckets(array);
        setNevacuate(0);
        setNoverflow(0);
        if (extra() != 0 && image.getLong(extra() + MapExtraDescriptor.OVERFLOW_OFFSET) != 0)
        {
            if (image.getLong(extra() + MapExtraDescriptor.OLDOVERFLOW_OFFSET) != 0)
            {
                throw GoFailure.fatal("oldoverflow is not nil");
            }
            image.putLong(extra() + MapExtraDescriptor.OLDOVERFLOW_OFFSET,
                image.getLong(extra() + MapExtraDescriptor.OVERFLOW_OFFSET));
            image.putLong(extra() + MapExtraDescriptor.OVERFLOW_OFFSET, 0);
        }
        if (total(b()) > 1L << b())
        {
            image.putLong(needExtra() + MapExtraDescriptor.NEXT_OVERFLOW_OFFSET, array + (bucketSize * (1L << b())));
        }
    }

    final void growWork(final long index)
    {
        evacuate(index & (noldbuckets() - 1));
        if (growing())
        {
            evacuate(nevacuate());
        }
    }

    /** One half that an old chain is distributed to. */
    private static final class Side
    {
        long bucket;
        int slot;

        Side(final long bucket)
        {
            this.bucket = bucket;
        }
    }

    private void evacuate(final long index)
    {
        final long old = oldbuckets() + index * bucketSize;
        final long newbit = noldbuckets();
        if (!evacuated(old))
        {
            final Side x = new Side(buckets() + index * bucketSize);
            final Side y = sameSizeGrow() ? null : new Side(buckets() + (index + newbit) * bucketSize);
            for (long bucket = old; bucket != 0; bucket = overflow(bucket))
            {
                for (int i = 0; i < 8; i++)
                {
                    evacuateSlot(bucket, i, newbit, x, y);
                }
            }
            if ((flags() & HmapFlags.OLD_ITERATOR) == 0 && !type.pointerFree())
            {
                image.zero(old + BmapDescriptor.KEYS_OFFSET, bucketSize - BmapDescriptor.KEYS_OFFSET);
            }
        }
        if (index == nevacuate())
        {
            advanceEvacuationMark(newbit);
        }
    }

    private void evacuateSlot(final long bucket, final int slot, final long newbit, final Side x, final Side y)
    {
        int top = top(bucket, slot);
        if (top <= TopHash.EMPTY_ONE)
        {
            setTop(bucket, slot, TopHash.EVACUATED_EMPTY);
            return;
        }
        if (top < TopHash.MIN_TOP_HASH)
        {
            throw GoFailure.fatal("bad map state");
        }
        boolean useY = false;
        if (y != null)
        {
            final long key = keyAt(bucket, slot);
            final long hash = hash(key);
            if ((flags() & HmapFlags.ITERATOR) != 0 && !type.reflexiveKey() && !equal(key, key))
            {
                useY = (top & 1) != 0;
                top = TopHash.of(hash);
            }
            else
            {
                useY = (hash & newbit) != 0;
            }
        }
        setTop(bucket, slot, useY ? TopHash.EVACUATED_Y : TopHash.EVACUATED_X);
        final Side side = useY ? y : x;
        if (side.slot == 8)
        {
            side.bucket = newoverflow(side.bucket);
            side.slot = 0;
        }
        setTop(side.bucket, side.slot, top);
        image.copy(keySlotAt(bucket, slot), keySlotAt(side.bucket, side.slot), keySlot);
        image.copy(elemSlotAt(bucket, slot), elemSlotAt(side.bucket, side.slot), elemSlot);
        side.slot++;
    }

    private void advanceEvacuationMark(final long newbit)
    {
        setNevacuate(nevacuate() + 1);
        final long stop = Math.min(nevacuate() + EVACUATION_STEP, newbit);
        while (nevacuate() != stop && evacuated(oldbuckets() + nevacuate() * bucketSize))
        {
            setNevacuate(nevacuate() + 1);
        }
        if (nevacuate() == newbit)
        {
            setOldbuckets(0);
            if (extra() != 0)
            {
                image.putLong(extra() + MapExtraDescriptor.OLDOVERFLOW_OFFSET, 0);
            }
            setFlags(flags() & ~HmapFlags.SAME_SIZE_GROW);
        }
    }
}
