// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.peers.heavy;

import dev.tophash.bench.peers.driver.Keys;
import dev.tophash.bench.peers.driver.Maker;
import dev.tophash.bench.peers.driver.Peer;
import dev.tophash.bench.peers.driver.PrimitiveSubject;
import dev.tophash.bench.peers.driver.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.function.Function;
import net.openhft.chronicle.core.values.LongValue;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.values.Values;
import org.caffinitas.ohc.CacheSerializer;
import org.caffinitas.ohc.Eviction;
import org.caffinitas.ohc.OHCache;
import org.caffinitas.ohc.OHCacheBuilder;

/**
 * Off-heap maps from long to long whose libraries pull in many others. Compiled and found by {@link Class#forName} only
 * where the profile {@code peers} was on. Neither grows from nothing: both are told the entries, in the row that grows
 * as well.
 */
public final class HeavySubjects
{
    private HeavySubjects()
    {
    }

    /**
     * Finds a map.
     *
     * @param shape keys and values.
     * @param peer  whose map.
     * @return what makes it.
     */
    public static Function<Keys, Maker> of(final Shape shape, final Peer peer)
    {
        if (shape != Shape.LONG_LONG || !peer.isHeavy())
        {
            throw new IllegalArgumentException("no such map: peer=" + peer + ", map=" + shape);
        }
        return peer == Peer.CHRONICLE ? keys -> capacity -> new Chronicle(keys) : keys -> capacity -> new Ohc(keys);
    }

    /** With flyweights on the heap that are used again and again, and without the old values of puts and removes. */
    private static final class Chronicle extends PrimitiveSubject
    {
        private final ChronicleMap<LongValue, LongValue> map;
        private final LongValue key = Values.newHeapInstance(LongValue.class);
        private final LongValue value = Values.newHeapInstance(LongValue.class);

        Chronicle(final Keys keys)
        {
            super(keys);
            map = ChronicleMap.of(LongValue.class, LongValue.class).entries(keys.size()).putReturnsNull(true)
                .removeReturnsNull(true).create();
        }

        @Override
        public void put(final long newKey, final long newValue)
        {
            key.setValue(newKey);
            value.setValue(newValue);
            map.put(key, value);
        }

        @Override
        public long get(final long wanted)
        {
            key.setValue(wanted);
            return map.getUsing(key, value) == null ? 0 : value.getValue();
        }

        @Override
        public void removeKey(final long old)
        {
            key.setValue(old);
            map.remove(key);
        }

        @Override
        public long iterate()
        {
            total = 0;
            map.forEachEntry(entry ->
                total += entry.key().getUsing(key).getValue() + entry.value().getUsing(value).getValue());
            return total;
        }

        @Override
        public long size()
        {
            return map.longSize();
        }

        @Override
        public void clear()
        {
            map.clear();
        }

        @Override
        public double fill()
        {
            return Double.NaN;
        }

        @Override
        public void close()
        {
            map.close();
        }
    }

    /** Entries one by one in memory of the system, nothing evicted, no lock. */
    private static final class Ohc extends PrimitiveSubject
    {
        private static final int ENTRY_BYTES = 128;
        private static final long LEAST_BYTES = 64L << 20;

        private final OHCache<Long, Long> map;

        Ohc(final Keys keys)
        {
            super(keys);
            map = OHCacheBuilder.<Long, Long>newBuilder().keySerializer(new LongSerializer())
                .valueSerializer(new LongSerializer()).eviction(Eviction.NONE).unlocked(true).segmentCount(1)
                .hashTableSize(Math.max(1, Integer.highestOneBit(keys.size()) * 2)).loadFactor(1)
                .capacity(Math.max(LEAST_BYTES, (long)ENTRY_BYTES * keys.size())).build();
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

        /** Only keys can be walked; values are looked up. */
        @Override
        public long iterate()
        {
            long sum = 0;
            final Iterator<Long> keys = map.keyIterator();
            while (keys.hasNext())
            {
                final Long key = keys.next();
                sum += key + map.get(key);
            }
            return sum;
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
            return Double.NaN;
        }

        @Override
        public void close()
        {
            try
            {
                map.close();
            }
            catch (final IOException e)
            {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Eight bytes. */
    private static final class LongSerializer implements CacheSerializer<Long>
    {
        @Override
        public void serialize(final Long value, final ByteBuffer out)
        {
            out.putLong(value);
        }

        @Override
        public Long deserialize(final ByteBuffer in)
        {
            return in.getLong();
        }

        @Override
        public int serializedSize(final Long value)
        {
            return Long.BYTES;
        }
    }
}
