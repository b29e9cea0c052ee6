// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.cases;

import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.memory.LeakDetector;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

/**
 * A program with a task leak, run in a JVM of its own, because the level of the leak detector is chosen at its start:
 * two tasks end without closing their maps, one task waits for something that does not come.
 */
public final class LeakingTasks
{
    private static final int LIMIT_MS = 10_000;
    private static final MapConfig SMALL = MapConfig.defaults().withReservation(1 << 20);

    private LeakingTasks()
    {
    }

    /**
     * Leaks, and says what the detector counts.
     *
     * @param arguments none.
     * @throws InterruptedException if somebody stops it.
     */
    public static void main(final String[] arguments) throws InterruptedException
    {
        run("worker-1", LeakingTasks::forgetMap).join();
        run("worker-2", LeakingTasks::forgetMap).join();
        final CountDownLatch answer = new CountDownLatch(1);
        final Thread stuck = run("worker-3", () -> waitWithMap(answer));
        collect(() -> LeakDetector.leakedMaps() == 2 && LeakDetector.openRegions() == 1);
        count("two tasks have ended without close(), one still waits");
        answer.countDown();
        stuck.join();
        collect(() -> LeakDetector.leakedMaps() == 3 && LeakDetector.openRegions() == 0);
        count("the third task has ended, too");
        run("worker-4", LeakingTasks::closeMap).join();
        collect(() -> LeakDetector.openRegions() == 0);
        count("a task with try-with-resources");
    }

    private static Thread run(final String name, final Runnable task)
    {
        return Thread.ofPlatform().name(name).daemon(true).start(task);
    }

    /** The leak: a map without an owner who closes it. */
    static void forgetMap()
    {
        OffHeapMaps.longLong().config(SMALL).build().put(1, 1);
    }

    /** The task leak: while the task waits, its map is reachable, and no detector can know that nobody needs it. */
    static void waitWithMap(final CountDownLatch answer)
    {
        final OffHeapLongLongMap map = OffHeapMaps.longLong().config(SMALL).build();
        map.put(1, 1);
        try
        {
            answer.await();
            map.put(2, 2);
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
        }
    }

    /** The right way. */
    static void closeMap()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().config(SMALL).build())
        {
            map.put(1, 1);
        }
    }

    @SuppressWarnings("SystemGc") // The collector is what finds a dropped map.
    private static void collect(final BooleanSupplier done) throws InterruptedException
    {
        final long start = System.nanoTime();
        while (!done.getAsBoolean() && System.nanoTime() - start < LIMIT_MS * 1_000_000L)
        {
            System.gc();
            Thread.sleep(10);
        }
    }

    private static void count(final String when)
    {
        System.err.flush();
        System.out.println(when + ": maps found dropped " + LeakDetector.leakedMaps() + ", maps still open " +
            LeakDetector.openRegions());
        System.out.flush();
    }
}
