// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import java.util.Arrays;
import java.util.HexFormat;

/** How keys and values of each type are hashed and printed: as their boxes are; bytes as their array and in hex. */
final class Content
{
    /** A longer string, and an array of more than half as many bytes, is cut when it is printed. */
    private static final int MAX_PRINTED_LENGTH = 80;

    private static final int LINE_SEPARATOR = 0x2028;
    private static final int PARAGRAPH_SEPARATOR = 0x2029;

    private Content()
    {
    }

    static int hash(final long value)
    {
        return Long.hashCode(value);
    }

    static int hash(final int value)
    {
        return value;
    }

    static int hash(final double value)
    {
        return Double.hashCode(value);
    }

    static int hash(final String value)
    {
        return value.hashCode();
    }

    static int hash(final byte[] value)
    {
        return Arrays.hashCode(value);
    }

    static void append(final StringBuilder text, final long value)
    {
        text.append(value);
    }

    static void append(final StringBuilder text, final int value)
    {
        text.append(value);
    }

    static void append(final StringBuilder text, final double value)
    {
        text.append(value);
    }

    static void append(final StringBuilder text, final String value)
    {
        if (value.length() <= MAX_PRINTED_LENGTH)
        {
            appendInLine(text, value, value.length());
        }
        else
        {
            appendInLine(text, value, value.offsetByCodePoints(0, MAX_PRINTED_LENGTH / 2));
            text.append("...");
        }
    }

    /** Appends the first chars of a text. One that would end the line, or is no char to be seen, comes as an escape. */
    static void appendInLine(final StringBuilder text, final String value, final int length)
    {
        for (int i = 0; i < length; i++)
        {
            final char next = value.charAt(i);
            if (Character.isISOControl(next) || next == LINE_SEPARATOR || next == PARAGRAPH_SEPARATOR)
            {
                text.append("\\u").append(HexFormat.of().toHexDigits(next));
            }
            else
            {
                text.append(next);
            }
        }
    }

    static void append(final StringBuilder text, final byte[] value)
    {
        final int length = Math.min(value.length, MAX_PRINTED_LENGTH / 2);
        text.append(HexFormat.of().formatHex(value, 0, length)).append(length == value.length ? "" : "...");
    }
}
