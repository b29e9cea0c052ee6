// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class CallerNumbersTest
{
    @Test
    void shouldWriteAndReadNumbersAtAnyPlace()
    {
        try (Arena arena = Arena.ofConfined())
        {
            for (final MemorySegment segment : new MemorySegment[] {arena.allocate(33), MemorySegment.ofArray(
                new byte[33])})
            {
                CallerNumbers.write(new long[] {Long.MIN_VALUE, 2, 3}, segment, 1, 2);
                assertEquals(-128, segment.get(ValueLayout.JAVA_BYTE, 8), "little endian");
                assertEquals(0, segment.get(ValueLayout.JAVA_BYTE, 17), "two of three");
                final long[] longs = new long[4];
                CallerNumbers.read(segment, 1, longs, 2);
                assertArrayEquals(new long[] {Long.MIN_VALUE, 2, 0, 0}, longs);
                CallerNumbers.write(new int[] {-1, 7}, segment, 3, 2);
                final int[] ints = new int[2];
                CallerNumbers.read(segment, 3, ints, 2);
                assertArrayEquals(new int[] {-1, 7}, ints);
                CallerNumbers.write(new double[] {-0.5, 7}, segment, 17, 2);
                final double[] doubles = new double[2];
                CallerNumbers.read(segment, 17, doubles, 2);
                assertArrayEquals(new double[] {-0.5, 7}, doubles);
                CallerNumbers.write(-0.5, segment, 25);
                CallerNumbers.write(9, segment, 3);
                CallerNumbers.write(Long.MIN_VALUE + 1, segment, 8);
                CallerNumbers.read(segment, 17, doubles, 2);
                assertArrayEquals(new double[] {-0.5, -0.5}, doubles);
                CallerNumbers.read(segment, 3, ints, 1);
                assertEquals(9, ints[0]);
                CallerNumbers.read(segment, 8, longs, 1);
                assertEquals(Long.MIN_VALUE + 1, longs[0]);
                assertThrows(IndexOutOfBoundsException.class, () -> CallerNumbers.read(segment, 18, doubles, 2));
            }
        }
    }
}
