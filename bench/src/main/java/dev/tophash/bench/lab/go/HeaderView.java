// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.go;

import dev.tophash.layout.MapType;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.offheap.image.MapImage;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A map header as a picture needs it: what stands in it, without addresses.
 *
 * @param count  number of entries that it claims.
 * @param flags  iterator 1, oldIterator 2, hashWriting 4, sameSizeGrow 8.
 * @param b      logarithm of the number of main buckets.
 * @param oldB   that of the old array while the map grows; below 0 if it does not.
 * @param values of the fields as text, in the order of {@link #SHOWN}.
 * @param layout where header, extra and the parts of a bucket are.
 */
public record HeaderView(
    long count, int flags, int b, int oldB, Map<MapField, String> values, Layout layout)
{
    /** The fields that a picture shows, in this order. */
    public static final List<MapField> SHOWN = List.of(MapField.COUNT, MapField.FLAGS, MapField.B,
        MapField.NOVERFLOW, MapField.HASH0, MapField.BUCKETS, MapField.OLDBUCKETS, MapField.NEVACUATE,
        MapField.NEXT_OVERFLOW);

    /** A fixed map. */
    public HeaderView
    {
        values = Collections.unmodifiableMap(new EnumMap<>(values));
    }

    /**
     * Reads the header of a map.
     *
     * @param image the map.
     * @return what stands in it now.
     */
    public static HeaderView of(final MapImage image)
    {
        final BucketNames names = new BucketNames(image);
        final Map<MapField, String> values = new EnumMap<>(MapField.class);
        for (final MapField field : SHOWN)
        {
            values.put(field, field == MapField.BUCKETS || field == MapField.OLDBUCKETS ?
                set(image.longAt(field.offsetIn(image))) : field.text(image, names));
        }
        return new HeaderView(image.count(), image.flags(), image.b(), image.growing() ? image.oldB() : -1, values,
            new Layout(image.type(), image.headerOffset(), image.offsetOf(image.extraAddress())));
    }

    /**
     * Where things are in the image.
     *
     * @param type   the map type.
     * @param header offset of the header.
     * @param extra  offset of extra; {@link MapImage#NOWHERE} if the map has none.
     */
    public record Layout(MapType type, long header, long extra)
    {
        /**
         * The field that begins at a place.
         *
         * @param offset in the image.
         * @return the field; null if no field begins there.
         */
        public MapField field(final long offset)
        {
            for (final MapField field : MapField.values())
            {
                final long block = field.inExtra() ? extra : header;
                if (block != MapImage.NOWHERE && block + field.offset() == offset)
                {
                    return field;
                }
            }
            return null;
        }

        /**
         * The slot to which a byte of a bucket belongs.
         *
         * @param within offset in the bucket.
         * @return 0 to 7; -1 for the overflow word.
         */
        public int slot(final long within)
        {
            if (within < BmapDescriptor.KEYS_OFFSET)
            {
                return (int)within;
            }
            if (within < BmapDescriptor.elemsOffset(type))
            {
                return (int)(within - BmapDescriptor.KEYS_OFFSET) / type.keySlotSize();
            }
            return within < BmapDescriptor.overflowOffset(type) ?
                (int)(within - BmapDescriptor.elemsOffset(type)) / Math.max(1, type.elemSlotSize()) : -1;
        }
    }

    private static String set(final long address)
    {
        return address == 0 ? "nil" : "set";
    }

    /**
     * Number of main buckets.
     *
     * @return 2^B.
     */
    public long mainCount()
    {
        return 1L << b;
    }

    /**
     * Whether the map has an old array.
     *
     * @return true in the middle of a growth.
     */
    public boolean growing()
    {
        return oldB >= 0;
    }

    /**
     * The value of a field.
     *
     * @param field one of {@link #SHOWN}.
     * @return the value as text.
     */
    public String value(final MapField field)
    {
        return values.get(field);
    }

    /**
     * The header in two lines.
     *
     * @return lines.
     */
    public List<String> lines()
    {
        return List.of(line(SHOWN.subList(0, 5)), line(SHOWN.subList(5, SHOWN.size())));
    }

    private String line(final List<MapField> fields)
    {
        final StringBuilder line = new StringBuilder();
        for (final MapField field : fields)
        {
            line.append(line.isEmpty() ? "" : " ").append(field.word()).append('=').append(value(field));
        }
        return line.toString();
    }
}
