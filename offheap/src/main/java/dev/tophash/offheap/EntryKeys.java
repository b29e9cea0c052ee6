// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.BytesKeyCursor;
import dev.tophash.IntKeyCursor;
import dev.tophash.LongKeyCursor;
import dev.tophash.StringKeyCursor;

/** The key of a cursor's entry, in one word for all kinds. */
final class EntryKeys
{
    private EntryKeys()
    {
    }

    static long of(final LongKeyCursor cursor)
    {
        return cursor.key();
    }

    static int of(final IntKeyCursor cursor)
    {
        return cursor.key();
    }

    static String of(final StringKeyCursor cursor)
    {
        return cursor.key();
    }

    static byte[] of(final BytesKeyCursor cursor)
    {
        final byte[] key = new byte[cursor.keySize()];
        cursor.copyKey(key);
        return key;
    }
}
