// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.check.Required;
import dev.tophash.layout.classic.TopHash;
import dev.tophash.offheap.memory.Memory;
import java.lang.reflect.Array;

/**
 * A group of keys on their way through a large map: the hash of each, and the first word of its main bucket.
 *
 * <p>The words of a group are loaded in a loop that decides nothing. So their cache misses overlap, as many as the
 * processor can wait for at once. In a loop of lookups a branch that depends on a missing word is mispredicted once in
 * some twenty keys, and what was begun behind it is thrown away.
 *
 * <p>Each thread has one group, so that several readers can be at it and no batch allocates.
 */
final class Batch
{
    /** Keys of a group: the most that fit the bits of a {@code long}. */
    static final int GROUP_SIZE = 64;

    /** A smaller batch than this gains nothing. */
    private static final int MIN_COUNT = 8;

    /**
     * Bytes of main buckets from which a batch goes in groups. Best of 300 rounds of batches of 64, nanoseconds a key,
     * JDK 25, 2 MiB of second cache:
     *
     * <pre>
     *   entries     buckets    get: loop  groups    absent: loop  groups    put: loop  groups
     *     1,000     18 KiB            5.5     5.5             5.0     5.0          7.1     8.9
     *    10,000    288 KiB            7.1     6.4             8.0     7.2          8.6     9.7
     *    20,000    576 KiB            7.7     6.6             8.5     7.2          9.6     9.7
     *    50,000    1.1 MiB           10.9    10.8            15.4    11.4         13.7    13.1
     *   100,000    2.3 MiB           16.7    15.2            17.1    13.3         21.4    16.4
     *   400,000    9.0 MiB           31.7    25.1            27.1    21.1         48.8    33.8
     *   1,000,000   36 MiB           73.8    35.6            41.9    27.5         88.7    38.1
     * </pre>
     */
    private static final long MIN_ARRAY_SIZE = 512 << 10;

    private static final ThreadLocal<Batch> OF_THREAD = ThreadLocal.withInitial(Batch::new);

    private final long[] hashes = new long[GROUP_SIZE];
    private final long[] words = new long[GROUP_SIZE];

    private Batch()
    {
    }

    /** The group of this thread. */
    static Batch ofThread()
    {
        return OF_THREAD.get();
    }

    /** Whether so many keys are looked up in groups; a map that is not settled begins at no bucket. */
    static boolean isWorthwhile(final Hmap h, final int count)
    {
        return count >= MIN_COUNT && (h.mask() + 1) * h.bucketSize >= MIN_ARRAY_SIZE && h.isSettled();
    }

    /** Takes a key in, and has the first word of its bucket loaded. */
    void take(final Hmap h, final int i, final long hash)
    {
        hashes[i] = hash;
        words[i] = Memory.getLong(h.memory, h.lookupBucket(hash));
    }

    long hash(final int i)
    {
        return hashes[i];
    }

    long word(final int i)
    {
        return words[i];
    }

    /** The slots of its bucket that match a key. */
    long matches(final int i)
    {
        return TopHash.match(words[i], TopHash.repeatOf(hashes[i]));
    }

    /** A key of a group as a bit. */
    static long bit(final int i)
    {
        return 1L << i;
    }

    /** The first key of some. */
    static int first(final long bits)
    {
        return Long.numberOfTrailingZeros(bits);
    }

    /** Refuses a range that an array does not have. */
    static void requireRange(final String name, final Object array, final int offset, final int count)
    {
        Required.argument(array, name);
        final int length = Array.getLength(array);
        if (offset < 0 || count < 0 || offset > length - count)
        {
            throw new IndexOutOfBoundsException("range outside the array: array=" + name + ", offset=" + offset +
                ", count=" + count + ", length=" + length);
        }
    }
}
