// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.MapClosedException;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.verify.MapVerifier;
import java.util.ConcurrentModificationException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Group B3 of the catalogue, of one thread: consumers that use the map they come from, and errors in the middle. */
class ConsumerTest
{
    private static final int LATER = 10_000;
    private static final int DEPTH_COUNT = 300;

    private int depth;

    private static OffHeapLongLongMap filled(final int count)
    {
        final OffHeapLongLongMap map = OffHeapMaps.longLong().build();
        for (int i = 0; i < count; i++)
        {
            map.put(i, i + 1);
        }
        return map;
    }

    private static void assertHealthy(final OffHeapLongLongMap map)
    {
        assertTrue(MapVerifier.verify(map.image()).clean());
    }

    /** 27 entries: the map is growing when the iteration begins. */
    @ParameterizedTest
    @ValueSource(ints = {1, 8, 9, 27, 100, 1000})
    void c07ShouldLetAConsumerPutAndRemove(final int count)
    {
        try (OffHeapLongLongMap map = filled(count))
        {
            final Set<Long> seen = new HashSet<>();
            final Set<Long> removed = new HashSet<>();
            map.forEach((key, value) ->
            {
                assertTrue(seen.add(key), "twice");
                assertTrue(!removed.contains(key), "removed before it was reached");
                if (key < count)
                {
                    map.put(key, -value);
                    final long other = (key + count / 2) % count;
                    if (other % 3 == 0 && other != key && map.remove(other) != map.missingValue())
                    {
                        removed.add(other);
                    }
                    map.put(LATER + key, 1);
                }
            });
            for (long key = 0; key < count; key++)
            {
                assertTrue(seen.contains(key) || removed.contains(key), "not delivered");
                assertEquals(!removed.contains(key), map.containsKey(key));
            }
            assertHealthy(map);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 27, 1000})
    void c08ShouldGiveBackWhatAConsumerThrows(final int count)
    {
        try (OffHeapLongLongMap map = filled(count))
        {
            final IllegalStateException thrown = new IllegalStateException("planted");
            assertSame(thrown, assertThrows(IllegalStateException.class, () -> map.forEach((key, value) ->
            {
                map.put(LATER, 7);
                throw thrown;
            })));
            assertEquals(7, map.get(LATER));
            assertEquals(count + 1, map.size());
            map.put(LATER + 1, 8);
            assertEquals(8, map.get(LATER + 1));
            assertHealthy(map);
        }
    }

    @Test
    void c10ShouldEndAnIterationWhoseConsumerClosesTheMap()
    {
        final OffHeapLongLongMap map = filled(100);
        final int[] calls = new int[1];
        assertThrows(MapClosedException.class, () -> map.forEach((key, value) ->
        {
            calls[0]++;
            map.close();
        }));
        assertEquals(1, calls[0]);
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 27, 1000})
    void c11ShouldEndAnIterationWhoseConsumerClearsTheMap(final int count)
    {
        try (OffHeapLongLongMap map = filled(count))
        {
            final int[] calls = new int[1];
            map.forEach((key, value) ->
            {
                calls[0]++;
                map.clear();
            });
            assertEquals(1, calls[0]);
            assertEquals(0, map.size());
            assertHealthy(map);
        }
    }

    @Test
    void c12ShouldLeaveTheInterruptFlagSet()
    {
        try
        {
            Thread.currentThread().interrupt();
            try (OffHeapLongLongMap map = filled(1000))
            {
                map.remove(7);
                map.forEach((key, value) -> assertEquals(key + 1, value));
                map.clear();
                assertEquals(0, map.size());
            }
            assertTrue(Thread.currentThread().isInterrupted());
        }
        finally
        {
            Thread.interrupted();
        }
    }

    /**
     * The stack runs out at another place of the operation in each round. A write that it met may leave Go's flag set;
     * the map then refuses further writes.
     */
    @Test
    void c16ShouldWorkOrRefuseWhenTheStackRanOut() throws InterruptedException
    {
        final Throwable[] failure = new Throwable[1];
        final Thread thread = new Thread(null, () ->
        {
            for (int round = 0; round < DEPTH_COUNT; round++)
            {
                runOutOfStack(round);
            }
        }, "deep", 1 << 18);
        thread.setUncaughtExceptionHandler((dead, error) -> failure[0] = error);
        thread.start();
        thread.join();
        assertSame(null, failure[0], () -> failure[0].toString());
    }

    private void runOutOfStack(final int round)
    {
        try (OffHeapLongLongMap map = filled(round))
        {
            depth = 0;
            assertThrows(StackOverflowError.class, () -> sink(map, round));
            try
            {
                map.put(-1, 1);
                assertEquals(1, map.get(-1));
                assertHealthy(map);
            }
            catch (final ConcurrentModificationException refused)
            {
                assertThrows(ConcurrentModificationException.class, () -> map.remove(-1));
                MapVerifier.verify(map.image());
            }
        }
    }

    /** Puts at every depth near the end of the stack, so that some put meets it. */
    @SuppressWarnings("InfiniteRecursion") // That is what it is for.
    private void sink(final OffHeapLongLongMap map, final int padding)
    {
        depth++;
        final long[] frame = {padding, depth};
        if (depth > 200)
        {
            map.put(padding + depth % 10, frame[0]);
        }
        sink(map, padding);
    }
}
