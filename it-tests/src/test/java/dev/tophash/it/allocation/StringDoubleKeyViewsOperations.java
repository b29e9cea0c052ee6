// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.allocation;

import dev.tophash.offheap.KeyView;
import dev.tophash.offheap.OffHeapStringDoubleMap;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The operations of {@link OffHeapStringDoubleMap} with a {@link KeyView} of each source in turn. */
record StringDoubleKeyViewsOperations(OffHeapStringDoubleMap map) implements AllocationMeter.Operations
{
    private static final int KEY_SIZE = 24;
    private static final byte[] MESSAGE = message();
    private static final ByteBuffer ON_HEAP = ByteBuffer.wrap(MESSAGE);
    private static final ByteBuffer DIRECT = ByteBuffer.allocateDirect(MESSAGE.length).put(0, MESSAGE);
    private static final MemorySegment NATIVE =
        Arena.ofAuto().allocate(MESSAGE.length).copyFrom(MemorySegment.ofArray(MESSAGE));
    private static final MemorySegment HEAP = MemorySegment.ofArray(MESSAGE);
    private static final StringBuilder[] TEXTS = new StringBuilder[MeterKeys.COUNT];
    private static final KeyView VIEW = new KeyView();

    static
    {
        for (int i = 0; i < TEXTS.length; i++)
        {
            TEXTS[i] = new StringBuilder(
                new String(MESSAGE, i * KEY_SIZE, KEY_SIZE, StandardCharsets.US_ASCII));
        }
    }

    private static double one(final KeyView shown)
    {
        return 1;
    }

    private static double next(final double value)
    {
        return value + 1;
    }

    private static byte[] message()
    {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < MeterKeys.COUNT; i++)
        {
            text.append("key-").append(i).append(".".repeat(KEY_SIZE - 4 - Integer.toString(i).length()));
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static KeyView show(final int number)
    {
        final int offset = number * KEY_SIZE;
        return switch (number % 6)
        {
            case 0 -> VIEW.wrap(MESSAGE, offset, KEY_SIZE);
            case 1 -> VIEW.wrap(ON_HEAP, offset, KEY_SIZE);
            case 2 -> VIEW.wrap(DIRECT, offset, KEY_SIZE);
            case 3 -> VIEW.wrap(NATIVE, offset, KEY_SIZE);
            case 4 -> VIEW.wrap(HEAP, offset, KEY_SIZE);
            default -> VIEW.wrap(TEXTS[number]);
        };
    }

    @Override
    public void put(final int number)
    {
        map.put(show(number), number);
    }

    @Override
    public void putIfAbsent(final int number)
    {
        AllocationMeter.take(map.putIfAbsent(show(number), -number));
    }

    @Override
    public void get(final int number)
    {
        AllocationMeter.take(map.get(show(number)));
        AllocationMeter.take(map.getOrDefault(VIEW, 1));
    }

    @Override
    public void containsKey(final int number)
    {
        AllocationMeter.take(map.containsKey(show(number)));
    }

    /** Every update of an entry that is there, and its removal and return by the others. */
    @Override
    public void update(final int number)
    {
        final KeyView key = show(number);
        AllocationMeter.take(map.addTo(key, 1));
        AllocationMeter.take(map.getAndAdd(key, 1));
        AllocationMeter.take(map.getAndSet(key, number));
        AllocationMeter.take(map.replace(key, 7));
        AllocationMeter.take(map.compareAndReplace(key, 7, 8));
        AllocationMeter.take(map.merge(key, 1, Double::sum));
        AllocationMeter.take(map.compute(key, StringDoubleKeyViewsOperations::next));
        AllocationMeter.take(map.computeIfPresent(key, StringDoubleKeyViewsOperations::next));
        AllocationMeter.take(map.remove(key, 11));
        AllocationMeter.take(map.computeIfAbsent(key, StringDoubleKeyViewsOperations::one));
        AllocationMeter.take(map.getAndRemove(key));
        AllocationMeter.take(map.compute(key, StringDoubleKeyViewsOperations::next));
        AllocationMeter.take(map.getAndRemove(key));
        AllocationMeter.take(map.getOrPut(key, number));
    }

    @Override
    public void batch(final int number)
    {
        // Views have no batches.
    }

    @Override
    public void remove(final int number)
    {
        map.remove(show(number));
    }

    @Override
    public void forEach()
    {
        // An iteration needs no key.
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
