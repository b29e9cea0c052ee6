// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.allocation;

import dev.tophash.LongDoubleConsumer;
import dev.tophash.LongDoubleFunction;
import dev.tophash.LongDoublePredicate;
import dev.tophash.LongDoubleUpdate;
import dev.tophash.offheap.OffHeapLongDoubleMap;
import java.lang.foreign.MemorySegment;

/** The operations of {@link OffHeapLongDoubleMap} that {@link AllocationMeter} measures. */
record LongDoubleOperations(OffHeapLongDoubleMap map) implements AllocationMeter.Operations
{
    private static final LongDoubleConsumer SUM = (key, value) -> AllocationMeter.take(value);
    private static final LongDoubleFunction ONE = key -> 1;
    private static final LongDoubleUpdate NEXT = (key, value) -> value + 1;
    private static final LongDoublePredicate NEVER = (key, value) -> false;

    private static final int BATCH = 64;
    private static final long[] KEYS = new long[BATCH];
    private static final double[] VALUES = new double[BATCH];

    // Fixed keys only {
    private static final MemorySegment PACKED_KEYS = MeterKeys.packed();
    // }
    private static final MemorySegment PACKED_VALUES = MeterKeys.packed();

    @Override
    public void put(final int number)
    {
        map.put(MeterKeys.LongKeys.of(number), number);
    }

    @Override
    public void putIfAbsent(final int number)
    {
        AllocationMeter.take(map.putIfAbsent(MeterKeys.LongKeys.of(number), -number));
    }

    @Override
    public void get(final int number)
    {
        AllocationMeter.take(map.get(MeterKeys.LongKeys.of(number)));
    }

    @Override
    public void containsKey(final int number)
    {
        AllocationMeter.take(map.containsKey(MeterKeys.LongKeys.of(number)));
    }

    /** Every update of an entry that is there, and its removal and return by the others. */
    @Override
    public void update(final int number)
    {
        final long key = MeterKeys.LongKeys.of(number);
        AllocationMeter.take(map.addTo(key, 1));
        AllocationMeter.take(map.getAndAdd(key, 1));
        AllocationMeter.take(map.getAndSet(key, number));
        AllocationMeter.take(map.replace(key, 7));
        AllocationMeter.take(map.compareAndReplace(key, 7, 8));
        AllocationMeter.take(map.merge(key, 1, Double::sum));
        AllocationMeter.take(map.compute(key, NEXT));
        AllocationMeter.take(map.computeIfPresent(key, NEXT));
        AllocationMeter.take(map.remove(key, 11));
        AllocationMeter.take(map.computeIfAbsent(key, ONE));
        AllocationMeter.take(map.getAndRemove(key));
        AllocationMeter.take(map.compute(key, NEXT));
        AllocationMeter.take(map.getAndRemove(key));
        AllocationMeter.take(map.getOrPut(key, number));
    }

    @Override
    public void batch(final int number)
    {
        for (int i = 0; i < BATCH; i++)
        {
            KEYS[i] = MeterKeys.LongKeys.of((number + i) % (MeterKeys.COUNT / 2));
        }
        AllocationMeter.take(map.getAll(KEYS, 0, BATCH, VALUES, 0));
        AllocationMeter.take(map.containsAll(KEYS, 0, BATCH));
        AllocationMeter.take(map.removeAll(KEYS, 0, BATCH / 2));
        AllocationMeter.take(map.getAll(KEYS, 0, BATCH / 2, VALUES, 0));
        map.putAll(KEYS, 0, BATCH, VALUES, 0);
        // Fixed keys only {
        AllocationMeter.take(map.keysToSegment(PACKED_KEYS, 0));
        AllocationMeter.take(map.containsAll(PACKED_KEYS, 0, BATCH));
        AllocationMeter.take(map.getAll(PACKED_KEYS, 0, BATCH, PACKED_VALUES, 0));
        AllocationMeter.take(map.removeAll(PACKED_KEYS, 0, BATCH));
        map.putAll(PACKED_KEYS, 0, BATCH, PACKED_VALUES, 0);
        // }
    }

    @Override
    public void remove(final int number)
    {
        map.remove(MeterKeys.LongKeys.of(number));
    }

    @Override
    public void forEach()
    {
        if (MeterKeys.LongKeys.FREE_TO_ITERATE)
        {
            map.forEach(SUM);
            AllocationMeter.take(map.removeIf(NEVER));
            map.replaceAll(NEXT);
            AllocationMeter.take(map.containsValue(-1));
            AllocationMeter.take(map.valuesToSegment(PACKED_VALUES, 0));
        }
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
