// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.hash.ByteSource;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CallerBytesTest
{
    private static final int SIZE = 40;

    private final byte[] array = new byte[SIZE];
    private final MemorySegment memory = Arena.ofAuto().allocate(2 * SIZE);

    CallerBytesTest()
    {
        for (int i = 0; i < SIZE; i++)
        {
            array[i] = (byte)(i * 37 - 90);
            Memory.putByte(memory, i, array[i]);
        }
    }

    private <M> void check(final ByteSource<M> source, final M bytes)
    {
        for (int i = 0; i <= SIZE - Long.BYTES; i++)
        {
            assertEquals(Memory.getByte(memory, i), source.getByte(bytes, i));
            assertEquals(Memory.getInt(memory, i), source.getInt(bytes, i));
            assertEquals(Memory.getLong(memory, i), source.getLong(bytes, i));
        }
        for (int size = 0; size < 20; size++)
        {
            assertTrue(CallerBytes.equal(source, bytes, 5, memory, 5, size));
            for (int i = 0; i < size; i++)
            {
                Memory.putByte(memory, 5 + i, (byte)~array[5 + i]);
                assertFalse(CallerBytes.equal(source, bytes, 5, memory, 5, size));
                Memory.putByte(memory, 5 + i, array[5 + i]);
            }
            memory.asSlice(SIZE, SIZE).fill((byte)0);
            CallerBytes.copy(source, bytes, 3, memory, SIZE, size);
            assertTrue(CallerBytes.equal(source, bytes, 3, memory, SIZE, size));
            assertEquals(0, Memory.getByte(memory, SIZE + size));
        }
        assertThrows(IndexOutOfBoundsException.class, () -> source.getByte(bytes, SIZE));
        assertThrows(IndexOutOfBoundsException.class, () -> source.getInt(bytes, SIZE - 3));
        assertThrows(IndexOutOfBoundsException.class, () -> source.getLong(bytes, -1));
    }

    @Test
    void shouldTakeATextAsWords()
    {
        final String text = "The quick brown fox, <~> \u007f\0!";
        final byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        assertEquals(bytes.length, CallerBytes.length(text));
        assertEquals(bytes.length, CallerBytes.length(bytes));
        for (int i = 0; i <= bytes.length - Long.BYTES; i++)
        {
            assertEquals(CallerBytes.ARRAY.getLong(bytes, i), CallerBytes.word(text, i));
            assertEquals(CallerBytes.ARRAY.getLong(bytes, i), CallerBytes.word(bytes, i));
            assertTrue(CallerBytes.isAscii(CallerBytes.word(text, i)));
            for (final char c : new char[] {'\u0080', '\u00ff', '\u0100', '\u0161', '\u4020', '\ud800'})
            {
                final StringBuilder other = new StringBuilder(text);
                for (int at = 0; at < other.length(); at++)
                {
                    other.setCharAt(at, c);
                    assertEquals(at < i || at >= i + Long.BYTES,
                        CallerBytes.isAscii(CallerBytes.word(other.toString(), i)), other + " at " + i);
                    other.setCharAt(at, text.charAt(at));
                }
            }
        }
        for (int length = 1; length < Long.BYTES; length++)
        {
            final String few = text.substring(3, 3 + length);
            final byte[] same = few.getBytes(StandardCharsets.US_ASCII);
            assertEquals(CallerBytes.first(same, length), CallerBytes.first(few, length));
            assertEquals(CallerBytes.last(same, length), CallerBytes.last(few, length));
            for (int at = 0; at < length; at++)
            {
                final String wide = few.substring(0, at) + '\u0161' + few.substring(at + 1);
                assertFalse(CallerBytes.isAscii(CallerBytes.first(wide, length) | CallerBytes.last(wide, length)));
            }
        }
        assertThrows(IndexOutOfBoundsException.class, () -> CallerBytes.word(text, text.length() - 7));
        assertThrows(IndexOutOfBoundsException.class, () -> CallerBytes.word(text, -1));
    }

    @Test
    void shouldReadAnArray()
    {
        check(CallerBytes.ARRAY, array);
    }

    @Test
    void shouldReadABufferWhateverItsOrderAndPosition()
    {
        for (final ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN})
        {
            final ByteBuffer direct = ByteBuffer.allocateDirect(SIZE).order(order).put(array);
            check(CallerBytes.BUFFER, direct);
            check(CallerBytes.BUFFER, ByteBuffer.wrap(array).order(order).asReadOnlyBuffer());
            assertEquals(SIZE, direct.position());
        }
    }
}
