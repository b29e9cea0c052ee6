// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Numbers in a segment of the caller's: little endian, at any place, one behind the other. */
public final class CallerNumbers
{
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble DOUBLE =
        ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private CallerNumbers()
    {
    }

    /**
     * Copies numbers to the head of an array.
     *
     * @param segment where they are.
     * @param offset  position of the first in bytes.
     * @param target  takes them.
     * @param count   number of numbers.
     */
    public static void read(final MemorySegment segment, final long offset, final long[] target, final int count)
    {
        MemorySegment.copy(segment, LONG, offset, target, 0, count);
    }

    /**
     * Copies numbers from the head of an array.
     *
     * @param source  where they are.
     * @param segment takes them.
     * @param offset  position of the first in bytes.
     * @param count   number of numbers.
     */
    public static void write(final long[] source, final MemorySegment segment, final long offset, final int count)
    {
        MemorySegment.copy(source, 0, segment, LONG, offset, count);
    }

    /**
     * Stores a number.
     *
     * @param number  any number.
     * @param segment takes it.
     * @param offset  position in bytes.
     */
    public static void write(final long number, final MemorySegment segment, final long offset)
    {
        segment.set(LONG, offset, number);
    }

    /**
     * Copies numbers to the head of an array.
     *
     * @param segment where they are.
     * @param offset  position of the first in bytes.
     * @param target  takes them.
     * @param count   number of numbers.
     */
    public static void read(final MemorySegment segment, final long offset, final int[] target, final int count)
    {
        MemorySegment.copy(segment, INT, offset, target, 0, count);
    }

    /**
     * Copies numbers from the head of an array.
     *
     * @param source  where they are.
     * @param segment takes them.
     * @param offset  position of the first in bytes.
     * @param count   number of numbers.
     */
    public static void write(final int[] source, final MemorySegment segment, final long offset, final int count)
    {
        MemorySegment.copy(source, 0, segment, INT, offset, count);
    }

    /**
     * Stores a number.
     *
     * @param number  any number.
     * @param segment takes it.
     * @param offset  position in bytes.
     */
    public static void write(final int number, final MemorySegment segment, final long offset)
    {
        segment.set(INT, offset, number);
    }

    /**
     * Copies numbers to the head of an array.
     *
     * @param segment where they are.
     * @param offset  position of the first in bytes.
     * @param target  takes them.
     * @param count   number of numbers.
     */
    public static void read(final MemorySegment segment, final long offset, final double[] target, final int count)
    {
        MemorySegment.copy(segment, DOUBLE, offset, target, 0, count);
    }

    /**
     * Copies numbers from the head of an array.
     *
     * @param source  where they are.
     * @param segment takes them.
     * @param offset  position of the first in bytes.
     * @param count   number of numbers.
     */
    public static void write(final double[] source, final MemorySegment segment, final long offset, final int count)
    {
        MemorySegment.copy(source, 0, segment, DOUBLE, offset, count);
    }

    /**
     * Stores a number.
     *
     * @param number  any number.
     * @param segment takes it.
     * @param offset  position in bytes.
     */
    public static void write(final double number, final MemorySegment segment, final long offset)
    {
        segment.set(DOUBLE, offset, number);
    }
}
