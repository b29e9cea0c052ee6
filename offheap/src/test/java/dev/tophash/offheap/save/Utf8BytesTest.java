// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.save;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.offheap.memory.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Utf8BytesTest
{
    private final Utf8Bytes utf8 = new Utf8Bytes();

    private boolean valid(final byte[] bytes)
    {
        try (Arena arena = Arena.ofConfined())
        {
            final MemorySegment memory = arena.allocate(bytes.length + 1, 8);
            Memory.putBytes(bytes, 0, memory, 1, bytes.length);
            return utf8.valid(memory, 1, bytes.length);
        }
    }

    private static byte[] bytes(final int... values)
    {
        final byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++)
        {
            bytes[i] = (byte)values[i];
        }
        return bytes;
    }

    @Test
    void shouldAcceptTextOfAnyLength()
    {
        for (final String text : new String[]{"", "a", "\u00e9", "\u20ac", "\ud83d\ude00", "\u0000"})
        {
            for (final int count : new int[]{1, 1363, 1364, 4095, 4096, 4097, 9000})
            {
                assertTrue(valid(text.repeat(count).getBytes(StandardCharsets.UTF_8)), text + count);
                assertTrue(valid(("x" + text.repeat(count)).getBytes(StandardCharsets.UTF_8)), text + count);
            }
        }
    }

    @Test
    void shouldRefuseWhatIsNoText()
    {
        for (final byte[] bad : new byte[][]{
            bytes(0x80), bytes(0xc0, 0x80), bytes(0xc3), bytes(0xc3, 'a'), bytes(0xed, 0xa0, 0x80),
            bytes(0xf4, 0x90, 0x80, 0x80), bytes(0xff), bytes('a', 0xe2, 0x82), bytes(0xf0, 0x9f, 0x98)})
        {
            assertFalse(valid(bad));
            final byte[] late = new byte[8192 + bad.length];
            System.arraycopy(bad, 0, late, 8192, bad.length);
            assertFalse(valid(late));
        }
    }
}
