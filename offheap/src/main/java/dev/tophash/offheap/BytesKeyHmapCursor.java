// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.BytesKeyCursor;
import dev.tophash.offheap.memory.Memory;

/** A cursor that keeps a copy of the key that it stands on; keys are a fixed number of bytes. */
abstract class BytesKeyHmapCursor extends HmapCursor implements BytesKeyCursor
{
    private final byte[] key;

    BytesKeyHmapCursor(final Hmap map)
    {
        super(map);
        key = new byte[map.type.key().size()];
    }

    /** Copies the key of the current entry. */
    final void takeKey()
    {
        Memory.getBytes(map.memory, map.keyAt(place()), key, 0, key.length);
    }

    /** The copy itself, in the form in which the map takes keys. */
    final byte[] ownKey()
    {
        return key;
    }

    /** A copy that the caller may keep. */
    final byte[] keptKey()
    {
        return key.clone();
    }

    @Override
    public final int keySize()
    {
        place();
        return key.length;
    }

    @Override
    public final void copyKey(final byte[] target)
    {
        place();
        BytesKeyed.checkKey(target, key.length);
        System.arraycopy(key, 0, target, 0, key.length);
    }

    @Override
    public final int copyKey(final byte[] target, final int offset)
    {
        place();
        Batch.requireRange("target", target.length, offset, key.length);
        System.arraycopy(key, 0, target, offset, key.length);
        return key.length;
    }

    @Override
    public final void close()
    {
        end();
    }
}
