// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.latency.driver;

import dev.tophash.offheap.ClearStrategy;
import dev.tophash.offheap.MapAgent;
import dev.tophash.offheap.MapBuilder;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.PagePolicy;
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

    /** Takes all entries out; what a map of ours has touched it keeps, if it was made so. */
    default void empty()
    {
        throw new UnsupportedOperationException();
    }

    /** Makes an empty map; {@code agent} is null for none. */
    static Grower of(final GrowSubject subject, final MapAgent agent)
    {
        return switch (subject)
        {
            case TOPHASH -> new Tophash(ours().build());
            case TOPHASH_WARM -> new Tophash(ours().keptBytes(Tophash.BUDGET).build());
            case TOPHASH_AHEAD -> new Tophash(ours().pages(PagePolicy.AHEAD_BY_WRITES).build());
            case TOPHASH_AGENT ->
            {
                final OffHeapLongLongMap map = ours().build();
                agent.add(map);
                yield new Tophash(map);
            }
            case AGRONA -> new Agrona(new Long2LongHashMap(Long.MIN_VALUE));
            case FASTUTIL -> new Fastutil(new Long2LongOpenHashMap());
            case HASHMAP -> new JavaUtil(new HashMap<>());
        };
    }

    private static MapBuilder<OffHeapLongLongMap> ours()
    {
        return OffHeapMaps.longLong().budget(Tophash.BUDGET);
    }

    /** Ours. */
    record Tophash(OffHeapLongLongMap map) implements Grower
    {
        /** More than any map here takes. */
        static final long BUDGET = 12L << 30;

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
        public void empty()
        {
            map.clear(ClearStrategy.REALLOCATE);
            while (map.advance(Long.MAX_VALUE))
            {
                Thread.onSpinWait();
            }
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
