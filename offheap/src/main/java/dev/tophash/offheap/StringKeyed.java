// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.offheap.values.KeyStage;

/**
 * The way from a {@code String} to its place: the key is staged as Go's string, then the walk is asked. Once the walk
 * has answered, the staged key is not needed any more.
 */
abstract class StringKeyed extends StringKeyTable
{
    private final KeyStage stage;

    StringKeyed(final Opening opening)
    {
        super(opening);
        stage = new KeyStage(heap, 0);
        if (opening.adopted())
        {
            stage.makeRoomFor(Adoption.longestString(this));
        }
    }

    @Override
    final KeyStage keyStage()
    {
        return stage;
    }

    final long find(final String key)
    {
        final int cell = stage.acquireForRead();
        try
        {
            final long staged = stage.putToFind(cell, key);
            return staged == NIL ? findNothing() : find(staged);
        }
        finally
        {
            stage.giveBack(cell);
        }
    }

    /** The answer for a key that is longer than all others; a closed map has none. */
    private long findNothing()
    {
        heap.requireOpen();
        return Place.NOT_FOUND;
    }

    final long assign(final String key)
    {
        final int cell = stage.acquireForWrite();
        try
        {
            return assign(stage.put(cell, key));
        }
        finally
        {
            stage.giveBack(cell);
        }
    }

    final long prepare(final String key)
    {
        final int cell = stage.acquireForWrite();
        try
        {
            return prepare(stage.put(cell, key));
        }
        finally
        {
            stage.giveBack(cell);
        }
    }

    final long addPrepared(final long place, final String key)
    {
        final int cell = stage.acquireForWrite();
        try
        {
            return addPrepared(place, stage.put(cell, key));
        }
        finally
        {
            stage.giveBack(cell);
        }
    }

    final long beginDelete(final String key)
    {
        final int cell = stage.acquireForWrite();
        try
        {
            final long staged = stage.putToFind(cell, key);
            return staged == NIL ? findNothing() : beginDelete(staged);
        }
        finally
        {
            stage.giveBack(cell);
        }
    }
}
