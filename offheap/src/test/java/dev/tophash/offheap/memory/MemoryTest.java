// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryTest
{
    private static final int SIZE = 1 << 16;

    private final MemorySegment memory = Arena.ofAuto().allocate(SIZE, Long.BYTES);

    private byte[] fill()
    {
        final byte[] bytes = new byte[SIZE];
        new Random(7).nextBytes(bytes);
        Memory.putBytes(bytes, 0, memory, 0, SIZE);
        return bytes;
    }

    private byte[] bytes()
    {
        final byte[] bytes = new byte[SIZE];
        Memory.getBytes(memory, 0, bytes, 0, SIZE);
        return bytes;
    }

    @Test
    void shouldBeLittleEndianAtAnyOffset()
    {
        Memory.putLong(memory, 3, 0x0807_0605_0403_0201L);
        for (int i = 0; i < Long.BYTES; i++)
        {
            assertEquals(i + 1, Memory.getByte(memory, 3 + i));
        }
        assertEquals(0x0403_0201, Memory.getInt(memory, 3));
        assertEquals(0x0201, Memory.getShort(memory, 3));
        Memory.putByte(memory, 1, (byte)-1);
        assertEquals(255, Memory.getUnsignedByte(memory, 1));
        Memory.putInt(memory, 100, 4);
        assertEquals(4, Memory.getAndBitwiseOrInt(memory, 100, 1));
        assertEquals(5, Memory.getInt(memory, 100));
    }

    /** Whatever way the size makes it take, it zeroes what it was told and no byte beside it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 16, 64, 144, 1_000, 4_096, 20_000})
    void shouldZeroExactlyWhatItIsTold(final int size)
    {
        final byte[] expected = fill();
        Memory.zero(memory, 16, size);
        for (int i = 0; i < size; i++)
        {
            expected[16 + i] = 0;
        }
        assertArrayEquals(expected, bytes());
        if (size % Long.BYTES == 0)
        {
            assertTrue(Memory.isZero(memory, 16, size));
            assertFalse(Memory.isZero(memory, 16, size + Long.BYTES));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 8, 12, 16, 24, 31, 128, 200})
    void shouldCopyExactlyWhatItIsTold(final int size)
    {
        final byte[] expected = fill();
        Memory.copySlot(memory, 40, 1_000, size);
        System.arraycopy(expected, 40, expected, 1_000, size);
        Memory.copy(memory, 2_000, 3_000, size);
        System.arraycopy(expected, 2_000, expected, 3_000, size);
        assertArrayEquals(expected, bytes());
        assertTrue(Memory.equal(memory, 40, 1_000, size));
        if (size > 0)
        {
            Memory.putByte(memory, 1_000 + size - 1, (byte)~expected[1_000 + size - 1]);
            assertFalse(Memory.equal(memory, 40, 1_000, size), "the last byte counts");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 12, 15, 16, 17, 24, 31, 128, 200})
    void shouldCopyASlotToAnArray(final int size)
    {
        final byte[] all = fill();
        final byte[] slot = new byte[size];
        Memory.getSlot(memory, 43, slot);
        assertArrayEquals(Arrays.copyOfRange(all, 43, 43 + size), slot);
        assertArrayEquals(all, bytes());
    }

    @Test
    void shouldTellAnAccessOutsideFromABugOfOurOwn()
    {
        final RuntimeException outside =
            assertThrows(RuntimeException.class, () -> Memory.getLong(memory, SIZE - 4));
        assertTrue(Memory.isOutside(outside));
        assertEquals(SIZE - 4, Memory.outsideOffset(outside));
        final RuntimeException bug =
            assertThrows(RuntimeException.class, () -> bytes()[SIZE] = 1);
        assertFalse(Memory.isOutside(bug));
        assertThrows(IndexOutOfBoundsException.class, () -> Memory.putBytes(new byte[4], 2, memory, 0, 3));
    }
}
