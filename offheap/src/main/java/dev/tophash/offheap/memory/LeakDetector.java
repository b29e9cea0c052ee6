// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import dev.tophash.offheap.events.Events;
import java.lang.foreign.Arena;
import java.lang.ref.Cleaner;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Frees and reports the memory of maps that were dropped without a close.
 *
 * <p>Level {@code simple} (default) reports that it happened; {@code paranoid} also says where the map was made, at the
 * price of a stack trace a map; {@code disabled} only frees. Set by the system property {@code tophash.leakDetection}.
 * The report goes to the {@link System.Logger} named {@code dev.tophash} as a warning, once a map.
 */
public final class LeakDetector
{
    private static final Cleaner CLEANER = Cleaner.create();
    private static final AtomicLong LEAKED_MAPS = new AtomicLong();
    private static final AtomicLong OPEN_REGIONS = new AtomicLong();
    private static final String LEVEL = System.getProperty("tophash.leakDetection", "simple");
    private static final int CLOSE_ATTEMPTS = 1_000;
    private static final long CLOSE_PAUSE_NS = 10_000;
    private static final long COLLECT_INTERVAL_NS = 10_000_000_000L;
    private static final long COLLECT_WAIT_NS = 20_000_000;
    private static final int COLLECT_WAITS = 50;
    private static final AtomicLong COLLECTED = new AtomicLong(System.nanoTime() - COLLECT_INTERVAL_NS);
    private static final Queue<Ending> PENDING = new ConcurrentLinkedQueue<>();

    private LeakDetector()
    {
    }


    /**
     * Number of maps that the collector found unclosed since the start of the JVM.
     *
     * @return a count.
     */
    public static long leakedMaps()
    {
        return LEAKED_MAPS.get();
    }

    /**
     * Number of regions open now; 0 when every map was closed.
     *
     * @return a count.
     */
    public static long openRegions()
    {
        return OPEN_REGIONS.get();
    }

    /**
     * Number of maps that were closed while a bulk operation of another thread still ran in their memory, and of ranges
     * that the system would not unmap: both are tried again with the next map that is made or closed.
     *
     * @return a count.
     */
    public static int pendingCloses()
    {
        return PENDING.size() + NativeRange.keptRangeCount();
    }

    /**
     * Lets the collector find maps that were dropped, before a map is refused: at most once in ten seconds.
     *
     * @return true if some were found.
     */
    static boolean collect()
    {
        final long now = System.nanoTime();
        final long last = COLLECTED.get();
        if (now - last < COLLECT_INTERVAL_NS || !COLLECTED.compareAndSet(last, now))
        {
            return false;
        }
        final long before = OPEN_REGIONS.get();
        System.gc();
        long open = before;
        for (int i = 0; i < COLLECT_WAITS; i++)
        {
            LockSupport.parkNanos(COLLECT_WAIT_NS);
            final long left = OPEN_REGIONS.get();
            if (left == open && open != before)
            {
                break;
            }
            open = left;
        }
        return open < before;
    }

    /**
     * Enters a map.
     *
     * @param map       whose end the collector reports.
     * @param name      for the report.
     * @param arena     closed at the end.
     * @param size      for the report.
     * @param after     run when the arena is closed; must not refer to the map.
     * @param collected whether the collector's thread may end it.
     */
    static Tracker track(
        final Object map, final String name, final Arena arena, final long size, final Runnable after,
        final boolean collected)
    {
        OPEN_REGIONS.incrementAndGet();
        retryPending();
        return enter(map, new Ending("a map", name, arena, size, () ->
        {
            OPEN_REGIONS.decrementAndGet();
            after.run();
        }), collected);
    }

    /** Enters a range of many maps. */
    static Tracker trackRange(
        final Object range, final String name, final Arena arena, final long size, final Runnable after)
    {
        return enter(range, new Ending("a map memory", name, arena, size, after), true);
    }

    private static Tracker enter(final Object owner, final Ending ending, final boolean collected)
    {
        return new Tracker(ending, collected ? CLEANER.register(owner, ending) : null);
    }

    private static void retryPending()
    {
        for (Ending ending = PENDING.poll(); ending != null; ending = PENDING.poll())
        {
            if (!ending.tryOnce())
            {
                PENDING.add(ending);
                return;
            }
        }
    }

    /** Closes a region by hand. */
    record Tracker(Ending ending, Cleaner.Cleanable cleanable)
    {
        void close()
        {
            retryPending();
            ending.byHand = true;
            ending.run();
            if (cleanable != null)
            {
                cleanable.clean();
            }
        }
    }

    /** What happens at the end of a region, once, by close or by the collector. Must not refer to the region. */
    private static final class Ending implements Runnable
    {
        private final String what;
        private final String name;
        private final Arena arena;
        private final long size;
        private final Runnable after;
        private final Throwable origin =
            LEVEL.equals("paranoid") ? new Throwable("the map was made here") : null;
        private final AtomicBoolean begun = new AtomicBoolean();
        private volatile boolean byHand;

        Ending(final String what, final String name, final Arena arena, final long size, final Runnable after)
        {
            this.what = what;
            this.name = name;
            this.arena = arena;
            this.size = size;
            this.after = after;
        }

        /** Does nothing the second time. Memory that is in use by a bulk operation is closed later. */
        @Override
        public void run()
        {
            if (!begun.compareAndSet(false, true))
            {
                return;
            }
            if (!byHand)
            {
                report();
            }
            try
            {
                for (int attempt = 1; attempt <= CLOSE_ATTEMPTS; attempt++)
                {
                    if (tryOnce())
                    {
                        return;
                    }
                    LockSupport.parkNanos(CLOSE_PAUSE_NS);
                }
                PENDING.add(this);
            }
            catch (final WrongThreadException e)
            {
                begun.set(false);
                throw e;
            }
        }

        private void report()
        {
            Events.leaked(name, size, origin);
            LEAKED_MAPS.incrementAndGet();
            if (!LEVEL.equals("disabled"))
            {
                System.getLogger("dev.tophash").log(
                    System.Logger.Level.WARNING, what + " was dropped without close(): " +
                    (name.isEmpty() ? "" : "name=" + name + ", ") + "reservedBytes=" + size +
                    (origin == null ? " (run with -Dtophash.leakDetection=paranoid to see where it was made)" : ""),
                    origin);
            }
        }

        /** A close is refused while a bulk operation of another thread runs. */
        boolean tryOnce()
        {
            try
            {
                arena.close();
            }
            catch (final IllegalStateException e)
            {
                if (arena.scope().isAlive())
                {
                    return false;
                }
            }
            after.run();
            return true;
        }
    }
}
