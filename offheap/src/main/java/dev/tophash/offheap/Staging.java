// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static dev.tophash.layout.InterfaceDescriptor.DATA_OFFSET;
import static dev.tophash.layout.InterfaceDescriptor.TYPE_OFFSET;
import static dev.tophash.layout.StringDescriptor.ADDRESS_OFFSET;
import static dev.tophash.layout.StringDescriptor.LENGTH_OFFSET;

import dev.tophash.layout.GoType;
import dev.tophash.layout.StringDescriptor;
import dev.tophash.offheap.memory.Memory;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A key or elem being written, in Go's memory form, in the map's own region. Offsets count from the start of the value.
 *
 * <pre>
 *   0            size                      size + content
 *   | the value  | strings and what interfaces hold |
 * </pre>
 */
public final class Staging
{
    private static final int CONTENT_SIZE = 4096;

    private final Hmap map;
    private final GoType type;
    private final long value;
    private long contentStart;
    private long content;
    private long contentEnd;

    Staging(final Hmap map, final GoType type)
    {
        this.map = map;
        this.type = type;
        final long valueSize = (type.size() + 2L * Long.BYTES - 1) / Long.BYTES * Long.BYTES;
        final long size = valueSize + (type.hasPointers() ? CONTENT_SIZE : 0);
        map.region.require(size, size, "staging value");
        map.region.charge(size);
        map.region.settle();
        this.value = map.region.space(size);
        this.contentStart = value + valueSize;
        this.content = contentStart;
        this.contentEnd = value + size;
    }

    long offset()
    {
        return value;
    }

    private long field(final int offset, final int size)
    {
        map.requireOpen();
        if (offset < 0 || offset > type.size() - size)
        {
            throw new IllegalArgumentException(
                "field outside the value: offset=" + offset + ", size=" + size + ", type=" + type);
        }
        return value + offset;
    }

    /**
     * Zeroes the value and forgets its strings.
     *
     * @return this.
     */
    public Staging clear()
    {
        map.requireOpen();
        Memory.zero(map.memory, value, type.size());
        content = contentStart;
        return this;
    }

    /**
     * Sets one byte.
     *
     * @param offset     position in the value.
     * @param fieldValue the byte.
     * @return this.
     */
    public Staging setByte(final int offset, final byte fieldValue)
    {
        Memory.putByte(map.memory, field(offset, Byte.BYTES), fieldValue);
        return this;
    }

    /**
     * Sets two bytes.
     *
     * @param offset     position in the value.
     * @param fieldValue the number.
     * @return this.
     */
    public Staging setShort(final int offset, final short fieldValue)
    {
        Memory.putShort(map.memory, field(offset, Short.BYTES), fieldValue);
        return this;
    }

    /**
     * Sets four bytes.
     *
     * @param offset     position in the value.
     * @param fieldValue the number.
     * @return this.
     */
    public Staging setInt(final int offset, final int fieldValue)
    {
        Memory.putInt(map.memory, field(offset, Integer.BYTES), fieldValue);
        return this;
    }

    /**
     * Sets eight bytes.
     *
     * @param offset     position in the value.
     * @param fieldValue the number.
     * @return this.
     */
    public Staging setLong(final int offset, final long fieldValue)
    {
        Memory.putLong(map.memory, field(offset, Long.BYTES), fieldValue);
        return this;
    }

    /**
     * Sets a float64.
     *
     * @param offset     position in the value.
     * @param fieldValue the number; NaN keeps its payload.
     * @return this.
     */
    public Staging setDouble(final int offset, final double fieldValue)
    {
        return setLong(offset, Double.doubleToRawLongBits(fieldValue));
    }

    /**
     * Sets a string.
     *
     * @param offset     position in the value.
     * @param fieldValue the string.
     * @return this.
     * @throws IllegalArgumentException           if it has an unpaired surrogate.
     * @throws dev.tophash.OffHeapMemoryException if the value has more than 4 KiB of content, more than any before, and
     *                                            the room for it is not allowed.
     */
    public Staging setString(final int offset, final String fieldValue)
    {
        putString(field(offset, StringDescriptor.SIZE), fieldValue);
        return this;
    }

    /**
     * Sets an interface to a dynamic value: int64, float64 or string.
     *
     * @param offset     position in the value.
     * @param fieldValue a {@link Long}, {@link Double} or {@link String}, or null for nil.
     * @return this.
     * @throws IllegalArgumentException           for another class.
     * @throws dev.tophash.OffHeapMemoryException as {@link #setString}.
     */
    public Staging setAny(final int offset, final Object fieldValue)
    {
        final long field = field(offset, StringDescriptor.SIZE);
        switch (fieldValue)
        {
            case null ->
            {
                Memory.putLong(map.memory, field + TYPE_OFFSET, 0);
                Memory.putLong(map.memory, field + DATA_OFFSET, 0);
            }
            case Long number -> setDynamic(field, GoType.INT64, number);
            case Double number -> setDynamic(field, GoType.FLOAT64, Double.doubleToRawLongBits(number));
            case String string ->
            {
                final long header = allocate(StringDescriptor.SIZE);
                map.putAddress(field + TYPE_OFFSET, map.dynamicTypes.descriptor(GoType.STRING.goKindNumber()));
                map.putAddress(field + DATA_OFFSET, header);
                putString(header, string);
            }
            default -> throw new IllegalArgumentException(
                "not supported in an interface: class=" + fieldValue.getClass().getName());
        }
        return this;
    }

    private void setDynamic(final long field, final GoType dynamicType, final long word)
    {
        final long data = allocate(Long.BYTES);
        Memory.putLong(map.memory, data, word);
        map.putAddress(field + TYPE_OFFSET, map.dynamicTypes.descriptor(dynamicType.goKindNumber()));
        map.putAddress(field + DATA_OFFSET, data);
    }

    private void putString(final long header, final String string)
    {
        final byte[] bytes;
        try
        {
            final ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(string));
            bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
        }
        catch (final CharacterCodingException e)
        {
            throw new IllegalArgumentException("unpaired surrogate in string: length=" + string.length(), e);
        }
        final long at = allocate(bytes.length);
        Memory.putBytes(bytes, 0, map.memory, at, bytes.length);
        map.putAddress(header + ADDRESS_OFFSET, at);
        Memory.putLong(map.memory, header + LENGTH_OFFSET, bytes.length);
    }

    /** Content beyond the room gets a larger room, which is kept; what was staged before stays where it is. */
    private long allocate(final long size)
    {
        final long rounded = (size + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
        if (rounded > contentEnd - content)
        {
            final long space = Math.max(2 * (contentEnd - contentStart), rounded);
            map.region.require(space, space, "staged content");
            map.region.charge(space);
            map.region.settle();
            contentStart = map.region.space(space);
            content = contentStart;
            contentEnd = content + space;
        }
        final long at = content;
        content += rounded;
        return at;
    }
}
