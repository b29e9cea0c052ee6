// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.values;

import dev.tophash.hash.ByteSource;
import dev.tophash.offheap.memory.CallerBytes;

/**
 * Encodes text as UTF-8, Go's form of it, and checks bytes that should be UTF-8. An unpaired surrogate has no UTF-8
 * form and is refused. The JDK's own encoder would replace it, and two keys would become one.
 */
public final class Utf8
{
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final int WORD = Long.BYTES;

    private Utf8()
    {
    }

    /** Bytes of a text in UTF-8, which are at most three a char. An unpaired surrogate is refused. */
    public static long size(final CharSequence text)
    {
        long size = 0;
        for (int i = 0; i < text.length(); i++)
        {
            final int codePoint = codePointAt(text, i);
            size += sizeOf(codePoint);
            i += Character.charCount(codePoint) - 1;
        }
        return size;
    }

    private static int sizeOf(final int codePoint)
    {
        return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    }

    /** The code point of one char, or of the pair that begins here. */
    private static int codePointAt(final CharSequence text, final int i)
    {
        final char c = text.charAt(i);
        if (!Character.isSurrogate(c))
        {
            return c;
        }
        if (Character.isHighSurrogate(c) && i + 1 < text.length())
        {
            final char next = text.charAt(i + 1);
            if (Character.isLowSurrogate(next))
            {
                return Character.toCodePoint(c, next);
            }
        }
        throw new IllegalArgumentException("unpaired surrogate: index=" + i);
    }

    /** The bytes of a code point, the first one lowest. */
    private static int bytesOf(final int codePoint)
    {
        if (codePoint < 0x80)
        {
            return codePoint;
        }
        final int last = 0x80 | codePoint & 0x3f;
        if (codePoint < 0x800)
        {
            return 0xc0 | codePoint >> 6 | last << 8;
        }
        final int third = 0x80 | codePoint >> 6 & 0x3f;
        if (codePoint < 0x10000)
        {
            return 0xe0 | codePoint >> 12 | third << 8 | last << 16;
        }
        return 0xf0 | codePoint >> 18 | (0x80 | codePoint >> 12 & 0x3f) << 8 | third << 16 | last << 24;
    }

    /** UTF-8; -1 if it does not fit. An unpaired surrogate has no UTF-8 and is refused, never replaced. */
    public static int encode(final CharSequence text, final byte[] buffer, final int capacity)
    {
        final int length = text.length();
        if (length > capacity)
        {
            return -1;
        }
        int at = text instanceof final String string ? encodeAscii(string, buffer) : 0;
        for (int i = at; i < length; i++)
        {
            final char c = text.charAt(i);
            if (c < 0x80 && at < capacity)
            {
                buffer[at++] = (byte)c;
                continue;
            }
            final int codePoint = codePointAt(text, i);
            final int size = sizeOf(codePoint);
            if (size > capacity - at)
            {
                return -1;
            }
            i += Character.charCount(codePoint) - 1;
            int bytes = bytesOf(codePoint);
            for (final int end = at + size; at < end; at++)
            {
                buffer[at] = (byte)bytes;
                bytes >>>= Byte.SIZE;
            }
        }
        return at;
    }

    /** The chars of a string before the first that is no ASCII, eight at a time. */
    private static int encodeAscii(final String string, final byte[] buffer)
    {
        int i = 0;
        for (; i <= string.length() - WORD; i += WORD)
        {
            final long word = CallerBytes.word(string, i);
            if (!CallerBytes.isAscii(word))
            {
                break;
            }
            CallerBytes.putWord(buffer, i, word);
        }
        for (; i < string.length(); i++)
        {
            final char c = string.charAt(i);
            if (c >= 0x80)
            {
                break;
            }
            buffer[i] = (byte)c;
        }
        return i;
    }

    /**
     * Looks for bytes that are not UTF-8: too long a form, a surrogate, a part of a code point, a number beyond all.
     *
     * @return index of the first of them; -1 if there is none.
     */
    public static <M> long malformedAt(
        final ByteSource<M> source, final M bytes, final long offset, final long length)
    {
        long i = 0;
        while (i < length)
        {
            if (i <= length - WORD && (source.getLong(bytes, offset + i) & HIGH_BITS) == 0)
            {
                i += WORD;
            }
            else if (i > length - WORD && length >= WORD &&
                (source.getLong(bytes, offset + length - WORD) & HIGH_BITS) == 0)
            {
                return -1;
            }
            else if (source.getByte(bytes, offset + i) >= 0)
            {
                i++;
            }
            else
            {
                final int size = sizeAt(source, bytes, offset + i, length - i);
                if (size == 0)
                {
                    return i;
                }
                i += size;
            }
        }
        return -1;
    }

    /** Bytes of the code point that begins here, beyond ASCII; 0 if none does. */
    private static <M> int sizeAt(final ByteSource<M> source, final M bytes, final long offset, final long left)
    {
        final int lead = source.getByte(bytes, offset) & 0xff;
        final int size = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
        if (size == 0 || size > left)
        {
            return 0;
        }
        int codePoint = lead & 0x7f >> size;
        for (int i = 1; i < size; i++)
        {
            final int next = source.getByte(bytes, offset + i);
            if ((next & 0xc0) != 0x80)
            {
                return 0;
            }
            codePoint = codePoint << 6 | next & 0x3f;
        }
        final boolean real = codePoint <= Character.MAX_CODE_POINT && sizeOf(codePoint) == size &&
            (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE);
        return real ? size : 0;
    }
}
