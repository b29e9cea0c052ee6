// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.MapClosedException;
import dev.tophash.OffHeapMemoryException;
import dev.tophash.layout.classic.LoadFactor;
import dev.tophash.offheap.verify.MapVerifier;
import java.util.ConcurrentModificationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Arrays that are prepared before a growth begins, by an agent, by writes, by advance; and what else an agent does. */
class MapAgentTest
{
    /** Fewer where the verifier runs after each write. */
    private static final int COUNT = Hmap.INVARIANTS ? 2_500 : 62_000;

    private static final int BUDGET_STEP = Hmap.INVARIANTS ? 3_000 : 250;
    private static final long HOUR = 3_600_000_000_000L;

    private static OffHeapLongLongMap map(final PagePolicy policy)
    {
        return OffHeapMaps.longLong().missingValue(-1).pages(policy).deterministic(7).build();
    }

    private static long ahead(final OffHeapLongLongMap map)
    {
        return map.arrays.next().bytes();
    }

    private static void work(final MapAgent agent)
    {
        while (agent.doWork() != 0)
        {
            Thread.onSpinWait();
        }
    }

    /** Puts a key; if the growth of more than a page begins with it, its array was prepared. */
    private static boolean putBeginsGrowth(final OffHeapLongLongMap map, final long key, final boolean ready)
    {
        final boolean due = !map.growing() && map.bucketsOffset() != 0 && map.growthDue() &&
            LoadFactor.overLoad(map.count() + 1, map.b()) && map.arrays.arraySize(map.b() + 1) > 4096;
        if (due && ready)
        {
            assertTrue(map.arrays.isPrepared(map.b() + 1), "at " + map.count());
            assertEquals(0, map.arrays.next().pages().left(), "at " + map.count());
        }
        map.put(key, key);
        return due;
    }

    @Test
    void shouldMakeAllPagesBeforeTheyAreWritten()
    {
        try (OffHeapLongLongMap map = map(PagePolicy.DEFAULT); MapAgent agent = new MapAgent("agent"))
        {
            agent.add(map);
            int growths = 0;
            for (long key = 0; key < COUNT; key++)
            {
                growths += putBeginsGrowth(map, key, true) ? 1 : 0;
                work(agent);
            }
            assertTrue(growths > 3, "growths: " + growths);
            assertEquals(0, map.arrays.next().pagesByWrites());
            assertEquals(0, map.stats().retiredBytes(), "a write has come for what the agent has cleaned");
            assertTrue(map.heap.reclaimer().cleanedBytes() < 300_000, "by the writer, small ones");
            assertTrue(MapVerifier.verify(map.image()).clean());
        }
    }

    @Test
    void shouldMakeAPageAWriteBeforeTheGrowth()
    {
        try (OffHeapLongLongMap map = map(PagePolicy.AHEAD_BY_WRITES))
        {
            long pages = 0;
            for (long key = 0; key < COUNT; key++)
            {
                putBeginsGrowth(map, key, true);
                final long now = map.arrays.next().pagesByWrites();
                assertTrue(now - pages <= 1);
                pages = now;
            }
            assertTrue(pages > COUNT / 124, "pages: " + pages);
            assertTrue(MapVerifier.verify(map.image()).clean());
        }
    }

    @Test
    void shouldPrepareInAdvanceOnly()
    {
        try (OffHeapLongLongMap map = map(PagePolicy.AHEAD_BY_ADVANCE))
        {
            for (long key = 0; key < COUNT; key++)
            {
                putBeginsGrowth(map, key, map.growing() || key > 1_000 && !map.advance(HOUR));
            }
            assertEquals(0, map.arrays.next().pagesByWrites());
            assertFalse(map.advance(0));
        }
        try (OffHeapLongLongMap map = map(PagePolicy.AHEAD_BY_ADVANCE))
        {
            for (long key = 0; key < 1_500; key++)
            {
                map.put(key, key);
            }
            assertEquals(0, ahead(map), "writes prepare nothing");
            assertTrue(map.advance(0), "there is something to do, and no time");
            assertEquals(0, ahead(map));
            assertFalse(map.advance(HOUR));
            assertEquals(map.arrays.arraySize(map.b() + 1), ahead(map));
        }
    }

    /** A dead agent: each put makes a page at most, and cleans in the end. */
    @Test
    void shouldDoWithoutAnAgentThatIsLate()
    {
        final MapAgent agent = new MapAgent("dead");
        try (OffHeapLongLongMap map = map(PagePolicy.DEFAULT))
        {
            agent.add(map);
            long pages = 0;
            for (long key = 0; key < COUNT; key++)
            {
                map.put(key, key);
                final long now = map.arrays.next().pagesByWrites();
                assertTrue(now - pages <= (map.growing() ? 1 : 0) || !map.growing() && now - pages == 1);
                pages = now;
            }
            assertTrue(pages > COUNT / 124, "pages: " + pages);
            assertTrue(map.heap.reclaimer().cleanedBytes() > 8L * COUNT, "the writer cleans what the agent leaves");
            agent.close();
            assertEquals(0, agent.doWork());
            while (map.advance(HOUR))
            {
                Thread.onSpinWait();
            }
            assertEquals(0, map.stats().retiredBytes());
            assertTrue(MapVerifier.verify(map.image()).clean());
        }
    }

    /** Whoever prepares, as many entries as without are put before memory is short, and the refusal changes nothing. */
    @ParameterizedTest
    @EnumSource(value = PagePolicy.class, names = {"DEFAULT", "AHEAD_BY_WRITES", "AHEAD_BY_ADVANCE"})
    void shouldGiveTheArrayBackBeforeARefusal(final PagePolicy policy)
    {
        for (int budget = 30_000; budget < 60_000; budget += BUDGET_STEP)
        {
            final int without = fill(PagePolicy.DEFAULT, budget, false);
            assertEquals(without, fill(policy, budget, policy == PagePolicy.DEFAULT), policy + ", budget " + budget);
        }
    }

    private static int fill(final PagePolicy policy, final long budget, final boolean withAgent)
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().pages(policy).budget(budget).deterministic(7).build();
            MapAgent agent = new MapAgent("agent"))
        {
            if (withAgent)
            {
                agent.add(map);
            }
            for (int key = 0; ; key++)
            {
                try
                {
                    map.put(key, key);
                }
                catch (final OffHeapMemoryException e)
                {
                    assertEquals(key, map.size());
                    assertTrue(MapVerifier.verify(map.image()).clean());
                    return key;
                }
                agent.doWork();
                map.advance(policy == PagePolicy.AHEAD_BY_ADVANCE ? HOUR : 0);
            }
        }
    }

    @Test
    void shouldCountTheArrayAndGiveItBack()
    {
        try (OffHeapLongLongMap map = map(PagePolicy.DEFAULT); MapAgent agent = new MapAgent("agent"))
        {
            agent.add(map);
            for (long key = 0; key < 1_500; key++)
            {
                map.put(key, key);
            }
            work(agent);
            final long ahead = ahead(map);
            final long used = map.stats().usedBytes();
            assertEquals(map.arrays.arraySize(map.b() + 1), ahead);
            assertEquals(ahead, map.stats().promisedBytes());
            map.trim();
            assertEquals(0, ahead(map));
            assertEquals(0, map.stats().promisedBytes());
            assertTrue(map.stats().usedBytes() <= used);
            assertEquals(map.stats().usedBytes(), map.heap.region().usedBytes());
            map.put(1_500, 0);
            assertEquals(ahead, ahead(map));
            map.clear();
            assertEquals(ahead, ahead(map), "a map that was full will be full again");
            map.clear();
            assertEquals(0, ahead(map));
            map.clear(ClearStrategy.RELEASE);
            assertEquals(0, map.stats().retiredBytes());
        }
    }

    @Test
    void shouldWorkForTwoMapsAndForgetClosedOnes()
    {
        final MapAgent agent = new MapAgent("agent");
        final OffHeapLongLongMap third = map(PagePolicy.DEFAULT);
        try (OffHeapLongLongMap one = map(PagePolicy.DEFAULT); OffHeapLongSet other = OffHeapMaps.longSet().build();
            MapAgent rival = new MapAgent("rival"))
        {
            assertEquals("agent", agent.roleName());
            agent.add(one);
            agent.add(other);
            agent.add(third);
            assertThrows(IllegalStateException.class, () -> rival.add(one));
            assertThrows(IllegalStateException.class, () -> rival.remove(one));
            assertThrows(NullPointerException.class, () -> agent.add(null));
            for (long key = 0; key < COUNT / 3; key++)
            {
                one.put(key, key);
                other.add(key);
                third.put(key, key);
                agent.doWork();
            }
            third.close();
            work(agent);
            assertThrows(MapClosedException.class, () -> agent.add(third));
            assertThrows(MapClosedException.class, () -> agent.remove(third));
            assertEquals(0, one.arrays.next().pages().left());
            assertEquals(0, other.arrays.next().pages().left());
            agent.remove(one);
            one.clear();
            rival.add(one);
            agent.close();
            assertThrows(IllegalStateException.class, () -> agent.add(one));
        }
    }

    @Test
    void shouldPrepareNothingForAMapThatWasTakenOut()
    {
        try (OffHeapLongLongMap map = map(PagePolicy.DEFAULT); MapAgent agent = new MapAgent("agent"))
        {
            agent.add(map);
            agent.remove(map);
            assertThrows(IllegalStateException.class, () -> agent.remove(map));
            for (long key = 0; key < COUNT / 3; key++)
            {
                map.put(key, key);
            }
            assertEquals(0, agent.doWork());
            assertEquals(0, ahead(map));
            assertFalse(map.advance(HOUR));
            assertEquals(0, ahead(map));
        }
    }

    /** A map of a confined memory gets work from its own thread only. */
    @Test
    void shouldLeaveAConfinedMapToItsThread() throws InterruptedException
    {
        try (MapMemory memory = MapMemory.confined("confined", 64 << 20);
            OffHeapLongLongMap map = OffHeapMaps.longLong().memory(memory).build();
            MapAgent agent = new MapAgent("agent"))
        {
            agent.add(map);
            for (long key = 0; key < 1_500; key++)
            {
                map.put(key, key);
            }
            final int[] found = {-1};
            Thread.ofPlatform().start(() -> found[0] = agent.doWork()).join();
            assertEquals(0, found[0]);
            assertNotEquals(0, agent.doWork());
        }
    }

    @Test
    void shouldRefuseInAFunctionOfTheMap()
    {
        try (OffHeapLongLongMap map = map(PagePolicy.DEFAULT); MapAgent agent = new MapAgent("agent"))
        {
            map.beginFunction();
            assertThrows(ConcurrentModificationException.class, () -> agent.add(map));
            map.endFunction();
            agent.add(map);
        }
    }

    /** Beside writes, clears, and closes, with maps in ranges of their own and in a common one, and in a file. */
    @Test
    void shouldRunBesideTheWriterAndItsClose() throws InterruptedException
    {
        final AtomicBoolean ended = new AtomicBoolean();
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        try (MapAgent agent = MapAgent.start("daemon"); MapAgent own = new MapAgent("own");
            MapMemory memory = MapMemory.of("common", 256 << 20))
        {
            final Thread runner = Thread.ofPlatform().start(() ->
            {
                try
                {
                    while (!ended.get())
                    {
                        own.doWork();
                    }
                }
                catch (final Throwable e)
                {
                    failure.set(e);
                }
            });
            for (int round = 0; round < 24; round++)
            {
                final MapAgent mine = round % 2 == 0 ? agent : own;
                final MapBuilder<OffHeapLongLongMap> builder = OffHeapMaps.longLong();
                if (round % 3 == 0)
                {
                    builder.memory(memory);
                }
                else if (round % 3 == 1)
                {
                    builder.config(MapConfig.defaults().withForceFile(true));
                }
                writeAndClose(builder.missingValue(-1).build(), mine, round);
            }
            ended.set(true);
            runner.join();
        }
        assertEquals(null, failure.get());
    }

    private static void writeAndClose(final OffHeapLongLongMap map, final MapAgent agent, final int round)
    {
        try (map)
        {
            agent.add(map);
            final ClearStrategy[] strategies = ClearStrategy.values();
            for (int fill = 0; fill < 3; fill++)
            {
                for (long key = 0; key < COUNT / 5; key++)
                {
                    map.put(key, key + fill);
                }
                for (long key = 0; key < COUNT / 5; key++)
                {
                    assertEquals(key + fill, map.get(key));
                }
                assertTrue(MapVerifier.verify(map.image()).clean());
                if (fill != 2)
                {
                    map.clear(strategies[(round + fill) % strategies.length]);
                }
            }
        }
    }
}
