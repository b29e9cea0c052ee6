// SPDX-License-Identifier: Apache-2.0
package dev.tophash.view;

import dev.tophash.check.Required;
import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Function;

/**
 * A map of this library as a {@link Map}: it shows what the map holds at any time, and writes through.
 *
 * <p>Each call makes objects on the Java heap.  Neither keys nor values can be null: a null is a
 * {@link NullPointerException}, in a question too.  An object of another class is a {@link ClassCastException}.
 *
 * <p><b>Iteration</b> follows the rules of the map's cursors: its order differs from one iteration to the next, so that
 * of {@link #keySet} from that of {@link #values}, unless the map was built deterministic.  It never fails because the
 * map changes.  An iterator that is not run to its end keeps memory, as an open cursor does, until the collector has
 * found it; where 1,024 of them are open the next one waits for the collector.  The entries that it delivers are
 * snapshots; {@code setValue} puts.
 *
 * <p><b>Threads</b> and errors are those of the map: once it is closed, {@link dev.tophash.MapClosedException}.
 *
 * @param <K> type of the keys.
 * @param <V> type of the values.
 */
public abstract class MapView<K, V> extends AbstractMap<K, V>
{
    MapView()
    {
    }

    abstract boolean holds(K object);

    abstract boolean holdsValue(V object);

    /** The value of a key, null if it is absent. */
    abstract V find(K object);

    /** Sets the value of a key; returns the one before, null if it was absent. */
    abstract V assign(K object, V value);

    /** Removes a key; returns its value, null if it was absent. */
    abstract V delete(K object);

    abstract EntryCursor<K, V> open();

    @SuppressWarnings("unchecked")
    private K key(final Object object)
    {
        return (K)Required.argument(object, "key");
    }

    @SuppressWarnings("unchecked")
    private V value(final Object object)
    {
        return (V)Required.argument(object, "value");
    }

    @Override
    public final boolean containsKey(final Object key)
    {
        return holds(key(key));
    }

    @Override
    public final boolean containsValue(final Object value)
    {
        return holdsValue(value(value));
    }

    @Override
    public final V get(final Object key)
    {
        return find(key(key));
    }

    @Override
    public final V put(final K key, final V value)
    {
        return assign(key(key), value(value));
    }

    @Override
    public final V remove(final Object key)
    {
        return delete(key(key));
    }

    @Override
    public final Set<K> keySet()
    {
        return new Keys();
    }

    @Override
    public final Collection<V> values()
    {
        return new Values();
    }

    @Override
    public final Set<Entry<K, V>> entrySet()
    {
        return new Entries();
    }

    private final class Keys extends AbstractSet<K>
    {
        @Override
        public Iterator<K> iterator()
        {
            return new Walk<>(Entry::getKey);
        }

        @Override
        public int size()
        {
            return MapView.this.size();
        }

        @Override
        public boolean contains(final Object object)
        {
            return containsKey(object);
        }

        @Override
        public boolean remove(final Object object)
        {
            return MapView.this.remove(object) != null;
        }

        @Override
        public void clear()
        {
            MapView.this.clear();
        }
    }

    private final class Values extends AbstractCollection<V>
    {
        @Override
        public Iterator<V> iterator()
        {
            return new Walk<>(Entry::getValue);
        }

        @Override
        public int size()
        {
            return MapView.this.size();
        }

        @Override
        public boolean contains(final Object object)
        {
            return containsValue(object);
        }

        @Override
        public void clear()
        {
            MapView.this.clear();
        }
    }

    private final class Entries extends AbstractSet<Entry<K, V>>
    {
        @Override
        public Iterator<Entry<K, V>> iterator()
        {
            return new Walk<>(Function.identity());
        }

        @Override
        public int size()
        {
            return MapView.this.size();
        }

        @Override
        public boolean contains(final Object object)
        {
            if (!(object instanceof final Entry<?, ?> entry) || entry.getKey() == null)
            {
                return false;
            }
            final V value = get(entry.getKey());
            return value != null && value.equals(entry.getValue());
        }

        @Override
        public boolean remove(final Object object)
        {
            return contains(object) && delete(key(((Entry<?, ?>)object).getKey())) != null;
        }

        @Override
        public void clear()
        {
            MapView.this.clear();
        }
    }

    /** Looks one entry ahead as soon as it is asked whether there is one; after the last it closes its cursor. */
    private final class Walk<T> implements Iterator<T>
    {
        private final Function<Entry<K, V>, T> part;
        private final EntryCursor<K, V> cursor = open();
        private Entry<K, V> ahead;
        private K last;
        private boolean ended;

        Walk(final Function<Entry<K, V>, T> part)
        {
            this.part = part;
        }

        @Override
        public boolean hasNext()
        {
            if (ahead == null && !ended)
            {
                if (cursor.next())
                {
                    ahead = new Snapshot(cursor.key(), cursor.value());
                }
                else
                {
                    ended = true;
                    cursor.close();
                }
            }
            return ahead != null;
        }

        @Override
        public T next()
        {
            if (!hasNext())
            {
                throw new NoSuchElementException();
            }
            final Entry<K, V> entry = ahead;
            ahead = null;
            last = entry.getKey();
            return part.apply(entry);
        }

        @Override
        public void remove()
        {
            if (last == null)
            {
                throw new IllegalStateException("no entry to remove, next() comes first: entry=null");
            }
            delete(last);
            last = null;
        }
    }

    private final class Snapshot extends SimpleEntry<K, V>
    {
        private static final long serialVersionUID = 1;

        Snapshot(final K key, final V value)
        {
            super(key, value);
        }

        @Override
        public V setValue(final V value)
        {
            put(getKey(), value);
            return super.setValue(value);
        }
    }
}
