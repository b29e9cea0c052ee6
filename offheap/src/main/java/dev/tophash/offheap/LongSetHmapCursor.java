// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

/** A cursor of a set. */
final class LongSetHmapCursor extends LongKeyHmapCursor
{
    private final LongSetContents owner;

    LongSetHmapCursor(final LongSetContents owner)
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
            return true;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw owner.failure(e);
        }
    }

    @Override
    public void remove()
    {
        beginRemove();
        owner.remove(ownKey());
    }
}
