// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.values.KeyStage;

/**
 * The way from a fixed number of bytes to their place: the key is staged in the region, then the walk is asked. Once
 * the walk has answered, the staged key is not needed any more.
 */
abstract class BytesKeyed extends BytesKeyTable
{
    private final KeyStage stage;
    private final int keyBytes;

    BytesKeyed(final Opening opening)
    {
        super(opening);
        keyBytes = type.key().size();
        stage = new KeyStage(heap, keyBytes);
    }

    @Override
    final KeyStage keyStage()
    {
        return stage;
    }

    /**
     * Bytes of a key.
     *
     * @return at least 1.
     */
    public final int keySize()
    {
        return keyBytes;
    }

    /** Refuses an array that is no key. */
    static void checkKey(final byte[] key, final int keySize)
    {
        if (key.length != keySize)
        {
            throw new IllegalArgumentException("key of wrong length: length=" + key.length + ", keySize=" + keySize);
        }
    }

    private long put(final int cell, final byte[] key)
    {
        final long offset = stage.offset(cell);
        Memory.putBytes(key, 0, memory, offset, keyBytes);
        return offset;
    }

    final long find(final byte[] key)
    {
        checkKey(key, keyBytes);
        final int cell = stage.acquireForRead();
        try
        {
            return find(put(cell, key));
        }
        finally
        {
            stage.giveBack(cell);
        }
    }

    final long assign(final byte[] key)
    {
        checkKey(key, keyBytes);
        final int cell = stage.acquireForWrite();
        try
        {
            return assign(put(cell, key));
        }
        finally
        {
            stage.giveBack(cell);
        }
    }

    final long prepare(final byte[] key)
    {
        checkKey(key, keyBytes);
        final int cell = stage.acquireForWrite();
        try
        {
            return prepare(put(cell, key));
        }
        finally
        {
            stage.giveBack(cell);
        }
    }

    final long addPrepared(final long place, final byte[] key)
    {
        final int cell = stage.acquireForWrite();
        try
        {
            return addPrepared(place, put(cell, key));
        }
        finally
        {
            stage.giveBack(cell);
        }
    }

    final long beginDelete(final byte[] key)
    {
        checkKey(key, keyBytes);
        final int cell = stage.acquireForWrite();
        try
        {
            return beginDelete(put(cell, key));
        }
        finally
        {
            stage.giveBack(cell);
        }
    }
}
