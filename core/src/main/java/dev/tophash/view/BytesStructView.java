// SPDX-License-Identifier: Apache-2.0
package dev.tophash.view;

import dev.tophash.BytesStructCursor;
import dev.tophash.BytesStructMap;
import dev.tophash.MapClosedException;
import java.util.Objects;

/**
 * A {@link BytesStructMap} as a {@link java.util.Map}.
 *
 * @param <K> type of the keys.
 * @param <V> type of the values.
 */
public final class BytesStructView<K, V> extends MapView<K, V>
{
    private final BytesStructMap map;
    private final BytesCodec<K> keys;
    private final BytesCodec<V> values;

    private BytesStructView(final BytesStructMap map, final BytesCodec<K> keys, final BytesCodec<V> values)
    {
        this.map = map;
        this.keys = keys;
        this.values = values;
    }

    /**
     * A view of a map.
     *
     * @param map    what it shows and changes.
     * @param keys   which {@link BytesStructMap#keySize} bytes stand for a key.
     * @param values which {@link BytesStructMap#elemSize} bytes stand for a value.
     * @param <K>    type of the keys.
     * @param <V>    type of the values.
     * @return the view.
     * @throws MapClosedException if the map is closed.
     */
    public static <K, V> BytesStructView<K, V> of(
        final BytesStructMap map, final BytesCodec<K> keys, final BytesCodec<V> values)
    {
        Objects.requireNonNull(keys, "keys");
        Objects.requireNonNull(values, "values");
        if (map.isClosed())
        {
            throw new MapClosedException();
        }
        return new BytesStructView<>(map, keys, values);
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
        final byte[] elem = new byte[map.elemSize()];
        return map.get(keys.encode(object), elem) ? values.decode(elem) : null;
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

    @Override
    EntryCursor<K, V> open()
    {
        return new Entries(map.cursor());
    }

    private final class Entries implements EntryCursor<K, V>
    {
        private final BytesStructCursor cursor;

        Entries(final BytesStructCursor cursor)
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
            final byte[] key = new byte[map.keySize()];
            cursor.copyKey(key);
            return keys.decode(key);
        }

        @Override
        public V value()
        {
            final byte[] elem = new byte[map.elemSize()];
            cursor.copyElem(elem);
            return values.decode(elem);
        }

        @Override
        public void close()
        {
            cursor.close();
        }
    }
}
