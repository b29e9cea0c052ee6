// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

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
 * <p>In Go a slot shares its string with whoever else holds it; the collector sorts that out. Here every slot owns its
 * boxes: a key or elem comes in as a value in Go's memory form somewhere in the region (the staging cell, another
 * slot) and each pointer in it is replaced by a copy. What an interface holds is one box, or two if that is a string:
 * the string header and the characters.
 */
final class PointerFields
{
    private static final int GO_KIND_MASK = 31;
    private static final int GO_KIND_STRING = GoType.STRING.goKindNumber();

    private final HmapState map;
    private final boolean indirect;
    private final int size;
    private final int[] stringOffsets;
    private final int[] interfaceOffsets;

    private PointerFields(final HmapState map, final GoType type, final boolean indirect)
    {
        this.map = map;
        this.indirect = indirect;
        this.size = type.size();
        final List<Integer> strings = new ArrayList<>();
        final List<Integer> interfaces = new ArrayList<>();
        collect(type, 0, strings, interfaces);
        stringOffsets = strings.stream().mapToInt(Integer::intValue).toArray();
        interfaceOffsets = interfaces.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The pointer fields of a type, or null if a slot of it owns no box. */
    static PointerFields of(final HmapState map, final GoType type, final boolean indirect)
    {
        final PointerFields fields = new PointerFields(map, type, indirect);
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

    boolean hasInterfaces()
    {
        return 0 != interfaceOffsets.length;
    }

    /** Makes the types that the interfaces of a slot hold those of this map. */
    void adoptTypes(final long slot)
    {
        final long content = indirect ? map.offsetAt(slot) : slot;
        for (final int offset : interfaceOffsets)
        {
            final long type = map.offsetAt(content + offset + TYPE_OFFSET);
            if (Hmap.NIL != type)
            {
                map.dynamicTypes.adopt(type);
            }
        }
    }

    /** Bytes that boxes for a value will need. */
    long need(final long value)
    {
        final MemorySegment memory = map.memory;
        final BoxHeap boxes = map.boxes;
        long need = indirect ? boxes.need(size) : 0;
        for (final int offset : stringOffsets)
        {
            need += stringNeed(Memory.getLong(memory, value + offset + LENGTH_OFFSET));
        }
        for (final int offset : interfaceOffsets)
        {
            final long type = map.offsetAt(value + offset + TYPE_OFFSET);
            if (Hmap.NIL != type)
            {
                final long data = map.offsetAt(value + offset + DATA_OFFSET);
                need += boxes.need(dynamicSize(map, type));
                need += isString(map, type) ? stringNeed(Memory.getLong(memory, data + LENGTH_OFFSET)) : 0;
            }
        }
        return need;
    }

    private long stringNeed(final long length)
    {
        return 0 == length ? 0 : map.boxes.need(length);
    }

    /** Copies a value into a slot, with boxes of its own. */
    void store(final long value, final long slot)
    {
        storeFrom(map, value, slot);
    }

    /** Copies a value of another map, or of this one, into a slot, with boxes of its own. */
    void storeFrom(final HmapState from, final long value, final long slot)
    {
        long content = slot;
        if (indirect)
        {
            content = map.boxes.allocate(size);
            map.putAddress(slot, content);
        }
        copyContent(from, value, content);
    }

    private void copyContent(final HmapState from, final long value, final long content)
    {
        Memory.copy(from.memory, value, map.memory, content, size);
        copyBoxes(from, content);
    }

    /**
     * Rewrites a stored key by an equal one: -0 over +0. Strings are equal, so their boxes stay; what an interface
     * holds is rewritten in its box.
     */
    void update(final long value, final long slot)
    {
        final long content = indirect ? map.offsetAt(slot) : slot;
        int from = 0;
        for (int to = 0; to <= size; to++)
        {
            if (to == size || owns(to))
            {
                Memory.copy(map.memory, value + from, content + from, to - from);
                from = to + StringDescriptor.SIZE;
                to = from - 1;
            }
        }
        for (final int offset : interfaceOffsets)
        {
            final long type = map.offsetAt(content + offset + TYPE_OFFSET);
            if (Hmap.NIL != type && !isString(map, type))
            {
                Memory.copy(map.memory, map.offsetAt(value + offset + DATA_OFFSET),
                    map.offsetAt(content + offset + DATA_OFFSET), dynamicSize(map, type));
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
    void prepare(final HmapState from, final long value, final long aside)
    {
        if (from.memory.address() == map.memory.address())
        {
            map.boxes.startPlan();
            final long need = need(value);
            map.region.startPlan();
            map.boxes.plan(need);
            map.region.requirePlan(need, "elem");
            map.boxes.makeRoom(need);
        }
        copyContent(from, value, aside);
        map.region.settle();
    }

    /** Puts a prepared value into a slot and frees what the slot owned. */
    void commit(final long aside, final long slot)
    {
        final long content = indirect ? map.offsetAt(slot) : slot;
        freeContent(content);
        Memory.copy(map.memory, aside, content, size);
        map.chores = true;
    }

    /** Frees the boxes of a prepared value. */
    void discard(final long aside)
    {
        freeContent(aside);
    }

    private void copyBoxes(final HmapState from, final long content)
    {
        for (final int offset : stringOffsets)
        {
            copyString(from, content + offset);
        }
        for (final int offset : interfaceOffsets)
        {
            final long field = content + offset;
            final long type = from.offsetAt(map, field + TYPE_OFFSET);
            if (Hmap.NIL != type)
            {
                final int dynamicSize = dynamicSize(from, type);
                final boolean string = isString(from, type);
                final long data = from.offsetAt(map, field + DATA_OFFSET);
                final long box = map.boxes.allocate(dynamicSize);
                Memory.copy(from.memory, data, map.memory, box, dynamicSize);
                map.putAddress(field + TYPE_OFFSET, map.typeDescriptor(from, type));
                map.putAddress(field + DATA_OFFSET, box);
                if (string)
                {
                    copyString(from, box);
                }
            }
        }
    }

    /** The field stands in this map and still holds the address that it has in the other. */
    private void copyString(final HmapState from, final long field)
    {
        final long length = Memory.getLong(map.memory, field + LENGTH_OFFSET);
        final long content = from.offsetAt(map, field + ADDRESS_OFFSET);
        from.checkExtent(content, length);
        final long box = 0 == length ? Hmap.NIL : map.boxes.allocate(length);
        if (Hmap.NIL != box)
        {
            Memory.copy(from.memory, content, map.memory, box, length);
        }
        map.putAddress(field + ADDRESS_OFFSET, box);
    }

    /** Frees the boxes of a slot; its bytes stay. */
    void free(final long slot)
    {
        final long content = indirect ? map.offsetAt(slot) : slot;
        if (Hmap.NIL == content)
        {
            return;
        }
        freeContent(content);
        if (indirect)
        {
            map.boxes.free(content);
        }
        map.chores = true;
    }

    private void freeContent(final long content)
    {
        for (final int offset : stringOffsets)
        {
            map.boxes.free(map.offsetAt(content + offset + ADDRESS_OFFSET));
        }
        for (final int offset : interfaceOffsets)
        {
            final long type = map.offsetAt(content + offset + TYPE_OFFSET);
            final long data = map.offsetAt(content + offset + DATA_OFFSET);
            if (Hmap.NIL != type && isString(map, type))
            {
                map.boxes.free(map.offsetAt(data + ADDRESS_OFFSET));
            }
            map.boxes.free(data);
        }
    }

    private static boolean isString(final HmapState in, final long type)
    {
        return GO_KIND_STRING ==
            (Memory.getUnsignedByte(in.memory, type + TypeDescriptor.KIND_OFFSET) & GO_KIND_MASK);
    }

    private static int dynamicSize(final HmapState in, final long type)
    {
        final long dynamicSize = Memory.getLong(in.memory, type + TypeDescriptor.SIZE_OFFSET);
        if (dynamicSize < 0 || dynamicSize > StringDescriptor.SIZE)
        {
            throw in.corrupt(Check.P02, type, "a type of at most 16 bytes", dynamicSize);
        }
        return (int)dynamicSize;
    }
}
