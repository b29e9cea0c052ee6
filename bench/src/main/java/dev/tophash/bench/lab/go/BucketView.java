// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.go;

import dev.tophash.layout.classic.TopHash;
import java.util.List;

/**
 * One bucket as a picture needs it: what stands in it, without addresses.
 *
 * @param place  its name: M7 (array, spare ones included), O7 (old array), H3 (a bucket of its own), +144 (bytes past
 *               the end).
 * @param offset where it is in the image.
 * @param hex    its bytes, two digits each.
 * @param slots  eight slots.
 * @param next   name of what its overflow word leads to; "nil" at the end.
 * @param link   what kind of end or link that is.
 */
public record BucketView(BucketName place, long offset, String hex, List<SlotView> slots, String next, Link link)
{
    /**
     * Its name.
     *
     * @return as pictures write it.
     */
    public String name()
    {
        return place.text();
    }

    /** What an overflow word is. */
    public enum Link
    {
        /** nil: the chain ends. */
        END,
        /** The next bucket of the chain. */
        NEXT,
        /** A bucket that the chain has been in: it never ends. */
        LOOP,
        /** The address of the array itself: no link, but the mark of the last spare bucket. */
        SENTINEL,
        /** Not a bucket: outside the image, or outside every array. */
        ASTRAY
    }

    /**
     * One slot.
     *
     * @param tophash its byte.
     * @param key     the key as text, also of an empty slot whose bytes are still there; empty for zero bytes.
     * @param elem    the elem as text, likewise.
     */
    public record SlotView(int tophash, String key, String elem)
    {
        /**
         * Whether a lookup or a range can deliver it.
         *
         * @return true if an entry lives here.
         */
        public boolean live()
        {
            return tophash >= TopHash.MIN_TOP_HASH;
        }
    }
}
