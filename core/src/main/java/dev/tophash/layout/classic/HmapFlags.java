// SPDX-License-Identifier: Apache-2.0
package dev.tophash.layout.classic;

/**
 * The bits of the header's flags byte (layout section 14.1).
 */
public final class HmapFlags
{
    /** Some iterator may be using the current array. */
    public static final int ITERATOR = 1;
    /** Some iterator may be using the old array. */
    public static final int OLD_ITERATOR = 2;
    /** A writer is inside the map; found set by another operation it shows misuse by two threads. */
    public static final int HASH_WRITING = 4;
    /** The growth in progress goes to an array of the same size. */
    public static final int SAME_SIZE_GROW = 8;
    /** All bits that have a meaning. */
    public static final int ALL = ITERATOR | OLD_ITERATOR | HASH_WRITING | SAME_SIZE_GROW;

    private static final String[] NAMES = {"iterator", "oldIterator", "hashWriting", "sameSizeGrow"};

    private HmapFlags()
    {
    }

    /**
     * The names of the bits that are set, in Go's words.
     *
     * @param flags the flags byte.
     * @return for example {@code "iterator|oldIterator"}; {@code "-"} for 0; bits without a meaning appear as one
     *         hexadecimal number.
     */
    public static String describe(final int flags)
    {
        if (flags == 0)
        {
            return "-";
        }
        final StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < NAMES.length; bit++)
        {
            if ((flags & (1 << bit)) != 0)
            {
                text.append(text.isEmpty() ? "" : "|").append(NAMES[bit]);
            }
        }
        if ((flags & ~ALL) != 0)
        {
            text.append(text.isEmpty() ? "" : "|").append("0x").append(Integer.toHexString(flags & ~ALL));
        }
        return text.toString();
    }
}
