// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.values;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.offheap.memory.CallerBytes;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test
{
    private static final byte[] INTERESTING = {
        (byte)0x7f, (byte)0x80, (byte)0x8f, (byte)0x90, (byte)0x9f, (byte)0xa0, (byte)0xbf, (byte)0xc0, (byte)0xc1,
        (byte)0xc2, (byte)0xdf, (byte)0xe0, (byte)0xed, (byte)0xef, (byte)0xf0, (byte)0xf4, (byte)0xf5, (byte)0xff};

    private static void check(final String string)
    {
        final byte[] expected = string.getBytes(StandardCharsets.UTF_8);
        assertEquals(expected.length, Utf8.size(string), string);
        final byte[] buffer = new byte[expected.length];
        assertEquals(expected.length, Utf8.encode(string, buffer, buffer.length), string);
        assertArrayEquals(expected, buffer, string);
        assertEquals(expected.length, Utf8.encode(CharBuffer.wrap(string), buffer, buffer.length), string);
        assertArrayEquals(expected, buffer, string);
        assertEquals(-1, Utf8.malformedAt(CallerBytes.ARRAY, buffer, 0, buffer.length), string);
        if (expected.length > 0)
        {
            assertEquals(-1, Utf8.encode(string, buffer, expected.length - 1));
        }
    }

    @Test
    void shouldEncodeEveryCodePointAsTheJdkDoes()
    {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++)
        {
            if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE)
            {
                check(Character.toString(codePoint));
            }
        }
    }

    @Test
    void shouldEncodeMixturesAsTheJdkDoes()
    {
        final Random random = new Random(7);
        for (int i = 0; i < 2_000; i++)
        {
            final StringBuilder string = new StringBuilder();
            for (int j = random.nextInt(i % 3 == 0 ? 4 : 40); j > 0; j--)
            {
                string.appendCodePoint(random.nextInt(12) != 0 ? random.nextInt(128) : 0x10000 >> random.nextInt(9));
            }
            check(string.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "a\udc00", "\ud800\ud800\udc00", "\udfff\ud800"})
    void shouldRefuseAnUnpairedSurrogate(final String string)
    {
        assertThrows(IllegalArgumentException.class, () -> Utf8.size(string));
        assertThrows(IllegalArgumentException.class, () -> Utf8.encode(string, new byte[32], 32));
    }

    @Test
    void shouldSayThatAStringDoesNotFit()
    {
        assertEquals(-1, Utf8.encode("abcd", new byte[3], 3));
        assertEquals(-1, Utf8.encode("\u00e4\u00e4", new byte[3], 3));
        assertEquals(4, Utf8.encode("\u00e4\u00e4", new byte[5], 5));
        assertEquals(3, Utf8.encode("abc", new byte[3], 3));
    }

    /** What the JDK's decoder takes for UTF-8 is what we take. */
    @Test
    void shouldJudgeBytesAsTheJdkDoes()
    {
        final Random random = new Random(11);
        int malformedCount = 0;
        for (int i = 0; i < 200_000; i++)
        {
            final byte[] bytes = new byte[i % 16 == 0 ? random.nextInt(30) : 1 + random.nextInt(4)];
            random.nextBytes(bytes);
            for (int j = 0; j < bytes.length; j++)
            {
                bytes[j] = random.nextInt(3) == 0 ? INTERESTING[random.nextInt(INTERESTING.length)] :
                    bytes.length > 4 ? (byte)(bytes[j] & 0x7f) : bytes[j];
            }
            final boolean wellFormed = isUtf8(bytes);
            final long at = Utf8.malformedAt(CallerBytes.ARRAY, bytes, 0, bytes.length);
            assertEquals(wellFormed, at < 0, () -> Arrays.toString(bytes));
            if (at >= 0)
            {
                malformedCount++;
                assertTrue(isUtf8(Arrays.copyOf(bytes, (int)at)), () -> "before it: " + Arrays.toString(bytes));
            }
        }
        assertTrue(malformedCount > 1_000);
    }

    private static boolean isUtf8(final byte[] bytes)
    {
        try
        {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        }
        catch (final CharacterCodingException e)
        {
            return false;
        }
    }
}
