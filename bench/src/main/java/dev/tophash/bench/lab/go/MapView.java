// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.go;

import dev.tophash.layout.MapType;
import dev.tophash.layout.classic.HmapDescriptor;
import dev.tophash.layout.classic.MapExtraDescriptor;
import dev.tophash.offheap.image.MapImage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A whole map at one moment as a picture needs it: the bytes of its header and of extra, with the names of their
 * fields, and its array as a strip. The buckets that are drawn in full are in {@link ChainView}.
 *
 * @param type   the types and their sizes.
 * @param header the 48 bytes of the header.
 * @param extra  the 24 bytes of extra; without bytes if the map has none.
 * @param strip  the array with its spare area, the old array, and the buckets of their own.
 */
public record MapView(MapType type, Words header, Words extra, ArrayStrip strip)
{
    /**
     * Some bytes and the fields in them.
     *
     * @param hex    the bytes, two digits each.
     * @param fields in the order of the bytes.
     */
    public record Words(String hex, List<Word> fields)
    {
        /** A fixed list. */
        public Words
        {
            fields = List.copyOf(fields);
        }

        /**
         * The value of a field.
         *
         * @param field which.
         * @return its value as text; empty if there is no such field.
         */
        public String text(final MapField field)
        {
            return fields.stream().filter((one) -> one.field == field).map(Word::text).findFirst().orElse("");
        }
    }

    /**
     * One field.
     *
     * @param field which.
     * @param text  its value: a number, or the name of the place that it leads to.
     */
    public record Word(MapField field, String text)
    {
    }

    /**
     * Looks at a map.
     *
     * @param image  the map; live, loaded or broken.
     * @param beyond whether buckets past the end of the array are named by their distance.
     * @param known  names that buckets of their own were given before, by address.
     * @return what is there now.
     */
    public static MapView of(final MapImage image, final boolean beyond, final Map<Long, BucketName> known)
    {
        final BucketNames names = new BucketNames(image, beyond, known);
        final long extra = image.offsetOf(image.extraAddress(), MapExtraDescriptor.SIZE);
        return new MapView(image.type(), words(image, names, image.headerOffset(), HmapDescriptor.SIZE, false),
            extra == MapImage.NOWHERE ? new Words("", List.of()) :
                words(image, names, extra, MapExtraDescriptor.SIZE, true),
            ArrayStrip.of(image, names));
    }

    private static Words words(
        final MapImage image, final BucketNames names, final long offset, final int size, final boolean inExtra)
    {
        return new Words(hex(image, offset, size), Arrays.stream(MapField.values())
            .filter((field) -> field.inExtra() == inExtra)
            .map((field) -> new Word(field, field.text(image, names))).toList());
    }

    /** Bytes as two digits each. */
    static String hex(final MapImage image, final long offset, final int size)
    {
        final StringBuilder hex = new StringBuilder(2 * size);
        for (int i = 0; i < size; i++)
        {
            final int value = image.byteAt(offset + i);
            hex.append(Character.forDigit(value >> 4, 16)).append(Character.forDigit(value & 15, 16));
        }
        return hex.toString();
    }
}
