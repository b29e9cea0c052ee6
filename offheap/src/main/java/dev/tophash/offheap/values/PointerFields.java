// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.values;

import static dev.tophash.layout.InterfaceDescriptor.DATA_OFFSET;
import static dev.tophash.layout.InterfaceDescriptor.TYPE_OFFSET;
import static dev.tophash.layout.StringDescriptor.ADDRESS_OFFSET;
import static dev.tophash.layout.StringDescriptor.LENGTH_OFFSET;

import dev.tophash.check.Check;
import dev.tophash.layout.GoType;
import dev.tophash.layout.StringDescriptor;
import dev.tophash.layout.TypeDescriptor;
import dev.tophash.offheap.memory.BoxHeap;
import dev.tophash.offheap.memory.Memory;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Which words of a slot point to boxes, and how a slot is copied in with boxes of its own.
 *
 * <p>In Go a slot shares its string with whoever else holds it, and the collector frees it. Here every slot owns its
 * boxes. A key or elem comes in as a value in Go's memory form that lies somewhere in the region (in the staging cell,
 * in another slot), and each pointer in it is replaced by a pointer to a copy. What an interface holds is one box. A
 * string in an interface is two: the string header and the characters.
 */
public final class PointerFields
{
    private static final int GO_KIND_MASK = 31;
    private static final int GO_KIND_STRING = GoType.STRING.goKindNumber();

    private final Heap heap;
    private final boolean indirect;
    private final int size;
    private final int[] stringOffsets;
    private final int[] interfaceOffsets;

    private PointerFields(final Heap heap, final GoType type, final boolean indirect)
    {
        this.heap = heap;
        this.indirect = indirect;
        this.size = type.size();
        final List<Integer> strings = new ArrayList<>();
        final List<Integer> interfaces = new ArrayList<>();
        collect(type, 0, strings, interfaces);
        stringOffsets = strings.stream().mapToInt(Integer::intValue).toArray();
        interfaceOffsets = interfaces.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The pointer fields of a type, or null if a slot of it owns no box. */
    public static PointerFields of(final Heap heap, final GoType type, final boolean indirect)
    {
        if (!indirect && !type.hasPointers())
        {
            return null;
        }
        final PointerFields fields = new PointerFields(heap, type, indirect);
        return indirect || fields.stringOffsets.length + fields.interfaceOffsets.length > 0 ? fields : null;
    }

    private static void collect(
        final GoType type, final int offset, final List<Integer> strings, final List<Integer> interfaces)
    {
        switch (type.kind())
        {
            case STRING -> strings.add(offset);
            case INTERFACE -> interfaces.add(offset);
            case ARRAY ->
            {
                for (int i = 0; i < type.length(); i++)
                {
                    collect(type.elem(), offset + i * type.elem().size(), strings, interfaces);
                }
            }
            case STRUCT ->
            {
                for (int i = 0; i < type.fields().size(); i++)
                {
                    collect(type.fieldType(i), offset + type.fieldOffset(i), strings, interfaces);
                }
            }
            default ->
            {
                // A plain pointer is copied as the number it is: its target belongs to the caller.
            }
        }
    }

    /** Where the strings of the type stand. */
    int[] stringOffsets()
    {
        return stringOffsets.clone();
    }

    /** Where the interfaces of the type stand. */
    int[] interfaceOffsets()
    {
        return interfaceOffsets.clone();
    }

    public boolean hasInterfaces()
    {
        return interfaceOffsets.length != 0;
    }

    /** Uses the type descriptors that the interfaces of a slot point to as those of this heap. */
    public void adoptTypes(final long slot)
    {
        final long content = indirect ? heap.offsetAt(slot) : slot;
        for (final int offset : interfaceOffsets)
        {
            final long type = heap.offsetAt(content + offset + TYPE_OFFSET);
            if (type != Heap.NIL)
            {
                heap.dynamicTypes().adopt(type);
            }
        }
    }

    /** Bytes that boxes for a value will need. */
    public long need(final long value)
    {
        final MemorySegment memory = heap.memory();
        final BoxHeap boxes = heap.boxes();
        long need = indirect ? boxes.need(size) : 0;
        for (final int offset : stringOffsets)
        {
            need += stringNeed(Memory.getLong(memory, value + offset + LENGTH_OFFSET));
        }
        for (final int offset : interfaceOffsets)
        {
            final long type = heap.offsetAt(value + offset + TYPE_OFFSET);
            if (type != Heap.NIL)
            {
                final long data = heap.offsetAt(value + offset + DATA_OFFSET);
                need += boxes.need(dynamicSize(heap, type));
                need += isString(heap, type) ? stringNeed(Memory.getLong(memory, data + LENGTH_OFFSET)) : 0;
            }
        }
        return need;
    }

    private long stringNeed(final long length)
    {
        return length == 0 ? 0 : heap.boxes().need(length);
    }

    /** Copies a value into a slot, with boxes of its own. */
    public void store(final long value, final long slot)
    {
        storeFrom(heap, value, slot);
    }

    /** Copies a value of another heap, or of this one, into a slot, with boxes of its own. */
    public void storeFrom(final Heap from, final long value, final long slot)
    {
        long content = slot;
        if (indirect)
        {
            content = heap.boxes().allocate(size);
            heap.putAddress(slot, content);
        }
        copyContent(from, value, content);
    }

    private void copyContent(final Heap from, final long value, final long content)
    {
        Memory.copy(from.memory(), value, heap.memory(), content, size);
        copyBoxes(from, content);
    }

    /**
     * Rewrites a stored key by an equal one: -0 over +0. Strings are equal, so their boxes stay. What an interface
     * holds is rewritten in its box.
     */
    public void update(final long value, final long slot)
    {
        final long content = indirect ? heap.offsetAt(slot) : slot;
        int from = 0;
        for (int to = 0; to <= size; to++)
        {
            if (to == size || owns(to))
            {
                Memory.copy(heap.memory(), value + from, content + from, to - from);
                from = to + StringDescriptor.SIZE;
                to = from - 1;
            }
        }
        for (final int offset : interfaceOffsets)
        {
            final long type = heap.offsetAt(content + offset + TYPE_OFFSET);
            if (type != Heap.NIL && !isString(heap, type))
            {
                Memory.copy(heap.memory(), heap.offsetAt(value + offset + DATA_OFFSET),
                    heap.offsetAt(content + offset + DATA_OFFSET), dynamicSize(heap, type));
            }
        }
    }

    private boolean owns(final int offset)
    {
        for (final int stringOffset : stringOffsets)
        {
            if (stringOffset == offset)
            {
                return true;
            }
        }
        for (final int interfaceOffset : interfaceOffsets)
        {
            if (interfaceOffset == offset)
            {
                return true;
            }
        }
        return false;
    }

    /**
     * Copies a value with its boxes aside, before anything changes; what is asked of the region here can be
     * refused.
     */
    public void prepare(final Heap from, final long value, final long aside)
    {
        if (from == heap)
        {
            heap.boxes().startPlan();
            heap.grant().begin().bytes(need(value)).confirm("elem");
        }
        copyContent(from, value, aside);
        heap.boxes().endPlan();
        heap.grant().end();
    }

    /** Puts a prepared value into a slot and frees what the slot owned. */
    public void commit(final long aside, final long slot)
    {
        final long content = indirect ? heap.offsetAt(slot) : slot;
        freeContent(content);
        Memory.copy(heap.memory(), aside, content, size);
    }

    /** Frees the boxes of a prepared value. */
    public void discard(final long aside)
    {
        freeContent(aside);
    }

    private void copyBoxes(final Heap from, final long content)
    {
        for (final int offset : stringOffsets)
        {
            copyString(from, content + offset);
        }
        for (final int offset : interfaceOffsets)
        {
            final long field = content + offset;
            final long type = from.offsetAt(heap, field + TYPE_OFFSET);
            if (type != Heap.NIL)
            {
                final int dynamicSize = dynamicSize(from, type);
                final boolean string = isString(from, type);
                final long data = from.offsetAt(heap, field + DATA_OFFSET);
                final long box = heap.boxes().allocate(dynamicSize);
                Memory.copy(from.memory(), data, heap.memory(), box, dynamicSize);
                heap.putAddress(field + TYPE_OFFSET, heap.typeDescriptor(from, type));
                heap.putAddress(field + DATA_OFFSET, box);
                if (string)
                {
                    copyString(from, box);
                }
            }
        }
    }

    /** The field stands in this heap and still holds the address that it has in the other. */
    private void copyString(final Heap from, final long field)
    {
        final long length = Memory.getLong(heap.memory(), field + LENGTH_OFFSET);
        final long content = from.offsetAt(heap, field + ADDRESS_OFFSET);
        from.checkExtent(content, length);
        final long box = length == 0 ? Heap.NIL : heap.boxes().allocate(length);
        if (box != Heap.NIL)
        {
            Memory.copy(from.memory(), content, heap.memory(), box, length);
        }
        heap.putAddress(field + ADDRESS_OFFSET, box);
    }

    /** Frees the boxes of a slot; its bytes stay. */
    public void free(final long slot)
    {
        final long content = indirect ? heap.offsetAt(slot) : slot;
        if (content == Heap.NIL)
        {
            return;
        }
        freeContent(content);
        if (indirect)
        {
            heap.boxes().free(content);
        }
    }

    /** Moves the boxes of a slot that are to move, and points the slot to where they are. */
    public void move(final long slot)
    {
        final long content = indirect ? moveBox(slot) : slot;
        if (content == Heap.NIL)
        {
            return;
        }
        for (final int offset : stringOffsets)
        {
            moveBox(content + offset + ADDRESS_OFFSET);
        }
        for (final int offset : interfaceOffsets)
        {
            final long type = heap.offsetAt(content + offset + TYPE_OFFSET);
            final long data = moveBox(content + offset + DATA_OFFSET);
            if (type != Heap.NIL && isString(heap, type))
            {
                moveBox(data + ADDRESS_OFFSET);
            }
        }
    }

    private long moveBox(final long field)
    {
        final long from = heap.offsetAt(field);
        final long to = heap.boxes().move(from);
        if (to != from)
        {
            heap.putAddress(field, to);
        }
        return to;
    }

    private void freeContent(final long content)
    {
        for (final int offset : stringOffsets)
        {
            heap.boxes().free(heap.offsetAt(content + offset + ADDRESS_OFFSET));
        }
        for (final int offset : interfaceOffsets)
        {
            final long type = heap.offsetAt(content + offset + TYPE_OFFSET);
            final long data = heap.offsetAt(content + offset + DATA_OFFSET);
            if (type != Heap.NIL && isString(heap, type))
            {
                heap.boxes().free(heap.offsetAt(data + ADDRESS_OFFSET));
            }
            heap.boxes().free(data);
        }
    }

    private static boolean isString(final Heap in, final long type)
    {
        return (Memory.getUnsignedByte(in.memory(), type + TypeDescriptor.KIND_OFFSET) & GO_KIND_MASK) ==
            GO_KIND_STRING;
    }

    private static int dynamicSize(final Heap in, final long type)
    {
        final long dynamicSize = Memory.getLong(in.memory(), type + TypeDescriptor.SIZE_OFFSET);
        if (dynamicSize < 0 || dynamicSize > StringDescriptor.SIZE)
        {
            throw in.corrupt(Check.P02, type, "a type of at most 16 bytes", dynamicSize);
        }
        return (int)dynamicSize;
    }
}
