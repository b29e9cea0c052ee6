// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import java.lang.foreign.Arena;
import java.lang.ref.Cleaner;
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

    static Tracker track(final Region region, final Arena arena, final long size)
    {
        final Throwable origin = "paranoid".equals(LEVEL) ? new Throwable("the map was made here") : null;
        final Ending ending = new Ending(arena, size, origin);
        OPEN_REGIONS.incrementAndGet();
        return new Tracker(ending, CLEANER.register(region, ending));
    }

    /** Closes a region by hand. */
    record Tracker(Ending ending, Cleaner.Cleanable cleanable)
    {
        void close()
        {
            ending.byHand = true;
            cleanable.clean();
        }
    }

    /** What happens at the end of a region, once, by close or by the collector. Must not refer to the region. */
    private static final class Ending implements Runnable
    {
        private final Arena arena;
        private final long size;
        private final Throwable origin;
        private final AtomicBoolean ended = new AtomicBoolean();
        private volatile boolean byHand;

        Ending(final Arena arena, final long size, final Throwable origin)
        {
            this.arena = arena;
            this.size = size;
            this.origin = origin;
        }

        @Override
        public void run()
        {
            if (!ended.compareAndSet(false, true))
            {
                return;
            }
            if (!byHand)
            {
                LEAKED_MAPS.incrementAndGet();
                if (!"disabled".equals(LEVEL))
                {
                    System.getLogger("dev.tophash").log(
                        System.Logger.Level.WARNING, "a map was dropped without close(): reservedBytes=" + size +
                        (null == origin ? " (run with -Dtophash.leakDetection=paranoid to see where it was made)" : ""),
                        origin);
                }
            }
            closeArena();
            OPEN_REGIONS.decrementAndGet();
        }

        /**
         * A close is refused while a bulk operation of another thread runs; that ends soon, so try again,
         * boundedly.
         */
        private void closeArena()
        {
            for (int attempt = 1; ; attempt++)
            {
                try
                {
                    arena.close();
                    return;
                }
                catch (final IllegalStateException e)
                {
                    if (!arena.scope().isAlive())
                    {
                        return;
                    }
                    if (CLOSE_ATTEMPTS == attempt)
                    {
                        throw e;
                    }
                    LockSupport.parkNanos(CLOSE_PAUSE_NS);
                }
            }
        }
    }
}
