// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.jmh;

import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.LongLongConsumer;

/** Agrona's map: keys and values side by side in one array, linear probing. */
final class AgronaPeer extends LongPeer
{
    private static final float DEFAULT_LOAD = 0.65f;
    private static final float HALF = 0.5f;
    private static final int MIN_CAPACITY = 8;

    private final Long2LongHashMap map;
    private final Sum sum = new Sum();

    AgronaPeer(final long hint)
    {
        this(hint, DEFAULT_LOAD);
    }

    private AgronaPeer(final long hint, final float load)
    {
        final int capacity = hint == NO_HINT ? MIN_CAPACITY : (int)Math.ceil(hint / (double)load);
        map = new Long2LongHashMap(capacity, load, MISSING);
    }

    static LongPeer halfFull(final long hint)
    {
        return new AgronaPeer(hint, HALF);
    }

    @Override
    long get(final long key)
    {
        return map.get(key);
    }

    @Override
    long put(final long key, final long value)
    {
        return map.put(key, value);
    }

    @Override
    long remove(final long key)
    {
        return map.remove(key);
    }

    @Override
    long size()
    {
        return map.size();
    }

    @Override
    void clear()
    {
        map.clear();
    }

    @Override
    long sum()
    {
        sum.total = 0;
        map.forEachLong(sum);
        return sum.total;
    }

    @Override
    public void close()
    {
        // The collector's.
    }

    private static final class Sum implements LongLongConsumer
    {
        private long total;

        @Override
        public void accept(final long key, final long value)
        {
            total += key ^ value;
        }
    }
}
