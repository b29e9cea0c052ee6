// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static dev.tophash.layout.StringDescriptor.ADDRESS_OFFSET;
import static dev.tophash.layout.StringDescriptor.LENGTH_OFFSET;

import dev.tophash.hash.MemHash;
import dev.tophash.layout.StringDescriptor;
import dev.tophash.offheap.memory.CallerBytes;
import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.values.Heap;

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

    /**
     * A string in a slot may be corrupted, so it is checked here. A staged string is not, so the walks do not check it.
     */
    static long load(final Hmap h, final long slot)
    {
        h.heap.checkExtent(h.offsetAt(slot + ADDRESS_OFFSET), Memory.getLong(h.memory, slot + LENGTH_OFFSET));
        return slot;
    }

    /** Where the elem of an entry stands. */
    static long elemOffset(final Hmap h, final long place, final int elemSize)
    {
        return Place.elemOffset(place, StringDescriptor.SIZE, elemSize);
    }

    static long hash(final Hmap h, final long keyOffset)
    {
        return MemHash.hash(Memory.SOURCE, h.memory, h.offsetAt(keyOffset + ADDRESS_OFFSET),
            Memory.getLong(h.memory, keyOffset + LENGTH_OFFSET), h.seed(), h.keys);
    }

    static boolean equalsAt(final Hmap h, final long slot, final long keyOffset)
    {
        final long length = Memory.getLong(h.memory, keyOffset + LENGTH_OFFSET);
        return length == Memory.getLong(h.memory, slot + LENGTH_OFFSET) &&
            Memory.equal(h.memory, h.offsetAt(slot + ADDRESS_OFFSET), h.offsetAt(keyOffset + ADDRESS_OFFSET), length);
    }

    /** Whether a slot holds the first bytes of an array, compared where they lie. */
    static boolean equalsArray(final Hmap h, final long slot, final byte[] key, final int length)
    {
        return length == Memory.getLong(h.memory, slot + LENGTH_OFFSET) && CallerBytes.equal(
            CallerBytes.ARRAY, key, 0, h.memory, h.offsetAt(slot + ADDRESS_OFFSET), length);
    }

    /** Whether a slot holds the bytes of a view, compared where they lie. */
    static boolean equalsView(final Hmap h, final long slot, final KeyView key)
    {
        return key.length() == Memory.getLong(h.memory, slot + LENGTH_OFFSET) &&
            key.equalsAt(h.memory, h.offsetAt(slot + ADDRESS_OFFSET));
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
        return h.keyPointers.need(keyOffset);
    }

    static void store(final Hmap h, final long slot, final long keyOffset)
    {
        h.keyPointers.store(keyOffset, slot);
    }

    /** Stores a key behind a pointer, if its box is there without a plan. */
    static boolean storesAtOnce(final Hmap h, final long slot, final long keyOffset)
    {
        final long length = Memory.getLong(h.memory, keyOffset + LENGTH_OFFSET);
        final long box = length == 0 || h.elemPointers != null ? Heap.NIL : h.heap.boxes().allocateAtOnce(length);
        if (box == Heap.NIL)
        {
            return false;
        }
        Memory.copy(h.memory, h.offsetAt(keyOffset + ADDRESS_OFFSET), box, length);
        h.putAddress(slot + ADDRESS_OFFSET, box);
        Memory.putLong(h.memory, slot + LENGTH_OFFSET, length);
        return true;
    }

    static void update(final Hmap h, final long slot, final long keyOffset)
    {
        // Go makes the slot share the new string; the content is equal, so the slot's own box stays.
    }

    static void clear(final Hmap h, final long slot)
    {
        final long box = h.offsetAt(slot + ADDRESS_OFFSET);
        Memory.putLong(h.memory, slot + ADDRESS_OFFSET, 0);
        if (h.config.goProfile().genericWalk() || !h.type.fastString())
        {
            Memory.putLong(h.memory, slot + LENGTH_OFFSET, 0);
        }
        h.heap.boxes().free(box);
    }
}
