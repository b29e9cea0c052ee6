// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.latency.driver;

import dev.tophash.offheap.MapAgent;
import dev.tophash.offheap.MapMemory;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import java.util.HashMap;
import java.util.Map;
import org.agrona.collections.Long2LongHashMap;

/** A map under measurement: puts, and tells how many entries it has. */
interface Grower extends AutoCloseable
{
    void put(long key, long value);

    long size();

    @Override
    default void close()
    {
        // Most are the collector's.
    }

    /** Makes an empty map; {@code memory} is what a map before it has left, or null, and so is its agent. */
    static Grower of(final GrowSubject subject, final MapMemory memory, final MapAgent agent)
    {
        return switch (subject)
        {
            case TOPHASH, TOPHASH_FRESH, TOPHASH_AGENT -> new Tophash(memory, agent);
            case AGRONA -> new Agrona(new Long2LongHashMap(Long.MIN_VALUE));
            case FASTUTIL -> new Fastutil(new Long2LongOpenHashMap());
            case HASHMAP -> new JavaUtil(new HashMap<>());
        };
    }

    /** Ours. */
    record Tophash(OffHeapLongLongMap map) implements Grower
    {
        /** More than any map here takes. */
        static final long BUDGET = 12L << 30;

        Tophash(final MapMemory memory, final MapAgent agent)
        {
            this(memory == null ? OffHeapMaps.longLong().budget(BUDGET).build() :
                OffHeapMaps.longLong().memory(memory).build());
            if (agent != null)
            {
                agent.add(map);
            }
        }

        @Override
        public void put(final long key, final long value)
        {
            map.put(key, value);
        }

        @Override
        public long size()
        {
            return map.sizeLong();
        }

        @Override
        public void close()
        {
            map.close();
        }
    }

    /** On the heap. */
    record Agrona(Long2LongHashMap map) implements Grower
    {
        @Override
        public void put(final long key, final long value)
        {
            map.put(key, value);
        }

        @Override
        public long size()
        {
            return map.size();
        }
    }

    /** On the heap. */
    record Fastutil(Long2LongOpenHashMap map) implements Grower
    {
        @Override
        public void put(final long key, final long value)
        {
            map.put(key, value);
        }

        @Override
        public long size()
        {
            return map.size();
        }
    }

    /** On the heap, with objects. */
    record JavaUtil(Map<Long, Long> map) implements Grower
    {
        @Override
        public void put(final long key, final long value)
        {
            map.put(key, value);
        }

        @Override
        public long size()
        {
            return map.size();
        }
    }
}
