// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.values;

/**
 * Encodes strings as UTF-8, Go's form of them, into an array of the caller. An unpaired surrogate has no UTF-8 form and
 * is refused. The JDK's own encoder would replace it, and two keys would become one.
 */
public final class Utf8
{
    /** Bytes of the largest code point; the encoder asks for that much room before each one. */
    public static final int MAX_SIZE = 4;

    private Utf8()
    {
    }

    /** Bytes of a string in UTF-8, which are at most three a char. An unpaired surrogate is refused. */
    public static long size(final String string)
    {
        long size = 0;
        for (int i = 0; i < string.length(); i++)
        {
            final char c = string.charAt(i);
            if (isPair(string, i))
            {
                size += 4;
                i++;
            }
            else
            {
                size += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
            }
        }
        return size;
    }

    /** Whether two chars from here on are one code point. */
    private static boolean isPair(final String string, final int i)
    {
        final char c = string.charAt(i);
        final boolean pair =
            Character.isHighSurrogate(c) && i + 1 < string.length() && Character.isLowSurrogate(string.charAt(i + 1));
        if (Character.isSurrogate(c) && !pair)
        {
            throw new IllegalArgumentException("unpaired surrogate: index=" + i);
        }
        return pair;
    }

    /** UTF-8; -1 if it does not fit. An unpaired surrogate has no UTF-8 and is refused, never replaced. */
    public static int encode(final String string, final byte[] buffer, final int capacity)
    {
        final int length = string.length();
        if (length > capacity)
        {
            return -1;
        }
        int i = 0;
        for (; i < length; i++)
        {
            final char c = string.charAt(i);
            if (c >= 0x80)
            {
                return encodeFrom(string, i, buffer, capacity);
            }
            buffer[i] = (byte)c;
        }
        return i;
    }

    private static int encodeFrom(final String string, final int from, final byte[] buffer, final int capacity)
    {
        int at = from;
        for (int i = from; i < string.length(); i++)
        {
            final char c = string.charAt(i);
            final boolean pair = isPair(string, i);
            if (at + MAX_SIZE > capacity)
            {
                return -1;
            }
            if (c < 0x80)
            {
                buffer[at++] = (byte)c;
            }
            else if (c < 0x800)
            {
                buffer[at++] = (byte)(0xc0 | c >> 6);
                buffer[at++] = (byte)(0x80 | c & 0x3f);
            }
            else if (!pair)
            {
                buffer[at++] = (byte)(0xe0 | c >> 12);
                buffer[at++] = (byte)(0x80 | c >> 6 & 0x3f);
                buffer[at++] = (byte)(0x80 | c & 0x3f);
            }
            else
            {
                final int codePoint = Character.toCodePoint(c, string.charAt(++i));
                buffer[at++] = (byte)(0xf0 | codePoint >> 18);
                buffer[at++] = (byte)(0x80 | codePoint >> 12 & 0x3f);
                buffer[at++] = (byte)(0x80 | codePoint >> 6 & 0x3f);
                buffer[at++] = (byte)(0x80 | codePoint & 0x3f);
            }
        }
        return at;
    }
}
