// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.peers.driver;

import com.carrotsearch.hppc.IntIntHashMap;
import com.koloboke.collect.map.hash.HashIntIntMap;
import com.koloboke.collect.map.hash.HashIntIntMaps;
import dev.tophash.offheap.OffHeapIntIntMap;
import dev.tophash.offheap.OffHeapMaps;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import java.util.HashMap;
import org.agrona.collections.Int2IntHashMap;

/** Maps from int to int; each with room for what it is told, or none. */
final class IntSubjects
{
    private IntSubjects()
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
            default -> throw new IllegalArgumentException("no map from int to int: peer=" + peer);
        };
    }

    /** The loops, written once; each process has one map, so the calls are direct. */
    private abstract static class Common extends Subject
    {
        long total;
        private final int[] keys;
        private final int[] probes;
        private final int[] absent;

        Common(final Keys keys)
        {
            this.keys = keys.ints();
            probes = keys.intProbes();
            absent = keys.absentInts();
        }

        abstract void put(int key, int value);

        abstract int get(int key);

        abstract void removeKey(int key);

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
                put(keys[from + i], i + 2);
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
                removeKey(keys[i]);
            }
        }
    }

    private static final class Tophash extends Common
    {
        private final OffHeapIntIntMap map;

        Tophash(final Keys keys, final int capacity)
        {
            super(keys);
            map = TophashMaps.make(OffHeapMaps.intInt(), capacity);
        }

        @Override
        void put(final int key, final int value)
        {
            map.put(key, value);
        }

        @Override
        int get(final int key)
        {
            return map.get(key);
        }

        @Override
        void removeKey(final int key)
        {
            map.remove(key);
        }

        @Override
        public long iterate()
        {
            total = 0;
            map.forEach((key, value) -> total += (long)key + value);
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

    private static final class Agrona extends Common
    {
        private final Int2IntHashMap map;

        Agrona(final Keys keys, final int capacity)
        {
            super(keys);
            map = new Int2IntHashMap(Fills.capacity(capacity, 0.65), 0.65f, 0);
        }

        @Override
        void put(final int key, final int value)
        {
            map.put(key, value);
        }

        @Override
        int get(final int key)
        {
            return map.get(key);
        }

        @Override
        void removeKey(final int key)
        {
            map.remove(key);
        }

        @Override
        public long iterate()
        {
            total = 0;
            map.forEachInt((key, value) -> total += (long)key + value);
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

    private static final class Fastutil extends Common
    {
        private final Int2IntOpenHashMap map;

        Fastutil(final Keys keys, final int capacity)
        {
            super(keys);
            map = capacity == 0 ? new Int2IntOpenHashMap() : new Int2IntOpenHashMap(capacity);
        }

        @Override
        void put(final int key, final int value)
        {
            map.put(key, value);
        }

        @Override
        int get(final int key)
        {
            return map.get(key);
        }

        @Override
        void removeKey(final int key)
        {
            map.remove(key);
        }

        @Override
        public long iterate()
        {
            total = 0;
            map.int2IntEntrySet().fastForEach(entry -> total += (long)entry.getIntKey() + entry.getIntValue());
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

    private static final class Hppc extends Common
    {
        private final IntIntHashMap map;

        Hppc(final Keys keys, final int capacity)
        {
            super(keys);
            map = capacity == 0 ? new IntIntHashMap() : new IntIntHashMap(capacity);
        }

        @Override
        void put(final int key, final int value)
        {
            map.put(key, value);
        }

        @Override
        int get(final int key)
        {
            return map.get(key);
        }

        @Override
        void removeKey(final int key)
        {
            map.remove(key);
        }

        @Override
        public long iterate()
        {
            total = 0;
            map.forEach((com.carrotsearch.hppc.procedures.IntIntProcedure)(key, value) -> total += (long)key + value);
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

    private static final class Eclipse extends Common
    {
        private final org.eclipse.collections.impl.map.mutable.primitive.IntIntHashMap map;

        Eclipse(final Keys keys, final int capacity)
        {
            super(keys);
            map = capacity == 0 ? new org.eclipse.collections.impl.map.mutable.primitive.IntIntHashMap() :
                new org.eclipse.collections.impl.map.mutable.primitive.IntIntHashMap(capacity);
        }

        @Override
        void put(final int key, final int value)
        {
            map.put(key, value);
        }

        @Override
        int get(final int key)
        {
            return map.get(key);
        }

        @Override
        void removeKey(final int key)
        {
            map.removeKey(key);
        }

        @Override
        public long iterate()
        {
            total = 0;
            map.forEachKeyValue((key, value) -> total += (long)key + value);
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

    private static final class Koloboke extends Common
    {
        private final HashIntIntMap map;

        Koloboke(final Keys keys, final int capacity)
        {
            super(keys);
            map = capacity == 0 ? HashIntIntMaps.newMutableMap() : HashIntIntMaps.newMutableMap(capacity);
        }

        @Override
        void put(final int key, final int value)
        {
            map.put(key, value);
        }

        @Override
        int get(final int key)
        {
            return map.get(key);
        }

        @Override
        void removeKey(final int key)
        {
            map.remove(key);
        }

        @Override
        public long iterate()
        {
            total = 0;
            map.forEach((com.koloboke.function.IntIntConsumer)(key, value) -> total += (long)key + value);
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

    private static final class JavaUtil extends Common
    {
        private final HashMap<Integer, Integer> map;

        JavaUtil(final Keys keys, final int capacity)
        {
            super(keys);
            map = capacity == 0 ? new HashMap<>() : HashMap.newHashMap(capacity);
        }

        @Override
        void put(final int key, final int value)
        {
            map.put(key, value);
        }

        @Override
        int get(final int key)
        {
            final Integer value = map.get(key);
            return value == null ? 0 : value;
        }

        @Override
        void removeKey(final int key)
        {
            map.remove(key);
        }

        @Override
        public long iterate()
        {
            total = 0;
            map.forEach((key, value) -> total += (long)key + value);
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
