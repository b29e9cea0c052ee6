// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Keys and values on their way between a caller's segment and a batch on arrays, so many at once that the batch goes in
 * full groups and so few that they stay in the first cache.
 *
 * <p>Each thread has one, so that several readers can be at it and no batch allocates. A batch that begins inside
 * another one of its thread, in a gate for instance, gets a new one. Arrays for keys of bytes are made when the first
 * keys of that size come.
 */
final class SegmentPart
{
    /** Keys of a part. */
    static final int SIZE = 4 * Batch.GROUP_SIZE;

    /** Keys of more bytes share one array of arrays, made anew when the size changes. */
    private static final int MOST_REMEMBERED = 128;

    private static final ThreadLocal<SegmentPart> OF_THREAD = ThreadLocal.withInitial(SegmentPart::new);

    private final long[] longKeys = new long[SIZE];
    private final int[] intKeys = new int[SIZE];
    private final byte[][][] bytesKeys = new byte[MOST_REMEMBERED + 2][][];
    private final long[] longs = new long[SIZE];
    private final int[] ints = new int[SIZE];
    private final double[] doubles = new double[SIZE];
    private byte[] value = {};
    private boolean taken;

    private SegmentPart()
    {
    }

    /** The part of this thread, or a new one if that is in use. */
    static SegmentPart take()
    {
        final SegmentPart own = OF_THREAD.get();
        final SegmentPart part = own.taken ? new SegmentPart() : own;
        part.taken = true;
        return part;
    }

    /** Ends the use. */
    void giveBack()
    {
        taken = false;
    }

    /** How many of the entries that are left are of the next part. */
    static int sizeOf(final long left)
    {
        return (int)Math.min(SIZE, left);
    }

    // ---------------------------------------------------------------- keys

    /** Reads keys of a segment. */
    long[] longKeys(final MemorySegment keys, final long offset, final int count, final int keySize)
    {
        SegmentArgument.read("keys", keys, offset, longKeys, count);
        return longKeys;
    }

    /** Reads keys of a segment. */
    int[] intKeys(final MemorySegment keys, final long offset, final int count, final int keySize)
    {
        SegmentArgument.read("keys", keys, offset, intKeys, count);
        return intKeys;
    }

    /** Reads keys of a segment. */
    byte[][] bytesKeys(final MemorySegment keys, final long offset, final int count, final int keySize)
    {
        final byte[][] arrays = arraysOf(keySize);
        for (int i = 0; i < count; i++)
        {
            SegmentArgument.read("keys", keys, offset + (long)i * keySize, arrays[i], keySize);
        }
        return arrays;
    }

    private byte[][] arraysOf(final int keySize)
    {
        final int index = Math.min(keySize, MOST_REMEMBERED + 1);
        final byte[][] known = bytesKeys[index];
        if (known != null && known[0].length == keySize)
        {
            return known;
        }
        final byte[][] arrays = new byte[SIZE][];
        Arrays.setAll(arrays, i -> new byte[keySize]);
        bytesKeys[index] = arrays;
        return arrays;
    }

    // ---------------------------------------------------------------- values

    /** Takes values. */
    long[] longs()
    {
        return longs;
    }

    /** Takes values. */
    int[] ints()
    {
        return ints;
    }

    /** Takes values. */
    double[] doubles()
    {
        return doubles;
    }

    /** Takes at least so many bytes of a struct; it grows to the longest so far. */
    byte[] value(final int size)
    {
        if (value.length < size)
        {
            value = new byte[size];
        }
        return value;
    }
}
