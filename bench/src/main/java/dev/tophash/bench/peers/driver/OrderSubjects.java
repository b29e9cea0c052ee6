// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.peers.driver;

import com.carrotsearch.hppc.LongObjectHashMap;
import com.koloboke.collect.map.hash.HashLongObjMap;
import com.koloboke.collect.map.hash.HashLongObjMaps;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.HashMap;
import org.agrona.collections.Long2ObjectHashMap;
import org.jctools.maps.NonBlockingHashMapLong;

/** Maps from long to an object of four longs. Maps without objects are in {@link FlatOrderSubjects}. */
final class OrderSubjects
{
    private OrderSubjects()
    {
    }

    static Maker maker(final Peer peer, final Keys keys)
    {
        return switch (peer)
        {
            case TOPHASH -> capacity -> new FlatOrderSubjects.Tophash(keys, capacity);
            case AGRONA -> capacity -> new Agrona(keys, capacity);
            case AGRONA_SLAB -> capacity -> new FlatOrderSubjects.AgronaSlab(keys, capacity);
            case FASTUTIL -> capacity -> new Fastutil(keys, capacity);
            case HPPC -> capacity -> new Hppc(keys, capacity);
            case ECLIPSE -> capacity -> new Eclipse(keys, capacity);
            case KOLOBOKE -> capacity -> new Koloboke(keys, capacity);
            case HASHMAP -> capacity -> new JavaUtil(keys, capacity);
            case JCTOOLS -> capacity -> new Jctools(keys, capacity);
            default -> throw new IllegalArgumentException("no map from long to a struct: peer=" + peer);
        };
    }

    private static final class Order
    {
        private long price;
        private long quantity;
        private long side;
        private long account;

        Order(final long price)
        {
            this.price = price;
        }

        long sum()
        {
            return price + quantity + side + account;
        }
    }

    private static final class Agrona extends OrderSubject
    {
        private final Long2ObjectHashMap<Order> map;

        Agrona(final Keys keys, final int capacity)
        {
            super(keys);
            map = new Long2ObjectHashMap<>(Fills.capacity(capacity, 0.65), 0.65f);
        }

        @Override
        void add(final long key, final long value)
        {
            map.put(key, new Order(value));
        }

        @Override
        void change(final long key, final long value)
        {
            map.get(key).price = value;
        }

        @Override
        long read(final long key)
        {
            final Order order = map.get(key);
            return order == null ? 0 : order.sum();
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
            map.forEachLong((key, order) -> total += key + order.sum());
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
            return (double)map.size() / map.capacity();
        }
    }

    private static final class Fastutil extends OrderSubject
    {
        private final Long2ObjectOpenHashMap<Order> map;

        Fastutil(final Keys keys, final int capacity)
        {
            super(keys);
            map = capacity == 0 ? new Long2ObjectOpenHashMap<>() : new Long2ObjectOpenHashMap<>(capacity);
        }

        @Override
        void add(final long key, final long value)
        {
            map.put(key, new Order(value));
        }

        @Override
        void change(final long key, final long value)
        {
            map.get(key).price = value;
        }

        @Override
        long read(final long key)
        {
            final Order order = map.get(key);
            return order == null ? 0 : order.sum();
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
            map.long2ObjectEntrySet().fastForEach(entry -> total += entry.getLongKey() + entry.getValue().sum());
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
            return Fills.of(map, "n", map.size());
        }
    }

    private static final class Hppc extends OrderSubject
    {
        private final LongObjectHashMap<Order> map;

        Hppc(final Keys keys, final int capacity)
        {
            super(keys);
            map = capacity == 0 ? new LongObjectHashMap<>() : new LongObjectHashMap<>(capacity);
        }

        @Override
        void add(final long key, final long value)
        {
            map.put(key, new Order(value));
        }

        @Override
        void change(final long key, final long value)
        {
            map.get(key).price = value;
        }

        @Override
        long read(final long key)
        {
            final Order order = map.get(key);
            return order == null ? 0 : order.sum();
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
            map.forEach((com.carrotsearch.hppc.procedures.LongObjectProcedure<Order>)
                (key, order) -> total += key + order.sum());
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
            return (double)map.size() / (map.keys.length - 1);
        }
    }

    private static final class Eclipse extends OrderSubject
    {
        private final org.eclipse.collections.impl.map.mutable.primitive.LongObjectHashMap<Order> map;

        Eclipse(final Keys keys, final int capacity)
        {
            super(keys);
            map = capacity == 0 ?
                new org.eclipse.collections.impl.map.mutable.primitive.LongObjectHashMap<>() :
                new org.eclipse.collections.impl.map.mutable.primitive.LongObjectHashMap<>(capacity);
        }

        @Override
        void add(final long key, final long value)
        {
            map.put(key, new Order(value));
        }

        @Override
        void change(final long key, final long value)
        {
            map.get(key).price = value;
        }

        @Override
        long read(final long key)
        {
            final Order order = map.get(key);
            return order == null ? 0 : order.sum();
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
            map.forEachKeyValue((key, order) -> total += key + order.sum());
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
            return Fills.of(map, "keys", map.size());
        }
    }

    private static final class Koloboke extends OrderSubject
    {
        private final HashLongObjMap<Order> map;

        Koloboke(final Keys keys, final int capacity)
        {
            super(keys);
            map = capacity == 0 ? HashLongObjMaps.newMutableMap() : HashLongObjMaps.newMutableMap(capacity);
        }

        @Override
        void add(final long key, final long value)
        {
            map.put(key, new Order(value));
        }

        @Override
        void change(final long key, final long value)
        {
            map.get(key).price = value;
        }

        @Override
        long read(final long key)
        {
            final Order order = map.get(key);
            return order == null ? 0 : order.sum();
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
            map.forEach((com.koloboke.function.LongObjConsumer<Order>)(key, order) -> total += key + order.sum());
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
            return map.currentLoad();
        }
    }

    private static final class JavaUtil extends OrderSubject
    {
        private final HashMap<Long, Order> map;

        JavaUtil(final Keys keys, final int capacity)
        {
            super(keys);
            map = capacity == 0 ? new HashMap<>() : HashMap.newHashMap(capacity);
        }

        @Override
        void add(final long key, final long value)
        {
            map.put(key, new Order(value));
        }

        @Override
        void change(final long key, final long value)
        {
            map.get(key).price = value;
        }

        @Override
        long read(final long key)
        {
            final Order order = map.get(key);
            return order == null ? 0 : order.sum();
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
            map.forEach((key, order) -> total += key + order.sum());
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
            return Fills.powerOfTwo(map.size(), 0.75);
        }
    }

    private static final class Jctools extends OrderSubject
    {
        private final NonBlockingHashMapLong<Order> map;

        Jctools(final Keys keys, final int capacity)
        {
            super(keys);
            map = capacity == 0 ? new NonBlockingHashMapLong<>(false) : new NonBlockingHashMapLong<>(capacity, false);
        }

        @Override
        void add(final long key, final long value)
        {
            map.put(key, new Order(value));
        }

        @Override
        void change(final long key, final long value)
        {
            map.get(key).price = value;
        }

        @Override
        long read(final long key)
        {
            final Order order = map.get(key);
            return order == null ? 0 : order.sum();
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
            map.forEach((key, order) -> total += key + order.sum());
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
            map.clear(true);
        }

        @Override
        public double fill()
        {
            return Double.NaN;
        }
    }
}
