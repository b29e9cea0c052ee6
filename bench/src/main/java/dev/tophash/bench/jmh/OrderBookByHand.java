// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.jmh;

import dev.tophash.hash.MemHash;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.layout.classic.LoadFactor;
import dev.tophash.layout.classic.TopHash;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Orders in Go's buckets, written by hand for this one book: what the layout and the checks of the memory cost before
 * there is a map.
 *
 * <p>It has chains with tophash bytes, their ends, zeros in empty slots, a count, and a view on a value that refuses
 * when an order was removed since. It has no growth, no write flag, no close, no error but that of the segment, and
 * room for four times as many buckets as it begins with.
 */
final class OrderBookByHand extends OrderBook
{
    private static final ValueLayout.OfLong LONG =
        ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int ORDER_SIZE = 32;
    private static final int VALUES_OFFSET = BmapDescriptor.elemsOffset(Long.BYTES);
    private static final int OVERFLOW_OFFSET = VALUES_OFFSET + BmapDescriptor.SLOT_COUNT * ORDER_SIZE;
    private static final int BUCKET_SIZE = OVERFLOW_OFFSET + Long.BYTES;
    private static final int ROOM_FACTOR = 4;
    private static final int LAST_SLOT = BmapDescriptor.SLOT_COUNT - 1;
    private static final long K0 = 0x9e3779b97f4a7c15L;
    private static final long K1 = 0xbf58476d1ce4e5b9L;
    private static final Field PRICE = new Field(0);
    private static final Field FILLS = new Field(8);
    private static final Field SIDE = new Field(16);

    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory;
    private final long mask;
    private final long countOffset;
    private final View order = new View();
    private long spare;
    private long moves;

    /** Where a number lies in an order. */
    private record Field(int offset)
    {
    }

    /** Stands on an order, as a flyweight does. */
    private final class View
    {
        private long bucket;
        private int slot;
        private long value;
        private long movesThen = -1;

        private void lead(final long toBucket, final int toSlot)
        {
            bucket = toBucket;
            slot = toSlot;
            value = toBucket + VALUES_OFFSET + (long)toSlot * ORDER_SIZE;
            movesThen = moves;
        }

        private long at(final Field field)
        {
            if (movesThen != moves)
            {
                throw new IllegalStateException("view is stale: field=" + field);
            }
            return value + field.offset;
        }
    }

    OrderBookByHand(final int orderCount, final int eventCount)
    {
        final long bucketCount = 1L << LoadFactor.bForHint(orderCount);
        mask = bucketCount - 1;
        spare = bucketCount * BUCKET_SIZE;
        countOffset = ROOM_FACTOR * bucketCount * BUCKET_SIZE;
        memory = arena.allocate(countOffset + Long.BYTES, Long.BYTES);
    }

    private boolean find(final long id)
    {
        final long hash = MemHash.hash64(id, K0, K1);
        long bucket = (hash & mask) * BUCKET_SIZE;
        while (true)
        {
            final long word = memory.get(LONG, bucket);
            for (long matches = TopHash.match(word, TopHash.repeatOf(hash)); matches != 0; matches &= matches - 1)
            {
                final int slot = TopHash.slot(matches);
                if (memory.get(LONG, BmapDescriptor.keyOffset(bucket, slot, Long.BYTES)) == id)
                {
                    order.lead(bucket, slot);
                    return true;
                }
            }
            bucket = TopHash.endsChain(word) ? 0 : memory.get(LONG, bucket + OVERFLOW_OFFSET);
            if (bucket == 0)
            {
                return false;
            }
        }
    }

    @Override
    public void add(final long id, final long price)
    {
        final long hash = MemHash.hash64(id, K0, K1);
        long bucket = (hash & mask) * BUCKET_SIZE;
        long empty = -1;
        while (true)
        {
            final long word = memory.get(LONG, bucket);
            for (long matches = TopHash.match(word, TopHash.repeatOf(hash)); matches != 0; matches &= matches - 1)
            {
                if (memory.get(LONG, BmapDescriptor.keyOffset(bucket, TopHash.slot(matches), Long.BYTES)) == id)
                {
                    throw new IllegalStateException("order is there already: id=" + id);
                }
            }
            final long free = TopHash.matchEmpty(word);
            empty = empty == -1 && free != 0 ? bucket + TopHash.slot(free) : empty;
            final long next = TopHash.endsChain(word) ? 0 : memory.get(LONG, bucket + OVERFLOW_OFFSET);
            if (next == 0)
            {
                break;
            }
            bucket = next;
        }
        if (empty == -1)
        {
            memory.set(LONG, bucket + OVERFLOW_OFFSET, spare);
            empty = spare;
            spare += BUCKET_SIZE;
        }
        put(empty & -BmapDescriptor.SLOT_COUNT, (int)empty & LAST_SLOT, id, TopHash.of(hash));
        memory.set(LONG, order.at(PRICE), price);
        memory.set(LONG, order.at(FILLS), FIRST_FILLS);
        memory.set(LONG, order.at(SIDE), id & 1);
    }

    private void put(final long bucket, final int slot, final long id, final int top)
    {
        memory.set(ValueLayout.JAVA_BYTE, bucket + slot, (byte)top);
        memory.set(LONG, BmapDescriptor.keyOffset(bucket, slot, Long.BYTES), id);
        memory.set(LONG, countOffset, memory.get(LONG, countOffset) + 1);
        order.lead(bucket, slot);
    }

    private void removeOrder()
    {
        final long word = memory.get(LONG, order.bucket);
        final boolean isFollowed = order.slot == LAST_SLOT && memory.get(LONG, order.bucket + OVERFLOW_OFFSET) != 0;
        memory.set(LONG, order.bucket, isFollowed ? TopHash.with(word, order.slot, TopHash.EMPTY_ONE) :
            TopHash.without(word, order.slot));
        memory.set(LONG, countOffset, memory.get(LONG, countOffset) - 1);
        for (int offset = 0; offset < ORDER_SIZE; offset += Long.BYTES)
        {
            memory.set(LONG, order.value + offset, 0);
        }
        moves++;
    }

    @Override
    int execute(final long id)
    {
        if (!find(id))
        {
            return 1;
        }
        memory.set(LONG, order.at(FILLS), memory.get(LONG, order.at(FILLS)) + EXECUTED);
        return 0;
    }

    @Override
    int reduce(final long id)
    {
        if (!find(id))
        {
            return 1;
        }
        memory.set(LONG, order.at(FILLS), memory.get(LONG, order.at(FILLS)) - REDUCED);
        return 0;
    }

    @Override
    int modify(final long id, final long price)
    {
        if (!find(id))
        {
            return 1;
        }
        memory.set(LONG, order.at(PRICE), price);
        return 0;
    }

    @Override
    long cancel(final long id)
    {
        if (!find(id))
        {
            return 1;
        }
        final long left = memory.get(LONG, order.at(PRICE)) +
            quantity(memory.get(LONG, order.at(FILLS)));
        removeOrder();
        return left;
    }

    @Override
    public void close()
    {
        arena.close();
    }
}
