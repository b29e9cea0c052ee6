// SPDX-License-Identifier: Apache-2.0
package dev.tophash.view;

import dev.tophash.LongDoubleCursor;
import dev.tophash.LongDoubleMap;
import dev.tophash.MapClosedException;
import dev.tophash.check.Required;

/**
 * A {@link LongDoubleMap} as a {@link java.util.Map}.
 *
 * @param <K> type of the keys.
 * @param <V> type of the values.
 */
public final class LongDoubleView<K, V> extends MapView<K, V>
{
    private final LongDoubleMap map;
    private final LongCodec<K> keys;
    private final DoubleCodec<V> values;

    private LongDoubleView(final LongDoubleMap map, final LongCodec<K> keys, final DoubleCodec<V> values)
    {
        this.map = map;
        this.keys = keys;
        this.values = values;
    }

    /**
     * A view of a map.
     *
     * @param map    what it shows and changes.
     * @param keys   what stands for a key.
     * @param values what stands for a value.
     * @param <K>    type of the keys.
     * @param <V>    type of the values.
     * @return the view.
     * @throws MapClosedException if the map is closed.
     */
    public static <K, V> LongDoubleView<K, V> of(
        final LongDoubleMap map, final LongCodec<K> keys, final DoubleCodec<V> values)
    {
        Required.argument(map, "map");
        Required.argument(keys, "keys");
        Required.argument(values, "values");
        if (map.isClosed())
        {
            map.sizeLong(); // refused with its name
            throw new MapClosedException();
        }
        return new LongDoubleView<>(map, keys, values);
    }

    @Override
    public int size()
    {
        return map.size();
    }

    @Override
    public void clear()
    {
        map.clear();
    }

    @Override
    boolean holds(final K object)
    {
        return map.containsKey(keys.encode(object));
    }

    @Override
    boolean holdsValue(final V object)
    {
        return map.containsValue(values.encode(object));
    }

    @Override
    V find(final K object)
    {
        final long key = keys.encode(object);
        final double value = map.get(key);
        return Double.compare(value, map.missingValue()) == 0 && !map.containsKey(key) ? null : values.decode(value);
    }

    @Override
    V assign(final K object, final V value)
    {
        final long count = map.sizeLong();
        final double previous = map.put(keys.encode(object), values.encode(value));
        return map.sizeLong() == count ? values.decode(previous) : null;
    }

    @Override
    V delete(final K object)
    {
        final long count = map.sizeLong();
        final double previous = map.remove(keys.encode(object));
        return map.sizeLong() == count ? null : values.decode(previous);
    }

    @SuppressWarnings("MustBeClosed") // What is opened closes it.
    @Override
    EntryCursor<K, V> open()
    {
        return new Entries(map.cursor());
    }

    private final class Entries implements EntryCursor<K, V>
    {
        private final LongDoubleCursor cursor;

        Entries(final LongDoubleCursor cursor)
        {
            this.cursor = cursor;
        }

        @Override
        public boolean next()
        {
            return cursor.next();
        }

        @Override
        public K key()
        {
            return keys.decode(cursor.key());
        }

        @Override
        public V value()
        {
            return values.decode(cursor.value());
        }

        @Override
        public void close()
        {
            cursor.close();
        }
    }
}
