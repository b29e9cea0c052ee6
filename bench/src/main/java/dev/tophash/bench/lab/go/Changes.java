// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.go;

import dev.tophash.offheap.image.MapImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which bytes of a map differ between two moments, by name: header fields with both values, buckets by their parts.
 *
 * @param parts   what changed: fields, and the parts of the first buckets.
 * @param buckets how many buckets changed.
 * @param zeroed  how many of them have only zeroes now.
 * @param bytes   how many bytes of buckets differ.
 */
public record Changes(List<Change> parts, int buckets, int zeroed, long bytes)
{
    /** Nothing. */
    public static final Changes NONE = new Changes(List.of(), 0, 0, 0);

    /** A fixed list. */
    public Changes
    {
        parts = List.copyOf(parts);
    }

    /** What kind of bytes changed. */
    public enum Part
    {
        /** A field of the header or of extra. */
        FIELD,
        /** The eight tophash bytes of a bucket. */
        TOPHASH,
        /** A key slot. */
        KEY,
        /** An elem slot. */
        ELEM,
        /** The overflow word of a bucket. */
        OVERFLOW
    }

    /**
     * One thing that changed.
     *
     * @param place  the block of a field, or the name of a bucket.
     * @param part   what of it.
     * @param name   of the field; empty for a part of a bucket.
     * @param slot   of a key or an elem; -1 otherwise.
     * @param before its value, or its bytes.
     * @param after  the same, afterwards.
     */
    public record Change(String place, Part part, String name, int slot, String before, String after)
    {
        /**
         * What changed.
         *
         * @return header.count, M3 key[2].
         */
        public String what()
        {
            return switch (part)
            {
                case FIELD -> place + '.' + name;
                case TOPHASH, OVERFLOW -> place + ' ' + part.name().toLowerCase(Locale.ROOT);
                case KEY, ELEM -> place + ' ' + part.name().toLowerCase(Locale.ROOT) + '[' + slot + ']';
            };
        }

        /**
         * One line.
         *
         * @return what, before and after.
         */
        public String line()
        {
            return String.format(Locale.ROOT, "%-20s %s -> %s", what(), before, after);
        }
    }

    /**
     * All of it.
     *
     * @return lines for people.
     */
    public List<String> lines()
    {
        final List<String> lines = new ArrayList<>(parts.stream().map(Change::line).toList());
        if (buckets > 0)
        {
            lines.add("buckets changed: " + buckets + ", now all zero: " + zeroed + ", different bytes: " + bytes);
        }
        return lines;
    }

    /**
     * All changes between two views of the same copy.
     *
     * @param before a view of a copy.
     * @param after  a view of the same copy, later.
     * @param beyond whether buckets past the end of the array are named by their distance.
     * @param known  names that buckets of their own were given before, by address.
     * @return what changed, but for elems.
     */
    public static Changes between(
        final MapImage before, final MapImage after, final boolean beyond, final Map<Long, BucketName> known)
    {
        return new ChangeFinder(before, after, false, beyond, known).all();
    }

    /**
     * The same with the elems of the buckets.
     *
     * @param before a view of a copy.
     * @param after  a view of the same copy, later.
     * @return what changed.
     */
    public static Changes withElems(final MapImage before, final MapImage after)
    {
        return new ChangeFinder(before, after, true, false, Map.of()).all();
    }
}
