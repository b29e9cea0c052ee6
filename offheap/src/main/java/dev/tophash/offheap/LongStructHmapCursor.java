// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.LongStructCursor;
import dev.tophash.offheap.memory.Memory;

/** A cursor that keeps a copy of the entry that it stands on; values are structs. */
final class LongStructHmapCursor extends LongKeyHmapCursor implements LongStructCursor
{
    private final LongStructSegments owner;
    private final byte[] value;

    LongStructHmapCursor(final LongStructSegments owner)
    {
        super(owner);
        this.owner = owner;
        value = new byte[owner.valueSize()];
    }

    @Override
    public boolean next()
    {
        if (!advance())
        {
            return false;
        }
        copy();
        return true;
    }

    /** As {@link #next}, and leaves the value where it is: that of the entry before stays in the copy. */
    boolean nextKey()
    {
        if (!advance())
        {
            return false;
        }
        try
        {
            takeKey();
            return true;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw owner.failure(e);
        }
    }

    // Numbers only {
    /** Goes to an entry of a stretch that begins at the current entry. */
    void goTo(final Stretch stretch, final int entry)
    {
        standOn(stretch, entry);
        copy();
    }
    // }

    private void copy()
    {
        try
        {
            takeKey();
            Memory.getSlot(owner.memory, owner.elemOffset(placeNow()), value);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw owner.failure(e);
        }
    }

    /** The copy itself. */
    byte[] ownValue()
    {
        return value;
    }

    @Override
    public void copyValue(final byte[] target)
    {
        place();
        owner.checkValue(target);
        System.arraycopy(value, 0, target, 0, value.length);
    }

    @Override
    public void setValue(final byte[] source)
    {
        place();
        owner.put(ownKey(), source);
        System.arraycopy(source, 0, value, 0, value.length);
    }

    @Override
    public void remove()
    {
        beginRemove();
        owner.remove(ownKey());
    }
}
