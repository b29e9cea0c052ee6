// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/**
 * A map to structs whose writes step a sequence, for a view of other threads.
 */
final class WatchedLongStructMap extends OffHeapLongStructMap
{
    private WatchedLongStructMap(final Opening opening)
    {
        super(opening);
        heap.watch();
        if (keyStage() != null)
        {
            keyStage().shareWithReaders();
        }
    }

    /** Makes one; a method, so that who makes a map without one need not load this class. */
    static OffHeapLongStructMap open(final Opening opening)
    {
        return new WatchedLongStructMap(opening);
    }

    @Override
    public boolean getOrCreate(final long key, final StructFlyweight flyweight)
    {
        beginStep();
        try
        {
            return super.getOrCreate(key, flyweight);
        }
        finally
        {
            endStep();
        }
    }

    @Override
    public boolean withValue(final long key, final Consumer<? super MemorySegment> function)
    {
        beginStep();
        try
        {
            return super.withValue(key, function);
        }
        finally
        {
            endStep();
        }
    }

    @Override
    public boolean put(final long key, final byte[] value)
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
    public boolean put(final long key, final MemorySegment value)
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
    public boolean putIfAbsent(final long key, final byte[] value)
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
    public void remove(final StructFlyweight flyweight)
    {
        beginStep();
        try
        {
            super.remove(flyweight);
        }
        finally
        {
            endStep();
        }
    }

    @Override
    public boolean remove(final long key)
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
    public int removeAll(final long[] keys, final int offset, final int count)
    {
        Batch.requireRange("keys", keys, offset, count);
        requireWritable();
        int removed = 0;
        for (int i = 0; i < count; i++)
        {
            removed += remove(keys[offset + i]) ? 1 : 0;
        }
        return removed;
    }
}
