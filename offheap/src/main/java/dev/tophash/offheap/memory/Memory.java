// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import dev.tophash.MapClosedException;
import dev.tophash.hash.ByteSource;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every load and every store of the product.
 *
 * <p>The methods are static functions over an opaque segment: wrapping the segment in an object cost 0.7 to 1 ns a
 * lookup, a static call costs nothing. All of them are little endian and unaligned, except the atomic ones, which need
 * natural alignment. The segment's own checks are the fence of the product: an access outside its bounds throws
 * {@link IndexOutOfBoundsException}, an access after close {@link IllegalStateException}, and neither can crash the
 * JVM. Nothing is checked twice here; {@code Hmap.failure} turns both into the product's exceptions.
 */
public final class Memory
{
    private static final ValueLayout.OfShort SHORT =
        ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle ATOMIC_INT =
        ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();

    /** The one source of bytes for hashing and comparing; a single class, so that the JIT sees through it. */
    public static final ByteSource<MemorySegment> SOURCE = new SegmentSource();

    private static final String PROJECT = "dev.tophash.";
    private static final Pattern ACCESS_OFFSET = Pattern.compile("new offset = (-?\\d+)");
    private static final int WORD = Long.BYTES;

    /** Up to here a loop of stores beats the set-up of a block copy. */
    private static final int SMALL_ZERO_SIZE = 512;

    /**
     * Zeros to copy from, a piece at a time. {@code MemorySegment.fill} needs a slice, which is an object on the Java
     * heap until the JIT has removed it, and it stores eight bytes at a time where a copy stores thirty-two; a source
     * that stays in the first cache costs nothing beside that. Best time, JDK 25, microseconds:
     *
     * <pre>
     *   bytes        fill    copies of 64 KiB   16 KiB    8 KiB    4 KiB
     *   36,864        0.7                 0.3      0.3      0.2      0.2
     *   590,000      10.4                 5.6      3.5      3.5      3.7
     *   20,447,232    435                 589      457      381      401
     *   302,000,000 20,248             17,519   14,747   12,821   16,232
     * </pre>
     */
    private static final int ZEROS_SIZE = 8 << 10;
    private static final MemorySegment ZEROS = Arena.global().allocate(ZEROS_SIZE, ZEROS_SIZE);

    private Memory()
    {
    }

    /**
     * Says what a failed access means to those who read an image.
     *
     * @param memory the memory that was accessed.
     * @param e      what the access threw: an IllegalStateException or an InternalError.
     * @return the exception to throw: {@link MapClosedException} if the memory is closed, or if it lies in a file of
     *         which a page cannot be had.
     */
    public static IllegalStateException failure(final MemorySegment memory, final Throwable e)
    {
        if (e instanceof final InternalError error)
        {
            if (!memory.isMapped())
            {
                throw error;
            }
            return new MapClosedException("a page of its file could not be read: segment=" + memory, error);
        }
        final IllegalStateException thrown = (IllegalStateException)e;
        return memory.scope().isAlive() || e instanceof MapClosedException ? thrown :
            new MapClosedException("segment=" + memory, e);
    }

    /**
     * Loads a byte.
     *
     * @param memory the region's memory.
     * @param offset position in bytes.
     * @return the byte, signed.
     */
    public static byte getByte(final MemorySegment memory, final long offset)
    {
        return memory.get(ValueLayout.JAVA_BYTE, offset);
    }

    /**
     * Loads a byte as a number from 0 to 255; tophash bytes are unsigned.
     *
     * @param memory the region's memory.
     * @param offset position in bytes.
     * @return the byte, unsigned.
     */
    public static int getUnsignedByte(final MemorySegment memory, final long offset)
    {
        return memory.get(ValueLayout.JAVA_BYTE, offset) & 0xff;
    }

    /**
     * Loads two bytes.
     *
     * @param memory the region's memory.
     * @param offset position in bytes.
     * @return the value, signed.
     */
    public static short getShort(final MemorySegment memory, final long offset)
    {
        return memory.get(SHORT, offset);
    }

    /**
     * Loads four bytes.
     *
     * @param memory the region's memory.
     * @param offset position in bytes.
     * @return the value, signed.
     */
    public static int getInt(final MemorySegment memory, final long offset)
    {
        return memory.get(INT, offset);
    }

    /**
     * Loads eight bytes.
     *
     * @param memory the region's memory.
     * @param offset position in bytes.
     * @return the value.
     */
    public static long getLong(final MemorySegment memory, final long offset)
    {
        return memory.get(LONG, offset);
    }

    /**
     * Loads eight bytes as a number with a fraction.
     *
     * @param memory the region's memory.
     * @param offset position in bytes.
     * @return the value, a NaN with the bits it has.
     */
    public static double getDouble(final MemorySegment memory, final long offset)
    {
        return Double.longBitsToDouble(memory.get(LONG, offset));
    }

    /**
     * Stores a byte.
     *
     * @param memory the region's memory.
     * @param offset position in bytes.
     * @param value  the byte.
     */
    public static void putByte(final MemorySegment memory, final long offset, final byte value)
    {
        memory.set(ValueLayout.JAVA_BYTE, offset, value);
    }

    /**
     * Stores two bytes.
     *
     * @param memory the region's memory.
     * @param offset position in bytes.
     * @param value  the value.
     */
    public static void putShort(final MemorySegment memory, final long offset, final short value)
    {
        memory.set(SHORT, offset, value);
    }

    /**
     * Stores four bytes.
     *
     * @param memory the region's memory.
     * @param offset position in bytes.
     * @param value  the value.
     */
    public static void putInt(final MemorySegment memory, final long offset, final int value)
    {
        memory.set(INT, offset, value);
    }

    /**
     * Stores eight bytes.
     *
     * @param memory the region's memory.
     * @param offset position in bytes.
     * @param value  the value.
     */
    public static void putLong(final MemorySegment memory, final long offset, final long value)
    {
        memory.set(LONG, offset, value);
    }

    /**
     * Stores eight bytes, a number with a fraction.
     *
     * @param memory the region's memory.
     * @param offset position in bytes.
     * @param value  the value, a NaN with the bits it has.
     */
    public static void putDouble(final MemorySegment memory, final long offset, final double value)
    {
        memory.set(LONG, offset, Double.doubleToRawLongBits(value));
    }

    /**
     * Sets bits of an int atomically, with full fences. Go sets its iterator flags so.
     *
     * @param memory the region's memory.
     * @param offset position in bytes, a multiple of 4.
     * @param mask   the bits to set.
     * @return the value before.
     */
    public static int getAndBitwiseOrInt(final MemorySegment memory, final long offset, final int mask)
    {
        return (int)ATOMIC_INT.getAndBitwiseOr(memory, offset, mask);
    }

    /**
     * Copies within one region; the ranges may overlap.
     *
     * @param memory the region's memory.
     * @param from   position of the source.
     * @param to     position of the destination.
     * @param size   number of bytes.
     */
    public static void copy(final MemorySegment memory, final long from, final long to, final long size)
    {
        MemorySegment.copy(memory, from, memory, to, size);
    }

    /**
     * Copies between two segments.
     *
     * @param source     where the bytes are.
     * @param from       position in the source.
     * @param target     where they go.
     * @param to         position in the target.
     * @param size       number of bytes.
     */
    public static void copy(
        final MemorySegment source, final long from, final MemorySegment target, final long to, final long size)
    {
        MemorySegment.copy(source, from, target, to, size);
    }

    /**
     * Copies a slot: the common sizes by one load and one store, the others by a block copy.
     *
     * @param memory the region's memory.
     * @param from   position of the source slot.
     * @param to     position of the destination slot.
     * @param size   slot size in bytes.
     */
    public static void copySlot(final MemorySegment memory, final long from, final long to, final int size)
    {
        if (size == WORD)
        {
            putLong(memory, to, getLong(memory, from));
        }
        else if (size == Integer.BYTES)
        {
            putInt(memory, to, getInt(memory, from));
        }
        else if (size == 2 * WORD)
        {
            final long first = getLong(memory, from);
            putLong(memory, to + WORD, getLong(memory, from + WORD));
            putLong(memory, to, first);
        }
        else
        {
            copy(memory, from, to, size);
        }
    }

    /**
     * Zeroes a slot: one of eight bytes by one store.
     *
     * @param memory the region's memory.
     * @param offset position of the slot.
     * @param size   slot size in bytes.
     */
    public static void zeroSlot(final MemorySegment memory, final long offset, final int size)
    {
        if (size == WORD)
        {
            putLong(memory, offset, 0);
        }
        else
        {
            zero(memory, offset, size);
        }
    }

    /**
     * Copies bytes of a Java array into the region.
     *
     * @param source the array.
     * @param index  first index.
     * @param memory the region's memory.
     * @param offset position in bytes.
     * @param size   number of bytes.
     */
    public static void putBytes(
        final byte[] source, final int index, final MemorySegment memory, final long offset, final int size)
    {
        checkArray(source, index, size);
        MemorySegment.copy(source, index, memory, ValueLayout.JAVA_BYTE, offset, size);
    }

    /**
     * Copies bytes of the region into a Java array.
     *
     * @param memory the region's memory.
     * @param offset position in bytes.
     * @param target the array.
     * @param index  first index.
     * @param size   number of bytes.
     */
    public static void getBytes(
        final MemorySegment memory, final long offset, final byte[] target, final int index, final int size)
    {
        checkArray(target, index, size);
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, offset, target, index, size);
    }

    /**
     * Copies a slot into a Java array: one of 8 to 16 bytes as two words, which may overlap; any other by a block copy.
     *
     * @param memory the region's memory.
     * @param offset position of the slot.
     * @param target the array; as long as the slot.
     */
    public static void getSlot(final MemorySegment memory, final long offset, final byte[] target)
    {
        final int last = target.length - WORD;
        if (last < 0 || last > WORD)
        {
            MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, offset, target, 0, target.length);
            return;
        }
        CallerBytes.putWord(target, 0, getLong(memory, offset));
        CallerBytes.putWord(target, last, getLong(memory, offset + last));
    }

    /** A range that an array does not have is our bug, no corruption: it must not look like one. */
    private static void checkArray(final byte[] array, final int index, final int size)
    {
        if (index < 0 || size > array.length - index)
        {
            throw new ArrayIndexOutOfBoundsException(
                "range outside the array: index=" + index + ", size=" + size + ", length=" + array.length);
        }
    }

    /**
     * Zeroes a range.
     *
     * @param memory the region's memory.
     * @param offset position in bytes.
     * @param size   number of bytes.
     */
    public static void zero(final MemorySegment memory, final long offset, final long size)
    {
        if (size > SMALL_ZERO_SIZE)
        {
            copyZeros(memory, offset, size);
            return;
        }
        if (size >= 2 * WORD && size <= 4 * WORD)
        {
            zeroFourWords(memory, offset, offset + size);
            return;
        }
        long i = 0;
        for (; i <= size - WORD; i += WORD)
        {
            putLong(memory, offset + i, 0);
        }
        for (; i < size; i++)
        {
            putByte(memory, offset + i, (byte)0);
        }
    }

    /** Two words at each end of 16 to 32 bytes, which may overlap: no loop, since values of this size are common. */
    private static void zeroFourWords(final MemorySegment memory, final long offset, final long end)
    {
        putLong(memory, offset, 0);
        putLong(memory, offset + WORD, 0);
        putLong(memory, end - 2 * WORD, 0);
        putLong(memory, end - WORD, 0);
    }

    private static void copyZeros(final MemorySegment memory, final long offset, final long size)
    {
        getByte(memory, offset);
        getByte(memory, offset + size - 1);
        final long last = size - ZEROS_SIZE;
        long i = 0;
        for (; i <= last; i += ZEROS_SIZE)
        {
            MemorySegment.copy(ZEROS, 0, memory, offset + i, ZEROS_SIZE);
        }
        MemorySegment.copy(ZEROS, 0, memory, offset + i, size - i);
    }

    /**
     * Zeroes a short range of whole words, such as a bucket.
     *
     * @param memory the region's memory.
     * @param offset position in bytes.
     * @param size   number of bytes, a multiple of 8.
     */
    public static void zeroWords(final MemorySegment memory, final long offset, final int size)
    {
        for (int i = 0; i < size; i += WORD)
        {
            putLong(memory, offset + i, 0);
        }
    }

    /**
     * Tells whether every byte of a range is zero. Reading an untouched page does not commit it.
     *
     * @param memory the region's memory.
     * @param offset position in bytes.
     * @param size   number of bytes, a multiple of 8.
     * @return true if all are zero.
     */
    public static boolean isZero(final MemorySegment memory, final long offset, final int size)
    {
        long any = 0;
        for (int i = 0; i < size; i += WORD)
        {
            any |= getLong(memory, offset + i);
        }
        return any == 0;
    }

    /**
     * Compares two ranges of one region byte by byte, eight bytes at a time.
     *
     * @param memory the region's memory.
     * @param a      position of the one.
     * @param b      position of the other.
     * @param size   number of bytes.
     * @return whether all bytes are equal.
     */
    public static boolean equal(final MemorySegment memory, final long a, final long b, final long size)
    {
        long i = 0;
        for (; i <= size - WORD; i += WORD)
        {
            if (getLong(memory, a + i) != getLong(memory, b + i))
            {
                return false;
            }
        }
        if (size >= WORD)
        {
            // The last word overlaps the one before: no loop whose end nobody can predict.
            return getLong(memory, a + size - WORD) == getLong(memory, b + size - WORD);
        }
        for (; i < size; i++)
        {
            if (getByte(memory, a + i) != getByte(memory, b + i))
            {
                return false;
            }
        }
        return true;
    }

    /**
     * Tells whether an exception comes from an access of this class that left its segment, as a corrupted pointer makes
     * it. An index that is wrong for an array of ours is something else: a bug, which must show as itself.
     *
     * @param e what was thrown.
     * @return true if the first of our methods in its stack trace is one of this class.
     */
    public static boolean isOutside(final RuntimeException e)
    {
        if (e.getClass() != IndexOutOfBoundsException.class)
        {
            return false;
        }
        for (final StackTraceElement frame : e.getStackTrace())
        {
            if (frame.getClassName().startsWith(PROJECT))
            {
                return frame.getClassName().startsWith(Memory.class.getName());
            }
        }
        return true;
    }

    /**
     * The offset of an access for which {@link #isOutside} is true.
     *
     * @param e what was thrown.
     * @return the offset as the JDK tells it, or -1 if it does not.
     */
    public static long outsideOffset(final RuntimeException e)
    {
        final Matcher offset = ACCESS_OFFSET.matcher(String.valueOf(e.getMessage()));
        return offset.find() ? Long.parseLong(offset.group(1)) : -1;
    }

    private static final class SegmentSource implements ByteSource<MemorySegment>
    {
        @Override
        public byte getByte(final MemorySegment memory, final long offset)
        {
            return Memory.getByte(memory, offset);
        }

        @Override
        public int getInt(final MemorySegment memory, final long offset)
        {
            return Memory.getInt(memory, offset);
        }

        @Override
        public long getLong(final MemorySegment memory, final long offset)
        {
            return Memory.getLong(memory, offset);
        }
    }
}
