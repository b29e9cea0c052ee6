// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.agrona;

import dev.tophash.check.Required;
import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Numbers and strings as text in a value. Agrona encodes and decodes them in an array of ours, so that their form is
 * Agrona's; the array is copied from and to the value as a whole.
 */
abstract class StructTextBuffer implements MutableDirectBuffer
{
    /** Digits of a number and its sign. */
    private static final int NUMBER_SIZE = 24;

    private static final int MAX_INT_DIGITS = 10;
    private static final int UTF8_MOST = 3;
    private static final int MAX_ARRAY_LENGTH = Integer.MAX_VALUE - 8;

    private byte[] bytes = new byte[NUMBER_SIZE];
    private final UnsafeBuffer text = new UnsafeBuffer(bytes);

    /** An array of at least so many bytes. */
    final byte[] room(final int size)
    {
        if (bytes.length < size)
        {
            bytes = new byte[Math.max(size, Math.min(2 * bytes.length, 1 << 20))];
            text.wrap(bytes);
        }
        return bytes;
    }

    /** Copies bytes of the value to the head of the array. */
    final byte[] load(final int index, final int length)
    {
        boundsCheck(index, length);
        getBytes(index, room(length), 0, length);
        return bytes;
    }

    private int store(final int index, final int length)
    {
        putBytes(index, bytes, 0, length);
        return length;
    }

    /** Of a negative number Agrona makes no digits, but leaves bytes as they are. */
    private static long natural(final long value)
    {
        if (value < 0)
        {
            throw new IllegalArgumentException("not a natural number: value=" + value);
        }
        return value;
    }

    private static int length(final CharSequence value)
    {
        return value == null ? 0 : value.length();
    }

    /** Room for a string with its length before it. */
    private void room(final CharSequence value, final int bytesEach)
    {
        room((int)Math.min(MAX_ARRAY_LENGTH, Integer.BYTES + (long)bytesEach * length(value)));
    }

    @Override
    public final int parseNaturalIntAscii(final int index, final int length)
    {
        load(index, length);
        return text.parseNaturalIntAscii(0, length);
    }

    @Override
    public final long parseNaturalLongAscii(final int index, final int length)
    {
        load(index, length);
        return text.parseNaturalLongAscii(0, length);
    }

    @Override
    public final int parseIntAscii(final int index, final int length)
    {
        load(index, length);
        return text.parseIntAscii(0, length);
    }

    @Override
    public final long parseLongAscii(final int index, final int length)
    {
        load(index, length);
        return text.parseLongAscii(0, length);
    }

    @Override
    public final String getStringAscii(final int index)
    {
        return getStringAscii(index, getInt(index));
    }

    @Override
    public final int getStringAscii(final int index, final Appendable appendable)
    {
        return getStringAscii(index, getInt(index), appendable);
    }

    @Override
    public final String getStringAscii(final int index, final ByteOrder byteOrder)
    {
        return getStringAscii(index, getInt(index, byteOrder));
    }

    @Override
    public final int getStringAscii(final int index, final Appendable appendable, final ByteOrder byteOrder)
    {
        return getStringAscii(index, getInt(index, byteOrder), appendable);
    }

    @Override
    public final String getStringAscii(final int index, final int length)
    {
        return getStringWithoutLengthAscii(index + Integer.BYTES, length);
    }

    @Override
    public final int getStringAscii(final int index, final int length, final Appendable appendable)
    {
        boundsCheck(index, Integer.BYTES);
        return getStringWithoutLengthAscii(index + Integer.BYTES, length, appendable);
    }

    @Override
    public final String getStringWithoutLengthAscii(final int index, final int length)
    {
        load(index, length);
        return text.getStringWithoutLengthAscii(0, length);
    }

    @Override
    public final int getStringWithoutLengthAscii(final int index, final int length, final Appendable appendable)
    {
        load(index, length);
        return text.getStringWithoutLengthAscii(0, length, Required.argument(appendable, "appendable"));
    }

    @Override
    public final String getStringUtf8(final int index)
    {
        return getStringUtf8(index, getInt(index));
    }

    @Override
    public final String getStringUtf8(final int index, final ByteOrder byteOrder)
    {
        return getStringUtf8(index, getInt(index, byteOrder));
    }

    @Override
    public final String getStringUtf8(final int index, final int length)
    {
        return getStringWithoutLengthUtf8(index + Integer.BYTES, length);
    }

    @Override
    public final String getStringWithoutLengthUtf8(final int index, final int length)
    {
        load(index, length);
        return text.getStringWithoutLengthUtf8(0, length);
    }

    @Override
    public final int putIntAscii(final int index, final int value)
    {
        return store(index, text.putIntAscii(0, value));
    }

    @Override
    public final int putNaturalIntAscii(final int index, final int value)
    {
        return store(index, text.putNaturalIntAscii(0, (int)natural(value)));
    }

    @Override
    public final int putNaturalLongAscii(final int index, final long value)
    {
        return store(index, text.putNaturalLongAscii(0, natural(value)));
    }

    @Override
    public final int putLongAscii(final int index, final long value)
    {
        return store(index, text.putLongAscii(0, value));
    }

    @Override
    public final void putNaturalPaddedIntAscii(final int index, final int length, final int value)
    {
        boundsCheck(index, length);
        room(length);
        text.putNaturalPaddedIntAscii(0, length, (int)natural(value));
        store(index, length);
    }

    @Override
    public final int putNaturalIntAsciiFromEnd(final int value, final int endExclusive)
    {
        final int start = text.putNaturalIntAsciiFromEnd((int)natural(value), MAX_INT_DIGITS);
        final int length = MAX_INT_DIGITS - start;
        // Of 0 Agrona stores no digit, but looks where one would stand.
        boundsCheck(endExclusive - 1, 1);
        putBytes(endExclusive - length, bytes, start, length);
        return endExclusive - length;
    }

    @Override
    public final int putStringAscii(final int index, final String value)
    {
        room(value, 1);
        return store(index, text.putStringAscii(0, value));
    }

    @Override
    public final int putStringAscii(final int index, final String value, final ByteOrder byteOrder)
    {
        room(value, 1);
        return store(index, text.putStringAscii(0, value, Required.argument(byteOrder, "byteOrder")));
    }

    @Override
    public final int putStringWithoutLengthAscii(final int index, final String value)
    {
        room(value, 1);
        return store(index, text.putStringWithoutLengthAscii(0, value));
    }

    @Override
    public final int putStringWithoutLengthAscii(
        final int index, final String value, final int valueOffset, final int length)
    {
        room(value, 1);
        return store(index, text.putStringWithoutLengthAscii(0, value, valueOffset, length));
    }

    @Override
    public final int putStringAscii(final int index, final CharSequence value)
    {
        room(value, 1);
        return store(index, text.putStringAscii(0, value));
    }

    @Override
    public final int putStringAscii(final int index, final CharSequence value, final ByteOrder byteOrder)
    {
        room(value, 1);
        return store(index, text.putStringAscii(0, value, Required.argument(byteOrder, "byteOrder")));
    }

    @Override
    public final int putStringWithoutLengthAscii(final int index, final CharSequence value)
    {
        room(value, 1);
        return store(index, text.putStringWithoutLengthAscii(0, value));
    }

    @Override
    public final int putStringWithoutLengthAscii(
        final int index, final CharSequence value, final int valueOffset, final int length)
    {
        room(value, 1);
        return store(index, text.putStringWithoutLengthAscii(0, value, valueOffset, length));
    }

    @Override
    public final int putStringUtf8(final int index, final String value)
    {
        room(value, UTF8_MOST);
        return store(index, text.putStringUtf8(0, value));
    }

    @Override
    public final int putStringUtf8(final int index, final String value, final ByteOrder byteOrder)
    {
        room(value, UTF8_MOST);
        return store(index, text.putStringUtf8(0, value, Required.argument(byteOrder, "byteOrder")));
    }

    @Override
    public final int putStringUtf8(final int index, final String value, final int maxEncodedLength)
    {
        room(value, UTF8_MOST);
        return store(index, text.putStringUtf8(0, value, maxEncodedLength));
    }

    @Override
    public final int putStringUtf8(
        final int index, final String value, final ByteOrder byteOrder, final int maxEncodedLength)
    {
        room(value, UTF8_MOST);
        return store(index, text.putStringUtf8(0, value, Required.argument(byteOrder, "byteOrder"), maxEncodedLength));
    }

    @Override
    public final int putStringWithoutLengthUtf8(final int index, final String value)
    {
        room(value, UTF8_MOST);
        return store(index, text.putStringWithoutLengthUtf8(0, value));
    }
}
