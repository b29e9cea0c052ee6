// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Remembers the maps that are built from its opening to its close, by the thread that opened it and by threads that it,
 * or one of them, starts meanwhile. A test opens one, and asks at its end which maps were left open.
 *
 * <pre>{@code
 * try (MapScope scope = MapScope.open())
 * {
 *     runTest();
 *     assertEquals(List.of(), scope.openMaps());
 * }
 * }</pre>
 *
 * <p>With JUnit 5 the annotation {@code CheckMapLeaks} of package {@code dev.tophash.offheap.junit} does this.
 *
 * <p><b>Threads.</b> A thread of a pool counts for whoever made the pool start it. Any number of scopes may be open in
 * different threads at once, so tests may run in parallel. One that is opened within another one of the same thread
 * counts for both. Any thread may ask; the thread that opened a scope closes it.
 *
 * <p><b>Costs.</b> A map that is built while a scope is open takes a stack trace, and its Java object is kept, so that
 * the collector cannot close what was forgotten. While no scope is open, a map that is built costs one load more.
 */
public final class MapScope implements AutoCloseable
{
    private static final AtomicInteger OPEN_SCOPES = new AtomicInteger();
    private static final InheritableThreadLocal<MapScope> CURRENT = new InheritableThreadLocal<>();
    private static final int FIRST_SWEEP = 64;
    private static final String LIBRARY = MapScope.class.getPackageName() + ".";

    private final MapScope outer;
    private final Thread owner = Thread.currentThread();
    private final List<Built> built = new ArrayList<>();
    private int nextSweep = FIRST_SWEEP;
    private boolean closed;

    /**
     * A map that is open.
     *
     * @param map    the map.
     * @param thread name of the thread that built it.
     * @param origin a stack trace of its building.
     */
    public record Built(OffHeapMap map, String thread, Throwable origin)
    {
        /** Names the map and the first line of its stack trace that is not of this library. */
        @Override
        public String toString()
        {
            return MapText.nameOf(map.getClass()) + " " + (map.name().isEmpty() ? "without a name" : map.name()) +
                ", built by " + place() + " in thread " + thread;
        }

        private String place()
        {
            return Arrays.stream(origin.getStackTrace())
                .filter(frame -> !isLibrary(frame.getClassName()))
                .findFirst().map(StackTraceElement::toString).orElse("nobody known");
        }
    }

    private static boolean isLibrary(final String className)
    {
        return className.startsWith(LIBRARY) && className.indexOf('.', LIBRARY.length()) < 0;
    }

    private MapScope(final MapScope outer)
    {
        this.outer = outer;
    }

    /**
     * Opens a scope of this thread.
     *
     * @return the scope; close it in this thread.
     */
    @SuppressWarnings("exports")
    @MustBeClosed
    public static MapScope open()
    {
        final MapScope current = CURRENT.get();
        final MapScope scope = new MapScope(current != null && current.isOwn() ? current : null);
        OPEN_SCOPES.incrementAndGet();
        CURRENT.set(scope);
        return scope;
    }

    /** Whether the scope is this thread's own, and not that of a thread which has started it. */
    private boolean isOwn()
    {
        return owner == Thread.currentThread();
    }

    /** Enters a new map in the scopes that its thread is in. */
    static void enter(final OffHeapMap map)
    {
        if (OPEN_SCOPES.get() != 0 && CURRENT.get() != null)
        {
            final Built made =
                new Built(map, Thread.currentThread().getName(), new Throwable("the map was built here"));
            for (MapScope scope = CURRENT.get(); scope != null; scope = scope.outer)
            {
                scope.add(made);
            }
        }
    }

    private synchronized void add(final Built made)
    {
        if (closed)
        {
            return;
        }
        built.add(made);
        if (built.size() >= nextSweep)
        {
            sweep();
            nextSweep = Math.max(FIRST_SWEEP, 2 * built.size());
        }
    }

    /** Maps that are kept, open or not. */
    synchronized int keptCount()
    {
        return built.size();
    }

    private void sweep()
    {
        built.removeIf(made -> made.map().isClosed());
    }

    /**
     * The maps of this scope that are open now, in the order in which they were built.
     *
     * @return a new list; empty after the close.
     */
    public synchronized List<Built> openMaps()
    {
        sweep();
        return List.copyOf(built);
    }

    /** Ends the scope and forgets its maps; it closes none of them. Idempotent. */
    @Override
    public void close()
    {
        synchronized (this)
        {
            if (closed)
            {
                return;
            }
            closed = true;
            built.clear();
        }
        OPEN_SCOPES.decrementAndGet();
        if (CURRENT.get() == this)
        {
            if (outer == null)
            {
                CURRENT.remove();
            }
            else
            {
                CURRENT.set(outer);
            }
        }
    }
}
