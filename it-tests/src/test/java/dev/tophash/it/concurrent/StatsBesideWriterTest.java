// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.concurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.MapClosedException;
import dev.tophash.StringLongCursor;
import dev.tophash.offheap.ClearStrategy;
import dev.tophash.offheap.MapMemory;
import dev.tophash.offheap.MapStats;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapStringLongMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Whoever watches a map asks for its figures while its owner writes, clears and closes it. */
class StatsBesideWriterTest
{
    private static final int MAX_COUNT = 20_000;
    private static final long READ_COUNT = 20_000;
    private static final List<ClearStrategy> STRATEGIES = List.of(ClearStrategy.values());
    private static final int MIN_ROUNDS = 2 * STRATEGIES.size();

    /** Asks until something is thrown. */
    private static final class Watcher extends Thread
    {
        private final OffHeapMap map;
        private final AtomicLong reads = new AtomicLong();
        private final AtomicReference<Throwable> end = new AtomicReference<>();

        Watcher(final OffHeapMap map)
        {
            this.map = map;
            setDaemon(true);
        }

        @Override
        public void run()
        {
            try
            {
                while (true)
                {
                    requirePlausible(map.stats());
                    reads.incrementAndGet();
                }
            }
            catch (final Throwable e)
            {
                end.set(e);
            }
        }

        boolean goesOn()
        {
            return end.get() == null;
        }

        void requireEndByClose() throws InterruptedException
        {
            join(60_000);
            assertFalse(isAlive(), "the watcher hangs");
            if (!(end.get() instanceof MapClosedException))
            {
                throw new AssertionError("after reads=" + reads, end.get());
            }
        }
    }

    private static void requirePlausible(final MapStats stats)
    {
        final String text = stats.toString();
        requireBetween(0, stats.count(), MAX_COUNT, text);
        requireBetween(0, stats.b(), 14, text);
        requireBetween(0, stats.oldBucketCount(), 1 << 14, text);
        requireBetween(0, stats.evacuatedCount(), stats.oldBucketCount(), text);
        requireBetween(0, stats.bucketsToMove(), stats.oldBucketCount(), text);
        requireBetween(0, stats.overflowCount(), MAX_COUNT, text);
        requireBetween(0, stats.usedBytes(), stats.budgetBytes(), text);
        requireBetween(0, stats.promisedBytes(), stats.budgetBytes(), text);
        requireBetween(0, stats.boxBytes(), stats.budgetBytes(), text);
        requireBetween(0, stats.slabBytes(), stats.reservedBytes(), text);
        requireBetween(0, stats.retiredBytes(), stats.budgetBytes(), text);
        requireBetween(0, stats.pendingBytes(), 2 * stats.budgetBytes(), text);
        requireBetween(0, stats.addressBytes(), stats.reservedBytes(), text);
        requireBetween(0, stats.largestFreeBytes(), stats.reservedBytes(), text);
        requireBetween(0, stats.openCursors(), 2, text);
    }

    private static void requireBetween(final long least, final long value, final long most, final String text)
    {
        assertTrue(value >= least && value <= most, () -> "value=" + value + ", most=" + most + " in " + text);
    }

    private static ClearStrategy strategy(final int round)
    {
        return STRATEGIES.get(round % STRATEGIES.size());
    }

    private static void watchLongs(final OffHeapLongLongMap map) throws InterruptedException
    {
        final Watcher watcher = new Watcher(map);
        watcher.start();
        for (int round = 0; (round < MIN_ROUNDS || watcher.reads.get() < READ_COUNT) && watcher.goesOn(); round++)
        {
            for (long key = 0; key < MAX_COUNT; key++)
            {
                map.put(key, key);
            }
            for (long key = 0; key < MAX_COUNT; key += 3)
            {
                map.remove(key);
            }
            map.clear(strategy(round));
            map.trim();
        }
        map.put(1, 1);
        map.close();
        watcher.requireEndByClose();
        assertThrows(MapClosedException.class, map::stats);
    }

    @Test
    void shouldTellFiguresBesideAWriterThatGrowsAndClears() throws InterruptedException
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().budget(64 << 20).build())
        {
            watchLongs(map);
        }
    }

    @Test
    void shouldTellFiguresOfAMapAmongMany() throws InterruptedException
    {
        try (MapMemory memory = MapMemory.of("watched", 64 << 20);
            OffHeapLongLongMap map = OffHeapMaps.longLong().memory(memory).build())
        {
            watchLongs(map);
        }
    }

    /** Boxes, cursors that hold memory back, and boxes that move. */
    @Test
    void shouldTellFiguresOfBoxesAndCursors() throws InterruptedException
    {
        try (OffHeapStringLongMap map = OffHeapMaps.stringLong().budget(64 << 20).build())
        {
            final Watcher watcher = new Watcher(map);
            watcher.start();
            for (int round = 0; (round < MIN_ROUNDS || watcher.reads.get() < READ_COUNT) && watcher.goesOn(); round++)
            {
                for (int key = 0; key < MAX_COUNT / 4; key++)
                {
                    map.put("key" + key + "x".repeat(key % 100), key);
                }
                try (StringLongCursor cursor = map.cursor())
                {
                    assertTrue(cursor.next());
                    map.removeIf((key, value) -> value % 5 != 0);
                }
                map.clear(strategy(round));
            }
            map.close();
            watcher.requireEndByClose();
        }
    }

    @Test
    void shouldTellTheOwnerFiguresOfOneMoment()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
        {
            for (long key = 0; key < 106; key++)
            {
                map.put(key, key);
            }
            final MapStats stats = map.stats();
            assertEquals(32, stats.bucketCount());
            assertEquals(106.0 / 32, stats.load());
            assertEquals(stats.oldBucketCount() - stats.evacuatedCount(), stats.bucketsToMove());
            assertTrue(stats.growing() && stats.bucketsToMove() > 0);
        }
    }

    @Test
    void shouldRefuseAnotherThreadInAConfinedMemory() throws InterruptedException
    {
        try (MapMemory memory = MapMemory.confined("own", 1 << 20);
            OffHeapLongLongMap map = OffHeapMaps.longLong().memory(memory).build())
        {
            final Watcher watcher = new Watcher(map);
            watcher.start();
            watcher.join(60_000);
            assertEquals(WrongThreadException.class, watcher.end.get().getClass());
        }
    }
}
