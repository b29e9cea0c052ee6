// SPDX-License-Identifier: Apache-2.0
package dev.tophash.layout.classic;

import dev.tophash.check.Required;
import dev.tophash.layout.MapType;

/**
 * A bucket, Go's {@code bmap} (layout section 1.3).  KS and ES are the slot sizes of the map type; the drawing gives
 * the offsets for KS = ES = 8.
 *
 * <pre>
 *   0         8             72             136        144
 *   +---------+-------------+--------------+----------+
 *   | tophash | keys 0 to 7 | elems 0 to 7 | overflow |
 *   +---------+-------------+--------------+----------+
 *     8 u8      8 * KS        8 * ES         address
 * </pre>
 *
 * <p>All keys come first, then all elems, and there is no padding anywhere: 8 slots of any size end on a multiple of 8.
 * The overflow word is the address of the next bucket of the chain, or nil.
 */
public final class BmapDescriptor
{
    /** Slots per bucket. */
    public static final int SLOT_COUNT = 8;
    /** Eight bytes, one {@link TopHash} per slot; read together they are one word. */
    public static final int TOPHASH_OFFSET = 0;
    /** The first key slot. */
    public static final int KEYS_OFFSET = 8;

    private BmapDescriptor()
    {
    }

    /**
     * Offset of the first elem slot.
     *
     * @param keySlotSize bytes of a key slot.
     * @return offset in the bucket.
     */
    public static int elemsOffset(final int keySlotSize)
    {
        return KEYS_OFFSET + SLOT_COUNT * keySlotSize;
    }

    /**
     * Offset of a key slot.
     *
     * @param bucketOffset where the bucket is.
     * @param slot         0 to 7.
     * @param keySlotSize  bytes of a key slot.
     * @return offset, counted from where the bucket's offset counts from.
     */
    public static long keyOffset(final long bucketOffset, final int slot, final int keySlotSize)
    {
        return bucketOffset + KEYS_OFFSET + (long)slot * keySlotSize;
    }

    /**
     * Offset of an elem slot.
     *
     * @param bucketOffset where the bucket is.
     * @param slot         0 to 7.
     * @param keySlotSize  bytes of a key slot.
     * @param elemSlotSize bytes of an elem slot.
     * @return offset, counted from where the bucket's offset counts from.
     */
    public static long elemOffset(
        final long bucketOffset, final int slot, final int keySlotSize, final int elemSlotSize)
    {
        return bucketOffset + elemsOffset(keySlotSize) + (long)slot * elemSlotSize;
    }

    /**
     * Size, and stride, of a bucket.
     *
     * @param keySlotSize  bytes of a key slot.
     * @param elemSlotSize bytes of an elem slot.
     * @return bytes.
     */
    public static int bucketSize(final int keySlotSize, final int elemSlotSize)
    {
        return KEYS_OFFSET + SLOT_COUNT * (keySlotSize + elemSlotSize) + Long.BYTES;
    }

    /**
     * Offset of the overflow word: always the last eight bytes.
     *
     * @param bucketSize bytes of the bucket.
     * @return offset in the bucket.
     */
    public static int overflowOffset(final int bucketSize)
    {
        return bucketSize - Long.BYTES;
    }

    /**
     * Size, and stride, of a bucket of a map type.
     *
     * @param type the map type.
     * @return 16..2064 bytes, a multiple of 8.
     */
    public static int bucketSize(final MapType type)
    {
        Required.argument(type, "type");
        return bucketSize(type.keySlotSize(), type.elemSlotSize());
    }

    /**
     * Offset of the first elem slot in a bucket of a map type.
     *
     * @param type the map type.
     * @return offset in the bucket.
     */
    public static int elemsOffset(final MapType type)
    {
        Required.argument(type, "type");
        return elemsOffset(type.keySlotSize());
    }

    /**
     * Offset of the overflow word in a bucket of a map type.
     *
     * @param type the map type.
     * @return offset in the bucket.
     */
    public static int overflowOffset(final MapType type)
    {
        Required.argument(type, "type");
        return overflowOffset(bucketSize(type));
    }
}
