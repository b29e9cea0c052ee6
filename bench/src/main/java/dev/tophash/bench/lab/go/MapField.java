// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.go;

import dev.tophash.layout.classic.HmapDescriptor;
import dev.tophash.layout.classic.MapExtraDescriptor;
import dev.tophash.offheap.image.MapImage;

/**
 * The fields of a map header, and of the block that its word extra leads to.
 */
public enum MapField
{
    /** Number of entries. */
    COUNT("count", false, HmapDescriptor.COUNT_OFFSET, 8, false),
    /** Iterator, oldIterator, hashWriting, sameSizeGrow. */
    FLAGS("flags", false, HmapDescriptor.FLAGS_OFFSET, 1, false),
    /** Logarithm of the number of buckets. */
    B("B", false, HmapDescriptor.B_OFFSET, 1, false),
    /** Number of overflow buckets. */
    NOVERFLOW("noverflow", false, HmapDescriptor.NOVERFLOW_OFFSET, 2, false),
    /** Seed. */
    HASH0("hash0", false, HmapDescriptor.HASH0_OFFSET, 4, false),
    /** The array. */
    BUCKETS("buckets", false, HmapDescriptor.BUCKETS_OFFSET, 8, true),
    /** The old array. */
    OLDBUCKETS("oldbuckets", false, HmapDescriptor.OLDBUCKETS_OFFSET, 8, true),
    /** Evacuation mark. */
    NEVACUATE("nevacuate", false, HmapDescriptor.NEVACUATE_OFFSET, 8, false),
    /** The optional block. */
    EXTRA("extra", false, HmapDescriptor.EXTRA_OFFSET, 8, true),
    /** In extra: the list of overflow buckets. */
    OVERFLOW("overflow", true, MapExtraDescriptor.OVERFLOW_OFFSET, 8, true),
    /** In extra: the list of the old array. */
    OLDOVERFLOW("oldoverflow", true, MapExtraDescriptor.OLDOVERFLOW_OFFSET, 8, true),
    /** In extra: the next spare bucket. */
    NEXT_OVERFLOW("nextOverflow", true, MapExtraDescriptor.NEXT_OVERFLOW_OFFSET, 8, true);

    private final String word;
    private final boolean inExtra;
    private final int offset;
    private final int size;
    private final boolean pointer;

    MapField(final String word, final boolean inExtra, final int offset, final int size, final boolean pointer)
    {
        this.word = word;
        this.inExtra = inExtra;
        this.offset = offset;
        this.size = size;
        this.pointer = pointer;
    }

    /**
     * Finds a field by Go's name.
     *
     * @param word the name.
     * @return the field; null if there is none of this name.
     */
    public static MapField parse(final String word)
    {
        for (final MapField field : values())
        {
            if (field.word.equals(word))
            {
                return field;
            }
        }
        return null;
    }

    /**
     * Go's name.
     *
     * @return the name.
     */
    public String word()
    {
        return word;
    }

    /**
     * Whether it stands in extra and not in the header itself.
     *
     * @return true for the three of extra.
     */
    public boolean inExtra()
    {
        return inExtra;
    }

    /**
     * Where it begins.
     *
     * @return offset in the header, or in extra.
     */
    public int offset()
    {
        return offset;
    }

    /**
     * How long it is.
     *
     * @return number of bytes.
     */
    public int size()
    {
        return size;
    }

    /**
     * Whether it holds an address.
     *
     * @return true if it does.
     */
    public boolean pointer()
    {
        return pointer;
    }

    /**
     * Where it stands in an image.
     *
     * @param image the map.
     * @return its offset; {@link MapImage#NOWHERE} if the map has no extra.
     */
    public long offsetIn(final MapImage image)
    {
        final long block =
            inExtra ? image.offsetOf(image.extraAddress(), MapExtraDescriptor.SIZE) : image.headerOffset();
        return block == MapImage.NOWHERE ? MapImage.NOWHERE : block + offset;
    }

    /**
     * The value as a person reads it: addresses as names of buckets, the seed in hexadecimal digits.
     *
     * @param image the map.
     * @param names of its buckets.
     * @return the value; "nil" for a field of an extra that is not there.
     */
    public String text(final MapImage image, final BucketNames names)
    {
        final long at = offsetIn(image);
        if (at == MapImage.NOWHERE)
        {
            return "nil";
        }
        return switch (size)
        {
            case 1 -> Integer.toString(image.byteAt(at));
            case 2 -> Integer.toString(image.shortAt(at));
            case 4 -> Integer.toHexString(image.intAt(at));
            default -> pointer ? names.of(image.longAt(at)) : Long.toString(image.longAt(at));
        };
    }
}
