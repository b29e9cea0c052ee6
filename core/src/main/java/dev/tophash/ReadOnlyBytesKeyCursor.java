// SPDX-License-Identifier: Apache-2.0
package dev.tophash;

/** A cursor whose changing operations are refused; keys are bytes. */
abstract class ReadOnlyBytesKeyCursor implements BytesKeyCursor
{
    private final BytesKeyCursor cursor;

    ReadOnlyBytesKeyCursor(final BytesKeyCursor cursor)
    {
        this.cursor = cursor;
    }

    static UnsupportedOperationException refused()
    {
        return new UnsupportedOperationException("read-only view of a map");
    }

    @Override
    public final boolean next()
    {
        return cursor.next();
    }

    @Override
    public final int keySize()
    {
        return cursor.keySize();
    }

    @Override
    public final void copyKey(final byte[] key)
    {
        cursor.copyKey(key);
    }

    @Override
    public final int copyKey(final byte[] target, final int offset)
    {
        return cursor.copyKey(target, offset);
    }

    @Override
    public final void remove()
    {
        throw refused();
    }

    @Override
    public final void close()
    {
        cursor.close();
    }
}
