// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.hash.GoEquality;
import dev.tophash.hash.GoHash;
import dev.tophash.offheap.memory.Memory;

/**
 * Keys of any other Go type: floats, structs with padding or strings, interfaces, nothing at all. The type itself says
 * how they hash and compare. A key travels as the offset of its value in Go's memory form. Go's generic walk.
 */
final class TypedKey
{
    private TypedKey()
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
        return h.type.indirectKey() ? h.offsetAt(slot) : slot;
    }

    static long hash(final Hmap h, final long key)
    {
        return GoHash.hash(
            h.type.key(), Memory.SOURCE, h.memory, key, h.seed, h.keys, h.decoder, h.types, h.nanRandom);
    }

    static boolean equalsAt(final Hmap h, final long slot, final long key)
    {
        return GoEquality.equal(h.type.key(), Memory.SOURCE, h.memory, load(h, slot), key, h.decoder, h.types);
    }

    static boolean equalsItself(final Hmap h, final long key)
    {
        return GoEquality.reflexive(h.type.key(), Memory.SOURCE, h.memory, key, h.decoder, h.types);
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
        if (h.type.needKeyUpdate())
        {
            if (null == h.keyPointers)
            {
                Memory.copySlot(h.memory, key, slot, h.keySize);
            }
            else
            {
                h.keyPointers.update(key, slot);
            }
        }
    }

    static void clear(final Hmap h, final long slot)
    {
        if (null != h.keyPointers)
        {
            h.keyPointers.free(slot);
        }
        if (h.type.keyHasPointers() || h.type.indirectKey())
        {
            Memory.zero(h.memory, slot, h.keySize);
        }
    }
}
