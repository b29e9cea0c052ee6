// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.PutAllException;

/**
 * A set whose writes step a sequence, for a view of other threads.
 */
final class WatchedLongSet extends OffHeapLongSet
{
    private WatchedLongSet(final Opening opening)
    {
        super(opening);
        heap.watch();
        if (keyStage() != null)
        {
            keyStage().shareWithReaders();
        }
    }

    /** Makes one; a method, so that who makes a map without one need not load this class. */
    static OffHeapLongSet open(final Opening opening)
    {
        return new WatchedLongSet(opening);
    }

    @Override
    public boolean add(final long key)
    {
        beginStep();
        try
        {
            return super.add(key);
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
    public int addAll(final long[] keys, final int offset, final int count)
    {
        Batch.requireRange("keys", keys, offset, count);
        requireWritable();
        int newCount = 0;
        int done = 0;
        try
        {
            for (; done < count; done++)
            {
                newCount += add(keys[offset + done]) ? 1 : 0;
            }
            return newCount;
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
            removed += remove(keys[offset + i]) ? 1 : 0;
        }
        return removed;
    }
}
