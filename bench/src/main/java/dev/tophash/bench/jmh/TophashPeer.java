// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.jmh;

import dev.tophash.LongLongConsumer;
import dev.tophash.offheap.MapBuilder;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.PagePolicy;
import java.util.Locale;

/** The product. {@code -Dtophash.bench.pages=huge} asks for huge pages, as peers do by a flag of the JVM. */
final class TophashPeer extends LongPeer
{
    private static final PagePolicy PAGES =
        PagePolicy.valueOf(System.getProperty("tophash.bench.pages", "default").toUpperCase(Locale.ROOT));

    private final OffHeapLongLongMap map;
    private final Sum sum = new Sum();

    TophashPeer(final long hint)
    {
        final MapBuilder<OffHeapLongLongMap> builder =
            OffHeapMaps.longLong().pages(PAGES).missingValue(MISSING);
        map = (hint == NO_HINT ? builder : builder.capacity(hint)).build();
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
        return map.sizeLong();
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
        map.forEach(sum);
        return sum.total;
    }

    @Override
    public void close()
    {
        map.close();
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
