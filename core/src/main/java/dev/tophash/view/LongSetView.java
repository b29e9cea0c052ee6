// SPDX-License-Identifier: Apache-2.0
package dev.tophash.view;

import dev.tophash.LongKeyCursor;
import dev.tophash.LongSet;
import dev.tophash.MapClosedException;
import dev.tophash.check.Required;

/**
 * A {@link LongSet} as a {@link java.util.Set}.
 *
 * @param <T> type of the objects.
 */
public final class LongSetView<T> extends SetView<T>
{
    private final LongSet set;
    private final LongCodec<T> keys;

    private LongSetView(final LongSet set, final LongCodec<T> keys)
    {
        this.set = set;
        this.keys = keys;
    }

    /**
     * A view of a set.
     *
     * @param set  what it shows and changes.
     * @param keys what stands for a key.
     * @param <T>  type of the objects.
     * @return the view.
     * @throws MapClosedException if the set is closed.
     */
    public static <T> LongSetView<T> of(final LongSet set, final LongCodec<T> keys)
    {
        Required.argument(set, "set");
        Required.argument(keys, "keys");
        if (set.isClosed())
        {
            set.sizeLong(); // refused with its name
            throw new MapClosedException();
        }
        return new LongSetView<>(set, keys);
    }

    @Override
    public int size()
    {
        return set.size();
    }

    @Override
    public void clear()
    {
        set.clear();
    }

    @Override
    boolean holds(final T object)
    {
        return set.contains(keys.encode(object));
    }

    @Override
    boolean put(final T object)
    {
        return set.add(keys.encode(object));
    }

    @Override
    boolean delete(final T object)
    {
        return set.remove(keys.encode(object));
    }

    @SuppressWarnings("MustBeClosed") // What is opened closes it.
    @Override
    ObjectCursor<T> open()
    {
        return new Decoding(set.cursor());
    }

    private final class Decoding implements ObjectCursor<T>
    {
        private final LongKeyCursor cursor;

        Decoding(final LongKeyCursor cursor)
        {
            this.cursor = cursor;
        }

        @Override
        public boolean next()
        {
            return cursor.next();
        }

        @Override
        public T object()
        {
            return keys.decode(cursor.key());
        }

        @Override
        public void close()
        {
            cursor.close();
        }
    }
}
