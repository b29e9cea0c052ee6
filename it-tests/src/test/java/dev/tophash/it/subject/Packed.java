// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.subject;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Keys and values one behind the other in a segment, written by other means than the product's. */
public final class Packed
{
    private static final byte GUARD = 0x77;
    private static final int TAIL = 3;

    private Packed()
    {
    }

    private static ByteBuffer over(final byte[] bytes)
    {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Numbers, little endian. */
    public static byte[] bytes(final long... numbers)
    {
        final byte[] bytes = new byte[numbers.length * Long.BYTES];
        over(bytes).asLongBuffer().put(numbers);
        return bytes;
    }

    /** Numbers, little endian. */
    public static byte[] bytes(final int... numbers)
    {
        final byte[] bytes = new byte[numbers.length * Integer.BYTES];
        over(bytes).asIntBuffer().put(numbers);
        return bytes;
    }

    /** Numbers, little endian. */
    public static byte[] bytes(final double... numbers)
    {
        final byte[] bytes = new byte[numbers.length * Double.BYTES];
        over(bytes).asDoubleBuffer().put(numbers);
        return bytes;
    }

    /** Blocks of one size. */
    public static byte[] bytes(final byte[]... blocks)
    {
        final byte[] bytes = new byte[blocks.length == 0 ? 0 : blocks.length * blocks[0].length];
        final ByteBuffer buffer = over(bytes);
        for (final byte[] block : blocks)
        {
            buffer.put(block);
        }
        return bytes;
    }

    /** A segment that holds bytes behind so many others, and three after them; the others are all the same. */
    public static MemorySegment of(final Arena arena, final int lead, final byte[] bytes)
    {
        final MemorySegment segment = arena.allocate(lead + bytes.length + (long)TAIL).fill(GUARD);
        segment.asSlice(lead, bytes.length).copyFrom(MemorySegment.ofArray(bytes));
        return segment;
    }
}
