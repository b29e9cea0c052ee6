// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static dev.tophash.layout.StringDescriptor.ADDRESS_OFFSET;
import static dev.tophash.layout.StringDescriptor.LENGTH_OFFSET;

import dev.tophash.hash.MemHash;
import dev.tophash.layout.StringDescriptor;
import dev.tophash.offheap.memory.Memory;

/**
 * String keys: the slot holds Go's string header, the characters stand in a box. A key travels as the offset of a
 * string header. Go's faststr, whose delete zeroes the address and leaves the length (layout section 15), unless the
 * map's elems are indirect or the generic walk was asked for.
 */
final class StringKey
{
    private StringKey()
    {
    }

    /** Whether a key travels as itself or as the offset of its value. */
    static boolean travelsByValue()
    {
        return false;
    }

    static int size(final Hmap h)
    {
        return StringDescriptor.SIZE;
    }

    /** A slot's string may be corrupted; one that is staged is not, so the walks do not check. */
    static long load(final Hmap h, final long slot)
    {
        h.checkExtent(h.offsetAt(slot + ADDRESS_OFFSET), Memory.getLong(h.memory, slot + LENGTH_OFFSET));
        return slot;
    }

    static long hash(final Hmap h, final long key)
    {
        return MemHash.hash(Memory.SOURCE, h.memory, h.offsetAt(key + ADDRESS_OFFSET),
            Memory.getLong(h.memory, key + LENGTH_OFFSET), h.seed, h.keys);
    }

    static boolean equalsAt(final Hmap h, final long slot, final long key)
    {
        final long length = Memory.getLong(h.memory, key + LENGTH_OFFSET);
        return length == Memory.getLong(h.memory, slot + LENGTH_OFFSET) &&
            Memory.equal(h.memory, h.offsetAt(slot + ADDRESS_OFFSET), h.offsetAt(key + ADDRESS_OFFSET), length);
    }

    static boolean equalsItself(final Hmap h, final long key)
    {
        return true;
    }

    static long boxNeed(final Hmap h, final long key)
    {
        return h.keyPointers.need(key);
    }

    static void store(final Hmap h, final long slot, final long key)
    {
        h.keyPointers.store(key, slot);
    }

    static void update(final Hmap h, final long slot, final long key)
    {
        // Go makes the slot share the new string; the content is equal, so the slot's own box stays.
    }

    static void clear(final Hmap h, final long slot)
    {
        h.keyPointers.free(slot);
        Memory.putLong(h.memory, slot + ADDRESS_OFFSET, 0);
        if (h.config.genericWalk() || !h.type.fastString())
        {
            Memory.putLong(h.memory, slot + LENGTH_OFFSET, 0);
        }
    }
}
