// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.peers.driver;

import dev.tophash.offheap.LongField;
import dev.tophash.offheap.OffHeapLongStructMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.StructFlyweight;
import dev.tophash.offheap.StructType;
import java.util.Arrays;
import org.agrona.collections.Long2LongHashMap;

/** Structs without objects: in place in our map, or in a slab of the user's own to which Agrona's map leads. */
final class FlatOrderSubjects
{
    private static final StructType ORDER = StructType.parse("struct { price, quantity, side, account int64 }");
    private static final LongField PRICE = ORDER.longField("price");
    private static final LongField QUANTITY = ORDER.longField("quantity");
    private static final LongField SIDE = ORDER.longField("side");
    private static final LongField ACCOUNT = ORDER.longField("account");
    private static final int WORD_COUNT = 4;
    private static final int FIRST_WORDS = 64;

    private FlatOrderSubjects()
    {
    }

    static final class Tophash extends OrderSubject
    {
        private final OffHeapLongStructMap map;
        private final StructFlyweight order = new StructFlyweight();

        Tophash(final Keys keys, final int capacity)
        {
            super(keys);
            map = TophashMaps.make(OffHeapMaps.longStruct(ORDER), capacity);
        }

        @Override
        void add(final long key, final long value)
        {
            map.getOrCreate(key, order);
            PRICE.set(order, value);
        }

        @Override
        void change(final long key, final long value)
        {
            map.find(key, order);
            PRICE.set(order, value);
        }

        @Override
        long read(final long key)
        {
            return !map.find(key, order) ? 0 :
                PRICE.get(order) + QUANTITY.get(order) + SIDE.get(order) + ACCOUNT.get(order);
        }

        @Override
        void removeKey(final long key)
        {
            map.remove(key);
        }

        @Override
        public long iterate()
        {
            total = 0;
            map.forEach(order, (key, value) ->
                total += key + PRICE.get(value) + QUANTITY.get(value) + SIDE.get(value) + ACCOUNT.get(value));
            return total;
        }

        @Override
        public long size()
        {
            return map.size();
        }

        @Override
        public void clear()
        {
            map.clear();
        }

        @Override
        public double fill()
        {
            return TophashMaps.fill(map);
        }

        @Override
        public void close()
        {
            map.close();
        }

        /** With a flyweight of its own, so that two threads may read. */
        @Override
        public long hit(final int from, final int count)
        {
            final StructFlyweight own = new StructFlyweight();
            long sum = 0;
            for (int i = from; i < from + count; i++)
            {
                if (map.find(probes[i], own))
                {
                    sum += PRICE.get(own) + QUANTITY.get(own) + SIDE.get(own) + ACCOUNT.get(own);
                }
            }
            return sum;
        }
    }

    static final class AgronaSlab extends OrderSubject
    {
        private final Long2LongHashMap map;
        private long[] words = {};
        private int[] free = {};
        private int freeCount;

        AgronaSlab(final Keys keys, final int capacity)
        {
            super(keys);
            map = new Long2LongHashMap(Fills.capacity(capacity, 0.65), 0.65f, -1);
        }

        @Override
        void add(final long key, final long value)
        {
            if (freeCount == 0)
            {
                addRoom();
            }
            final int at = free[--freeCount];
            map.put(key, at);
            words[at] = value;
            words[at + 1] = 0;
            words[at + 2] = 0;
            words[at + 3] = 0;
        }

        @Override
        void change(final long key, final long value)
        {
            words[(int)map.get(key)] = value;
        }

        @Override
        long read(final long key)
        {
            final int at = (int)map.get(key);
            return at < 0 ? 0 : words[at] + words[at + 1] + words[at + 2] + words[at + 3];
        }

        @Override
        void removeKey(final long key)
        {
            free[freeCount++] = (int)map.remove(key);
        }

        @Override
        public long iterate()
        {
            total = 0;
            map.forEachLong((key, at) -> total += key + words[(int)at] + words[(int)at + 1] + words[(int)at + 2] +
                words[(int)at + 3]);
            return total;
        }

        @Override
        public long size()
        {
            return map.size();
        }

        @Override
        public void clear()
        {
            map.clear();
            freeAll();
        }

        @Override
        public double fill()
        {
            return (double)map.size() / map.capacity();
        }

        private void freeAll()
        {
            freeCount = 0;
            for (int at = words.length - WORD_COUNT; at >= 0; at -= WORD_COUNT)
            {
                free[freeCount++] = at;
            }
        }

        /** Twice as much, as a list in an array grows. */
        private void addRoom()
        {
            final int before = words.length;
            final int room = Math.max(before * 2, FIRST_WORDS);
            words = Arrays.copyOf(words, room);
            free = new int[room / WORD_COUNT];
            for (int at = room - WORD_COUNT; at >= before; at -= WORD_COUNT)
            {
                free[freeCount++] = at;
            }
        }
    }
}
