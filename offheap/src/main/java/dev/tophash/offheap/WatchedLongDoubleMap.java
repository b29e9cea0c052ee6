// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.LongDoubleFunction;
import dev.tophash.LongDoubleUpdate;
import dev.tophash.PutAllException;
import java.util.function.DoubleBinaryOperator;

/**
 * A map from {@code long} to {@code double} whose writes step a sequence, for a view of other threads. A class of its
 * own: a map without a view has no branch for one. Whatever is not here writes through what is here.
 */
final class WatchedLongDoubleMap extends OffHeapLongDoubleMap
{
    private WatchedLongDoubleMap(final Opening opening)
    {
        super(opening);
        heap.watch();
        if (keyStage() != null)
        {
            keyStage().shareWithReaders();
        }
    }

    /** Makes one; a method, so that who makes a map without one need not load this class. */
    static OffHeapLongDoubleMap open(final Opening opening)
    {
        return new WatchedLongDoubleMap(opening);
    }

    @Override
    public double put(final long key, final double value)
    {
        beginStep();
        try
        {
            return super.put(key, value);
        }
        finally
        {
            endStep();
        }
    }

    @Override
    public double putIfAbsent(final long key, final double value)
    {
        beginStep();
        try
        {
            return super.putIfAbsent(key, value);
        }
        finally
        {
            endStep();
        }
    }

    @Override
    public double remove(final long key)
    {
        beginStep();
        try
        {
            return super.remove(key);
        }
        finally
        {
            endStep();
        }
    }

    @Override
    public boolean remove(final long key, final double expected)
    {
        beginStep();
        try
        {
            return super.remove(key, expected);
        }
        finally
        {
            endStep();
        }
    }

    @Override
    public double addTo(final long key, final double delta)
    {
        beginStep();
        try
        {
            return super.addTo(key, delta);
        }
        finally
        {
            endStep();
        }
    }

    @Override
    public double getAndAdd(final long key, final double delta)
    {
        beginStep();
        try
        {
            return super.getAndAdd(key, delta);
        }
        finally
        {
            endStep();
        }
    }

    @Override
    public double getOrPut(final long key, final double value)
    {
        beginStep();
        try
        {
            return super.getOrPut(key, value);
        }
        finally
        {
            endStep();
        }
    }

    @Override
    public double replace(final long key, final double value)
    {
        beginStep();
        try
        {
            return super.replace(key, value);
        }
        finally
        {
            endStep();
        }
    }

    @Override
    public boolean compareAndReplace(final long key, final double expected, final double value)
    {
        beginStep();
        try
        {
            return super.compareAndReplace(key, expected, value);
        }
        finally
        {
            endStep();
        }
    }

    @Override
    public double computeIfAbsent(final long key, final LongDoubleFunction function)
    {
        beginStep();
        try
        {
            return super.computeIfAbsent(key, function);
        }
        finally
        {
            endStep();
        }
    }

    @Override
    public double computeIfPresent(final long key, final LongDoubleUpdate update)
    {
        beginStep();
        try
        {
            return super.computeIfPresent(key, update);
        }
        finally
        {
            endStep();
        }
    }

    @Override
    public double compute(final long key, final LongDoubleUpdate update)
    {
        beginStep();
        try
        {
            return super.compute(key, update);
        }
        finally
        {
            endStep();
        }
    }

    @Override
    public double merge(final long key, final double value, final DoubleBinaryOperator operator)
    {
        beginStep();
        try
        {
            return super.merge(key, value, operator);
        }
        finally
        {
            endStep();
        }
    }

    @Override
    public void putAll(
        final long[] keys, final int offset, final int count, final double[] values, final int valuesOffset)
    {
        Batch.requireRange("keys", keys, offset, count);
        Batch.requireRange("values", values, valuesOffset, count);
        requireWritable();
        int done = 0;
        try
        {
            for (; done < count; done++)
            {
                put(keys[offset + done], values[valuesOffset + done]);
            }
        }
        catch (final RuntimeException e)
        {
            throw new PutAllException(done, e);
        }
    }

    @Override
    public int removeAll(final long[] keys, final int offset, final int count)
    {
        Batch.requireRange("keys", keys, offset, count);
        requireWritable();
        int removed = 0;
        for (int i = 0; i < count; i++)
        {
            final long before = sizeLong();
            remove(keys[offset + i]);
            removed += sizeLong() == before ? 0 : 1;
        }
        return removed;
    }
}
