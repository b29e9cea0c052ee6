// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static dev.tophash.layout.InterfaceDescriptor.DATA_OFFSET;
import static dev.tophash.layout.InterfaceDescriptor.TYPE_OFFSET;
import static dev.tophash.layout.StringDescriptor.ADDRESS_OFFSET;
import static dev.tophash.layout.StringDescriptor.LENGTH_OFFSET;

import dev.tophash.layout.GoType;
import dev.tophash.layout.StringDescriptor;
import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.values.ContentRoom;
import dev.tophash.offheap.values.DynamicTypes;
import dev.tophash.offheap.values.Heap;
import dev.tophash.offheap.values.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * A key or elem being written, in Go's memory form, in the map's own region. Offsets count from the start of the value.
 *
 * <pre>
 *   0            size                      size + content
 *   | the value  | strings and what interfaces hold |
 * </pre>
 *
 * <p>A field that does not lie inside the value is an {@link IllegalArgumentException}. Once the map is closed each
 * method is a {@link dev.tophash.MapClosedException}.
 */
@SuppressWarnings("exports")
public final class Staging
{
    private static final int CONTENT_SIZE = 4096;

    private final Heap heap;
    private final GoType type;
    private final long value;
    private final ContentRoom content;

    Staging(final Heap heap, final GoType type)
    {
        this.heap = heap;
        this.type = type;
        final long valueSize = (type.size() + 2L * Long.BYTES - 1) / Long.BYTES * Long.BYTES;
        final long size = valueSize + (type.hasPointers() ? CONTENT_SIZE : 0);
        this.value = heap.region().obtain(size, "staging value");
        heap.staging().note(size);
        this.content = new ContentRoom(heap, type, value, value + valueSize, value + size);
    }

    long offset()
    {
        return value;
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

    /**
     * Zeroes the value and forgets its strings.
     *
     * @return this.
     */
    public Staging clear()
    {
        heap.requireOpen();
        Memory.zero(heap.memory(), value, type.size());
        content.clear();
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
        Memory.putByte(heap.memory(), field(offset, Byte.BYTES), fieldValue);
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
        Memory.putShort(heap.memory(), field(offset, Short.BYTES), fieldValue);
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
        Memory.putInt(heap.memory(), field(offset, Integer.BYTES), fieldValue);
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
        Memory.putLong(heap.memory(), field(offset, Long.BYTES), fieldValue);
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
     * @throws dev.tophash.OffHeapMemoryException if the value has more than 2 KiB of content, more than any before, and
     *                                            the room for it is not allowed.
     */
    public Staging setString(final int offset, final String fieldValue)
    {
        final long field = field(offset, StringDescriptor.SIZE);
        final byte[] bytes = encodable(fieldValue);
        final int length = Utf8.encode(fieldValue, bytes, bytes.length);
        putString(field, bytes, length, content.allocate(length));
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
    public Staging setAny(final int offset, final @Nullable Object fieldValue)
    {
        final long field = field(offset, StringDescriptor.SIZE);
        switch (fieldValue)
        {
            case null ->
            {
                Memory.putLong(heap.memory(), field + TYPE_OFFSET, 0);
                Memory.putLong(heap.memory(), field + DATA_OFFSET, 0);
            }
            case Long number -> setDynamic(field, GoType.INT64, number);
            case Double number -> setDynamic(field, GoType.FLOAT64, Double.doubleToRawLongBits(number));
            case String string ->
            {
                final long stringType = heap.dynamicTypes().descriptor(GoType.STRING.goKindNumber());
                final byte[] bytes = encodable(string);
                final int length = Utf8.encode(string, bytes, bytes.length);
                final long header = content.allocate(StringDescriptor.SIZE + (long)length);
                putString(header, bytes, length, header + StringDescriptor.SIZE);
                heap.putAddress(field + TYPE_OFFSET, stringType);
                heap.putAddress(field + DATA_OFFSET, header);
            }
            default -> throw new IllegalArgumentException(
                "not supported in an interface: class=" + fieldValue.getClass().getName());
        }
        return this;
    }

    /** Stages what stands in another heap, with all that it owns. */
    void copyFrom(final Heap from, final long source, final ValueParts parts)
    {
        clear();
        for (final ValueParts.Part part : parts.list())
        {
            final long field = value + part.offset();
            switch (part.kind())
            {
                case STRING -> copyString(from, source + part.offset(), field);
                case INTERFACE -> copyInterface(from, source + part.offset(), field);
                default -> Memory.copy(
                    from.memory(), source + part.offset(), heap.memory(), field, part.size());
            }
        }
    }

    private void copyString(final Heap from, final long source, final long field)
    {
        final long characters = ValueParts.charactersAt(from, source);
        final long length = ValueParts.lengthAt(from, source);
        putString(from, characters, length, content.allocate(length), field);
    }

    private void putString(
        final Heap from, final long characters, final long length, final long at, final long header)
    {
        Memory.copy(from.memory(), characters, heap.memory(), at, length);
        heap.putAddress(header + ADDRESS_OFFSET, at);
        Memory.putLong(heap.memory(), header + LENGTH_OFFSET, length);
    }

    private void copyInterface(final Heap from, final long source, final long field)
    {
        final int kind = ValueParts.kindAt(from, source);
        if (kind == 0)
        {
            return;
        }
        final long data = from.offsetAt(source + DATA_OFFSET);
        final GoType dynamicType = DynamicTypes.ofKind(kind);
        final long descriptor = heap.dynamicTypes().descriptor(kind);
        final boolean string = dynamicType.kind() == GoType.Kind.STRING;
        final long characters = string ? ValueParts.charactersAt(from, data) : Heap.NIL;
        final long length = string ? ValueParts.lengthAt(from, data) : 0;
        final long at = content.allocate(StringDescriptor.SIZE + length);
        if (string)
        {
            putString(from, characters, length, at + StringDescriptor.SIZE, at);
        }
        else
        {
            Memory.copy(from.memory(), data, heap.memory(), at, dynamicType.size());
        }
        heap.putAddress(field + TYPE_OFFSET, descriptor);
        heap.putAddress(field + DATA_OFFSET, at);
    }

    private void setDynamic(final long field, final GoType dynamicType, final long word)
    {
        final long descriptor = heap.dynamicTypes().descriptor(dynamicType.goKindNumber());
        final long data = content.allocate(Long.BYTES);
        Memory.putLong(heap.memory(), data, word);
        heap.putAddress(field + TYPE_OFFSET, descriptor);
        heap.putAddress(field + DATA_OFFSET, data);
    }

    /** An array that a string fits into as UTF-8. */
    private static byte[] encodable(final String string)
    {
        return new byte[Math.toIntExact(Utf8.size(string))];
    }

    private void putString(final long header, final byte[] bytes, final int length, final long at)
    {
        Memory.putBytes(bytes, 0, heap.memory(), at, length);
        heap.putAddress(header + ADDRESS_OFFSET, at);
        Memory.putLong(heap.memory(), header + LENGTH_OFFSET, length);
    }

    /** Gives back room that what is staged does not need. */
    void shrink()
    {
        content.shrink();
    }
}
