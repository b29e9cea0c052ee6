// SPDX-License-Identifier: Apache-2.0
package dev.tophash.layout;

import dev.tophash.check.Required;

/**
 * What Go's allocator really hands out for a size (layout section 4).
 *
 * <p>Up to 32 KiB it rounds up to one of 67 size classes, above that to pages of 8 KiB.  From Go 1.22 on an object with
 * pointers above 512 bytes carries 8 bytes of its own inside the block.
 *
 * <p>All functions are pure and allocate nothing.  The rounding of small sizes is one look into a table with one entry
 * per 8 bytes.
 */
public final class SizeClasses
{
    private static final int[] CLASSES = {
        8, 16, 24, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240, 256, 288, 320, 352, 384, 416, 448,
        480, 512, 576, 640, 704, 768, 896, 1024, 1152, 1280, 1408, 1536, 1792, 2048, 2304, 2688, 3072, 3200, 3456,
        4096, 4864, 5376, 6144, 6528, 6784, 6912, 8192, 9472, 9728, 10240, 10880, 12288, 13568, 14336, 16384, 18432,
        19072, 20480, 21760, 24576, 27264, 28672, 32768};

    /** Number of size classes. */
    public static final int COUNT = CLASSES.length;

    private static final int MAX_SMALL_SIZE = 32768;
    private static final int PAGE_SIZE = 8192;
    private static final int HEADER_SIZE = 8;
    /** Up to this size Go finds an object's pointers by a bitmap at the end of the page and needs no header. */
    private static final int MAX_HEADERLESS_SIZE = 512;

    /** The class of a size, divided by 8, at index (size + 7) / 8. */
    private static final short[] CLASS_BY_WORDS = classByWords();

    /** The rank of a class, at index size / 8. */
    private static final byte[] RANK_BY_WORDS = rankByWords();

    private SizeClasses()
    {
    }

    /**
     * The bytes of a block that Go's allocator hands out for a request.
     *
     * @param size     requested bytes, at least 0.
     * @param pointers whether the object contains pointers.
     * @param version  whose allocator.
     * @return usable bytes, at least {@code size}.
     * @throws IllegalArgumentException if the size is negative or so large that rounding would overflow.
     */
    public static long usable(final long size, final boolean pointers, final GoVersion version)
    {
        Required.argument(version, "version");
        if (size < 0 || size > Long.MAX_VALUE - PAGE_SIZE)
        {
            throw new IllegalArgumentException("size of an allocation: size=" + size);
        }
        if (!version.objectHeaders())
        {
            return size < MAX_SMALL_SIZE ? classOf((int)size) : pages(size);
        }
        if (size > MAX_SMALL_SIZE - HEADER_SIZE)
        {
            return pages(size);
        }
        return pointers && size > MAX_HEADERLESS_SIZE ?
            classOf((int)size + HEADER_SIZE) - HEADER_SIZE : classOf((int)size);
    }

    /**
     * The rank of a size class.
     *
     * @param classSize bytes of the class, as {@link #usable} returns for a small pointer-free object.
     * @return 0..{@link #COUNT} - 1.
     * @throws IndexOutOfBoundsException if no class is as large.
     */
    public static int indexOf(final long classSize)
    {
        final long words = classSize >>> 3;
        if (words < 0 || words >= RANK_BY_WORDS.length)
        {
            throw new IndexOutOfBoundsException("no size class: classSize=" + classSize);
        }
        return RANK_BY_WORDS[(int)words];
    }

    /**
     * The capacity of a full overflow list after one more address is appended (layout section 6).
     *
     * @param capacity the capacity now, at least 0.
     * @param version  whose allocator.
     * @return the next capacity, in addresses of 8 bytes.
     * @throws IllegalArgumentException if the capacity is negative or too large.
     */
    public static long nextListCapacity(final long capacity, final GoVersion version)
    {
        if (capacity < 0 || capacity > 1L << 56)
        {
            throw new IllegalArgumentException("capacity of an overflow list: capacity=" + capacity);
        }
        final long wanted = capacity == 0 ? 1 : capacity < 256 ? 2 * capacity : capacity + (capacity + 768) / 4;
        return usable(wanted * Long.BYTES, true, version) / Long.BYTES;
    }

    private static long classOf(final int size)
    {
        return (long)CLASS_BY_WORDS[(size + 7) >>> 3] << 3;
    }

    private static long pages(final long size)
    {
        return (size + PAGE_SIZE - 1) & -PAGE_SIZE;
    }

    private static short[] classByWords()
    {
        final short[] table = new short[MAX_SMALL_SIZE / 8 + 1];
        int index = 0;
        for (int words = 1; words < table.length; words++)
        {
            if (words * 8 > CLASSES[index])
            {
                index++;
            }
            table[words] = (short)(CLASSES[index] / 8);
        }
        return table;
    }

    private static byte[] rankByWords()
    {
        final byte[] ranks = new byte[CLASSES[COUNT - 1] / 8 + 1];
        for (int rank = 0; rank < COUNT; rank++)
        {
            ranks[CLASSES[rank] / 8] = (byte)rank;
        }
        return ranks;
    }
}
