// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.allocation;

import dev.tophash.offheap.OffHeapLongSet;
import java.lang.foreign.MemorySegment;

/** The operations of {@link OffHeapLongSet} that {@link AllocationMeter} measures. */
record LongSetOperations(OffHeapLongSet set) implements AllocationMeter.Operations
{
    private static final int BATCH = 64;
    private static final long[] KEYS = new long[BATCH];

    // Fixed keys only {
    private static final MemorySegment PACKED_KEYS = MeterKeys.packed();
    // }

    private static void count(final long key)
    {
        AllocationMeter.take(1L);
    }

    private static boolean never(final long key)
    {
        return false;
    }

    @Override
    public void put(final int number)
    {
        AllocationMeter.take(set.add(MeterKeys.LongKeys.of(number)));
    }

    @Override
    public void putIfAbsent(final int number)
    {
        put(number);
    }

    @Override
    public void get(final int number)
    {
        AllocationMeter.take(set.contains(MeterKeys.LongKeys.of(number)));
    }

    @Override
    public void containsKey(final int number)
    {
        get(number);
    }

    @Override
    public void update(final int number)
    {
        final long key = MeterKeys.LongKeys.of(number);
        AllocationMeter.take(set.remove(key));
        AllocationMeter.take(set.remove(key));
        AllocationMeter.take(set.add(key));
    }

    @Override
    public void remove(final int number)
    {
        AllocationMeter.take(set.remove(MeterKeys.LongKeys.of(number)));
    }

    @Override
    public void batch(final int number)
    {
        for (int i = 0; i < BATCH; i++)
        {
            KEYS[i] = MeterKeys.LongKeys.of((number + i) % (MeterKeys.COUNT / 2));
        }
        AllocationMeter.take(set.containsAll(KEYS, 0, BATCH));
        AllocationMeter.take(set.removeAll(KEYS, 0, BATCH / 2));
        AllocationMeter.take(set.containsAll(KEYS, 0, BATCH / 2));
        AllocationMeter.take(set.addAll(KEYS, 0, BATCH));
        // Fixed keys only {
        AllocationMeter.take(set.toSegment(PACKED_KEYS, 0));
        AllocationMeter.take(set.containsAll(PACKED_KEYS, 0, BATCH));
        AllocationMeter.take(set.removeAll(PACKED_KEYS, 0, BATCH));
        AllocationMeter.take(set.addAll(PACKED_KEYS, 0, BATCH));
        // }
    }

    @Override
    public void forEach()
    {
        if (MeterKeys.LongKeys.FREE_TO_ITERATE)
        {
            set.forEach(LongSetOperations::count);
            AllocationMeter.take(set.removeIf(LongSetOperations::never));
        }
    }

    @Override
    public void reserve(final long count)
    {
        set.reserve(count);
    }

    @Override
    public void clear()
    {
        set.clear();
    }

    @Override
    public void close()
    {
        set.close();
    }
}
