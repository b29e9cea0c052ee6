// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.LongKeyCursor;

/** A cursor that keeps a copy of the key that it stands on; keys are of type {@code long}. */
abstract class LongKeyHmapCursor extends HmapCursor implements LongKeyCursor
{
    private long key;
    private Stretch stretch;

    LongKeyHmapCursor(final Hmap map)
    {
        super(map);
    }

    /** Copies the key of the current entry. */
    final void takeKey()
    {
        key = LongKey.at(map, placeNow());
    }

    /** The key of an entry of the owner on which the cursor does not stand; cursors of bytes lend a copy. */
    final long lentKey(final Hmap owner, final long bucket, final int slot)
    {
        return LongKey.at(owner, bucket, slot);
    }

    /** The copy, in the form in which the map takes keys. */
    final long ownKey()
    {
        return key;
    }

    /** A copy that the caller may keep. */
    final long keptKey()
    {
        return key;
    }

    @Override
    public final long key()
    {
        place();
        return key;
    }

    /** Entries ahead, for a walk over all; made when it is first needed. */
    final Stretch stretch()
    {
        if (stretch == null)
        {
            stretch = new Stretch();
        }
        collect(stretch);
        return stretch;
    }

    @Override
    public final void close()
    {
        end();
    }
}
