// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.LongDoubleCursor;
import dev.tophash.offheap.memory.Memory;

/** A cursor that keeps a copy of the entry that it stands on; values are of type {@code double}. */
final class LongDoubleHmapCursor extends LongKeyHmapCursor implements LongDoubleCursor
{
    private final LongDoubleContents owner;
    private double value;

    LongDoubleHmapCursor(final LongDoubleContents owner)
    {
        super(owner);
        this.owner = owner;
    }

    @Override
    public boolean next()
    {
        if (!advance())
        {
            return false;
        }
        try
        {
            takeKey();
            value = Memory.getDouble(owner.memory, owner.elemAt(placeNow()));
            return true;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw owner.failure(e);
        }
    }

    /** The value as it was taken, whether or not the cursor still stands there. */
    double ownValue()
    {
        return value;
    }

    @Override
    public double value()
    {
        place();
        return value;
    }

    @Override
    public void setValue(final double newValue)
    {
        place();
        owner.put(ownKey(), newValue);
        value = newValue;
    }

    @Override
    public void remove()
    {
        beginRemove();
        owner.remove(ownKey());
    }
}
