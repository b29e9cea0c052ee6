// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.verify;

import dev.tophash.hash.GoEquality;
import dev.tophash.hash.GoHash;
import dev.tophash.hash.HashKeys;
import dev.tophash.layout.GoVersion;
import dev.tophash.layout.MapType;
import dev.tophash.layout.SliceDescriptor;
import dev.tophash.layout.StringDescriptor;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.layout.classic.BucketCount;
import dev.tophash.layout.classic.HmapDescriptor;
import dev.tophash.layout.classic.HmapFlags;
import dev.tophash.layout.classic.MapExtraDescriptor;
import dev.tophash.layout.classic.TopHash;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.memory.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * The smallest thing that writes Go's map: no growth of its own accord, every step called by the test. It shares no
 * code with the engine, so tests of the verifier do not depend on it, and a test can stop it anywhere and damage it.
 */
final class MiniMap
{
    static final HashKeys KEYS = HashKeys.of(GoVersion.GO_1_23,
        0x0123456789abcdefL, 0xfedcba9876543211L, 0x0f1e2d3c4b5a6979L, 0x8796a5b4c3d2e1f1L);
    static final long BASE = 0x200000000000L;
    static final long HEADER = 0x100;
    private static final long EXTRA = 0x140;
    private static final long LIST = 0x160;
    private static final long OLD_LIST = 0x180;
    private static final long SCRATCH = 0x1a0;
    private static final int LIST_CAPACITY = 64;
    private static final GoVersion VERSION = GoVersion.GO_1_23;

    final MapType type;
    final MemorySegment memory;
    private final int bucketSize;
    private long bump = 0x1000;

    MiniMap(final String typeText, final int b, final int hash0)
    {
        this(typeText, b, hash0, 1 << 18);
    }

    MiniMap(final String typeText, final int b, final int hash0, final long size)
    {
        type = MapType.parse(typeText);
        bucketSize = BmapDescriptor.bucketSize(type);
        memory = Arena.ofAuto().allocate(size, 16);
        Memory.putInt(memory, HEADER + HmapDescriptor.HASH0_OFFSET, hash0);
        putHeader(HmapDescriptor.BUCKETS_OFFSET, BASE + newArray(b));
        Memory.putByte(memory, HEADER + HmapDescriptor.B_OFFSET, (byte)b);
    }

    /** What a live map keeps for the lookups that its array must not answer. */
    long newDecoy(final int top)
    {
        final long offset = allocate(Long.BYTES);
        Memory.putLong(memory, offset, TopHash.repeat(top));
        return offset;
    }

    /** The image ends where the last thing ends. */
    MapImage image()
    {
        return image(KEYS);
    }

    MapImage image(final HashKeys keys)
    {
        return new MapImage(memory.asSlice(0, bump), BASE, HEADER, type, keys, VERSION);
    }

    VerifyReport verify()
    {
        return MapVerifier.verify(image());
    }

    long used()
    {
        return bump;
    }

    // ------------------------------------------------------------ header

    long header(final int fieldOffset)
    {
        return Memory.getLong(memory, HEADER + fieldOffset);
    }

    void putHeader(final int fieldOffset, final long value)
    {
        Memory.putLong(memory, HEADER + fieldOffset, value);
    }

    int b()
    {
        return Memory.getByte(memory, HEADER + HmapDescriptor.B_OFFSET);
    }

    int flags()
    {
        return Memory.getByte(memory, HEADER + HmapDescriptor.FLAGS_OFFSET);
    }

    void putFlags(final int flags)
    {
        Memory.putByte(memory, HEADER + HmapDescriptor.FLAGS_OFFSET, (byte)flags);
    }

    void addToCount(final long more)
    {
        putHeader(HmapDescriptor.COUNT_OFFSET, header(HmapDescriptor.COUNT_OFFSET) + more);
    }

    long bucket(final long index)
    {
        return header(HmapDescriptor.BUCKETS_OFFSET) - BASE + index * bucketSize;
    }

    long oldBucket(final long index)
    {
        return header(HmapDescriptor.OLDBUCKETS_OFFSET) - BASE + index * bucketSize;
    }

    long oldCount()
    {
        return 1L << ((flags() & HmapFlags.SAME_SIZE_GROW) != 0 ? b() : b() - 1);
    }

    long overflow(final long bucket)
    {
        final long address = Memory.getLong(memory, bucket + BmapDescriptor.overflowOffset(type));
        return address == 0 ? 0 : address - BASE;
    }

    void putOverflow(final long bucket, final long next)
    {
        Memory.putLong(memory, bucket + BmapDescriptor.overflowOffset(type), next == 0 ? 0 : BASE + next);
    }

    long keyAt(final long bucket, final int slot)
    {
        return BmapDescriptor.keyOffset(bucket, slot, type.keySlotSize());
    }

    long elemAt(final long bucket, final int slot)
    {
        return BmapDescriptor.elemOffset(bucket, slot, type.keySlotSize(), type.elemSlotSize());
    }

    int top(final long bucket, final int slot)
    {
        return Memory.getByte(memory, bucket + slot) & 0xff;
    }

    void putTop(final long bucket, final int slot, final int top)
    {
        Memory.putByte(memory, bucket + slot, (byte)top);
    }

    long extra()
    {
        final long address = header(HmapDescriptor.EXTRA_OFFSET);
        return address == 0 ? 0 : address - BASE;
    }

    void putExtra(final int fieldOffset, final long offset)
    {
        putHeader(HmapDescriptor.EXTRA_OFFSET, BASE + EXTRA);
        Memory.putLong(memory, EXTRA + fieldOffset, offset == 0 ? 0 : BASE + offset);
    }

    long extra(final int fieldOffset)
    {
        final long address = extra() == 0 ? 0 : Memory.getLong(memory, EXTRA + fieldOffset);
        return address == 0 ? 0 : address - BASE;
    }

    // ------------------------------------------------------------ allocation

    long allocate(final long size)
    {
        final long offset = bump;
        bump = (offset + size + 15) & -16;
        return offset;
    }

    private long newArray(final int b)
    {
        final long total = BucketCount.total(bucketSize, b, !type.pointerFree(), VERSION);
        final long array = allocate(total * bucketSize);
        if (total > 1L << b)
        {
            putOverflow(array + (total - 1) * bucketSize, array);
            putExtra(MapExtraDescriptor.NEXT_OVERFLOW_OFFSET, array + (1L << b) * bucketSize);
        }
        return array;
    }

    private long newOverflow(final long bucket)
    {
        long next = extra(MapExtraDescriptor.NEXT_OVERFLOW_OFFSET);
        if (next == 0)
        {
            next = allocate(bucketSize);
        }
        else if (overflow(next) == 0)
        {
            putExtra(MapExtraDescriptor.NEXT_OVERFLOW_OFFSET, next + bucketSize);
        }
        else
        {
            putOverflow(next, 0);
            putExtra(MapExtraDescriptor.NEXT_OVERFLOW_OFFSET, 0);
        }
        final long noverflow = HEADER + HmapDescriptor.NOVERFLOW_OFFSET;
        Memory.putShort(memory, noverflow, (short)(Memory.getShort(memory, noverflow) + 1));
        if (type.pointerFree())
        {
            append(next);
        }
        putOverflow(bucket, next);
        return next;
    }

    private void append(final long bucket)
    {
        long list = extra(MapExtraDescriptor.OVERFLOW_OFFSET);
        if (list == 0)
        {
            list = extra(MapExtraDescriptor.OLDOVERFLOW_OFFSET) == LIST ? OLD_LIST : LIST;
            putExtra(MapExtraDescriptor.OVERFLOW_OFFSET, list);
            Memory.putLong(memory, list + SliceDescriptor.DATA_OFFSET, BASE + allocate(LIST_CAPACITY * Long.BYTES));
            Memory.putLong(memory, list + SliceDescriptor.LENGTH_OFFSET, 0);
            Memory.putLong(memory, list + SliceDescriptor.CAPACITY_OFFSET, LIST_CAPACITY);
        }
        final long length = Memory.getLong(memory, list + SliceDescriptor.LENGTH_OFFSET);
        final long data = Memory.getLong(memory, list + SliceDescriptor.DATA_OFFSET) - BASE;
        if (length == LIST_CAPACITY)
        {
            throw new IllegalStateException("list full");
        }
        Memory.putLong(memory, data + length * Long.BYTES, BASE + bucket);
        Memory.putLong(memory, list + SliceDescriptor.LENGTH_OFFSET, length + 1);
    }

    // ------------------------------------------------------------ operations

    long hashAt(final long offset)
    {
        final long seed = Memory.getInt(memory, HEADER + HmapDescriptor.HASH0_OFFSET) & 0xffffffffL;
        return GoHash.hash(type.key(), Memory.SOURCE, memory, offset, seed, KEYS, this::offsetOf,
            image().resolver(), () -> 0x5555);
    }

    private long offsetOf(final long address, final long size)
    {
        return address - BASE;
    }

    private long keyOffset(final long keySlot)
    {
        return type.indirectKey() ? Memory.getLong(memory, keySlot) - BASE : keySlot;
    }

    /** Adds a key of up to eight bytes that is not there yet, with an elem of up to eight bytes. */
    void put(final long key, final long elem)
    {
        Memory.putLong(memory, SCRATCH, key);
        put(elem);
    }

    /** Adds a string key that is not there yet. */
    void put(final String key, final long elem)
    {
        final byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        final long content = allocate(bytes.length);
        Memory.putBytes(bytes, 0, memory, content, bytes.length);
        Memory.putLong(memory, SCRATCH + StringDescriptor.ADDRESS_OFFSET, BASE + content);
        Memory.putLong(memory, SCRATCH + StringDescriptor.LENGTH_OFFSET, bytes.length);
        put(elem);
    }

    /** Adds a boxed key, all of whose bytes follow from a number. */
    void putBoxed(final int number, final long elem)
    {
        final long box = allocate(type.key().size());
        Memory.putLong(memory, box, number);
        Memory.putLong(memory, SCRATCH, BASE + box);
        put(elem);
    }

    /** Adds the key in the scratch cell. */
    private void put(final long elem)
    {
        final long hash = hashAt(keyOffset(SCRATCH));
        long bucket = bucket(hash & (1L << b()) - 1);
        while (true)
        {
            for (int slot = 0; slot < 8; slot++)
            {
                if (TopHash.isEmpty(top(bucket, slot)))
                {
                    store(bucket, slot, TopHash.of(hash), SCRATCH);
                    putElem(elemAt(bucket, slot), elem);
                    addToCount(1);
                    return;
                }
            }
            bucket = overflow(bucket) == 0 ? newOverflow(bucket) : overflow(bucket);
        }
    }

    private void putElem(final long at, final long elem)
    {
        if (type.indirectElem())
        {
            final long box = allocate(type.elem().size());
            Memory.putLong(memory, box, elem);
            Memory.putLong(memory, at, BASE + box);
        }
        else if (type.elemSlotSize() >= Long.BYTES)
        {
            Memory.putLong(memory, at, elem);
        }
    }

    private void store(final long bucket, final int slot, final int top, final long keySlot)
    {
        Memory.copy(memory, keySlot, keyAt(bucket, slot), type.keySlotSize());
        putTop(bucket, slot, top);
    }

    /** Deletes a key of up to eight bytes that is there, from the main array. */
    void delete(final long key)
    {
        Memory.putLong(memory, SCRATCH, key);
        long bucket = bucket(hashAt(SCRATCH) & (1L << b()) - 1);
        while (bucket != 0)
        {
            for (int slot = 0; slot < 8; slot++)
            {
                if (top(bucket, slot) >= TopHash.MIN_TOP_HASH && sameKey(keyAt(bucket, slot), SCRATCH))
                {
                    putTop(bucket, slot, TopHash.EMPTY_ONE);
                    Memory.zero(memory, elemAt(bucket, slot), type.elemSlotSize());
                    addToCount(-1);
                    propagate(bucket, slot);
                    return;
                }
            }
            bucket = overflow(bucket);
        }
        throw new IllegalStateException("not there");
    }

    private boolean sameKey(final long a, final long b)
    {
        return GoEquality.equal(type.key(), Memory.SOURCE, memory, a, b, this::offsetOf, image().resolver());
    }

    private void propagate(final long atBucket, final int atSlot)
    {
        long bucket = atBucket;
        int slot = atSlot;
        final boolean last = slot == 7 ? overflow(bucket) == 0 || top(overflow(bucket), 0) == 0 :
            top(bucket, slot + 1) == 0;
        while (last && top(bucket, slot) == TopHash.EMPTY_ONE)
        {
            putTop(bucket, slot, TopHash.EMPTY_REST);
            if (slot-- == 0)
            {
                bucket = predecessor(bucket);
                if (bucket == 0)
                {
                    return;
                }
                slot = 7;
            }
        }
    }

    private long predecessor(final long bucket)
    {
        for (long i = 0; i < 1L << b(); i++)
        {
            for (long before = bucket(i); before != 0; before = overflow(before))
            {
                if (overflow(before) == bucket)
                {
                    return before;
                }
            }
        }
        return 0;
    }

    void grow(final boolean sameSize)
    {
        final int flags = flags();
        int next = flags & ~(HmapFlags.ITERATOR | HmapFlags.OLD_ITERATOR);
        next |= (flags & HmapFlags.ITERATOR) != 0 ? HmapFlags.OLD_ITERATOR : 0;
        next |= sameSize ? HmapFlags.SAME_SIZE_GROW : 0;
        putFlags(next);
        if (extra(MapExtraDescriptor.OVERFLOW_OFFSET) != 0)
        {
            putExtra(MapExtraDescriptor.OLDOVERFLOW_OFFSET, extra(MapExtraDescriptor.OVERFLOW_OFFSET));
            putExtra(MapExtraDescriptor.OVERFLOW_OFFSET, 0);
        }
        putHeader(HmapDescriptor.OLDBUCKETS_OFFSET, header(HmapDescriptor.BUCKETS_OFFSET));
        final int b = b() + (sameSize ? 0 : 1);
        Memory.putByte(memory, HEADER + HmapDescriptor.B_OFFSET, (byte)b);
        putHeader(HmapDescriptor.BUCKETS_OFFSET, BASE + newArray(b));
        putHeader(HmapDescriptor.NEVACUATE_OFFSET, 0);
        Memory.putShort(memory, HEADER + HmapDescriptor.NOVERFLOW_OFFSET, (short)0);
    }

    boolean evacuated(final long index)
    {
        return TopHash.isEvacuated(top(oldBucket(index), 0));
    }

    void evacuate(final long index)
    {
        final long newbit = oldCount();
        if (!evacuated(index))
        {
            move(index, newbit);
        }
        long nevacuate = header(HmapDescriptor.NEVACUATE_OFFSET);
        if (index != nevacuate)
        {
            return;
        }
        do
        {
            nevacuate++;
        }
        while (nevacuate < newbit && evacuated(nevacuate));
        putHeader(HmapDescriptor.NEVACUATE_OFFSET, nevacuate);
        if (nevacuate == newbit)
        {
            putHeader(HmapDescriptor.OLDBUCKETS_OFFSET, 0);
            if (extra() != 0)
            {
                putExtra(MapExtraDescriptor.OLDOVERFLOW_OFFSET, 0);
            }
            putFlags(flags() & ~HmapFlags.SAME_SIZE_GROW);
        }
    }

    private void move(final long index, final long newbit)
    {
        final boolean sameSize = (flags() & HmapFlags.SAME_SIZE_GROW) != 0;
        final long[] targets = {bucket(index), sameSize ? 0 : bucket(index + newbit)};
        final int[] slots = new int[2];
        for (long from = oldBucket(index); from != 0; from = overflow(from))
        {
            for (int slot = 0; slot < 8; slot++)
            {
                final int top = top(from, slot);
                if (TopHash.isEmpty(top))
                {
                    putTop(from, slot, TopHash.EVACUATED_EMPTY);
                    continue;
                }
                final int side = !sameSize && (hashAt(keyOffset(keyAt(from, slot))) & newbit) != 0 ? 1 : 0;
                putTop(from, slot, TopHash.EVACUATED_X + side);
                if (slots[side] == 8)
                {
                    targets[side] = newOverflow(targets[side]);
                    slots[side] = 0;
                }
                store(targets[side], slots[side], top, keyAt(from, slot));
                Memory.copy(memory, elemAt(from, slot), elemAt(targets[side], slots[side]), type.elemSlotSize());
                slots[side]++;
            }
        }
        if (!type.pointerFree() && (flags() & HmapFlags.OLD_ITERATOR) == 0)
        {
            Memory.zero(memory, oldBucket(index) + 8, bucketSize - 8);
        }
    }
}
