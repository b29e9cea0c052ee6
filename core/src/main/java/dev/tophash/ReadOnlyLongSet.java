// SPDX-License-Identifier: Apache-2.0
package dev.tophash;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.Collection;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

/** A {@link LongSet} whose changing operations are refused: {@link LongSet#readOnly}. */
final class ReadOnlyLongSet implements LongSet
{
    private final LongSet set;

    ReadOnlyLongSet(final LongSet set)
    {
        this.set = set;
        if (set.isClosed())
        {
            set.sizeLong(); // refused with its name
            throw new MapClosedException();
        }
    }

    private static UnsupportedOperationException refused()
    {
        return ReadOnlyLongKeyCursor.refused();
    }

    @Override
    public LongSet readOnly()
    {
        return this;
    }

    @Override
    @SuppressWarnings("MustBeClosed") // What is returned closes it.
    @MustBeClosed
    public LongKeyCursor cursor()
    {
        return new Cursor(set.cursor());
    }

    @Override
    public boolean contains(final long key)
    {
        return set.contains(key);
    }

    @Override
    public boolean containsAll(final LongSet keys)
    {
        return set.containsAll(keys);
    }

    @Override
    public boolean containsAll(final long[] keys, final int offset, final int count)
    {
        return set.containsAll(keys, offset, count);
    }

    @Override
    public int size()
    {
        return set.size();
    }

    @Override
    public long sizeLong()
    {
        return set.sizeLong();
    }

    @Override
    public boolean isEmpty()
    {
        return set.isEmpty();
    }

    @Override
    public void forEach(final LongConsumer consumer)
    {
        set.forEach(consumer);
    }

    @Override
    public long[] toArray()
    {
        return set.toArray();
    }

    @Override
    public boolean equals(final Object other)
    {
        return this == other || set.equals(other);
    }

    @Override
    public int hashCode()
    {
        return set.hashCode();
    }

    @Override
    public String toString()
    {
        return set.toString();
    }

    @Override
    public boolean isClosed()
    {
        return set.isClosed();
    }

    @Override
    public boolean add(final long key)
    {
        throw refused();
    }

    @Override
    public boolean remove(final long key)
    {
        throw refused();
    }

    @Override
    public long removeIf(final LongPredicate predicate)
    {
        throw refused();
    }

    @Override
    public long retainIf(final LongPredicate predicate)
    {
        throw refused();
    }

    @Override
    public long addAll(final LongSet keys)
    {
        throw refused();
    }

    @Override
    public long addAll(final long[] keys)
    {
        throw refused();
    }

    @Override
    public int addAll(final long[] keys, final int offset, final int count)
    {
        throw refused();
    }

    @Override
    public int removeAll(final long[] keys, final int offset, final int count)
    {
        throw refused();
    }

    @Override
    public long addAll(final Collection<? extends Long> keys)
    {
        throw refused();
    }

    @Override
    public void clear()
    {
        throw refused();
    }

    @Override
    public void close()
    {
        throw refused();
    }

    private static final class Cursor extends ReadOnlyLongKeyCursor
    {
        Cursor(final LongKeyCursor keys)
        {
            super(keys);
        }
    }
}
