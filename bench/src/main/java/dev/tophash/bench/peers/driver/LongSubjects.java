// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.peers.driver;

import com.carrotsearch.hppc.LongLongHashMap;
import com.koloboke.collect.map.hash.HashLongLongMap;
import com.koloboke.collect.map.hash.HashLongLongMaps;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import java.util.HashMap;
import org.agrona.collections.Long2LongHashMap;
import org.jctools.maps.NonBlockingHashMapLong;

/** Maps from long to long; each with room for what it is told, or none. */
final class LongSubjects
{
    private LongSubjects()
    {
    }

    static Maker maker(final Peer peer, final Keys keys)
    {
        return switch (peer)
        {
            case TOPHASH -> capacity -> new Tophash(keys, capacity);
            case AGRONA -> capacity -> new Agrona(keys, capacity);
            case FASTUTIL -> capacity -> new Fastutil(keys, capacity);
            case HPPC -> capacity -> new Hppc(keys, capacity);
            case ECLIPSE -> capacity -> new Eclipse(keys, capacity);
            case KOLOBOKE -> capacity -> new Koloboke(keys, capacity);
            case HASHMAP -> capacity -> new JavaUtil(keys, capacity);
            case JCTOOLS -> capacity -> new Jctools(keys, capacity);
            default -> throw new IllegalArgumentException("no map from long to long: peer=" + peer);
        };
    }

    private static final class Tophash extends PrimitiveSubject
    {
        private final OffHeapLongLongMap map;

        Tophash(final Keys keys, final int capacity)
        {
            super(keys);
            map = TophashMaps.make(OffHeapMaps.longLong(), capacity);
        }

        @Override
        public void put(final long key, final long value)
        {
            map.put(key, value);
        }

        @Override
        public long get(final long key)
        {
            return map.get(key);
        }

        @Override
        public void removeKey(final long key)
        {
            map.remove(key);
        }

        @Override
        public long iterate()
        {
            total = 0;
            map.forEach((key, value) -> total += key + value);
            return total;
        }

        @Override
        public long size()
        {
            return map.sizeLong();
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
    }

    private static final class Agrona extends PrimitiveSubject
    {
        private final Long2LongHashMap map;

        Agrona(final Keys keys, final int capacity)
        {
            super(keys);
            map = new Long2LongHashMap(Fills.capacity(capacity, 0.65), 0.65f, 0);
        }

        @Override
        public void put(final long key, final long value)
        {
            map.put(key, value);
        }

        @Override
        public long get(final long key)
        {
            return map.get(key);
        }

        @Override
        public void removeKey(final long key)
        {
            map.remove(key);
        }

        @Override
        public long iterate()
        {
            total = 0;
            map.forEachLong((key, value) -> total += key + value);
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

    private static final class Fastutil extends PrimitiveSubject
    {
        private final Long2LongOpenHashMap map;

        Fastutil(final Keys keys, final int capacity)
        {
            super(keys);
            map = capacity == 0 ? new Long2LongOpenHashMap() : new Long2LongOpenHashMap(capacity);
        }

        @Override
        public void put(final long key, final long value)
        {
            map.put(key, value);
        }

        @Override
        public long get(final long key)
        {
            return map.get(key);
        }

        @Override
        public void removeKey(final long key)
        {
            map.remove(key);
        }

        @Override
        public long iterate()
        {
            total = 0;
            map.long2LongEntrySet().fastForEach(entry -> total += entry.getLongKey() + entry.getLongValue());
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

    private static final class Hppc extends PrimitiveSubject
    {
        private final LongLongHashMap map;

        Hppc(final Keys keys, final int capacity)
        {
            super(keys);
            map = capacity == 0 ? new LongLongHashMap() : new LongLongHashMap(capacity);
        }

        @Override
        public void put(final long key, final long value)
        {
            map.put(key, value);
        }

        @Override
        public long get(final long key)
        {
            return map.get(key);
        }

        @Override
        public void removeKey(final long key)
        {
            map.remove(key);
        }

        @Override
        public long iterate()
        {
            total = 0;
            map.forEach((com.carrotsearch.hppc.procedures.LongLongProcedure)(key, value) -> total += key + value);
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

    private static final class Eclipse extends PrimitiveSubject
    {
        private final org.eclipse.collections.impl.map.mutable.primitive.LongLongHashMap map;

        Eclipse(final Keys keys, final int capacity)
        {
            super(keys);
            map = capacity == 0 ? new org.eclipse.collections.impl.map.mutable.primitive.LongLongHashMap() :
                new org.eclipse.collections.impl.map.mutable.primitive.LongLongHashMap(capacity);
        }

        @Override
        public void put(final long key, final long value)
        {
            map.put(key, value);
        }

        @Override
        public long get(final long key)
        {
            return map.get(key);
        }

        @Override
        public void removeKey(final long key)
        {
            map.removeKey(key);
        }

        @Override
        public long iterate()
        {
            total = 0;
            map.forEachKeyValue((key, value) -> total += key + value);
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
            return Fills.of(map, "keysValues", 2L * map.size());
        }
    }

    private static final class Koloboke extends PrimitiveSubject
    {
        private final HashLongLongMap map;

        Koloboke(final Keys keys, final int capacity)
        {
            super(keys);
            map = capacity == 0 ? HashLongLongMaps.newMutableMap() : HashLongLongMaps.newMutableMap(capacity);
        }

        @Override
        public void put(final long key, final long value)
        {
            map.put(key, value);
        }

        @Override
        public long get(final long key)
        {
            return map.get(key);
        }

        @Override
        public void removeKey(final long key)
        {
            map.remove(key);
        }

        @Override
        public long iterate()
        {
            total = 0;
            map.forEach((com.koloboke.function.LongLongConsumer)(key, value) -> total += key + value);
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

    private static final class JavaUtil extends PrimitiveSubject
    {
        private final HashMap<Long, Long> map;

        JavaUtil(final Keys keys, final int capacity)
        {
            super(keys);
            map = capacity == 0 ? new HashMap<>() : HashMap.newHashMap(capacity);
        }

        @Override
        public void put(final long key, final long value)
        {
            map.put(key, value);
        }

        @Override
        public long get(final long key)
        {
            final Long value = map.get(key);
            return value == null ? 0 : value;
        }

        @Override
        public void removeKey(final long key)
        {
            map.remove(key);
        }

        @Override
        public long iterate()
        {
            total = 0;
            map.forEach((key, value) -> total += key + value);
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

    private static final class Jctools extends PrimitiveSubject
    {
        private final NonBlockingHashMapLong<Long> map;

        Jctools(final Keys keys, final int capacity)
        {
            super(keys);
            map = capacity == 0 ? new NonBlockingHashMapLong<>(false) : new NonBlockingHashMapLong<>(capacity, false);
        }

        @Override
        public void put(final long key, final long value)
        {
            map.put(key, (Long)value);
        }

        @Override
        public long get(final long key)
        {
            final Long value = map.get(key);
            return value == null ? 0 : value;
        }

        @Override
        public void removeKey(final long key)
        {
            map.remove(key);
        }

        @Override
        public long iterate()
        {
            total = 0;
            map.forEach((key, value) -> total += key + value);
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
