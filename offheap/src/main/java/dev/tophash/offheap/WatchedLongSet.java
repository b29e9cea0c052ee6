// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

/**
 * A set whose writes step the sequence of its view, see {@link WatchedLongDoubleMap}.
 */
final class WatchedLongSet extends OffHeapLongSet
{
    private final LongSetSingleWriterView view;

    private WatchedLongSet(final Opening opening)
    {
        super(opening);
        view = new LongSetSingleWriterView(this);
    }

    /** A map with its view; a method, so that who makes a map without one need not load this class. */
    static OffHeapLongSet open(final Opening opening)
    {
        return new WatchedLongSet(opening);
    }

    @Override
    LongSetSingleWriterView view()
    {
        return view;
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
