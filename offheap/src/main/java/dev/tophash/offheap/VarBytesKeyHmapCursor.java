// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.BytesKeyCursor;
import dev.tophash.layout.StringDescriptor;
import dev.tophash.offheap.memory.Memory;

/**
 * A cursor that knows where the bytes lie that it stands on. Nothing that an open cursor may read is reused, so they
 * stay what they were, unless the map is wiped.
 */
abstract class VarBytesKeyHmapCursor extends HmapCursor implements BytesKeyCursor
{
    private long content;
    private int length;
    private int zeroings;

    VarBytesKeyHmapCursor(final Hmap map)
    {
        super(map);
    }

    /** Notes where the key of the current entry lies. */
    final void takeKey()
    {
        final long slot = Place.keyOffset(place(), StringDescriptor.SIZE);
        final long size = Memory.getLong(map.memory, slot + StringDescriptor.LENGTH_OFFSET);
        content = map.offsetAt(slot + StringDescriptor.ADDRESS_OFFSET);
        map.heap.checkExtent(content, size);
        length = (int)size;
        zeroings = map.heap.reclaimer().zeroings();
    }

    /** The key, in the form in which the map takes keys: a new array. */
    final byte[] ownKey()
    {
        final byte[] key = new byte[keySize()];
        copyKey(key);
        return key;
    }

    /** A copy that the caller may keep. */
    final byte[] keptKey()
    {
        return ownKey();
    }

    @Override
    public final int keySize()
    {
        place();
        return length;
    }

    @Override
    public final void copyKey(final byte[] target)
    {
        place();
        BytesKeyed.checkKey(target, length);
        copyTo(target, 0);
    }

    @Override
    public final int copyKey(final byte[] target, final int offset)
    {
        place();
        Batch.requireRange("target", target, offset, length);
        copyTo(target, offset);
        return length;
    }

    private void copyTo(final byte[] target, final int offset)
    {
        requireUnwiped(zeroings);
        try
        {
            Memory.getBytes(map.memory, content, target, offset, length);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw map.failure(e);
        }
    }

    @Override
    public final void close()
    {
        end();
    }
}
