// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.hash.MemHash;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.offheap.memory.Memory;

/**
 * Keys of eight bytes of plain memory; a key travels as itself. Go's fast64.
 *
 * <p>The other kinds have the same methods: the key tables of all kinds are one text, see {@link LongKeyTable}.
 */
final class LongKey
{
    private static final int SIZE = Long.BYTES;

    private LongKey()
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
        return Memory.getLong(h.memory, slot);
    }

    /** The key of an entry. */
    static long at(final Hmap h, final long place)
    {
        return Memory.getLong(h.memory, Place.keyOffset(place, SIZE));
    }

    /** As {@link #at(Hmap, long)}, where bucket and slot need not be taken out of a place. */
    static long at(final Hmap h, final long bucket, final int slot)
    {
        return Memory.getLong(h.memory, BmapDescriptor.keyOffset(bucket, slot, SIZE));
    }

    /** Where the elem of an entry stands. */
    static long elemOffset(final Hmap h, final long place, final int elemSize)
    {
        return Place.elemOffset(place, SIZE, elemSize);
    }

    static long hash(final Hmap h, final long key)
    {
        return MemHash.hash64(key, h.seedAndK0(), h.k1);
    }

    static boolean equalsAt(final Hmap h, final long slot, final long key)
    {
        return key == Memory.getLong(h.memory, slot);
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
        Memory.putLong(h.memory, slot, key);
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
