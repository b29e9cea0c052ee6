// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

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
}
