// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.allocation;

import dev.tophash.LongStructCursor;
import dev.tophash.offheap.LongField;
import dev.tophash.offheap.OffHeapLongStructMap;
import dev.tophash.offheap.StructFlyweight;
import dev.tophash.offheap.StructType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The operations of {@link OffHeapLongStructMap} that {@link AllocationMeter} measures, in place and as bytes. */
record LongStructOperations(OffHeapLongStructMap map) implements AllocationMeter.Operations
{
    static final StructType TYPE = StructType.parse("struct { a, b uint64; c [6]int32 }");

    private static final LongField A = TYPE.longField("a");
    private static final StructFlyweight FLYWEIGHT = new StructFlyweight();
    private static final byte[] VALUE = new byte[40];
    private static final MemorySegment SEGMENT = Arena.global().allocate(VALUE.length);

    private static final int BATCH = 64;
    private static final long[] KEYS = new long[BATCH];
    // Fixed keys only {
    private static final MemorySegment PACKED_KEYS = MeterKeys.packed();
    // }
    private static final MemorySegment PACKED_VALUES = MeterKeys.packed();

    @Override
    public void put(final int number)
    {
        AllocationMeter.take(map.getOrCreate(MeterKeys.LongKeys.of(number), FLYWEIGHT));
        A.set(FLYWEIGHT, number);
    }

    @Override
    public void putIfAbsent(final int number)
    {
        AllocationMeter.take(map.putIfAbsent(MeterKeys.LongKeys.of(number), VALUE));
    }

    @Override
    public void get(final int number)
    {
        AllocationMeter.take(map.get(MeterKeys.LongKeys.of(number), VALUE));
        if (map.find(MeterKeys.LongKeys.of(number), FLYWEIGHT))
        {
            AllocationMeter.take(A.get(FLYWEIGHT));
        }
    }

    @Override
    public void containsKey(final int number)
    {
        AllocationMeter.take(map.containsKey(MeterKeys.LongKeys.of(number)));
    }

    @Override
    public void update(final int number)
    {
        map.find(MeterKeys.LongKeys.of(number), FLYWEIGHT);
        A.set(FLYWEIGHT, A.get(FLYWEIGHT) + 1);
        FLYWEIGHT.putLong(
            8, FLYWEIGHT.getLong(0) + FLYWEIGHT.getInt(36) + FLYWEIGHT.getShort(1) + FLYWEIGHT.getByte(2));
        FLYWEIGHT.getBytes(0, VALUE, 0, VALUE.length);
        FLYWEIGHT.putBytes(16, VALUE, 16, FLYWEIGHT.valueSize() - 16);
        AllocationMeter.take(map.put(MeterKeys.LongKeys.of(number), VALUE));
        AllocationMeter.take(map.get(MeterKeys.LongKeys.of(number), SEGMENT));
        AllocationMeter.take(map.put(MeterKeys.LongKeys.of(number), SEGMENT));
    }

    @Override
    public void remove(final int number)
    {
        if (number % 2 == 0)
        {
            map.remove(MeterKeys.LongKeys.of(number));
        }
        else if (map.find(MeterKeys.LongKeys.of(number), FLYWEIGHT))
        {
            map.remove(FLYWEIGHT);
        }
    }

    @Override
    public void batch(final int number)
    {
        for (int i = 0; i < BATCH; i++)
        {
            KEYS[i] = MeterKeys.LongKeys.of((number + i) % (MeterKeys.COUNT / 2));
        }
        AllocationMeter.take(map.containsAll(KEYS, 0, BATCH));
        AllocationMeter.take(map.removeAll(KEYS, 0, BATCH));
        for (final long key : KEYS)
        {
            AllocationMeter.take(map.put(key, VALUE));
        }
        // Fixed keys only {
        AllocationMeter.take(map.keysToSegment(PACKED_KEYS, 0));
        AllocationMeter.take(map.containsAll(PACKED_KEYS, 0, BATCH));
        AllocationMeter.take(map.getAll(PACKED_KEYS, 0, BATCH, PACKED_VALUES, 0));
        AllocationMeter.take(map.removeAll(PACKED_KEYS, 0, BATCH));
        map.putAll(PACKED_KEYS, 0, BATCH, PACKED_VALUES, 0);
        // }
    }

    @Override
    public void forEach()
    {
        if (MeterKeys.LongKeys.FREE_TO_ITERATE)
        {
            map.forEach(LongStructOperations::count);
            map.forEach(FLYWEIGHT, (key, value) -> AllocationMeter.take(A.get(value)));
            AllocationMeter.take(map.valuesToSegment(PACKED_VALUES, 0));
        }
    }

    private static void count(final LongStructCursor entry)
    {
        AllocationMeter.take(true);
    }

    @Override
    public void reserve(final long count)
    {
        map.reserve(count);
    }

    @Override
    public void clear()
    {
        map.clear();
    }

    @Override
    public void close()
    {
        map.close();
    }
}
