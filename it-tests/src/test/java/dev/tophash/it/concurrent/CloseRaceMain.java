// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.concurrent;

import dev.tophash.LongLongCursor;
import dev.tophash.MapClosedException;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Main class of the child JVM of {@link RaceTest}: a map is closed while others read, iterate and write it. */
final class CloseRaceMain
{
    private static final int ROUND_COUNT = 400;
    private static final int KEY_COUNT = 500;

    private static final AtomicInteger CLOSED = new AtomicInteger();

    private CloseRaceMain()
    {
    }

    private interface Use
    {
        void run(OffHeapLongLongMap map);
    }

    public static void main(final String[] arguments) throws InterruptedException
    {
        for (int round = 0; round < ROUND_COUNT; round++)
        {
            final OffHeapLongLongMap map = OffHeapMaps.longLong().reservation(16L << 20).build();
            for (long key = 0; key < KEY_COUNT; key++)
            {
                map.put(key, key);
            }
            final boolean writing = round % 4 == 0;
            final CountDownLatch started = new CountDownLatch(2);
            final Thread first = start(map, started, writing ? CloseRaceMain::write : CloseRaceMain::read);
            final Thread second = start(map, started, writing ? CloseRaceMain::nothing : CloseRaceMain::iterate);
            started.await();
            Thread.sleep(0, 200_000);
            map.close();
            first.join();
            second.join();
        }
        System.out.println("rounds: " + ROUND_COUNT + " closed: " + CLOSED);
    }

    private static void read(final OffHeapLongLongMap map)
    {
        for (long key = 0; key < KEY_COUNT; key++)
        {
            if (map.get(key) != key)
            {
                throw new AssertionError("wrong value");
            }
        }
    }

    private static void iterate(final OffHeapLongLongMap map)
    {
        try (LongLongCursor cursor = map.cursor())
        {
            while (cursor.next())
            {
                cursor.value();
            }
        }
    }

    private static void write(final OffHeapLongLongMap map)
    {
        for (long key = 0; key < 20_000; key++)
        {
            map.put(key, key);
        }
        map.clear();
    }

    private static void nothing(final OffHeapLongLongMap map)
    {
        if (map.isClosed())
        {
            throw new MapClosedException();
        }
        Thread.onSpinWait();
    }

    private static Thread start(final OffHeapLongLongMap map, final CountDownLatch started, final Use use)
    {
        final Thread thread = new Thread(() ->
        {
            started.countDown();
            try
            {
                while (true)
                {
                    use.run(map);
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
