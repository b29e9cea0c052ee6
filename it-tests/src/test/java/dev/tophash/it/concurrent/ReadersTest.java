// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.concurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.LongLongCursor;
import dev.tophash.StringLongCursor;
import dev.tophash.layout.classic.HmapFlags;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapStringLongMap;
import dev.tophash.offheap.verify.MapVerifier;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** C-04, C-05: any number of readers and cursors on a map that nobody writes. Go's TestConcurrentReadsAfterGrowth. */
public class ReadersTest
{
    private static final int THREAD_COUNT = 32;
    private static final int ROUND_COUNT = 20;
    private static final int ITERATORS = HmapFlags.ITERATOR | HmapFlags.OLD_ITERATOR;

    /** What one thread does with the map. */
    private interface Reader
    {
        void read(int thread);
    }

    private static void together(final Reader reader) throws InterruptedException
    {
        final CountDownLatch start = new CountDownLatch(1);
        final List<Throwable> failures = new ArrayList<>();
        final List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREAD_COUNT; i++)
        {
            final int number = i;
            final Thread thread = new Thread(() ->
            {
                try
                {
                    start.await();
                    reader.read(number);
                }
                catch (final Throwable e)
                {
                    synchronized (failures)
                    {
                        failures.add(e);
                    }
                }
            });
            thread.start();
            threads.add(thread);
        }
        start.countDown();
        for (final Thread thread : threads)
        {
            thread.join(60_000);
            assertTrue(!thread.isAlive(), "a reader hangs");
        }
        assertEquals(List.of(), failures);
    }

    /** Sizes before, at and after the start of a growth: 52 entries fill B=3, 104 fill B=4. */
    @ParameterizedTest
    @ValueSource(ints = {8, 9, 52, 53, 104, 105, 110, 1_000})
    void c04c05ShouldReadLongKeysFromManyThreads(final int size) throws InterruptedException
    {
        for (int round = 0; round < ROUND_COUNT; round++)
        {
            try (OffHeapLongLongMap map = OffHeapMaps.longLong().missingValue(-1).build())
            {
                for (long key = 0; key < size; key++)
                {
                    map.put(key, key * 3);
                }
                together(thread -> readLongs(map, size, thread));
                assertEquals(ITERATORS, map.image().flags() & ITERATORS, "a flag bit was lost");
                assertEquals(0, map.stats().openCursors());
                assertTrue(MapVerifier.verify(map.image()).clean());
            }
        }
    }

    private static void readLongs(final OffHeapLongLongMap map, final int size, final int thread)
    {
        for (int i = 0; i < size; i++)
        {
            final long key = ((long)i + thread) % size;
            assertEquals(key * 3, map.get(key));
            assertEquals(-1, map.get(key + size));
        }
        final BitSet seen = new BitSet();
        try (LongLongCursor cursor = map.cursor())
        {
            while (cursor.next())
            {
                assertEquals(cursor.key() * 3, cursor.value());
                assertTrue(!seen.get((int)cursor.key()), "delivered twice");
                seen.set((int)cursor.key());
            }
        }
        assertEquals(size, seen.cardinality());
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 53, 105, 1_000})
    void c04c05ShouldReadStringKeysFromManyThreads(final int size) throws InterruptedException
    {
        final String large = "x".repeat(500);
        try (OffHeapStringLongMap map = OffHeapMaps.stringLong().missingValue(-1).build())
        {
            for (int i = 0; i < size; i++)
            {
                map.put(key(i, large), i);
            }
            for (int round = 0; round < ROUND_COUNT / 4; round++)
            {
                together(thread -> readStrings(map, size, thread, large));
            }
            assertEquals(ITERATORS, map.image().flags() & ITERATORS, "a flag bit was lost");
            assertTrue(MapVerifier.verify(map.image()).clean());
        }
    }

    /** Every seventh key is too large for a reader's own cell. */
    private static String key(final int number, final String large)
    {
        return number % 7 == 0 ? "key" + number + large : "key" + number;
    }

    private static void readStrings(
        final OffHeapStringLongMap map, final int size, final int thread, final String large)
    {
        for (int i = 0; i < size; i++)
        {
            final int number = (i + thread) % size;
            assertEquals(number, map.get(key(number, large)));
            assertTrue(!map.containsKey("no" + key(number, large)));
        }
        int count = 0;
        try (StringLongCursor cursor = map.cursor())
        {
            while (cursor.next())
            {
                assertEquals(key((int)cursor.value(), large), cursor.key());
                count++;
            }
        }
        assertEquals(size, count);
    }
}
