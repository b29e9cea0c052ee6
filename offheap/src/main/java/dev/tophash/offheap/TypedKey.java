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

    static long hash(final Hmap h, final long keyOffset)
    {
        return GoHash.hash(
            h.type.key(), Memory.SOURCE, h.memory, keyOffset, h.seed(), h.keys, h.heap.decoder(), h.heap.types(),
            h.nanRandom);
    }

    static boolean equalsAt(final Hmap h, final long slot, final long keyOffset)
    {
        return GoEquality.equal(
            h.type.key(), Memory.SOURCE, h.memory, load(h, slot), keyOffset, h.heap.decoder(), h.heap.types());
    }

    /** Whether each key equals itself, whatever its bytes are. */
    static boolean isReflexive()
    {
        return false;
    }

    static boolean equalsItself(final Hmap h, final long keyOffset)
    {
        return GoEquality.reflexive(h.type.key(), Memory.SOURCE, h.memory, keyOffset, h.heap.decoder(), h.heap.types());
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
        if (h.type.needKeyUpdate())
        {
            if (h.keyPointers == null)
            {
                Memory.copySlot(h.memory, keyOffset, slot, h.keySize);
            }
            else
            {
                h.keyPointers.update(keyOffset, slot);
            }
        }
    }

    static void clear(final Hmap h, final long slot)
    {
        if (h.keyPointers != null)
        {
            h.keyPointers.free(slot);
        }
        if (h.type.keyHasPointers() || h.type.indirectKey())
        {
            Memory.zero(h.memory, slot, h.keySize);
        }
    }
}
