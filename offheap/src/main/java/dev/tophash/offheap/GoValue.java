// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static dev.tophash.layout.InterfaceDescriptor.DATA_OFFSET;
import static dev.tophash.layout.InterfaceDescriptor.TYPE_OFFSET;
import static dev.tophash.layout.StringDescriptor.ADDRESS_OFFSET;
import static dev.tophash.layout.StringDescriptor.LENGTH_OFFSET;

import dev.tophash.check.Check;
import dev.tophash.layout.GoType;
import dev.tophash.offheap.memory.Memory;

/**
 * A key or elem to read, in Go's memory form. Offsets count from the start of the value. Valid until the map changes.
 */
public final class GoValue
{
    private final Hmap map;
    private final long value;

    GoValue(final Hmap map, final long value)
    {
        this.map = map;
        this.value = value;
    }

    /**
     * Loads one byte.
     *
     * @param offset position in the value.
     * @return the byte.
     */
    public byte getByte(final int offset)
    {
        return Memory.getByte(map.memory, field(offset));
    }

    /**
     * Loads two bytes.
     *
     * @param offset position in the value.
     * @return the number.
     */
    public short getShort(final int offset)
    {
        return Memory.getShort(map.memory, field(offset));
    }

    /**
     * Loads four bytes.
     *
     * @param offset position in the value.
     * @return the number.
     */
    public int getInt(final int offset)
    {
        return Memory.getInt(map.memory, field(offset));
    }

    /**
     * Loads eight bytes.
     *
     * @param offset position in the value.
     * @return the number.
     */
    public long getLong(final int offset)
    {
        return Memory.getLong(map.memory, field(offset));
    }

    /**
     * Loads a float64.
     *
     * @param offset position in the value.
     * @return the number.
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
     * @throws dev.tophash.MapCorruptionException if its address or length leads nowhere.
     */
    public String getString(final int offset)
    {
        return string(field(offset));
    }

    private long field(final int offset)
    {
        map.requireOpen();
        return value + offset;
    }

    private String string(final long header)
    {
        try
        {
            return map.readString(map.offsetAt(header + ADDRESS_OFFSET), Memory.getLong(map.memory, header +
                LENGTH_OFFSET));
        }
        catch (final RuntimeException e)
        {
            throw map.failure(e);
        }
    }

    /**
     * Loads what an interface holds.
     *
     * @param offset position in the value.
     * @return a {@link Long}, {@link Double} or {@link String}, null for nil.
     * @throws dev.tophash.MapCorruptionException if its type is none of these.
     */
    public Object getAny(final int offset)
    {
        final long type = Memory.getLong(map.memory, field(offset) + TYPE_OFFSET);
        if (0 == type)
        {
            return null;
        }
        final GoType dynamic = map.types.typeAt(type);
        final long data = map.offsetAt(value + offset + DATA_OFFSET);
        if (GoType.INT64.equals(dynamic))
        {
            return Memory.getLong(map.memory, data);
        }
        if (GoType.FLOAT64.equals(dynamic))
        {
            return Double.longBitsToDouble(Memory.getLong(map.memory, data));
        }
        if (GoType.STRING.equals(dynamic))
        {
            return string(data);
        }
        throw map.corrupt(Check.P02, value + offset, "int64, float64 or string in an interface", type);
    }
}
