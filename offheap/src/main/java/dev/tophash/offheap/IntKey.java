// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.hash.MemHash;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.offheap.memory.Memory;

/**
 * Keys of four bytes of plain memory; a key travels as a long whose lower half it is. Go's fast32.
 */
final class IntKey
{
    private static final int SIZE = Integer.BYTES;

    private IntKey()
    {
    }

    /** Whether a key travels as itself or as the offset of its value. */
    static boolean travelsByValue()
    {
        return true;
    }

    static int size(final Hmap h)
    {
        return SIZE;
    }

    static long load(final Hmap h, final long slot)
    {
        return Memory.getInt(h.memory, slot);
    }

    /** The key of an entry. */
    static int at(final Hmap h, final long place)
    {
        return Memory.getInt(h.memory, Place.keyOffset(place, SIZE));
    }

    /** As {@link #at(Hmap, long)}, where bucket and slot need not be taken out of a place. */
    static int at(final Hmap h, final long bucket, final int slot)
    {
        return Memory.getInt(h.memory, BmapDescriptor.keyOffset(bucket, slot, SIZE));
    }

    /** Where the elem of an entry stands. */
    static long elemOffset(final Hmap h, final long place, final int elemSize)
    {
        return Place.elemOffset(place, SIZE, elemSize);
    }

    static long hash(final Hmap h, final long key)
    {
        return MemHash.hash32((int)key, h.seedAndK0(), h.k1);
    }

    static boolean equalsAt(final Hmap h, final long slot, final long key)
    {
        return (int)key == Memory.getInt(h.memory, slot);
    }

    /** Whether each key equals itself, whatever its bytes are. */
    static boolean isReflexive()
    {
        return true;
    }

    static boolean equalsItself(final Hmap h, final long key)
    {
        return true;
    }

    static long boxNeed(final Hmap h, final long key)
    {
        return 0;
    }

    static void store(final Hmap h, final long slot, final long key)
    {
        Memory.putInt(h.memory, slot, (int)key);
    }

    /** Stores a key behind a pointer, if its box is there without a plan. */
    static boolean storesAtOnce(final Hmap h, final long slot, final long key)
    {
        return false;
    }

    static void update(final Hmap h, final long slot, final long key)
    {
        // An integer key is not rewritten: equal keys have equal bytes.
    }

    static void clear(final Hmap h, final long slot)
    {
        // Go leaves the bytes of a deleted integer key in place.
    }
}
