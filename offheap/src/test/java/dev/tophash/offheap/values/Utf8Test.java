// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.values;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test
{
    private static void check(final String string)
    {
        final byte[] expected = string.getBytes(StandardCharsets.UTF_8);
        assertEquals(expected.length, Utf8.size(string), string);
        final byte[] buffer = new byte[expected.length + Utf8.MAX_SIZE];
        final int length = Utf8.encode(string, buffer, buffer.length);
        assertArrayEquals(expected, Arrays.copyOf(buffer, length), string);
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
            for (int j = random.nextInt(20); j > 0; j--)
            {
                string.appendCodePoint(random.nextBoolean() ? random.nextInt(128) : 0x10000 >> random.nextInt(9));
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
        assertEquals(-1, Utf8.encode("\u00e4\u00e4", new byte[5], 5), "the room for any code point is asked for");
        assertEquals(3, Utf8.encode("abc", new byte[3], 3));
    }
}
