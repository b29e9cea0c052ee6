// SPDX-License-Identifier: Apache-2.0
package dev.tophash;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;

/** A {@link LongDoubleMap} whose changing operations are refused: {@link LongDoubleMap#readOnly}. */
final class ReadOnlyLongDoubleMap implements LongDoubleMap
{
    private final LongDoubleMap map;

    ReadOnlyLongDoubleMap(final LongDoubleMap map)
    {
        this.map = map;
        if (map.isClosed())
        {
            map.sizeLong(); // refused with its name
            throw new MapClosedException();
        }
    }

    private static UnsupportedOperationException refused()
    {
        return ReadOnlyLongKeyCursor.refused();
    }

    @Override
    public double get(final long key)
    {
        return map.get(key);
    }

    @Override
    public LongDoubleMap readOnly()
    {
        return this;
    }

    @Override
    @SuppressWarnings("MustBeClosed") // What is returned closes it.
    @MustBeClosed
    public LongDoubleCursor cursor()
    {
        return new Cursor(map.cursor());
    }

    @Override
    public double missingValue()
    {
        return map.missingValue();
    }

    @Override
    public double getOrDefault(final long key, final double defaultValue)
    {
        return map.getOrDefault(key, defaultValue);
    }

    @Override
    public boolean containsKey(final long key)
    {
        return map.containsKey(key);
    }

    @Override
    public int size()
    {
        return map.size();
    }

    @Override
    public long sizeLong()
    {
        return map.sizeLong();
    }

    @Override
    public boolean isEmpty()
    {
        return map.isEmpty();
    }

    @Override
    public void forEach(final LongDoubleConsumer consumer)
    {
        map.forEach(consumer);
    }

    @Override
    public boolean containsValue(final double value)
    {
        return map.containsValue(value);
    }

    @Override
    public int getAll(
        final long[] keys, final int offset, final int count, final double[] values, final int valuesOffset)
    {
        return map.getAll(keys, offset, count, values, valuesOffset);
    }

    @Override
    public boolean containsAll(final long[] keys, final int offset, final int count)
    {
        return map.containsAll(keys, offset, count);
    }

    @Override
    public long[] keysToArray()
    {
        return map.keysToArray();
    }

    @Override
    public double[] valuesToArray()
    {
        return map.valuesToArray();
    }

    @Override
    public boolean equals(final Object other)
    {
        return this == other || map.equals(other);
    }

    @Override
    public int hashCode()
    {
        return map.hashCode();
    }

    @Override
    public String toString()
    {
        return map.toString();
    }

    @Override
    public boolean isClosed()
    {
        return map.isClosed();
    }

    @Override
    public double put(final long key, final double value)
    {
        throw refused();
    }

    @Override
    public double putIfAbsent(final long key, final double value)
    {
        throw refused();
    }

    @Override
    public double remove(final long key)
    {
        throw refused();
    }

    @Override
    public double addTo(final long key, final double delta)
    {
        throw refused();
    }

    @Override
    public double getAndAdd(final long key, final double delta)
    {
        throw refused();
    }

    @Override
    public double getOrPut(final long key, final double value)
    {
        throw refused();
    }

    @Override
    public double replace(final long key, final double value)
    {
        throw refused();
    }

    @Override
    public boolean compareAndReplace(final long key, final double expected, final double value)
    {
        throw refused();
    }

    @Override
    public boolean remove(final long key, final double expected)
    {
        throw refused();
    }

    @Override
    public double computeIfAbsent(final long key, final LongDoubleFunction function)
    {
        throw refused();
    }

    @Override
    public double computeIfPresent(final long key, final LongDoubleUpdate update)
    {
        throw refused();
    }

    @Override
    public double compute(final long key, final LongDoubleUpdate update)
    {
        throw refused();
    }

    @Override
    public double merge(final long key, final double value, final DoubleBinaryOperator operator)
    {
        throw refused();
    }

    @Override
    public long removeIf(final LongDoublePredicate predicate)
    {
        throw refused();
    }

    @Override
    public long retainIf(final LongDoublePredicate predicate)
    {
        throw refused();
    }

    @Override
    public void replaceAll(final LongDoubleUpdate update)
    {
        throw refused();
    }

    @Override
    public void putAll(final LongDoubleMap entries)
    {
        throw refused();
    }

    @Override
    public void putAll(final Map<? extends Long, ? extends Double> entries)
    {
        throw refused();
    }

    @Override
    public void putAll(
        final long[] keys, final int offset, final int count, final double[] values, final int valuesOffset)
    {
        throw refused();
    }

    @Override
    public int removeAll(final long[] keys, final int offset, final int count)
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

    private static final class Cursor extends ReadOnlyLongKeyCursor implements LongDoubleCursor
    {
        private final LongDoubleCursor entries;

        Cursor(final LongDoubleCursor entries)
        {
            super(entries);
            this.entries = entries;
        }

        @Override
        public double value()
        {
            return entries.value();
        }

        @Override
        public void setValue(final double value)
        {
            throw refused();
        }
    }
}
