// SPDX-License-Identifier: Apache-2.0
package dev.tophash.layout;

import dev.tophash.check.Required;

/**
 * The Go releases whose maps have the classic layout, as profiles of what differs between them (layout section 18).
 *
 * <p>Patch releases do not matter.  Go 1.24 replaced the classic map and has no constant here.
 */
public enum GoVersion
{
    /** Go 1.19, the oldest profile. */
    GO_1_19("1.19"),
    /** Go 1.20; the layout of 1.19. */
    GO_1_20("1.20"),
    /** Go 1.21; clear marks the chains first. That it grew at 6 entries per bucket instead of 6.5 is not reproduced. */
    GO_1_21("1.21"),
    /** Go 1.22; objects with pointers above 512 bytes have a header. */
    GO_1_22("1.22"),
    /** Go 1.23, the last release with this map and the product's own profile; the hash has four key words. */
    GO_1_23("1.23");

    private final String label;

    GoVersion(final String label)
    {
        this.label = label;
    }

    /**
     * Whether Go's allocator puts an 8-byte header in front of objects with pointers above 512 bytes, which changes
     * the size of the spare area and the capacities of the overflow lists (layout sections 4 and 6).
     *
     * @return true from 1.22 on.
     */
    public boolean objectHeaders()
    {
        return compareTo(GO_1_22) >= 0;
    }

    /**
     * Whether clear zeroes the tophash bytes of every chain before it zeroes the array (layout section 12).
     *
     * @return true from 1.21 on.
     */
    public boolean clearMarksChains()
    {
        return compareTo(GO_1_21) >= 0;
    }

    /**
     * Whether the portable hash uses all four words of the process key (layout section 16.1).
     *
     * @return true from 1.23 on.
     */
    public boolean fourKeyWords()
    {
        return compareTo(GO_1_23) >= 0;
    }

    /**
     * The release without its patch number.
     *
     * @return for example {@code "1.23"}.
     */
    public String label()
    {
        return label;
    }

    /**
     * Reads a version as Go prints it.
     *
     * @param text {@code "1.19"}, {@code "1.23.5"}, {@code "go1.19.8"} or {@code "go1.22rc1"}.
     * @return the profile of that release.
     * @throws IllegalArgumentException if this is not a Go version from 1.19 to 1.23; for 1.24 and later the message
     *                                  says why.
     */
    public static GoVersion parse(final String text)
    {
        Required.argument(text, "text");
        final String number = text.startsWith("go") ? text.substring(2) : text;
        final int minor = minor(number);
        if (minor < 0)
        {
            throw new IllegalArgumentException("not a Go version: text=" + text);
        }
        if (minor >= 24)
        {
            throw new IllegalArgumentException("Go 1.24 replaced the classic map by a Swiss table, whose memory has" +
                " nothing in common with this layout; use Go 1.19 to 1.23: version=" + text);
        }
        if (minor < 19)
        {
            throw new IllegalArgumentException("Go version before 1.19: version=" + text);
        }
        return values()[minor - 19];
    }

    @Override
    public String toString()
    {
        return label;
    }

    /** The number after "1.", if only a patch number or a pre-release name follows it; else -1. */
    private static int minor(final String number)
    {
        if (!number.startsWith("1."))
        {
            return -1;
        }
        int end = 2;
        while (end < number.length() && end < 6 && number.charAt(end) >= '0' && number.charAt(end) <= '9')
        {
            end++;
        }
        final String rest = number.substring(end);
        if (end == 2 || !(rest.isEmpty() || rest.matches("\\.\\d+.*|(rc|beta)\\d+|[ +-].*")))
        {
            return -1;
        }
        return Integer.parseInt(number.substring(2, end));
    }
}
