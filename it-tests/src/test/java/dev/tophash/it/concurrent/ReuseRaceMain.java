// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.concurrent;

import dev.tophash.LongLongCursor;
import dev.tophash.MapClosedException;
import dev.tophash.offheap.MapMemory;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Main class of the child JVM of {@link RaceTest}: a map of a common memory is closed under its readers, and at once
 * another map with the same keys and other values takes the memory. No reader may see one of them.
 */
final class ReuseRaceMain
{
    private static final int ROUND_COUNT = 400;
    private static final int KEY_COUNT = 300;

    private static final AtomicInteger CLOSED = new AtomicInteger();

    private ReuseRaceMain()
    {
    }

    public static void main(final String[] arguments) throws InterruptedException
    {
        try (MapMemory memory = MapMemory.of("race", 4 << 20))
        {
            OffHeapLongLongMap map = filled(memory, 0);
            for (int round = 0; round < ROUND_COUNT; round++)
            {
                final CountDownLatch started = new CountDownLatch(2);
                final Thread reader = start(map, started, round, true);
                final Thread iterator = start(map, started, round, false);
                started.await();
                Thread.sleep(0, 100_000);
                map.close();
                map = filled(memory, round + 1);
                reader.join();
                iterator.join();
            }
            map.close();
            System.out.println("rounds: " + ROUND_COUNT + " closed: " + CLOSED + " addresses: " +
                memory.stats().addressBytes());
        }
    }

    private static OffHeapLongLongMap filled(final MapMemory memory, final int round)
    {
        final OffHeapLongLongMap map = OffHeapMaps.longLong().memory(memory).missingValue(-1).build();
        for (long key = 0; key < KEY_COUNT; key++)
        {
            map.put(key, value(key, round));
        }
        return map;
    }

    private static long value(final long key, final int round)
    {
        return key * ROUND_COUNT + round;
    }

    private static void read(final OffHeapLongLongMap map, final int round)
    {
        for (long key = 0; key < KEY_COUNT; key++)
        {
            check(key, map.get(key), round);
        }
    }

    private static void iterate(final OffHeapLongLongMap map, final int round)
    {
        try (LongLongCursor cursor = map.cursor())
        {
            while (cursor.next())
            {
                check(cursor.key(), cursor.value(), round);
            }
        }
    }

    private static void check(final long key, final long value, final int round)
    {
        if (value != value(key, round))
        {
            throw new AssertionError("not of this map: round=" + round + ", key=" + key + ", value=" + value);
        }
    }

    private static Thread start(
        final OffHeapLongLongMap map, final CountDownLatch started, final int round, final boolean reading)
    {
        final Thread thread = new Thread(() ->
        {
            started.countDown();
            try
            {
                while (true)
                {
                    if (reading)
                    {
                        read(map, round);
                    }
                    else
                    {
                        iterate(map, round);
                    }
                }
            }
            catch (final MapClosedException e)
            {
                CLOSED.incrementAndGet();
            }
        });
        thread.setUncaughtExceptionHandler((ended, e) ->
        {
            e.printStackTrace(System.out);
            Runtime.getRuntime().halt(3);
        });
        thread.start();
        return thread;
    }
}
