// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.check.Required;
import dev.tophash.offheap.memory.Memory;
import java.util.function.Consumer;

/**
 * A window on the value of one entry: its fields are read and written where they lie, by the fields of a
 * {@link StructType}, or its bytes by their place. Nothing is copied and nothing is allocated.
 *
 * <pre>
 *   StructType order = StructType.parse("struct { price int64; quantity int32 }");
 *   IntField quantity = order.intField("quantity");
 *   StructFlyweight flyweight = new StructFlyweight();
 *   if (orders.find(id, flyweight))
 *   {
 *       quantity.set(flyweight, quantity.get(flyweight) - executed);
 *   }
 * </pre>
 *
 * <p><b>Stale.</b> A value may move, or go. A flyweight compares the map's count of moves at every access and refuses
 * from the first one on, with {@link IllegalStateException}; then look the key up again.
 *
 * <pre>
 *   what is done to the map            a flyweight on another entry
 *   lookup, update, iteration          stays
 *   put of a new key, no growth        stays; is stale where values of more than 128 bytes were moved together
 *   put or remove in a growth          may be stale
 *   remove, clear                      is stale
 *   close                              MapClosedException
 * </pre>
 *
 * <p><b>Threads.</b> A flyweight belongs to one thread. To read a field counts as reading the map, to write one as
 * writing it.
 */
public final class StructFlyweight extends StructWindow
{
    /** Makes a flyweight that stands nowhere. */
    public StructFlyweight()
    {
        // A lookup leads it to a value.
    }

    /**
     * Leads it nowhere, and lets go of its map.
     */
    public void unwrap()
    {
        letGo();
    }

    /**
     * Whether fields can be read now.
     *
     * @return false if it stands nowhere, is stale, or its map is closed.
     */
    public boolean isValid()
    {
        return isFresh() && !map().isClosed();
    }

    /**
     * Runs a function that writes fields, here or by other flyweights on the same map. Who reads the map by a {@link
     * SingleWriterView} sees all that it writes or nothing; a map without a view simply runs it. A lambda that captures
     * nothing allocates nothing.
     *
     * @param change gets this flyweight; it must not read the map by its view.
     * @throws IllegalStateException              if the flyweight stands nowhere.
     * @throws dev.tophash.MapClosedException     if the map is closed.
     */
    public void edit(final Consumer<? super StructFlyweight> change)
    {
        Required.argument(change, "change");
        if (isNowhere())
        {
            throw new IllegalStateException("flyweight stands nowhere: edit=" + change);
        }
        final Hmap owner = map();
        owner.heap.requireOpen();
        if (owner.heap.steps() == null)
        {
            change.accept(this);
            return;
        }
        owner.heap.steps().beginEdit();
        remember(owner.type.elem());
        try
        {
            change.accept(this);
        }
        finally
        {
            owner.heap.steps().endEdit();
            remember(null);
        }
    }

    // ---------------------------------------------------------------- bytes by their place

    /**
     * Bytes of the value on which it stands.
     *
     * @return at least 0.
     * @throws IllegalStateException if it stands nowhere, or is stale.
     */
    public int valueSize()
    {
        at(0, 0, false);
        map().heap.requireOpen();
        return size();
    }

    /**
     * Reads a byte by its place in the value, whatever fields lie there.
     *
     * @param index offset of its first byte in the value.
     * @return the number.
     * @throws IndexOutOfBoundsException if it reaches beyond the value.
     * @throws IllegalStateException     if the flyweight stands nowhere, or is stale.
     */
    public byte getByte(final int index)
    {
        final long offset = at(index, 1, false);
        try
        {
            return Memory.getByte(map().memory, offset);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw map().failure(e);
        }
    }

    /**
     * Writes a byte by its place in the value, whatever fields lie there.
     *
     * @param index  offset of its first byte in the value.
     * @param number any number.
     * @throws IndexOutOfBoundsException if it reaches beyond the value.
     * @throws IllegalStateException     if the flyweight stands nowhere, or is stale, or the map has a view and this is
     *                                   no {@link #edit}.
     */
    public void putByte(final int index, final byte number)
    {
        final long offset = at(index, 1, true);
        try
        {
            Memory.putByte(map().memory, offset, number);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw map().failure(e);
        }
    }

    /**
     * Reads a number, little endian, by its place in the value, whatever fields lie there.
     *
     * @param index offset of its first byte in the value.
     * @return the number.
     * @throws IndexOutOfBoundsException if it reaches beyond the value.
     * @throws IllegalStateException     if the flyweight stands nowhere, or is stale.
     */
    public short getShort(final int index)
    {
        final long offset = at(index, Short.BYTES, false);
        try
        {
            return Memory.getShort(map().memory, offset);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw map().failure(e);
        }
    }

    /**
     * Writes a number, little endian, by its place in the value, whatever fields lie there.
     *
     * @param index  offset of its first byte in the value.
     * @param number any number.
     * @throws IndexOutOfBoundsException if it reaches beyond the value.
     * @throws IllegalStateException     if the flyweight stands nowhere, or is stale, or the map has a view and this is
     *                                   no {@link #edit}.
     */
    public void putShort(final int index, final short number)
    {
        final long offset = at(index, Short.BYTES, true);
        try
        {
            Memory.putShort(map().memory, offset, number);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw map().failure(e);
        }
    }

    /**
     * Reads a number, little endian, by its place in the value, whatever fields lie there.
     *
     * @param index offset of its first byte in the value.
     * @return the number.
     * @throws IndexOutOfBoundsException if it reaches beyond the value.
     * @throws IllegalStateException     if the flyweight stands nowhere, or is stale.
     */
    public int getInt(final int index)
    {
        final long offset = at(index, Integer.BYTES, false);
        try
        {
            return Memory.getInt(map().memory, offset);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw map().failure(e);
        }
    }

    /**
     * Writes a number, little endian, by its place in the value, whatever fields lie there.
     *
     * @param index  offset of its first byte in the value.
     * @param number any number.
     * @throws IndexOutOfBoundsException if it reaches beyond the value.
     * @throws IllegalStateException     if the flyweight stands nowhere, or is stale, or the map has a view and this is
     *                                   no {@link #edit}.
     */
    public void putInt(final int index, final int number)
    {
        final long offset = at(index, Integer.BYTES, true);
        try
        {
            Memory.putInt(map().memory, offset, number);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw map().failure(e);
        }
    }

    /**
     * Reads a number, little endian, by its place in the value, whatever fields lie there.
     *
     * @param index offset of its first byte in the value.
     * @return the number.
     * @throws IndexOutOfBoundsException if it reaches beyond the value.
     * @throws IllegalStateException     if the flyweight stands nowhere, or is stale.
     */
    public long getLong(final int index)
    {
        final long offset = at(index, Long.BYTES, false);
        try
        {
            return Memory.getLong(map().memory, offset);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw map().failure(e);
        }
    }

    /**
     * Writes a number, little endian, by its place in the value, whatever fields lie there.
     *
     * @param index  offset of its first byte in the value.
     * @param number any number.
     * @throws IndexOutOfBoundsException if it reaches beyond the value.
     * @throws IllegalStateException     if the flyweight stands nowhere, or is stale, or the map has a view and this is
     *                                   no {@link #edit}.
     */
    public void putLong(final int index, final long number)
    {
        final long offset = at(index, Long.BYTES, true);
        try
        {
            Memory.putLong(map().memory, offset, number);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw map().failure(e);
        }
    }

    /**
     * Copies bytes of the value.
     *
     * @param index  offset of the first of them in the value.
     * @param target takes the bytes.
     * @param offset index of the first of them there.
     * @param length number of bytes.
     * @throws IndexOutOfBoundsException if the value or the array has no such bytes.
     * @throws IllegalStateException     if the flyweight stands nowhere, or is stale.
     */
    public void getBytes(final int index, final byte[] target, final int offset, final int length)
    {
        Batch.requireRange("target", target, offset, length);
        final long from = at(index, length, false);
        try
        {
            Memory.getBytes(map().memory, from, target, offset, length);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw map().failure(e);
        }
    }

    /**
     * Overwrites bytes of the value.
     *
     * @param index  offset of the first of them in the value.
     * @param source holds the bytes.
     * @param offset index of the first of them there.
     * @param length number of bytes.
     * @throws IndexOutOfBoundsException if the value or the array has no such bytes.
     * @throws IllegalStateException     if the flyweight stands nowhere, or is stale, or the map has a view and this is
     *                                   no {@link #edit}.
     */
    public void putBytes(final int index, final byte[] source, final int offset, final int length)
    {
        Batch.requireRange("source", source, offset, length);
        final long to = at(index, length, true);
        try
        {
            Memory.putBytes(source, offset, map().memory, to, length);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw map().failure(e);
        }
    }

    // ---------------------------------------------------------------- fields

    boolean getBoolean(final StructField field)
    {
        return getByte(field) != 0;
    }

    void putBoolean(final StructField field, final boolean truth)
    {
        putByte(field, (byte)(truth ? 1 : 0));
    }

    short getShort(final StructField field)
    {
        final long offset = at(field, false);
        try
        {
            return Memory.getShort(map().memory, offset);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw map().failure(e);
        }
    }

    void putShort(final StructField field, final short number)
    {
        final long offset = at(field, true);
        try
        {
            Memory.putShort(map().memory, offset, number);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw map().failure(e);
        }
    }

    float getFloat(final StructField field)
    {
        return Float.intBitsToFloat(getInt(field));
    }

    void putFloat(final StructField field, final float number)
    {
        putInt(field, Float.floatToRawIntBits(number));
    }

    double getDouble(final StructField field)
    {
        return Double.longBitsToDouble(getLong(field));
    }

    void putDouble(final StructField field, final double number)
    {
        putLong(field, Double.doubleToRawLongBits(number));
    }

    byte getByte(final StructField field)
    {
        final long offset = at(field, false);
        try
        {
            return Memory.getByte(map().memory, offset);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw map().failure(e);
        }
    }

    void putByte(final StructField field, final byte number)
    {
        final long offset = at(field, true);
        try
        {
            Memory.putByte(map().memory, offset, number);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw map().failure(e);
        }
    }

    int getInt(final StructField field)
    {
        final long offset = at(field, false);
        try
        {
            return Memory.getInt(map().memory, offset);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw map().failure(e);
        }
    }

    void putInt(final StructField field, final int number)
    {
        final long offset = at(field, true);
        try
        {
            Memory.putInt(map().memory, offset, number);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw map().failure(e);
        }
    }

    long getLong(final StructField field)
    {
        final long offset = at(field, false);
        try
        {
            return Memory.getLong(map().memory, offset);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw map().failure(e);
        }
    }

    void putLong(final StructField field, final long number)
    {
        final long offset = at(field, true);
        try
        {
            Memory.putLong(map().memory, offset, number);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw map().failure(e);
        }
    }
}
