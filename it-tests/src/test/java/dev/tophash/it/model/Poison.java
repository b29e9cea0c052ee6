// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.memory.Pins;
import dev.tophash.offheap.memory.Reclaimer;
import dev.tophash.offheap.values.Heap;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;

/**
 * Overwrites what a map has retired and no open cursor may read. It looks into private fields of the engine: there is
 * no honest way to ask a map for memory that it has given up.
 */
final class Poison
{
    private static final byte POISON = (byte)0xa5;

    /** The queue of retired memory as Reclaimer draws it. */
    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final long GRANULE_SIZE = 64;
    private static final long PAGE_SIZE = 4096;
    private static final long RECORD_SIZE = 32;
    private static final long RUN_ENTRY_SIZE = 64;
    private static final long RUN_RECORDS_OFFSET = 1344 + 32;
    private static final long TOUCHED_OFFSET = 8;
    private static final long EPOCH_OFFSET = 24;

    private final Map<String, Field> fields = new HashMap<>();
    private long byteCount;

    long byteCount()
    {
        return byteCount;
    }

    void retiredMemory(final OffHeapLongLongMap map)
    {
        final Heap heap = (Heap)field(map, "heap");
        final Reclaimer reclaimer = heap.reclaimer();
        final Pins pins = heap.pins();
        final MemorySegment memory = (MemorySegment)field(reclaimer, "memory");
        final MemorySegment table = (MemorySegment)field(reclaimer, "table");
        final long cleaned = (long)field(reclaimer, "cleaned");
        final long oldest = pins.oldestEpoch();
        final long head = (long)field(reclaimer, "head");
        for (long entry = head; entry != 0; )
        {
            final long offset = entry & -GRANULE_SIZE;
            final long granules = entry & GRANULE_SIZE - 1;
            final MemorySegment records = granules == 0 ? table : memory;
            final long record = granules == 0 ? RUN_RECORDS_OFFSET + offset / PAGE_SIZE * RUN_ENTRY_SIZE :
                offset + granules * GRANULE_SIZE - RECORD_SIZE;
            final long skip = entry == head ? cleaned : 0;
            final long size = records.get(WORD, record + TOUCHED_OFFSET) - skip;
            if (records.get(WORD, record + EPOCH_OFFSET) < oldest && size > 0)
            {
                memory.asSlice(offset + skip, size).fill(POISON);
                byteCount += size;
            }
            entry = records.get(WORD, record);
        }
    }

    private Object field(final Object owner, final String name)
    {
        try
        {
            return fields.computeIfAbsent(name, field -> find(owner, field)).get(owner);
        }
        catch (final IllegalAccessException e)
        {
            throw new LinkageError(name, e);
        }
    }

    private static Field find(final Object owner, final String name)
    {
        for (Class<?> type = owner.getClass(); type != null; type = type.getSuperclass())
        {
            for (final Field field : type.getDeclaredFields())
            {
                if (field.getName().equals(name))
                {
                    field.setAccessible(true);
                    return field;
                }
            }
        }
        throw new AssertionError("no such field: name=" + name + ", class=" + owner.getClass());
    }
}
