// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.memory.Pins;
import dev.tophash.offheap.memory.Reclaimer;
import java.lang.foreign.MemorySegment;
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

    private final Map<String, Field> fields = new HashMap<>();
    private long byteCount;

    long byteCount()
    {
        return byteCount;
    }

    void retiredMemory(final OffHeapLongLongMap map)
    {
        final Reclaimer reclaimer = (Reclaimer)field(map, "reclaimer");
        final Pins pins = (Pins)field(map, "pins");
        final MemorySegment memory = (MemorySegment)field(reclaimer, "memory");
        final long[] ring = (long[])field(reclaimer, "ring");
        final int head = (int)field(reclaimer, "head");
        final int count = (int)field(reclaimer, "count");
        final long cleaned = (long)field(reclaimer, "cleaned");
        final int fieldCount = (int)field(reclaimer, "FIELD_COUNT");
        final int touchedSize = (int)field(reclaimer, "TOUCHED_SIZE");
        final int epoch = (int)field(reclaimer, "EPOCH");
        final long oldest = pins.oldestEpoch();
        for (int i = 0; i < count; i++)
        {
            final int at = (head + i) * fieldCount % ring.length;
            final long skip = 0 == i ? cleaned : 0;
            final long size = ring[at + touchedSize] - skip;
            if (ring[at + epoch] < oldest && size > 0)
            {
                memory.asSlice(ring[at] + skip, size).fill(POISON);
                byteCount += size;
            }
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
        for (Class<?> type = owner.getClass(); null != type; type = type.getSuperclass())
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
