// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.jmh;

import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.layout.classic.LoadFactor;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.agrona.collections.Long2LongHashMap;

/**
 * Orders in a slab of the user's own, to which a map leads: 32 bytes an order, the free places as a stack. Each form
 * has the loop over the events as bytecode of its own, as a program has one form only.
 */
final class OrderBookSlabs
{
    private static final long MISSING = -1;
    private static final int WORD_COUNT = 4;
    private static final float AGRONA_LOAD = 0.65f;
    private static final float MOST_LOAD = 0.9f;

    /** As many slots as Agrona's table needs for some orders by its own load factor. */
    static int agronaSlotCount(final int orderCount)
    {
        final int needed = (int)Math.ceil(orderCount / AGRONA_LOAD);
        return Integer.highestOneBit(needed - 1) << 1;
    }

    private OrderBookSlabs()
    {
    }

    /** Four longs an order in an array: price; quantity above, executed below; side; account. */
    abstract static class OnHeap implements OrderBookReport.Book
    {
        private long[] words;
        private int[] free;
        private int freeCount;

        OnHeap(final int orderCount, final int eventCount)
        {
            final int room = orderCount + eventCount;
            words = new long[room * WORD_COUNT];
            free = new int[room];
            for (int i = room - 1; i >= 0; i--)
            {
                free[freeCount++] = i * WORD_COUNT;
            }
        }

        final int store(final long id, final long price)
        {
            final int at = free[--freeCount];
            words[at] = price;
            words[at + 1] = OrderBookReport.FIRST_FILLS;
            words[at + 2] = id & 1;
            words[at + 3] = 0;
            return at;
        }

        final int execute(final long at)
        {
            if (at == MISSING)
            {
                return 1;
            }
            words[(int)at + 1] += OrderBookReport.EXECUTED;
            return 0;
        }

        final int reduce(final long at)
        {
            if (at == MISSING)
            {
                return 1;
            }
            words[(int)at + 1] -= OrderBookReport.REDUCED;
            return 0;
        }

        final int modify(final long at, final long price)
        {
            if (at == MISSING)
            {
                return 1;
            }
            words[(int)at] = price;
            return 0;
        }

        final long cancel(final long at)
        {
            if (at == MISSING)
            {
                return 1;
            }
            free[freeCount++] = (int)at;
            return words[(int)at] + OrderBookReport.quantity(words[(int)at + 1]);
        }

        @Override
        public void close()
        {
            words = null;
            free = null;
        }
    }

    static final class WithLongLong extends OnHeap
    {
        private final OffHeapLongLongMap places;

        WithLongLong(final int orderCount, final int eventCount)
        {
            super(orderCount, eventCount);
            places = OffHeapMaps.longLong().capacity(orderCount).missingValue(MISSING).build();
        }

        @Override
        public void add(final long id, final long price)
        {
            places.put(id, store(id, price));
        }

        @Override
        public long replay(final long[] ids, final byte[] kinds)
        {
            long sum = 0;
            for (int i = 0; i < ids.length; i++)
            {
                final long id = ids[i];
                switch (kinds[i])
                {
                    case OrderBookReport.ADD -> add(id, id & 0xffff);
                    case OrderBookReport.EXECUTE -> sum += execute(places.get(id));
                    case OrderBookReport.REDUCE -> sum += reduce(places.get(id));
                    case OrderBookReport.MODIFY -> sum += modify(places.get(id), i);
                    default -> sum = sum * 31 + cancel(places.remove(id));
                }
            }
            return sum;
        }

        @Override
        public void close()
        {
            places.close();
            super.close();
        }
    }

    static class WithAgrona extends OnHeap
    {
        private final Long2LongHashMap places;

        WithAgrona(final int orderCount, final int eventCount)
        {
            this(orderCount, eventCount, agronaSlotCount(orderCount), AGRONA_LOAD);
        }

        WithAgrona(final int orderCount, final int eventCount, final int slotCount, final float load)
        {
            super(orderCount, eventCount);
            places = new Long2LongHashMap(slotCount, load, MISSING);
        }

        @Override
        public final void add(final long id, final long price)
        {
            places.put(id, store(id, price));
        }

        @Override
        public final long replay(final long[] ids, final byte[] kinds)
        {
            long sum = 0;
            for (int i = 0; i < ids.length; i++)
            {
                final long id = ids[i];
                switch (kinds[i])
                {
                    case OrderBookReport.ADD -> add(id, id & 0xffff);
                    case OrderBookReport.EXECUTE -> sum += execute(places.get(id));
                    case OrderBookReport.REDUCE -> sum += reduce(places.get(id));
                    case OrderBookReport.MODIFY -> sum += modify(places.get(id), i);
                    default -> sum = sum * 31 + cancel(places.remove(id));
                }
            }
            return sum;
        }
    }

    /** The table of {@link WithAgrona} with as many slots as our maps have, so that both are as full. */
    static final class WithFullAgrona extends WithAgrona
    {
        WithFullAgrona(final int orderCount, final int eventCount)
        {
            super(orderCount, eventCount, BmapDescriptor.SLOT_COUNT << LoadFactor.bForHint(orderCount), MOST_LOAD);
        }
    }

    /** Off the heap, as the map is. */
    static final class OffHeap implements OrderBookReport.Book
    {
        private static final int ORDER_SIZE = 32;
        private static final int FILLS = 8;
        private static final int SIDE = 16;
        private static final int ACCOUNT = 24;

        private final Arena arena = Arena.ofShared();
        private final MemorySegment orders;
        private final MemorySegment free;
        private final OffHeapLongLongMap places;
        private long freeCount;

        OffHeap(final int orderCount, final int eventCount)
        {
            final long room = (long)orderCount + eventCount;
            orders = arena.allocate(room * ORDER_SIZE, ORDER_SIZE);
            free = arena.allocate(ValueLayout.JAVA_LONG, room);
            for (long i = room - 1; i >= 0; i--)
            {
                free.setAtIndex(ValueLayout.JAVA_LONG, freeCount++, i * ORDER_SIZE);
            }
            places = OffHeapMaps.longLong().capacity(orderCount).missingValue(MISSING).build();
        }

        @Override
        public void add(final long id, final long price)
        {
            final long at = free.getAtIndex(ValueLayout.JAVA_LONG, --freeCount);
            orders.set(ValueLayout.JAVA_LONG, at, price);
            orders.set(ValueLayout.JAVA_LONG, at + FILLS, OrderBookReport.FIRST_FILLS);
            orders.set(ValueLayout.JAVA_LONG, at + SIDE, id & 1);
            orders.set(ValueLayout.JAVA_LONG, at + ACCOUNT, 0);
            places.put(id, at);
        }

        private void addToFills(final long at, final long number)
        {
            orders.set(ValueLayout.JAVA_LONG, at + FILLS, orders.get(ValueLayout.JAVA_LONG, at + FILLS) + number);
        }

        private int execute(final long at)
        {
            if (at == MISSING)
            {
                return 1;
            }
            addToFills(at, OrderBookReport.EXECUTED);
            return 0;
        }

        private int reduce(final long at)
        {
            if (at == MISSING)
            {
                return 1;
            }
            addToFills(at, -OrderBookReport.REDUCED);
            return 0;
        }

        private int modify(final long at, final long price)
        {
            if (at == MISSING)
            {
                return 1;
            }
            orders.set(ValueLayout.JAVA_LONG, at, price);
            return 0;
        }

        private long cancel(final long at)
        {
            if (at == MISSING)
            {
                return 1;
            }
            free.setAtIndex(ValueLayout.JAVA_LONG, freeCount++, at);
            return orders.get(ValueLayout.JAVA_LONG, at) +
                OrderBookReport.quantity(orders.get(ValueLayout.JAVA_LONG, at + FILLS));
        }

        @Override
        public long replay(final long[] ids, final byte[] kinds)
        {
            long sum = 0;
            for (int i = 0; i < ids.length; i++)
            {
                final long id = ids[i];
                switch (kinds[i])
                {
                    case OrderBookReport.ADD -> add(id, id & 0xffff);
                    case OrderBookReport.EXECUTE -> sum += execute(places.get(id));
                    case OrderBookReport.REDUCE -> sum += reduce(places.get(id));
                    case OrderBookReport.MODIFY -> sum += modify(places.get(id), i);
                    default -> sum = sum * 31 + cancel(places.remove(id));
                }
            }
            return sum;
        }

        @Override
        public void close()
        {
            places.close();
            arena.close();
        }
    }
}
