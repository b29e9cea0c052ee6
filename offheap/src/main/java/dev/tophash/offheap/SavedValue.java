// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static dev.tophash.layout.InterfaceDescriptor.DATA_OFFSET;
import static dev.tophash.layout.InterfaceDescriptor.TYPE_OFFSET;
import static dev.tophash.layout.StringDescriptor.ADDRESS_OFFSET;
import static dev.tophash.layout.StringDescriptor.LENGTH_OFFSET;

import dev.tophash.layout.GoType;
import dev.tophash.layout.StringDescriptor;
import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.save.SaveReader;
import dev.tophash.offheap.save.SaveWriter;
import dev.tophash.offheap.values.DynamicTypes;
import dev.tophash.offheap.values.Heap;
import java.io.IOException;

/**
 * How a key or value of a Go type stands in a save file: its bytes in order, with content instead of addresses.
 *
 * <pre>
 *   string       | length 4 | bytes |
 *   interface    | kind 1, Go's number; 0 for nil | the value; a string as above |
 *   all else     | its bytes |
 * </pre>
 */
final class SavedValue
{
    private static final int MAX_KIND = 31;

    private final Heap heap;
    private final ValueParts parts;
    private final ValueParts.Part[] inOrder;

    SavedValue(final Heap heap, final GoType type)
    {
        this.heap = heap;
        parts = new ValueParts(type);
        inOrder = parts.list().toArray(ValueParts.Part[]::new);
    }

    /** Whether a value owns memory outside its own bytes. */
    boolean isOwning()
    {
        return parts.areOwning();
    }

    /** Least bytes of a value in a file. */
    long minSize()
    {
        long size = 0;
        for (final ValueParts.Part part : inOrder)
        {
            size += !part.isPointer() ? part.size() : part.kind() == GoType.Kind.STRING ? Integer.BYTES : 1;
        }
        return size;
    }

    /** Writes the value at an offset. */
    void write(final long value, final SaveWriter out) throws IOException
    {
        for (final ValueParts.Part part : inOrder)
        {
            switch (part.kind())
            {
                case STRING -> writeString(value + part.offset(), out);
                case INTERFACE -> writeInterface(value + part.offset(), out);
                default -> out.put(heap.memory(), value + part.offset(), part.size());
            }
        }
    }

    private void writeString(final long header, final SaveWriter out) throws IOException
    {
        final long content = ValueParts.charactersAt(heap, header);
        final long length = ValueParts.lengthAt(heap, header);
        out.putInt((int)length);
        out.put(heap.memory(), content, length);
    }

    private void writeInterface(final long field, final SaveWriter out) throws IOException
    {
        final int kind = ValueParts.kindAt(heap, field);
        final GoType type = DynamicTypes.ofKind(kind);
        out.putByte(kind);
        if (kind != 0 && type.kind() == GoType.Kind.STRING)
        {
            writeString(heap.offsetAt(field + DATA_OFFSET), out);
        }
        else if (kind != 0)
        {
            out.put(heap.memory(), heap.offsetAt(field + DATA_OFFSET), type.size());
        }
    }

    /** Reads a value to an offset; what it owns goes into a room, where it stays until that is emptied. */
    void read(final long value, final LoadRoom room, final SaveReader in) throws IOException
    {
        for (final ValueParts.Part part : inOrder)
        {
            switch (part.kind())
            {
                case STRING -> readString(value + part.offset(), room, in);
                case INTERFACE -> readInterface(value + part.offset(), room, in);
                default -> in.get(heap.memory(), value + part.offset(), part.size());
            }
        }
    }

    private void readString(final long header, final LoadRoom room, final SaveReader in) throws IOException
    {
        final int length = in.getLength();
        final long content = length == 0 ? Heap.NIL : room.take(length);
        in.get(heap.memory(), content, length);
        heap.putAddress(header + ADDRESS_OFFSET, content);
        Memory.putLong(heap.memory(), header + LENGTH_OFFSET, length);
    }

    private void readInterface(final long field, final LoadRoom room, final SaveReader in) throws IOException
    {
        final int kind = in.getByte();
        final GoType type = kind > MAX_KIND ? null : DynamicTypes.ofKind(kind);
        if (type == null && kind != 0)
        {
            throw in.refuse("kind", "not a type that an interface can hold: kind=" + kind);
        }
        final long descriptor = type == null ? Heap.NIL : heap.dynamicTypes().descriptor(kind);
        final long data = type == null ? Heap.NIL : room.take(Math.max(type.size(), StringDescriptor.SIZE));
        if (type != null && type.kind() == GoType.Kind.STRING)
        {
            readString(data, room, in);
        }
        else if (type != null)
        {
            in.get(heap.memory(), data, type.size());
        }
        heap.putAddress(field + TYPE_OFFSET, descriptor);
        heap.putAddress(field + DATA_OFFSET, data);
    }
}
