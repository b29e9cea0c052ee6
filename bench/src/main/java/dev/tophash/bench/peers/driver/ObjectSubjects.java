// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.peers.driver;

import com.carrotsearch.hppc.ObjectLongHashMap;
import com.koloboke.collect.map.hash.HashObjLongMap;
import com.koloboke.collect.map.hash.HashObjLongMaps;
import dev.tophash.offheap.OffHeapBytesLongMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapStringLongMap;
import it.unimi.dsi.fastutil.objects.Object2LongOpenHashMap;
import java.util.HashMap;
import org.agrona.collections.Object2LongHashMap;

/** Maps from 16 bytes, or from strings, to long. Ours take arrays of bytes, the others an object with two longs. */
final class ObjectSubjects
{
    private ObjectSubjects()
    {
    }

    static Maker ofKey16(final Peer peer, final Keys keys)
    {
        if (peer == Peer.TOPHASH)
        {
            final KeyObjects<byte[]> bytes = keys.bytes();
            return capacity -> new TophashBytes(bytes, capacity);
        }
        return heap(peer, keys.pairs());
    }

    static Maker ofStrings(final Peer peer, final Keys keys)
    {
        final KeyObjects<String> strings = keys.strings();
        return peer == Peer.TOPHASH ? capacity -> new TophashStrings(strings, capacity) : heap(peer, strings);
    }

    private static <K> Maker heap(final Peer peer, final KeyObjects<K> keys)
    {
        return switch (peer)
        {
            case AGRONA -> capacity -> new Agrona<>(keys, capacity);
            case FASTUTIL -> capacity -> new Fastutil<>(keys, capacity);
            case HPPC -> capacity -> new Hppc<>(keys, capacity);
            case ECLIPSE -> capacity -> new Eclipse<>(keys, capacity);
            case KOLOBOKE -> capacity -> new Koloboke<>(keys, capacity);
            case HASHMAP -> capacity -> new JavaUtil<>(keys, capacity);
            default -> throw new IllegalArgumentException("no map from objects to long: peer=" + peer);
        };
    }

    /** The loops, written once; each process has one map, so the calls are direct. */
    private abstract static class Common<K> extends Subject
    {
        long total;
        private final K[] keys;
        private final K[] probes;
        private final K[] absent;

        Common(final KeyObjects<K> keys)
        {
            this.keys = keys.keys();
            probes = keys.probes();
            absent = keys.absent();
        }

        abstract void put(K key, long value);

        abstract long get(K key);

        abstract void removeKey(K key);

        @Override
        public final void insert(final int from, final int count)
        {
            for (int i = 0; i < count; i++)
            {
                put(keys[from + i], i + 1);
            }
        }

        @Override
        public final void update(final int from, final int count)
        {
            for (int i = 0; i < count; i++)
            {
                put(probes[from + i], i + 2);
            }
        }

        @Override
        public final long hit(final int from, final int count)
        {
            long sum = 0;
            for (int i = from; i < from + count; i++)
            {
                sum += get(probes[i]);
            }
            return sum;
        }

        @Override
        public final long miss(final int from, final int count)
        {
            long sum = 0;
            for (int i = from; i < from + count; i++)
            {
                sum += get(absent[i]);
            }
            return sum;
        }

        @Override
        public final void remove(final int from, final int count)
        {
            for (int i = from; i < from + count; i++)
            {
                removeKey(probes[i]);
            }
        }
    }

    private static final class TophashBytes extends Common<byte[]>
    {
        private final OffHeapBytesLongMap map;

        TophashBytes(final KeyObjects<byte[]> keys, final int capacity)
        {
            super(keys);
            map = TophashMaps.make(OffHeapMaps.bytesLong(Keys.KEY_BYTES), capacity);
        }

        @Override
        void put(final byte[] key, final long value)
        {
            map.put(key, value);
        }

        @Override
        long get(final byte[] key)
        {
            return map.get(key);
        }

        @Override
        void removeKey(final byte[] key)
        {
            map.remove(key);
        }

        @Override
        public long iterate()
        {
            total = 0;
            map.forEach((key, value) -> total += value);
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
    }

    private static final class TophashStrings extends Common<String>
    {
        private final OffHeapStringLongMap map;

        TophashStrings(final KeyObjects<String> keys, final int capacity)
        {
            super(keys);
            map = TophashMaps.make(OffHeapMaps.stringLong(), capacity);
        }

        @Override
        void put(final String key, final long value)
        {
            map.put(key, value);
        }

        @Override
        long get(final String key)
        {
            return map.get(key);
        }

        @Override
        void removeKey(final String key)
        {
            map.remove(key);
        }

        @Override
        public long iterate()
        {
            total = 0;
            try (var cursor = map.cursor())
            {
                while (cursor.next())
                {
                    total += cursor.value();
                }
            }
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
    }

    private static final class Agrona<K> extends Common<K>
    {
        private final Object2LongHashMap<K> map;

        Agrona(final KeyObjects<K> keys, final int capacity)
        {
            super(keys);
            map = new Object2LongHashMap<>(Fills.capacity(capacity, 0.65), 0.65f, 0);
        }

        @Override
        void put(final K key, final long value)
        {
            map.put(key, value);
        }

        @Override
        long get(final K key)
        {
            return map.getValue(key);
        }

        @Override
        void removeKey(final K key)
        {
            map.removeKey(key);
        }

        @Override
        public long iterate()
        {
            total = 0;
            map.forEachLong((key, value) -> total += value);
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

    private static final class Fastutil<K> extends Common<K>
    {
        private final Object2LongOpenHashMap<K> map;

        Fastutil(final KeyObjects<K> keys, final int capacity)
        {
            super(keys);
            map = capacity == 0 ? new Object2LongOpenHashMap<>() : new Object2LongOpenHashMap<>(capacity);
        }

        @Override
        void put(final K key, final long value)
        {
            map.put(key, value);
        }

        @Override
        long get(final K key)
        {
            return map.getLong(key);
        }

        @Override
        void removeKey(final K key)
        {
            map.removeLong(key);
        }

        @Override
        public long iterate()
        {
            total = 0;
            map.object2LongEntrySet().fastForEach(entry -> total += entry.getLongValue());
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

    private static final class Hppc<K> extends Common<K>
    {
        private final ObjectLongHashMap<K> map;

        Hppc(final KeyObjects<K> keys, final int capacity)
        {
            super(keys);
            map = capacity == 0 ? new ObjectLongHashMap<>() : new ObjectLongHashMap<>(capacity);
        }

        @Override
        void put(final K key, final long value)
        {
            map.put(key, value);
        }

        @Override
        long get(final K key)
        {
            return map.get(key);
        }

        @Override
        void removeKey(final K key)
        {
            map.remove(key);
        }

        @Override
        public long iterate()
        {
            total = 0;
            map.forEach((com.carrotsearch.hppc.procedures.ObjectLongProcedure<K>)(key, value) -> total += value);
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

    private static final class Eclipse<K> extends Common<K>
    {
        private final org.eclipse.collections.impl.map.mutable.primitive.ObjectLongHashMap<K> map;

        Eclipse(final KeyObjects<K> keys, final int capacity)
        {
            super(keys);
            map = capacity == 0 ? new org.eclipse.collections.impl.map.mutable.primitive.ObjectLongHashMap<>() :
                new org.eclipse.collections.impl.map.mutable.primitive.ObjectLongHashMap<>(capacity);
        }

        @Override
        void put(final K key, final long value)
        {
            map.put(key, value);
        }

        @Override
        long get(final K key)
        {
            return map.get(key);
        }

        @Override
        void removeKey(final K key)
        {
            map.removeKey(key);
        }

        @Override
        public long iterate()
        {
            total = 0;
            map.forEachKeyValue((key, value) -> total += value);
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

    private static final class Koloboke<K> extends Common<K>
    {
        private final HashObjLongMap<K> map;

        Koloboke(final KeyObjects<K> keys, final int capacity)
        {
            super(keys);
            map = capacity == 0 ? HashObjLongMaps.newMutableMap() : HashObjLongMaps.newMutableMap(capacity);
        }

        @Override
        void put(final K key, final long value)
        {
            map.put(key, value);
        }

        @Override
        long get(final K key)
        {
            return map.getLong(key);
        }

        @Override
        void removeKey(final K key)
        {
            map.removeAsLong(key);
        }

        @Override
        public long iterate()
        {
            total = 0;
            map.forEach((java.util.function.ObjLongConsumer<K>)(key, value) -> total += value);
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

    private static final class JavaUtil<K> extends Common<K>
    {
        private final HashMap<K, Long> map;

        JavaUtil(final KeyObjects<K> keys, final int capacity)
        {
            super(keys);
            map = capacity == 0 ? new HashMap<>() : HashMap.newHashMap(capacity);
        }

        @Override
        void put(final K key, final long value)
        {
            map.put(key, value);
        }

        @Override
        long get(final K key)
        {
            final Long value = map.get(key);
            return value == null ? 0 : value;
        }

        @Override
        void removeKey(final K key)
        {
            map.remove(key);
        }

        @Override
        public long iterate()
        {
            total = 0;
            map.forEach((key, value) -> total += value);
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
}
