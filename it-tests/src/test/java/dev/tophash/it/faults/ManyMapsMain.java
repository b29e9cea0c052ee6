// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.faults;

import dev.tophash.offheap.MapBuilder;
import dev.tophash.offheap.MapMemory;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import java.util.ArrayList;
import java.util.List;

/**
 * Main class of the child JVM of {@link ProcessFaultTest}: many maps that ask for no memory, kept open, dropped, and in
 * one memory; afterwards the JVM must still be able to start threads.
 */
final class ManyMapsMain
{
    private static final int THREAD_COUNT = 20;
    private static final int ENTRY_COUNT = 8;
    private static final int WARM_UP = 20_000;
    private static final long GIB = 1L << 30;

    private ManyMapsMain()
    {
    }

    public static void main(final String[] arguments) throws InterruptedException
    {
        final int count = Integer.getInteger("maps", 10_000);
        final List<OffHeapLongLongMap> open = new ArrayList<>();
        for (int i = 0; i < count; i++)
        {
            open.add(filled());
        }
        startThreads();
        for (int i = 0; i < count; i++)
        {
            if (open.get(i).get(3) != 3)
            {
                throw new AssertionError("map " + i);
            }
        }
        open.forEach(OffHeapLongLongMap::close);
        System.out.println("open at once: " + count);
        for (int i = 0; i < count; i++)
        {
            filled();
        }
        startThreads();
        System.out.println("dropped: " + count);
        final int small = Integer.getInteger("small", 0);
        if (small != 0)
        {
            small(small);
        }
    }

    private static OffHeapLongLongMap filled()
    {
        final OffHeapLongLongMap map = OffHeapMaps.longLong().build();
        for (long key = 0; key < ENTRY_COUNT; key++)
        {
            map.put(key, key);
        }
        return map;
    }

    private static void startThreads() throws InterruptedException
    {
        final List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREAD_COUNT; i++)
        {
            final Thread thread = new Thread(() ->
            {
                final byte[] garbage = new byte[1 << 20];
                garbage[0] = 1;
            });
            thread.start();
            threads.add(thread);
        }
        for (final Thread thread : threads)
        {
            thread.join();
        }
    }

    /** Small maps in one memory: what it takes to make one, off the heap and on it. */
    private static void small(final int count)
    {
        final MapMemory memory = MapMemory.confined("small", GIB);
        final MapBuilder<OffHeapLongLongMap> builder = OffHeapMaps.longLong().memory(memory).budget(1 << 20);
        try (memory)
        {
            for (int i = 0; i < WARM_UP; i++)
            {
                builder.build().close();
            }
            final List<OffHeapLongLongMap> maps = new ArrayList<>(count);
            final long heapBefore = heap();
            final long start = System.nanoTime();
            for (int i = 0; i < count; i++)
            {
                maps.add(builder.build());
            }
            final long made = System.nanoTime() - start;
            final long heapAfter = heap();
            for (final OffHeapLongLongMap map : maps)
            {
                map.put(1, 1);
            }
            System.out.println("small maps: " + count + ", each " + made / count + " ns, heap " +
                (heapAfter - heapBefore) / count + " bytes, addresses " + memory.stats().addressBytes() / count);
        }
    }

    private static long heap()
    {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
