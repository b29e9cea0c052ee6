// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.jmh;

import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.layout.classic.LoadFactor;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.agrona.BitUtil;
import org.agrona.collections.Long2LongHashMap;

/**
 * Orders in a slab of the user's own, to which a map leads: four longs an order, the free places as a stack. The place
 * of an order is the index of its first long.
 */
abstract class OrderBookSlab extends OrderBook
{
    private static final long MISSING = -1;
    private static final int WORD_COUNT = 4;

    /** Where an order stands, or {@link #MISSING}. */
    abstract long placeOf(long id);

    /** As {@link #placeOf}; the map forgets it. */
    abstract long takePlace(long id);

    abstract void putPlace(long id, long place);

    /** The free place that was given back last. */
    abstract long popFree();

    abstract void pushFree(long place);

    abstract long word(long index);

    abstract void setWord(long index, long word);

    @Override
    public final void add(final long id, final long price)
    {
        final long place = popFree();
        setWord(place, price);
        setWord(place + 1, FIRST_FILLS);
        setWord(place + 2, id & 1);
        setWord(place + 3, 0);
        putPlace(id, place);
    }

    @Override
    final int execute(final long id)
    {
        final long place = placeOf(id);
        if (place == MISSING)
        {
            return 1;
        }
        setWord(place + 1, word(place + 1) + EXECUTED);
        return 0;
    }

    @Override
    final int reduce(final long id)
    {
        final long place = placeOf(id);
        if (place == MISSING)
        {
            return 1;
        }
        setWord(place + 1, word(place + 1) - REDUCED);
        return 0;
    }

    @Override
    final int modify(final long id, final long price)
    {
        final long place = placeOf(id);
        if (place == MISSING)
        {
            return 1;
        }
        setWord(place, price);
        return 0;
    }

    @Override
    final long cancel(final long id)
    {
        final long place = takePlace(id);
        if (place == MISSING)
        {
            return 1;
        }
        pushFree(place);
        return word(place) + quantity(word(place + 1));
    }

    /** The slab is an array, the strongest form on the heap. */
    abstract static class OnHeap extends OrderBookSlab
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
                pushFree((long)i * WORD_COUNT);
            }
        }

        @Override
        final long popFree()
        {
            return free[--freeCount];
        }

        @Override
        final void pushFree(final long place)
        {
            free[freeCount++] = (int)place;
        }

        @Override
        final long word(final long index)
        {
            return words[(int)index];
        }

        @Override
        final void setWord(final long index, final long word)
        {
            words[(int)index] = word;
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
        long placeOf(final long id)
        {
            return places.get(id);
        }

        @Override
        long takePlace(final long id)
        {
            return places.remove(id);
        }

        @Override
        void putPlace(final long id, final long place)
        {
            places.put(id, place);
        }

        @Override
        public void close()
        {
            places.close();
            super.close();
        }
    }

    /** The table has as many slots as Agrona's own load factor asks for. */
    static class WithAgrona extends OnHeap
    {
        private static final float LOAD = 0.65f;
        private final Long2LongHashMap places;

        WithAgrona(final int orderCount, final int eventCount)
        {
            this(orderCount, eventCount, slotCount(orderCount), LOAD);
        }

        WithAgrona(final int orderCount, final int eventCount, final int slotCount, final float load)
        {
            super(orderCount, eventCount);
            places = new Long2LongHashMap(slotCount, load, MISSING);
        }

        static int slotCount(final int orderCount)
        {
            return BitUtil.findNextPositivePowerOfTwo((int)Math.ceil(orderCount / LOAD));
        }

        @Override
        final long placeOf(final long id)
        {
            return places.get(id);
        }

        @Override
        final long takePlace(final long id)
        {
            return places.remove(id);
        }

        @Override
        final void putPlace(final long id, final long place)
        {
            places.put(id, place);
        }
    }

    /** The table of {@link WithAgrona} with as many slots as our maps have, so that both are as full. */
    static final class WithFullAgrona extends WithAgrona
    {
        private static final float MOST_LOAD = 0.9f;

        WithFullAgrona(final int orderCount, final int eventCount)
        {
            super(orderCount, eventCount, slotCountOfOurs(orderCount), MOST_LOAD);
        }

        static int slotCountOfOurs(final int orderCount)
        {
            return BmapDescriptor.SLOT_COUNT << LoadFactor.bForHint(orderCount);
        }
    }

    /** The slab lies off the heap, as the map does. */
    static final class OffHeap extends OrderBookSlab
    {
        private static final long ORDER_SIZE = WORD_COUNT * Long.BYTES;

        private final Arena arena = Arena.ofShared();
        private final MemorySegment words;
        private final MemorySegment free;
        private final OffHeapLongLongMap places;
        private long freeCount;

        OffHeap(final int orderCount, final int eventCount)
        {
            final long room = (long)orderCount + eventCount;
            words = arena.allocate(room * ORDER_SIZE, ORDER_SIZE);
            free = arena.allocate(ValueLayout.JAVA_LONG, room);
            for (long i = room - 1; i >= 0; i--)
            {
                pushFree(i * WORD_COUNT);
            }
            places = OffHeapMaps.longLong().capacity(orderCount).missingValue(MISSING).build();
        }

        @Override
        long placeOf(final long id)
        {
            return places.get(id);
        }

        @Override
        long takePlace(final long id)
        {
            return places.remove(id);
        }

        @Override
        void putPlace(final long id, final long place)
        {
            places.put(id, place);
        }

        @Override
        long popFree()
        {
            return free.getAtIndex(ValueLayout.JAVA_LONG, --freeCount);
        }

        @Override
        void pushFree(final long place)
        {
            free.setAtIndex(ValueLayout.JAVA_LONG, freeCount++, place);
        }

        @Override
        long word(final long index)
        {
            return words.getAtIndex(ValueLayout.JAVA_LONG, index);
        }

        @Override
        void setWord(final long index, final long word)
        {
            words.setAtIndex(ValueLayout.JAVA_LONG, index, word);
        }

        @Override
        public void close()
        {
            places.close();
            arena.close();
        }
    }
}
