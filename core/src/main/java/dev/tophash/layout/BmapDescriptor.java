// SPDX-License-Identifier: Apache-2.0
package dev.tophash.layout;

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
    /** A key or elem type above this size is stored indirectly: the slot holds its address. */
    public static final int MAX_SLOT_SIZE = 128;

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
}
