// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.layout.classic.BmapDescriptor;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The entries of several buckets ahead of a cursor, one list in the order of the iteration.
 *
 * <p>How many entries a bucket has is a coin that no branch predictor guesses. A loop over the entries of one bucket is
 * left at a mispredicted branch, a loop over this list once in {@value #BUCKET_COUNT} buckets. To list the entries of a
 * bucket takes no branch: eight slot numbers are stored at once, and those that stand for no entry are overwritten.
 */
final class Stretch
{
    private static final int BUCKET_COUNT = 32;
    private static final VarHandle WORD =
        MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final int SLOT_MASK = BmapDescriptor.SLOT_COUNT - 1;

    /** Brings the flags of eight slots together in the highest byte. */
    private static final long GATHER = 0x0102040810204080L;

    /** The numbers of the flagged slots, one a byte, by the flags as eight bits. */
    private static final long[] NUMBERS = new long[1 << Byte.SIZE];

    static
    {
        for (int flags = 0; flags < NUMBERS.length; flags++)
        {
            int shift = 0;
            for (int left = flags; left != 0; left &= left - 1)
            {
                NUMBERS[flags] |= (long)Integer.numberOfTrailingZeros(left) << shift;
                shift += Byte.SIZE;
            }
        }
    }

    private final byte[] slots = new byte[(BUCKET_COUNT + 1) * BmapDescriptor.SLOT_COUNT];
    private final byte[] numbers = new byte[slots.length];
    private final long[] buckets = new long[BUCKET_COUNT];
    private final long[] nextBuckets = new long[BUCKET_COUNT];
    private final long[] hops = new long[BUCKET_COUNT];
    private int bucketCount;
    private int count;

    void clear()
    {
        bucketCount = 0;
        count = 0;
    }

    boolean hasRoom()
    {
        return bucketCount != BUCKET_COUNT;
    }

    /** Number of entries. */
    int count()
    {
        return count;
    }

    /**
     * Adds the entries of a bucket.
     *
     * @param flags  of the slots in the order of the iteration.
     * @param offset the slot that is the first of them.
     * @param bucket where the bucket is.
     * @param next   the main bucket that the cursor takes after this chain, its complement once it has wrapped.
     * @param hop    links followed in the chain.
     */
    void add(final long flags, final int offset, final long bucket, final long next, final long hop)
    {
        final long taken = NUMBERS[(int)((flags >>> Byte.SIZE - 1) * GATHER >>> Long.SIZE - Byte.SIZE)];
        WORD.set(slots, count, taken + offset * ONES & SLOT_MASK * ONES);
        WORD.set(numbers, count, bucketCount * ONES);
        buckets[bucketCount] = bucket;
        nextBuckets[bucketCount] = next;
        hops[bucketCount] = hop;
        bucketCount++;
        count += Long.bitCount(flags);
    }

    /** The bucket in which an entry stands. */
    long bucket(final int entry)
    {
        return buckets[numbers[entry]];
    }

    long nextBucket(final int entry)
    {
        return nextBuckets[numbers[entry]];
    }

    long hops(final int entry)
    {
        return hops[numbers[entry]];
    }

    int slot(final int entry)
    {
        return slots[entry];
    }
}
