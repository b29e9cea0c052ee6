// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import dev.tophash.offheap.events.Events;
import java.lang.foreign.Arena;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Cleaner;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Frees and reports the memory of maps that were dropped without a close.
 *
 * <p>Level {@code simple} (default) reports that it happened; {@code paranoid} also says where the map was made, at the
 * price of a stack trace a map; {@code disabled} only frees. Set by the system property {@code tophash.leakDetection};
 * another value is refused when the first map is made. The report goes to the {@link System.Logger} named {@code
 * dev.tophash} as a warning, once a map.
 */
public final class LeakDetector
{
    private static final String LOGGER = "dev.tophash";
    private static final String PARANOID = "paranoid";
    private static final String DISABLED = "disabled";
    static final List<String> LEVELS = List.of("simple", PARANOID, DISABLED);
    private static final Cleaner CLEANER = Cleaner.create();
    private static final AtomicLong LEAKED_MAPS = new AtomicLong();
    private static final AtomicLong OPEN_REGIONS = new AtomicLong();
    private static final String LEVEL = ProcessSettings.leakDetection();
    private static final AtomicLong ENDED_COUNT = new AtomicLong();
    private static final int CLOSE_ATTEMPTS = 1_000;
    private static final long CLOSE_PAUSE_NS = 10_000;
    private static final long COLLECT_INTERVAL_NS = 10_000_000_000L;
    private static final long COLLECT_WAIT_NS = 20_000_000;
    private static final int COLLECT_WAITS = 50;
    private static final AtomicLong COLLECTED = new AtomicLong(System.nanoTime() - COLLECT_INTERVAL_NS);
    private static final Queue<Tracker> PENDING = new ConcurrentLinkedQueue<>();

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
     * Number of maps that were closed while a bulk operation of another thread still ran in their memory, or whose
     * memory could not be given back, and of ranges that the system would not unmap: all are tried again with the next
     * map that is made or closed.
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
    public static boolean collect()
    {
        final long time = System.nanoTime();
        final long last = COLLECTED.get();
        if (time - last < COLLECT_INTERVAL_NS || !COLLECTED.compareAndSet(last, time))
        {
            return false;
        }
        final long before = ENDED_COUNT.get();
        System.gc();
        long ended = before;
        for (int i = 0; i < COLLECT_WAITS; i++)
        {
            Pause.nanos(COLLECT_WAIT_NS);
            final long now = ENDED_COUNT.get();
            if (now == ended && now != before)
            {
                break;
            }
            ended = now;
        }
        return ended != before;
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
        return enter(map, new Tracker("a map", name, arena, size, after, true), collected);
    }

    /** Enters a range of many maps. */
    static Tracker trackRange(
        final Object range, final String name, final Arena arena, final long size, final Runnable after)
    {
        return enter(range, new Tracker("a map memory", name, arena, size, after, false), true);
    }

    private static Tracker enter(final Object owner, final Tracker tracker, final boolean collected)
    {
        tracker.cleanable = collected ? CLEANER.register(owner, tracker) : null;
        return tracker;
    }

    /** Tries each that waits once. What is met is not the business of the map that is made or closed now. */
    private static void retryPending()
    {
        for (int left = PENDING.size(); left > 0; left--)
        {
            final Tracker pending = PENDING.poll();
            if (pending == null)
            {
                return;
            }
            try
            {
                pending.retry();
            }
            catch (final RuntimeException | Error e)
            {
                System.getLogger(LOGGER).log(
                    System.Logger.Level.DEBUG, "memory of a closed map cannot be given back yet", e);
            }
        }
    }

    /**
     * What happens at the end of a region, once, by close or by the collector. Must not refer to the region.
     *
     * <pre>
     *   open     --  busy  --  ended
     *     |           |  |
     *     |           |  pending, tried again by the next map that is made or closed, or by another close
     *     open, after a close by the wrong thread
     * </pre>
     */
    static final class Tracker implements Runnable
    {
        private static final VarHandle STATE = state();
        private static final int OPEN = 0;
        private static final int BUSY = 1;
        private static final int WAITING = 2;
        private static final int ENDED = 3;

        private final String what;
        private final String name;
        private final Arena arena;
        private final long size;
        private final Runnable after;
        private final boolean counted;
        private final Throwable origin = LEVEL.equals(PARANOID) ? new Throwable("the map was made here") : null;
        private volatile int state = OPEN;
        private volatile boolean byHand;
        private Cleaner.Cleanable cleanable;

        Tracker(
            final String what, final String name, final Arena arena, final long size, final Runnable after,
            final boolean counted)
        {
            this.what = what;
            this.name = name;
            this.arena = arena;
            this.size = size;
            this.after = after;
            this.counted = counted;
        }

        private static VarHandle state()
        {
            try
            {
                return MethodHandles.lookup().findVarHandle(Tracker.class, "state", int.class);
            }
            catch (final ReflectiveOperationException e)
            {
                throw new ExceptionInInitializerError(e);
            }
        }

        /** Ends the region by hand. */
        void close()
        {
            retryPending();
            byHand = true;
            run();
            if (cleanable != null)
            {
                cleanable.clean();
            }
        }

        /** Does nothing the second time. Memory that is in use by a bulk operation is closed later. */
        @Override
        public void run()
        {
            if (STATE.compareAndSet(this, OPEN, BUSY))
            {
                try
                {
                    report();
                }
                finally
                {
                    end(OPEN, CLOSE_ATTEMPTS);
                }
            }
            else
            {
                retry();
            }
        }

        /** Ends what could not be ended before, if it can be now. */
        void retry()
        {
            if (STATE.compareAndSet(this, WAITING, BUSY))
            {
                end(WAITING, 1);
            }
        }

        /** A step that throws is taken again later, so nothing of it is lost; each can be taken again. */
        private void end(final int before, final int attempts)
        {
            int next = WAITING;
            try
            {
                next = isEnded(attempts) ? ENDED : WAITING;
            }
            catch (final WrongThreadException e)
            {
                next = before;
                throw e;
            }
            finally
            {
                state = next;
                if (next == WAITING)
                {
                    await();
                }
                else if (next == ENDED)
                {
                    ENDED_COUNT.incrementAndGet();
                    OPEN_REGIONS.addAndGet(counted ? -1 : 0);
                }
            }
        }

        /** Stands in the queue once, and not if another thread has ended it meanwhile. */
        private void await()
        {
            PENDING.remove(this);
            PENDING.add(this);
            if (state == ENDED)
            {
                PENDING.remove(this);
            }
        }

        private boolean isEnded(final int attempts)
        {
            for (int attempt = 1; attempt < attempts; attempt++)
            {
                if (tryOnce())
                {
                    return true;
                }
                Pause.nanos(CLOSE_PAUSE_NS);
            }
            return tryOnce();
        }

        private void report()
        {
            if (byHand)
            {
                return;
            }
            Events.leaked(name, size, origin);
            LEAKED_MAPS.incrementAndGet();
            if (!LEVEL.equals(DISABLED))
            {
                System.getLogger(LOGGER).log(
                    System.Logger.Level.WARNING, what + " was dropped without close(): " +
                    (name.isEmpty() ? "" : "name=" + name + ", ") + "reservedBytes=" + size +
                    (origin == null ? " (run with -Dtophash.leakDetection=paranoid to see where it was made)" : ""),
                    origin);
            }
        }

        /** A close is refused while a bulk operation of another thread runs. */
        private boolean tryOnce()
        {
            if (arena.scope().isAlive())
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
            }
            after.run();
            return true;
        }
    }
}
