// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.StringKeyCursor;
import dev.tophash.layout.StringDescriptor;
import dev.tophash.offheap.memory.Memory;

/**
 * A cursor that knows where the string lies that it stands on. Nothing that an open cursor may read is reused, so the
 * bytes stay what they were, unless the map is wiped.
 */
abstract class StringKeyHmapCursor extends HmapCursor implements StringKeyCursor
{
    private long content;
    private long length;
    private int zeroings;

    StringKeyHmapCursor(final Hmap map)
    {
        super(map);
    }

    /** Notes where the key of the current entry lies. */
    final void takeKey()
    {
        final long slot = Place.keyOffset(place(), StringDescriptor.SIZE);
        content = map.offsetAt(slot + StringDescriptor.ADDRESS_OFFSET);
        length = Memory.getLong(map.memory, slot + StringDescriptor.LENGTH_OFFSET);
        zeroings = map.heap.reclaimer().zeroings();
    }

    /** The key, in the form in which the map takes keys: a new string. */
    final String ownKey()
    {
        return key();
    }

    /** A copy that the caller may keep. */
    final String keptKey()
    {
        return key();
    }

    @Override
    public final String key()
    {
        place();
        requireUnwiped(zeroings);
        try
        {
            return map.heap.readString(content, length);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw map.failure(e);
        }
    }

    @Override
    public final int keySize()
    {
        place();
        requireUnwiped(zeroings);
        map.heap.checkExtent(content, length);
        return (int)length;
    }

    @Override
    public final void copyKey(final byte[] target)
    {
        BytesKeyed.checkKey(target, keySize());
        copyTo(target, 0);
    }

    @Override
    public final int copyKey(final byte[] target, final int offset)
    {
        final int size = keySize();
        Batch.requireRange("target", target, offset, size);
        copyTo(target, offset);
        return size;
    }

    private void copyTo(final byte[] target, final int offset)
    {
        try
        {
            Memory.getBytes(map.memory, content, target, offset, (int)length);
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
