// SPDX-License-Identifier: Apache-2.0
package dev.tophash.check;

/**
 * A place in a map, as data: tools compare and draw it, and only {@link #toString} puts it into words.
 *
 * <pre>
 *   part            number           slot   field       in words
 *   HEADER          -1               -1     nevacuate   header, nevacuate
 *   OVERFLOW_LIST   3, the item      -1                 extra, overflow, item 3
 *   MAIN_BUCKET     7                2      key         bucket M7, slot 2, key
 *   HEAP_BUCKET     0x40, offset     -1     overflow    heap bucket @0x40, overflow
 *   OTHER           -1               -1     decoy       decoy
 * </pre>
 *
 * @param part   the part of the map that the place lies in.
 * @param number which one of several, or -1: the bucket of an array, spare ones included, the offset of a heap bucket,
 *               or the item of a list.
 * @param slot   the slot of the bucket, or -1 if the place is no slot.
 * @param field  the name of the field, or what else the place is called; empty if the place is the whole of it.
 */
public record Location(Part part, long number, int slot, String field)
{
    /** No number, no slot. */
    public static final int NONE = -1;

    /** What a place can lie in. */
    public enum Part
    {
        /** The header of the map. */
        HEADER("header"),
        /** The side structure of the map. */
        EXTRA("extra"),
        /** The list of overflow buckets. */
        OVERFLOW_LIST("extra, overflow"),
        /** The list of overflow buckets of the old array. */
        OLDOVERFLOW_LIST("extra, oldoverflow"),
        /** A bucket of the main array. */
        MAIN_BUCKET("bucket M"),
        /** A bucket of the old array. */
        OLD_BUCKET("bucket O"),
        /** An overflow bucket outside the arrays. */
        HEAP_BUCKET("heap bucket @0x"),
        /** Something else, which {@link Location#field} names. */
        OTHER("");

        private final String words;

        Part(final String words)
        {
            this.words = words;
        }
    }

    /** Refuses missing parts. */
    public Location
    {
        Required.argument(part, "part");
        Required.argument(field, "field");
    }

    /**
     * A part of which a map has one, or a list.
     *
     * @param part the part.
     * @return the place.
     */
    public static Location of(final Part part)
    {
        return new Location(part, NONE, NONE, "");
    }

    /**
     * One of several buckets, or an item of a list.
     *
     * @param part   the kind of bucket, or the list.
     * @param number its number in its array, the offset of a heap bucket, or the number of the item.
     * @return the place.
     */
    public static Location of(final Part part, final long number)
    {
        return new Location(part, number, NONE, "");
    }

    /**
     * A field of the header.
     *
     * @param field its name, in Go's words.
     * @return the place.
     */
    public static Location header(final String field)
    {
        return of(Part.HEADER).in(field);
    }

    /**
     * Something that is no part of the layout, or not known to be.
     *
     * @param name what to call it.
     * @return the place.
     */
    public static Location named(final String name)
    {
        return of(Part.OTHER).in(name);
    }

    /**
     * A slot of this bucket.
     *
     * @param slotIndex 0 to 7.
     * @return the place.
     */
    public Location at(final int slotIndex)
    {
        return new Location(part, number, slotIndex, field);
    }

    /**
     * A field of this part or slot.
     *
     * @param name its name, in Go's words.
     * @return the place.
     */
    public Location in(final String name)
    {
        return new Location(part, number, slot, name);
    }

    /**
     * The part in words, without slot and field.
     *
     * @return for example {@code "bucket M7"}.
     */
    public String partName()
    {
        return switch (part)
        {
            case MAIN_BUCKET, OLD_BUCKET -> part.words + number;
            case HEAP_BUCKET -> part.words + Long.toHexString(number);
            case OVERFLOW_LIST, OLDOVERFLOW_LIST -> part.words + (number < 0 ? "" : ", item " + number);
            default -> part.words;
        };
    }

    /** The place in words, for example {@code "bucket M7, slot 2, key"}. */
    @Override
    public String toString()
    {
        final String name = partName();
        final String withSlot = slot < 0 ? name : name + ", slot " + slot;
        return withSlot + (withSlot.isEmpty() || field.isEmpty() ? "" : ", ") + field;
    }
}
