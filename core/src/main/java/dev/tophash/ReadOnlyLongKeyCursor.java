// SPDX-License-Identifier: Apache-2.0
package dev.tophash;

/** A cursor whose changing operations are refused; keys are of type {@code long}. */
abstract class ReadOnlyLongKeyCursor implements LongKeyCursor
{
    private final LongKeyCursor cursor;

    ReadOnlyLongKeyCursor(final LongKeyCursor cursor)
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
    public final long key()
    {
        return cursor.key();
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
