// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.BytesKeyCursor;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.offheap.memory.Memory;

/** A cursor that keeps a copy of the key that it stands on; keys are a fixed number of bytes. */
abstract class BytesKeyHmapCursor extends HmapCursor implements BytesKeyCursor
{
    private final byte[] key;
    private Stretch stretch;

    BytesKeyHmapCursor(final Hmap map)
    {
        super(map);
        key = new byte[map.type.key().size()];
    }

    /** Copies the key of the current entry. */
    final void takeKey()
    {
        Memory.getSlot(map.memory, map.keyAt(placeNow()), key);
    }

    /** Copies the key of an entry of the owner on which the cursor does not stand, and lends the copy. */
    final byte[] lentKey(final Hmap owner, final long bucket, final int slot)
    {
        Memory.getSlot(
            owner.memory, BytesKey.load(owner, BmapDescriptor.keyOffset(bucket, slot, owner.keySize)), key);
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
        Batch.requireRange("target", target, offset, key.length);
        System.arraycopy(key, 0, target, offset, key.length);
        return key.length;
    }

    @Override
    public final void close()
    {
        end();
    }
}
