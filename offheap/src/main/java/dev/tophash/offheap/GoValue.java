// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static dev.tophash.layout.InterfaceDescriptor.DATA_OFFSET;
import static dev.tophash.layout.InterfaceDescriptor.TYPE_OFFSET;
import static dev.tophash.layout.StringDescriptor.ADDRESS_OFFSET;
import static dev.tophash.layout.StringDescriptor.LENGTH_OFFSET;

import dev.tophash.check.Check;
import dev.tophash.layout.GoType;
import dev.tophash.layout.InterfaceDescriptor;
import dev.tophash.layout.StringDescriptor;
import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.values.Heap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A key or elem to read, in Go's memory form. Offsets count from the start of the value. Valid until the map changes;
 * once the map is closed, all methods throw {@link dev.tophash.MapClosedException}.
 */
@SuppressWarnings("exports")
public final class GoValue
{
    private final Heap heap;
    private final GoType type;
    private final long value;

    GoValue(final Heap heap, final GoType type, final long value)
    {
        this.heap = heap;
        this.type = type;
        this.value = value;
    }

    /**
     * Loads one byte.
     *
     * @param offset position in the value.
     * @return the byte.
     * @throws IllegalArgumentException if a part of it lies outside the value.
     */
    public byte getByte(final int offset)
    {
        return Memory.getByte(heap.memory(), field(offset, Byte.BYTES));
    }

    /**
     * Loads two bytes.
     *
     * @param offset position in the value.
     * @return the number.
     * @throws IllegalArgumentException if a part of it lies outside the value.
     */
    public short getShort(final int offset)
    {
        return Memory.getShort(heap.memory(), field(offset, Short.BYTES));
    }

    /**
     * Loads four bytes.
     *
     * @param offset position in the value.
     * @return the number.
     * @throws IllegalArgumentException if a part of it lies outside the value.
     */
    public int getInt(final int offset)
    {
        return Memory.getInt(heap.memory(), field(offset, Integer.BYTES));
    }

    /**
     * Loads eight bytes.
     *
     * @param offset position in the value.
     * @return the number.
     * @throws IllegalArgumentException if a part of it lies outside the value.
     */
    public long getLong(final int offset)
    {
        return Memory.getLong(heap.memory(), field(offset, Long.BYTES));
    }

    /**
     * Loads a float64.
     *
     * @param offset position in the value.
     * @return the number.
     * @throws IllegalArgumentException if a part of it lies outside the value.
     */
    public double getDouble(final int offset)
    {
        return Double.longBitsToDouble(getLong(offset));
    }

    /**
     * Loads a string.
     *
     * @param offset position in the value.
     * @return the string.
     * @throws IllegalArgumentException if a part of it lies outside the value.
     * @throws dev.tophash.MapCorruptionException if its address or length leads nowhere.
     */
    public String getString(final int offset)
    {
        return string(field(offset, StringDescriptor.SIZE));
    }

    private long field(final int offset, final int size)
    {
        heap.requireOpen();
        if (offset < 0 || offset > type.size() - size)
        {
            throw new IllegalArgumentException(
                "field outside the value: offset=" + offset + ", size=" + size + ", type=" + type);
        }
        return value + offset;
    }

    private String string(final long header)
    {
        try
        {
            return heap.readString(heap.offsetAt(header + ADDRESS_OFFSET), Memory.getLong(heap.memory(), header +
                LENGTH_OFFSET));
        }
        catch (final RuntimeException | InternalError e)
        {
            throw heap.failure(e);
        }
    }

    /**
     * Loads what an interface holds.
     *
     * @param offset position in the value.
     * @return a {@link Long}, {@link Double} or {@link String}, null for nil.
     * @throws IllegalArgumentException if a part of it lies outside the value.
     * @throws dev.tophash.MapCorruptionException if its type is none of these.
     */
    public @Nullable Object getAny(final int offset)
    {
        final long place = field(offset, InterfaceDescriptor.SIZE);
        final long word = Memory.getLong(heap.memory(), place + TYPE_OFFSET);
        if (word == 0)
        {
            return null;
        }
        final GoType dynamic = heap.types().typeAt(word);
        final long data = heap.offsetAt(place + DATA_OFFSET);
        if (Objects.equals(dynamic, GoType.INT64))
        {
            return Memory.getLong(heap.memory(), data);
        }
        if (Objects.equals(dynamic, GoType.FLOAT64))
        {
            return Double.longBitsToDouble(Memory.getLong(heap.memory(), data));
        }
        if (Objects.equals(dynamic, GoType.STRING))
        {
            return string(data);
        }
        throw heap.corrupt(Check.P02, place, "int64, float64 or string in an interface", word);
    }
}
