// SPDX-License-Identifier: Apache-2.0
package dev.tophash.view;

import dev.tophash.LongStructCursor;
import dev.tophash.LongStructMap;
import dev.tophash.MapClosedException;
import dev.tophash.check.Required;

/**
 * A {@link LongStructMap} as a {@link java.util.Map}.
 *
 * @param <K> type of the keys.
 * @param <V> type of the values.
 */
public final class LongStructView<K, V> extends MapView<K, V>
{
    private final LongStructMap map;
    private final LongCodec<K> keys;
    private final BytesCodec<V> values;

    private LongStructView(final LongStructMap map, final LongCodec<K> keys, final BytesCodec<V> values)
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
     * @param values which {@link LongStructMap#valueSize} bytes stand for a value.
     * @param <K>    type of the keys.
     * @param <V>    type of the values.
     * @return the view.
     * @throws MapClosedException if the map is closed.
     */
    public static <K, V> LongStructView<K, V> of(
        final LongStructMap map, final LongCodec<K> keys, final BytesCodec<V> values)
    {
        Required.argument(map, "map");
        Required.argument(keys, "keys");
        Required.argument(values, "values");
        if (map.isClosed())
        {
            map.sizeLong(); // refused with its name
            throw new MapClosedException();
        }
        return new LongStructView<>(map, keys, values);
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
        try (EntryCursor<K, V> entries = open())
        {
            while (entries.next())
            {
                if (entries.value().equals(object))
                {
                    return true;
                }
            }
            return false;
        }
    }

    @Override
    V find(final K object)
    {
        final byte[] value = new byte[map.valueSize()];
        return map.get(keys.encode(object), value) ? values.decode(value) : null;
    }

    @Override
    V assign(final K object, final V value)
    {
        final V previous = find(object);
        map.put(keys.encode(object), values.encode(value));
        return previous;
    }

    @Override
    V delete(final K object)
    {
        final V previous = find(object);
        map.remove(keys.encode(object));
        return previous;
    }

    @SuppressWarnings("MustBeClosed") // What is opened closes it.
    @Override
    EntryCursor<K, V> open()
    {
        return new Entries(map.cursor());
    }

    private final class Entries implements EntryCursor<K, V>
    {
        private final LongStructCursor cursor;

        Entries(final LongStructCursor cursor)
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
            final byte[] value = new byte[map.valueSize()];
            cursor.copyValue(value);
            return values.decode(value);
        }

        @Override
        public void close()
        {
            cursor.close();
        }
    }
}
