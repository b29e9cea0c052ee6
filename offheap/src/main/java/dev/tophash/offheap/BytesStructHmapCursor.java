// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.BytesStructCursor;
import dev.tophash.offheap.memory.Memory;

/** A cursor that keeps a copy of the entry that it stands on; keys and values are bytes of fixed sizes. */
final class BytesStructHmapCursor extends HmapCursor implements BytesStructCursor
{
    private final OffHeapBytesStructMap owner;
    private final byte[] key;
    private final byte[] elem;

    BytesStructHmapCursor(final OffHeapBytesStructMap owner)
    {
        super(owner);
        this.owner = owner;
        this.key = new byte[owner.keySize()];
        this.elem = new byte[owner.elemSize()];
    }

    @Override
    public boolean next()
    {
        if (!advance())
        {
            return false;
        }
        final long place = place();
        try
        {
            Memory.getBytes(owner.memory, owner.keyAt(place), key, 0, key.length);
            Memory.getBytes(owner.memory, owner.elemOffset(place), elem, 0, elem.length);
            return true;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw owner.failure(e);
        }
    }

    /** The copy itself. */
    byte[] ownKey()
    {
        return key;
    }

    /** The copy itself. */
    byte[] ownElem()
    {
        return elem;
    }

    @Override
    public void copyKey(final byte[] target)
    {
        place();
        owner.checkKey(target);
        System.arraycopy(key, 0, target, 0, key.length);
    }

    @Override
    public void copyElem(final byte[] target)
    {
        place();
        owner.checkElem(target);
        System.arraycopy(elem, 0, target, 0, elem.length);
    }

    @Override
    public void setElem(final byte[] source)
    {
        place();
        owner.put(key, source);
        System.arraycopy(source, 0, elem, 0, elem.length);
    }

    @Override
    public void remove()
    {
        beginRemove();
        owner.remove(key);
    }

    @Override
    public void close()
    {
        end();
    }
}
