// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import dev.tophash.offheap.events.Events;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;

/**
 * Who may still read retired memory: the open cursors of one map, in order of their opening.
 *
 * <p>Every retirement gets the current epoch and starts the next one; a cursor remembers the epoch in which it was
 * opened. Memory retired in epoch <i>e</i> may be reused once the oldest open cursor is younger than <i>e</i>. A
 * cursor that was dropped without a close is found by the collector and counts no longer.
 *
 * <p><b>Threads.</b> Opening and closing are synchronised, so many readers can do both at once. Epochs are advanced by
 * the writer, with a release store: a full fence would wait for every store before it, and a clear has just written to
 * places that no cache holds.
 */
public final class Pins
{
    private static final VarHandle EPOCH;

    static
    {
        try
        {
            EPOCH = MethodHandles.lookup().findVarHandle(Pins.class, "epoch", long.class);
        }
        catch (final ReflectiveOperationException e)
        {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final long COLLECT_INTERVAL_NS = 10_000_000_000L;
    private static final long COLLECT_WAIT_NS = 1_000_000;
    private static final int COLLECT_WAITS = 200;

    private final String name;
    private final int limit;
    private volatile long epoch;
    private volatile long oldest = Long.MAX_VALUE;
    private Pin head;
    private Pin tail;
    private int openCount;
    private ReferenceQueue<Object> abandoned;
    private long collected;
    private boolean wasFruitless;

    /**
     * Makes an empty registry.
     *
     * @param name  of the map, for whoever records that a cursor was abandoned.
     * @param limit most cursors that may be open at once.
     */
    public Pins(final String name, final int limit)
    {
        this.name = name;
        this.limit = limit;
    }

    /** One cursor's place in the registry; reused by a cursor that is opened again. */
    public static final class Pin extends WeakReference<Object>
    {
        private Pin previous;
        private Pin next;
        private long epoch;
        private boolean linked;

        /**
         * Makes a place.
         *
         * @param cursor whose place it is.
         * @param pins   the registry.
         */
        public Pin(final Object cursor, final Pins pins)
        {
            super(cursor, pins.abandoned());
        }
    }

    /** Made with the first cursor: many maps never have one. */
    private synchronized ReferenceQueue<Object> abandoned()
    {
        if (abandoned == null)
        {
            abandoned = new ReferenceQueue<>();
        }
        return abandoned;
    }

    /**
     * Enters a cursor. At the limit the collector looks for those that were dropped first.
     *
     * @param pin its place, not entered.
     * @throws IllegalStateException if too many cursors are open.
     */
    public synchronized void open(final Pin pin)
    {
        purge();
        if (openCount == limit && !collect())
        {
            throw new IllegalStateException(
                "too many open cursors, was one not closed: openCursors=" + openCount + ", limit=" + limit +
                    ", setter=MapConfig.withMaxOpenCursors");
        }
        pin.epoch = epoch;
        pin.previous = tail;
        pin.next = null;
        pin.linked = true;
        if (tail == null)
        {
            head = pin;
            oldest = pin.epoch;
        }
        else
        {
            tail.next = pin;
        }
        tail = pin;
        openCount++;
    }

    /**
     * Removes a cursor; does nothing if it is not entered.
     *
     * @param pin its place.
     */
    public synchronized void close(final Pin pin)
    {
        if (!pin.linked)
        {
            return;
        }
        pin.linked = false;
        if (pin.previous == null)
        {
            head = pin.next;
        }
        else
        {
            pin.previous.next = pin.next;
        }
        if (pin.next == null)
        {
            tail = pin.previous;
        }
        else
        {
            pin.next.previous = pin.previous;
        }
        pin.previous = null;
        pin.next = null;
        openCount--;
        oldest = head == null ? Long.MAX_VALUE : head.epoch;
    }

    private synchronized void purge()
    {
        if (abandoned == null)
        {
            return;
        }
        for (Object dropped = abandoned.poll(); dropped != null; dropped = abandoned.poll())
        {
            final boolean wasOpen = ((Pin)dropped).linked;
            close((Pin)dropped);
            if (wasOpen)
            {
                Events.cursorAbandoned(name, openCount);
            }
        }
    }

    /**
     * Has the collector look for dropped cursors: a program that ends the iterations of a java.util view early makes
     * more of them than the collector finds by itself. If none was found, not again for ten seconds.
     */
    private boolean collect()
    {
        final long time = System.nanoTime();
        if (wasFruitless && time - collected < COLLECT_INTERVAL_NS)
        {
            return false;
        }
        collected = time;
        System.gc();
        for (int i = 0; i < COLLECT_WAITS && openCount == limit; i++)
        {
            Pause.nanos(COLLECT_WAIT_NS);
            purge();
        }
        wasFruitless = openCount == limit;
        return !wasFruitless;
    }

    /**
     * Ends the current epoch.
     *
     * @return the epoch that memory retired now belongs to.
     */
    public long retire()
    {
        final long ended = epoch;
        EPOCH.setRelease(this, ended + 1);
        return ended;
    }

    /**
     * Epoch of the oldest open cursor.
     *
     * @return {@link Long#MAX_VALUE} if none is open.
     */
    public long oldestEpoch()
    {
        if (oldest != Long.MAX_VALUE)
        {
            purge();
        }
        return oldest;
    }

    /**
     * Tells whether any cursor is open.
     *
     * @return true if memory freed now must wait.
     */
    public boolean isAnyOpen()
    {
        return oldest != Long.MAX_VALUE;
    }

    /**
     * Number of open cursors, abandoned ones included until the collector has found them.
     *
     * @return a count.
     */
    public synchronized int openCount()
    {
        purge();
        return openCount;
    }
}
