// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.hash.MemHash;
import dev.tophash.offheap.memory.Memory;

/**
 * Keys of any number of bytes of plain memory; a key travels as the offset of its bytes. More than 128 bytes are
 * indirect: the slot holds the address of a box.
 */
final class BytesKey
{
    private BytesKey()
    {
    }

    /** Whether a key travels as itself or as the offset of its value. */
    static boolean travelsByValue()
    {
        return false;
    }

    static int size(final Hmap h)
    {
        return h.keySize;
    }

    static long load(final Hmap h, final long slot)
    {
        return null == h.keyPointers ? slot : h.offsetAt(slot);
    }

    static long hash(final Hmap h, final long key)
    {
        return MemHash.hash(Memory.SOURCE, h.memory, key, h.type.key().size(), h.seed, h.keys);
    }

    static boolean equalsAt(final Hmap h, final long slot, final long key)
    {
        return Memory.equal(h.memory, load(h, slot), key, h.type.key().size());
    }

    static boolean equalsItself(final Hmap h, final long key)
    {
        return true;
    }

    static long boxNeed(final Hmap h, final long key)
    {
        return null == h.keyPointers ? 0 : h.keyPointers.need(key);
    }

    static void store(final Hmap h, final long slot, final long key)
    {
        if (null == h.keyPointers)
        {
            Memory.copySlot(h.memory, key, slot, h.keySize);
        }
        else
        {
            h.keyPointers.store(key, slot);
        }
    }

    static void update(final Hmap h, final long slot, final long key)
    {
        // Plain memory is not rewritten: equal keys have equal bytes.
    }

    static void clear(final Hmap h, final long slot)
    {
        if (null != h.keyPointers)
        {
            h.keyPointers.free(slot);
            Memory.putLong(h.memory, slot, 0);
        }
    }
}
