// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.layout.classic.BmapDescriptor;

/**
 * Where an entry stands: the offset of its bucket and the number of its slot in one word. The two highest bits hold
 * what else a walk has to say, so that its return value is enough.
 *
 * <pre>
 *    63    62     61                           3 2      0
 *   | new | full | offset of the bucket          | slot |
 * </pre>
 *
 * <ul>
 * <li><i>new</i>: the key was not in the map; the place is where it goes, or went.</li>
 * <li><i>full</i>: the bucket has no empty slot; the entry goes to an overflow bucket behind it.</li>
 * </ul>
 *
 * <p>Buckets are aligned to eight bytes and a region is smaller than 2^46 bytes, so the bits are free. {@link #bucket}
 * and {@link #slot} take a place with or without the two marks; as an address only a plain one may be used.
 */
final class Place
{
    /** No place: no bucket is at offset 0. */
    static final long NOT_FOUND = 0;

    /** No place either: another look has to be taken. */
    static final long UNSURE = 1;

    private static final long NEW = 1L << 63;
    private static final long FULL = 1L << 62;
    static final long SLOT_MASK = 7;
    private static final long BUCKET_MASK = ~(NEW | FULL | SLOT_MASK);

    private Place()
    {
    }

    /** The plain place of a slot. It is the offset of the slot's tophash byte too. */
    static long of(final long bucket, final int slot)
    {
        return bucket + slot;
    }

    /** The same place for a key that was not in the map. */
    static long asNew(final long place)
    {
        return place | NEW;
    }

    /** Behind a bucket whose slots are all taken. */
    static long behind(final long bucket)
    {
        return bucket | FULL;
    }

    /** Whether the key was not in the map. */
    static boolean isNew(final long place)
    {
        return place < 0;
    }

    /** Whether the place is behind its bucket. */
    static boolean isBehind(final long place)
    {
        return (place & FULL) != 0;
    }

    /** The place without its marks. */
    static long plain(final long place)
    {
        return place & ~(NEW | FULL);
    }

    /** Offset of the bucket. */
    static long bucket(final long place)
    {
        return place & BUCKET_MASK;
    }

    /** Offset of the key slot. */
    static long keyOffset(final long place, final int keySlotSize)
    {
        return BmapDescriptor.keyOffset(bucket(place), slot(place), keySlotSize);
    }

    /** Offset of the elem slot. */
    static long elemOffset(final long place, final int keySlotSize, final int elemSlotSize)
    {
        return BmapDescriptor.elemOffset(bucket(place), slot(place), keySlotSize, elemSlotSize);
    }

    /** Number of the slot. */
    static int slot(final long place)
    {
        return (int)(place & SLOT_MASK);
    }
}
