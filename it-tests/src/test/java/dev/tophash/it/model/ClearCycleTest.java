// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.it.ChildJvm;
import dev.tophash.it.subject.ClearSubject;
import dev.tophash.offheap.ClearStrategy;
import dev.tophash.offheap.MapAgent;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapTypedMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Fill and clear again and again: nothing piles up. And a helper thread that cleans beside the writer. */
class ClearCycleTest
{
    private static final MapConfig CONFIG = MapConfig.defaults().withBudget(64 << 20);
    private static final int CYCLE_COUNT = 100_000;
    private static final int MAX_SIZE = 600;
    private static final long MAX_DRIFT = 4 << 20;

    @ParameterizedTest
    @EnumSource(value = ClearSubject.class, names = {"LONG", "STRING", "NAN"})
    void shouldNotPileUp(final ClearSubject subject)
    {
        cycle(subject, CYCLE_COUNT);
    }

    /**
     * What the system says of 100,000 cycles, in a JVM whose Java heap is resident from the start and that waits for
     * its compiler: in the background, on a loaded machine, that takes its megabytes as late as in the second half.
     */
    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldKeepTheResidentSizeFlat()
    {
        final long drift = drift(CYCLE_COUNT, false);
        assertTrue(drift <= MAX_DRIFT, () -> "grew in the second half: bytes=" + drift);
    }

    /** Control: maps that are never closed. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldNoticeMemoryThatIsKept()
    {
        assertTrue(drift(400, true) > MAX_DRIFT);
    }

    /** By how much a JVM without C2 grows: C2 takes memory of its own, in CI once 4.3 MB of it in the second half. */
    private static long drift(final int cycleCount, final boolean leaking)
    {
        final ChildJvm child = ChildJvm.run(FillAndClear.class, 0, List.of("--enable-native-access=ALL-UNNAMED",
            "-Xms64m", "-Xmx64m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC", "-Xbatch", "-XX:TieredStopAtLevel=1",
            "-Dcycles=" + cycleCount, "-Dleaking=" + leaking));
        assertTrue(child.healthy(), child.output());
        return Long.parseLong(child.output().strip());
    }

    /** Prints by how much the resident memory grew in the second half of the cycles. */
    static final class FillAndClear
    {
        private static final int RARE = 200;
        private static final int RARE_SIZE = 20_000;
        private static final int USUAL_SIZE = 60;
        private static final List<OffHeapLongLongMap> KEPT = new ArrayList<>();

        private FillAndClear()
        {
        }

        public static void main(final String[] arguments) throws IOException
        {
            final int cycleCount = Integer.getInteger("cycles");
            final boolean leaking = Boolean.getBoolean("leaking");
            final Random random = new Random(12);
            final ClearStrategy[] strategies = ClearStrategy.values();
            long half = 0;
            try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
            {
                for (int cycle = 0; cycle < cycleCount; cycle++)
                {
                    if (cycleCount / 2 == cycle)
                    {
                        half = residentBytes(map);
                    }
                    final int size = random.nextInt(random.nextInt(RARE) == 0 ? RARE_SIZE : USUAL_SIZE);
                    for (int i = 0; i < size; i++)
                    {
                        map.put(random.nextLong(), i);
                    }
                    map.clear(strategies[random.nextInt(strategies.length)]);
                    if (leaking)
                    {
                        keepOne();
                    }
                }
                System.out.println(residentBytes(map) - half);
            }
        }

        private static void keepOne()
        {
            final OffHeapLongLongMap kept = OffHeapMaps.longLong().build();
            KEPT.add(kept);
            for (int i = 0; i < 1_000; i++)
            {
                kept.put(i, i);
            }
        }

        private static long residentBytes(final OffHeapLongLongMap map) throws IOException
        {
            map.clear(ClearStrategy.RELEASE);
            while (map.advance(Long.MAX_VALUE))
            {
                Thread.onSpinWait();
            }
            return 4096 * Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ", -1)[1]);
        }
    }

    /** Bytes in use and address space: what was touched and never returned would show in the one or the other. */
    private static void cycle(final ClearSubject subject, final int cycleCount)
    {
        final Random random = new Random(11);
        final ClearStrategy[] strategies = ClearStrategy.values();
        long usedAfterWarmUp = 0;
        long spaceAfterWarmUp = 0;
        try (OffHeapTypedMap map = OffHeapTypedMap.create(subject.type(), -1, CONFIG))
        {
            for (int cycle = 0; cycle < cycleCount; cycle++)
            {
                final int size = random.nextInt(20) == 0 ? random.nextInt(MAX_SIZE) : random.nextInt(40);
                for (int i = 0; i < size; i++)
                {
                    subject.put(map, i, i);
                }
                map.clear(strategies[random.nextInt(strategies.length)]);
                assertEquals(0, map.sizeLong());
                if (cycle == cycleCount / 2)
                {
                    usedAfterWarmUp = settle(subject, map);
                    spaceAfterWarmUp = map.image().memory().byteSize();
                }
            }
            assertEquals(usedAfterWarmUp, settle(subject, map), subject + ": bytes in use");
            final long space = map.image().memory().byteSize();
            assertTrue(space <= spaceAfterWarmUp + spaceAfterWarmUp / 4,
                subject + ": address space " + spaceAfterWarmUp + " -> " + space);
        }
    }

    private static long settle(final ClearSubject subject, final OffHeapTypedMap map)
    {
        subject.put(map, 0, 0);
        map.clear(ClearStrategy.RELEASE);
        while (map.advance(Long.MAX_VALUE))
        {
            Thread.onSpinWait();
        }
        return map.stats().usedBytes();
    }

    /** A swap before the former array is clean cleans the rest; with an agent there is less of it. */
    @Test
    void shouldCleanBesideTheWriter() throws InterruptedException
    {
        final ClearSubject subject = ClearSubject.LONG;
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        try (OffHeapTypedMap map = OffHeapTypedMap.create(subject.type(), 5_000, CONFIG);
            MapAgent agent = new MapAgent("cleaner"))
        {
            agent.add(map);
            final AtomicBoolean ended = new AtomicBoolean();
            final Thread helper = Thread.ofPlatform().start(() -> runUntil(ended::get, agent, failure));
            for (int round = 0; round < 150; round++)
            {
                for (int i = 0; i < round % 12; i++)
                {
                    subject.put(map, round * 100 + i, i);
                }
                map.clear(ClearStrategy.SWAP);
                ClearLeakTest.assertOnlySentinel(map);
            }
            ended.set(true);
            helper.join();
            assertEquals(null, failure.get());
            while (agent.doWork() != 0)
            {
                Thread.onSpinWait();
            }
            assertFalse(map.advance(0));
        }
    }

    @Test
    void shouldLetTheAgentGoOnWhenTheMapIsClosed() throws InterruptedException
    {
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        for (int round = 0; round < 30; round++)
        {
            final OffHeapTypedMap map = OffHeapTypedMap.create(ClearSubject.LONG.type(), 50_000, CONFIG);
            ClearSubject.LONG.put(map, 1, 1);
            map.clear(ClearStrategy.SWAP);
            try (MapAgent agent = new MapAgent("cleaner"))
            {
                agent.add(map);
                final AtomicBoolean ended = new AtomicBoolean();
                final Thread helper = Thread.ofPlatform().start(() -> runUntil(ended::get, agent, failure));
                map.close();
                ended.set(true);
                helper.join();
                assertEquals(0, agent.doWork());
            }
        }
        assertEquals(null, failure.get());
    }

    private static void runUntil(
        final BooleanSupplier ended, final MapAgent agent, final AtomicReference<Throwable> failure)
    {
        try
        {
            while (!ended.getAsBoolean())
            {
                agent.doWork();
            }
        }
        catch (final Throwable e)
        {
            failure.set(e);
        }
    }
}
