// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.hash.MemHash;
import dev.tophash.offheap.memory.CallerBytes;
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
        return h.keyPointers == null ? slot : h.offsetAt(slot);
    }

    /** Where the elem of an entry stands. */
    static long elemOffset(final Hmap h, final long place, final int elemSize)
    {
        return Place.elemOffset(place, h.keySize, elemSize);
    }

    static long hash(final Hmap h, final long keyOffset)
    {
        return MemHash.hash(Memory.SOURCE, h.memory, keyOffset, h.type.key().size(), h.seed(), h.keys);
    }

    static boolean equalsAt(final Hmap h, final long slot, final long keyOffset)
    {
        return Memory.equal(h.memory, load(h, slot), keyOffset, h.type.key().size());
    }

    /** Whether a slot holds the bytes of an array, compared where they lie. */
    static boolean equalsArray(final Hmap h, final long slot, final byte[] key)
    {
        return CallerBytes.equal(CallerBytes.ARRAY, key, 0, h.memory, load(h, slot), key.length);
    }

    /** Whether a slot holds the bytes of a view, compared where they lie. */
    static boolean equalsView(final Hmap h, final long slot, final KeyView key)
    {
        return key.equalsAt(h.memory, load(h, slot));
    }

    /** Whether each key equals itself, whatever its bytes are. */
    static boolean isReflexive()
    {
        return true;
    }

    static boolean equalsItself(final Hmap h, final long keyOffset)
    {
        return true;
    }

    static long boxNeed(final Hmap h, final long keyOffset)
    {
        return h.keyPointers == null ? 0 : h.keyPointers.need(keyOffset);
    }

    static void store(final Hmap h, final long slot, final long keyOffset)
    {
        if (h.keyPointers == null)
        {
            Memory.copySlot(h.memory, keyOffset, slot, h.keySize);
        }
        else
        {
            h.keyPointers.store(keyOffset, slot);
        }
    }

    /** Stores a key behind a pointer, if its box is there without a plan. */
    static boolean storesAtOnce(final Hmap h, final long slot, final long keyOffset)
    {
        return false;
    }

    static void update(final Hmap h, final long slot, final long keyOffset)
    {
        // Plain memory is not rewritten: equal keys have equal bytes.
    }

    static void clear(final Hmap h, final long slot)
    {
        if (h.keyPointers != null)
        {
            h.keyPointers.free(slot);
            Memory.putLong(h.memory, slot, 0);
        }
    }
}
