// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * Gives mappings back: the pages at once, the addresses later.
 *
 * <p><b>Why later.</b> When an arena closes, a thread can stand between the check that the arena is open and the access
 * behind it. The JVM marks that thread with an exception, but the access can still come first (JDK-8364167, present in
 * 25.0.3): seen as a crash in {@code Unsafe.getLongUnaligned} in two of sixty processes that closed maps under their
 * readers. So the addresses stay mapped, and what such an access reads goes nowhere, since the exception follows it.
 *
 * <pre>
 *   pages                    at once
 *   addresses                {@value #REST_MILLIS} ms later, with the next map that is made or closed
 *   above a limit of them    {@value #LEAST_MILLIS} ms later; the close waits for that
 * </pre>
 *
 * <p>The system can refuse to unmap: at its limit of mappings, a range that it has merged with its neighbours cannot be
 * cut out. Then the addresses wait, and each later call tries again.
 */
final class Unmapping
{
    static final long REST_MILLIS = 1_000;
    static final long LEAST_MILLIS = 2;
    static final int MOST_RANGES = 4_096;

    private static final long REST_NS = REST_MILLIS * 1_000_000;
    private static final long LEAST_NS = LEAST_MILLIS * 1_000_000;

    private final Call unmap;
    private final Call discard;
    private final LongSupplier nanoTime;
    private final long mostBytes;
    private final Deque<Mapping> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private boolean refused;

    /** A call to the system; its result is the system's. */
    @FunctionalInterface
    interface Call
    {
        /** 0 for success. */
        int on(long address, long size);
    }

    /** A range whose pages have gone back. */
    private record Mapping(long address, long size, long since)
    {
    }

    /**
     * Begins with nothing.
     *
     * @param unmap     unmaps a range.
     * @param discard   gives its pages back.
     * @param nanoTime  a clock.
     * @param mostBytes addresses that may wait for the long time.
     */
    Unmapping(final Call unmap, final Call discard, final LongSupplier nanoTime, final long mostBytes)
    {
        this.unmap = unmap;
        this.discard = discard;
        this.nanoTime = nanoTime;
        this.mostBytes = mostBytes;
    }

    /** Gives the pages of a range back, and its addresses later. */
    void release(final long address, final long size)
    {
        synchronized (this)
        {
            waiting.add(new Mapping(address, size, nanoTime.getAsLong()));
            waitingBytes += size;
            discard.on(address, size);
        }
        retry();
        if (isCrowded())
        {
            Pause.nanos(LEAST_NS);
            retry();
        }
    }

    /** Unmaps what has waited long enough. */
    synchronized void retry()
    {
        final long now = nanoTime.getAsLong();
        boolean going = true;
        while (going && !waiting.isEmpty())
        {
            going = now - waiting.peek().since() >= (isCrowded() ? LEAST_NS : REST_NS) && unmapOldest();
        }
    }

    /** Unmaps all that waits, after the short time: before addresses are refused. */
    void hurry()
    {
        Pause.nanos(LEAST_NS);
        synchronized (this)
        {
            boolean going = true;
            while (going && !waiting.isEmpty())
            {
                going = unmapOldest();
            }
        }
    }

    private synchronized boolean isCrowded()
    {
        return !refused && (waitingBytes > mostBytes || waiting.size() > MOST_RANGES);
    }

    private boolean unmapOldest()
    {
        final Mapping oldest = waiting.peek();
        refused = unmap.on(oldest.address(), oldest.size()) != 0;
        if (!refused)
        {
            waiting.remove();
            waitingBytes -= oldest.size();
        }
        return !refused;
    }

    /** Ranges that the system has refused to unmap, if the last one was. */
    synchronized int refusedCount()
    {
        return refused ? waiting.size() : 0;
    }

    /** Ranges that wait, refused or not. */
    synchronized int waitingCount()
    {
        return waiting.size();
    }
}
