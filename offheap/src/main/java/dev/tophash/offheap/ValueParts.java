// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static dev.tophash.layout.InterfaceDescriptor.DATA_OFFSET;
import static dev.tophash.layout.InterfaceDescriptor.TYPE_OFFSET;
import static dev.tophash.layout.StringDescriptor.ADDRESS_OFFSET;
import static dev.tophash.layout.StringDescriptor.LENGTH_OFFSET;

import dev.tophash.check.Check;
import dev.tophash.layout.GoType;
import dev.tophash.layout.TypeDescriptor;
import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.values.DynamicTypes;
import dev.tophash.offheap.values.Heap;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * What a value of a Go type consists of, in the order of its bytes: runs of bytes that mean themselves, strings, and
 * interfaces. With them a value is compared and hashed by its content, wherever it lies.
 */
final class ValueParts
{
    /** A run of bytes, a string or an interface at an offset of the value. */
    record Part(GoType.Kind kind, int offset, int size)
    {
        boolean isPointer()
        {
            return kind == GoType.Kind.STRING || kind == GoType.Kind.INTERFACE;
        }
    }

    private static final int KIND_MASK = 31;
    private static final int FACTOR = 31;

    private final List<Part> parts;
    private final boolean owning;

    ValueParts(final GoType type)
    {
        final List<Part> pointers = new ArrayList<>();
        collect(type, 0, pointers);
        final List<Part> all = new ArrayList<>();
        int from = 0;
        for (final Part pointer : pointers)
        {
            addRun(all, from, pointer.offset());
            all.add(pointer);
            from = pointer.offset() + pointer.size();
        }
        addRun(all, from, type.size());
        parts = List.copyOf(all);
        owning = !pointers.isEmpty();
    }

    private static void addRun(final List<Part> parts, final int from, final int to)
    {
        if (from < to)
        {
            parts.add(new Part(GoType.Kind.ARRAY, from, to - from));
        }
    }

    /** Strings and interfaces of a type, in the order of their offsets. */
    private static void collect(final GoType type, final int offset, final List<Part> pointers)
    {
        switch (type.kind())
        {
            case STRING, INTERFACE -> pointers.add(new Part(type.kind(), offset, type.size()));
            case ARRAY ->
            {
                for (int i = 0; type.hasPointers() && i < type.length(); i++)
                {
                    collect(type.elem(), offset + i * type.elem().size(), pointers);
                }
            }
            case STRUCT ->
            {
                for (int i = 0; i < type.fields().size(); i++)
                {
                    collect(type.fieldType(i), offset + type.fieldOffset(i), pointers);
                }
            }
            default ->
            {
                // Its bytes are all of it.
            }
        }
    }

    List<Part> list()
    {
        return parts;
    }

    /** Whether a value owns memory outside its own bytes. */
    boolean areOwning()
    {
        return owning;
    }

    /** Go's number of the type that an interface holds; 0 for nil. */
    static int kindAt(final Heap heap, final long field)
    {
        final long descriptor = heap.offsetAt(field + TYPE_OFFSET);
        if (descriptor == Heap.NIL)
        {
            return 0;
        }
        final int kind = Memory.getUnsignedByte(heap.memory(), descriptor + TypeDescriptor.KIND_OFFSET) & KIND_MASK;
        if (DynamicTypes.ofKind(kind) == null)
        {
            throw heap.corrupt(Check.P02, descriptor, "a type that an interface can hold", kind);
        }
        return kind;
    }

    /** Where the characters of a string stand, which lie in the heap. */
    static long charactersAt(final Heap heap, final long header)
    {
        final long content = heap.offsetAt(header + ADDRESS_OFFSET);
        heap.checkExtent(content, lengthAt(heap, header));
        return content;
    }

    static long lengthAt(final Heap heap, final long header)
    {
        return Memory.getLong(heap.memory(), header + LENGTH_OFFSET);
    }

    /** Whether two values have the same content. */
    boolean same(final Heap a, final long atA, final Heap b, final long atB)
    {
        for (final Part part : parts)
        {
            final long fieldA = atA + part.offset();
            final long fieldB = atB + part.offset();
            final boolean same = switch (part.kind())
            {
                case STRING -> sameString(a, fieldA, b, fieldB);
                case INTERFACE -> sameInterface(a, fieldA, b, fieldB);
                default -> sameBytes(a.memory(), fieldA, b.memory(), fieldB, part.size());
            };
            if (!same)
            {
                return false;
            }
        }
        return true;
    }

    private static boolean sameString(final Heap a, final long headerA, final Heap b, final long headerB)
    {
        final long length = lengthAt(a, headerA);
        return length == lengthAt(b, headerB) && sameBytes(
            a.memory(), charactersAt(a, headerA), b.memory(), charactersAt(b, headerB), length);
    }

    private static boolean sameInterface(final Heap a, final long fieldA, final Heap b, final long fieldB)
    {
        final int kind = kindAt(a, fieldA);
        if (kind != kindAt(b, fieldB) || kind == 0)
        {
            return kind == kindAt(b, fieldB);
        }
        final long dataA = a.offsetAt(fieldA + DATA_OFFSET);
        final long dataB = b.offsetAt(fieldB + DATA_OFFSET);
        final GoType type = DynamicTypes.ofKind(kind);
        return type.kind() == GoType.Kind.STRING ? sameString(a, dataA, b, dataB) :
            sameBytes(a.memory(), dataA, b.memory(), dataB, type.size());
    }

    private static boolean sameBytes(
        final MemorySegment a, final long atA, final MemorySegment b, final long atB, final long size)
    {
        long i = 0;
        for (; i + Long.BYTES <= size; i += Long.BYTES)
        {
            if (Memory.getLong(a, atA + i) != Memory.getLong(b, atB + i))
            {
                return false;
            }
        }
        for (; i < size; i++)
        {
            if (Memory.getByte(a, atA + i) != Memory.getByte(b, atB + i))
            {
                return false;
            }
        }
        return true;
    }

    /** A number that values of the same content have in common. */
    int hash(final Heap heap, final long value)
    {
        int hash = 1;
        for (final Part part : parts)
        {
            final long field = value + part.offset();
            hash = hash * FACTOR + switch (part.kind())
            {
                case STRING -> hashString(heap, field);
                case INTERFACE -> hashInterface(heap, field);
                default -> hashBytes(heap.memory(), field, part.size());
            };
        }
        return hash;
    }

    private static int hashString(final Heap heap, final long header)
    {
        return hashBytes(heap.memory(), charactersAt(heap, header), lengthAt(heap, header));
    }

    private static int hashInterface(final Heap heap, final long field)
    {
        final int kind = kindAt(heap, field);
        final GoType type = DynamicTypes.ofKind(kind);
        final long data = heap.offsetAt(field + DATA_OFFSET);
        return kind == 0 ? 0 : kind + (type.kind() == GoType.Kind.STRING ? hashString(heap, data) :
            hashBytes(heap.memory(), data, type.size()));
    }

    private static int hashBytes(final MemorySegment memory, final long offset, final long size)
    {
        int hash = 1;
        for (long i = 0; i < size; i++)
        {
            hash = hash * FACTOR + Memory.getByte(memory, offset + i);
        }
        return hash;
    }
}
