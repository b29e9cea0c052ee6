// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.agrona;

import dev.tophash.check.Required;
import dev.tophash.offheap.StructFlyweight;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The value on which a {@link StructFlyweight} stands, as one of Agrona's buffers. It reads and writes the value where
 * it lies, and shows the next one when the flyweight is led there.
 *
 * <pre>
 *   StructFlyweight flyweight = new StructFlyweight();
 *   StructBuffer buffer = new StructBuffer(flyweight);
 *   if (orders.find(id, flyweight))
 *   {
 *       order.wrap(buffer, 0, OrderDecoder.BLOCK_LENGTH, OrderDecoder.SCHEMA_VERSION);
 *   }
 * </pre>
 *
 * <p><b>Bounds.</b> Each access asks the flyweight. It is refused with {@link IndexOutOfBoundsException} if it reaches
 * beyond the value, with {@link IllegalStateException} if the flyweight is stale or stands nowhere, and with
 * {@link dev.tophash.MapClosedException} if the map is closed; also where Agrona's own checks are off.
 *
 * <p><b>No address.</b> A value may move, so there is none: {@link #addressOffset} and each {@code wrap} are an
 * {@link UnsupportedOperationException}. That is also what another buffer gets that wants to wrap this one or to copy
 * from it; {@link #getBytes(int, MutableDirectBuffer, int, int)} of this buffer copies to any other.
 *
 * <p><b>Cost.</b> Numbers and bytes allocate nothing. Text and copies from and to buffers go through an array that
 * grows to the longest so far.
 *
 * <p><b>Threads.</b> It belongs to one thread, as its flyweight does.
 */
@SuppressWarnings("exports")
public final class StructBuffer extends StructTextBuffer
{
    private static final ByteOrder NATIVE = ByteOrder.nativeOrder();

    private final StructFlyweight flyweight;

    /**
     * Makes a buffer over the values to which a flyweight is led.
     *
     * @param flyweight stands anywhere or nowhere now.
     */
    public StructBuffer(final StructFlyweight flyweight)
    {
        this.flyweight = Required.argument(flyweight, "flyweight");
    }

    private static UnsupportedOperationException refused()
    {
        return new UnsupportedOperationException("a value of a map has no address; it lies where its flyweight stands");
    }

    // ---------------------------------------------------------------- what it shows

    @Override
    public void wrap(final byte[] buffer)
    {
        throw refused();
    }

    @Override
    public void wrap(final byte[] buffer, final int offset, final int length)
    {
        throw refused();
    }

    @Override
    public void wrap(final ByteBuffer buffer)
    {
        throw refused();
    }

    @Override
    public void wrap(final ByteBuffer buffer, final int offset, final int length)
    {
        throw refused();
    }

    @Override
    public void wrap(final DirectBuffer buffer)
    {
        throw refused();
    }

    @Override
    public void wrap(final DirectBuffer buffer, final int offset, final int length)
    {
        throw refused();
    }

    @Override
    public void wrap(final long address, final int length)
    {
        throw refused();
    }

    @Override
    public long addressOffset()
    {
        throw refused();
    }

    /** There is none. */
    @Override
    public byte[] byteArray()
    {
        return null;
    }

    /** There is none. */
    @Override
    public ByteBuffer byteBuffer()
    {
        return null;
    }

    @Override
    public int wrapAdjustment()
    {
        return 0;
    }

    @Override
    public boolean isExpandable()
    {
        return false;
    }

    /** The bytes of the value. */
    @Override
    public int capacity()
    {
        return flyweight.valueSize();
    }

    @Override
    public void checkLimit(final int limit)
    {
        boundsCheck(0, limit);
    }

    @Override
    public void boundsCheck(final int index, final int length)
    {
        final int capacity = capacity();
        if (index < 0 || length < 0 || index > capacity - length)
        {
            throw new IndexOutOfBoundsException(
                "bytes outside the value: index=" + index + ", length=" + length + ", valueSize=" + capacity);
        }
    }

    // ---------------------------------------------------------------- numbers

    private static boolean isLittle(final ByteOrder byteOrder)
    {
        return Required.argument(byteOrder, "byteOrder") == ByteOrder.LITTLE_ENDIAN;
    }

    @Override
    public long getLong(final int index, final ByteOrder byteOrder)
    {
        final long number = flyweight.getLong(index);
        return isLittle(byteOrder) ? number : Long.reverseBytes(number);
    }

    @Override
    public long getLong(final int index)
    {
        return getLong(index, NATIVE);
    }

    @Override
    public void putLong(final int index, final long value, final ByteOrder byteOrder)
    {
        flyweight.putLong(index, isLittle(byteOrder) ? value : Long.reverseBytes(value));
    }

    @Override
    public void putLong(final int index, final long value)
    {
        putLong(index, value, NATIVE);
    }

    @Override
    public int getInt(final int index, final ByteOrder byteOrder)
    {
        final int number = flyweight.getInt(index);
        return isLittle(byteOrder) ? number : Integer.reverseBytes(number);
    }

    @Override
    public int getInt(final int index)
    {
        return getInt(index, NATIVE);
    }

    @Override
    public void putInt(final int index, final int value, final ByteOrder byteOrder)
    {
        flyweight.putInt(index, isLittle(byteOrder) ? value : Integer.reverseBytes(value));
    }

    @Override
    public void putInt(final int index, final int value)
    {
        putInt(index, value, NATIVE);
    }

    @Override
    public short getShort(final int index, final ByteOrder byteOrder)
    {
        final short number = flyweight.getShort(index);
        return isLittle(byteOrder) ? number : Short.reverseBytes(number);
    }

    @Override
    public short getShort(final int index)
    {
        return getShort(index, NATIVE);
    }

    @Override
    public void putShort(final int index, final short value, final ByteOrder byteOrder)
    {
        flyweight.putShort(index, isLittle(byteOrder) ? value : Short.reverseBytes(value));
    }

    @Override
    public void putShort(final int index, final short value)
    {
        putShort(index, value, NATIVE);
    }

    @Override
    public double getDouble(final int index, final ByteOrder byteOrder)
    {
        return Double.longBitsToDouble(getLong(index, byteOrder));
    }

    @Override
    public double getDouble(final int index)
    {
        return getDouble(index, NATIVE);
    }

    @Override
    public void putDouble(final int index, final double value, final ByteOrder byteOrder)
    {
        putLong(index, Double.doubleToRawLongBits(value), byteOrder);
    }

    @Override
    public void putDouble(final int index, final double value)
    {
        putDouble(index, value, NATIVE);
    }

    @Override
    public float getFloat(final int index, final ByteOrder byteOrder)
    {
        return Float.intBitsToFloat(getInt(index, byteOrder));
    }

    @Override
    public float getFloat(final int index)
    {
        return getFloat(index, NATIVE);
    }

    @Override
    public void putFloat(final int index, final float value, final ByteOrder byteOrder)
    {
        putInt(index, Float.floatToRawIntBits(value), byteOrder);
    }

    @Override
    public void putFloat(final int index, final float value)
    {
        putFloat(index, value, NATIVE);
    }

    @Override
    public char getChar(final int index, final ByteOrder byteOrder)
    {
        return (char)getShort(index, byteOrder);
    }

    @Override
    public char getChar(final int index)
    {
        return getChar(index, NATIVE);
    }

    @Override
    public void putChar(final int index, final char value, final ByteOrder byteOrder)
    {
        putShort(index, (short)value, byteOrder);
    }

    @Override
    public void putChar(final int index, final char value)
    {
        putChar(index, value, NATIVE);
    }

    @Override
    public byte getByte(final int index)
    {
        return flyweight.getByte(index);
    }

    @Override
    public void putByte(final int index, final byte value)
    {
        flyweight.putByte(index, value);
    }

    // ---------------------------------------------------------------- bytes

    @Override
    public void getBytes(final int index, final byte[] dst)
    {
        flyweight.getBytes(index, dst, 0, Required.argument(dst, "dst").length);
    }

    @Override
    public void getBytes(final int index, final byte[] dst, final int offset, final int length)
    {
        flyweight.getBytes(index, dst, offset, length);
    }

    @Override
    public void getBytes(
        final int index, final MutableDirectBuffer dstBuffer, final int dstIndex, final int length)
    {
        Required.argument(dstBuffer, "dstBuffer").putBytes(dstIndex, load(index, length), 0, length);
    }

    @Override
    public void getBytes(final int index, final ByteBuffer dstBuffer, final int length)
    {
        Required.argument(dstBuffer, "dstBuffer").put(load(index, length), 0, length);
    }

    @Override
    public void getBytes(final int index, final ByteBuffer dstBuffer, final int dstOffset, final int length)
    {
        Required.argument(dstBuffer, "dstBuffer").put(dstOffset, load(index, length), 0, length);
    }

    @Override
    public void putBytes(final int index, final byte[] src)
    {
        flyweight.putBytes(index, src, 0, Required.argument(src, "src").length);
    }

    @Override
    public void putBytes(final int index, final byte[] src, final int offset, final int length)
    {
        flyweight.putBytes(index, src, offset, length);
    }

    @Override
    public void putBytes(final int index, final ByteBuffer srcBuffer, final int length)
    {
        putBytes(index, srcBuffer, Required.argument(srcBuffer, "srcBuffer").position(), length);
        srcBuffer.position(srcBuffer.position() + length);
    }

    @Override
    public void putBytes(final int index, final ByteBuffer srcBuffer, final int srcIndex, final int length)
    {
        boundsCheck(index, length);
        Required.argument(srcBuffer, "srcBuffer").get(srcIndex, room(length), 0, length);
        flyweight.putBytes(index, room(length), 0, length);
    }

    @Override
    public void putBytes(final int index, final DirectBuffer srcBuffer, final int srcIndex, final int length)
    {
        boundsCheck(index, length);
        Required.argument(srcBuffer, "srcBuffer").getBytes(srcIndex, room(length), 0, length);
        flyweight.putBytes(index, room(length), 0, length);
    }

    @Override
    public void setMemory(final int index, final int length, final byte value)
    {
        boundsCheck(index, length);
        Arrays.fill(room(length), 0, length, value);
        flyweight.putBytes(index, room(length), 0, length);
    }

    /** Compares bytes as numbers from 0 to 255, the first that differs decides; then the shorter one comes first. */
    @Override
    public int compareTo(final DirectBuffer other)
    {
        final int size = Math.min(capacity(), Required.argument(other, "other").capacity());
        for (int i = 0; i < size; i++)
        {
            final int difference = Byte.compareUnsigned(getByte(i), other.getByte(i));
            if (difference != 0)
            {
                return difference;
            }
        }
        return Integer.compare(capacity(), other.capacity());
    }

    /** For people; it never throws. */
    @Override
    public String toString()
    {
        return flyweight.isValid() ? "StructBuffer capacity=" + capacity() : "StructBuffer on no value";
    }
}
