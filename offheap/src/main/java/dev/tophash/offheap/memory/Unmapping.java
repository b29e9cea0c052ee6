// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.LongSupplier;

/**
 * Gives mappings back: the bytes at once, the addresses later, or hands them on to the next map that wants as many.
 *
 * <p><b>Why later.</b> When an arena closes, a thread can stand between the check that the arena is open and the access
 * behind it. The JVM marks that thread with an exception, but the access can still come first (JDK-8364167, present in
 * 25.0.3): seen as a crash in {@code Unsafe.getLongUnaligned} in two of sixty processes that closed maps under their
 * readers. So the addresses stay mapped, and what such an access reads goes nowhere, since the exception follows it.
 *
 * <pre>
 *   bytes                    at once: the pages go back, or are made zero if there are few of them
 *   addresses                {@value #REST_MILLIS} ms later, with the next map that is made or closed
 *   above a limit of them    {@value #LEAST_MILLIS} ms later; the close waits for that
 * </pre>
 *
 * <p><b>Handing on.</b> To map and unmap a range takes four calls to the system, and the first touch of each page more.
 * So what has rested is kept for the next map of the same size, {@value #MOST_KEPT} ranges at most, and is never handed
 * on sooner than it would be unmapped. What a late access has stored meanwhile is gone: when a range has rested, its
 * bytes are taken away once more. A range whose pages the system does not give back is unmapped.
 *
 * <p><b>Pages that stay.</b> A map that has touched {@value #LITTLE_BYTES} bytes or less leaves its pages to the next
 * one, zeroed, while all ranges here have no more than {@value #MOST_TOUCHED_BYTES} bytes of them.
 *
 * <p>The system can refuse to unmap: at its limit of mappings, a range that it has merged with its neighbours cannot be
 * cut out. Then the addresses wait, and each later call tries again.
 */
final class Unmapping
{
    static final long REST_MILLIS = 1_000;
    static final long LEAST_MILLIS = 2;
    static final int MOST_RANGES = 4_096;
    static final int MOST_KEPT = 64;
    static final long LITTLE_BYTES = 64 << 10;
    static final long MOST_TOUCHED_BYTES = 4 << 20;

    /** What {@link #take} answers if there is no range. */
    static final long NONE = 0;

    private static final int KEPT_PART = 2;
    private static final long REST_NS = REST_MILLIS * 1_000_000;
    private static final long LEAST_NS = LEAST_MILLIS * 1_000_000;

    private final Call unmap;
    private final Call discard;
    private final Call zero;
    private final LongSupplier nanoTime;
    private final long mostBytes;
    private final Ranges waiting = new Ranges();
    private final Ranges kept = new Ranges();
    private long touchedBytes;
    private boolean refused;

    /** A call to the system; its result is the system's. */
    @FunctionalInterface
    interface Call
    {
        /** 0 for success. */
        int on(long address, long size);
    }

    /**
     * A range.
     *
     * @param address    where it begins.
     * @param size       its size in bytes.
     * @param head       bytes at its begin that can have been touched.
     * @param tailOffset where the others are that can have been touched.
     * @param tail       how many they are.
     * @param whole      whether all of it has the properties of a new mapping, so that it may be handed on.
     */
    record Closed(long address, long size, long head, long tailOffset, long tail, boolean whole)
    {
        /** A range all of which can have been touched. */
        Closed(final long address, final long size, final boolean whole)
        {
            this(address, size, size, 0, 0, whole);
        }

        long touched()
        {
            return head + tail;
        }
    }

    /** A range that rests; its pages have gone back, or are zero and stay. */
    private record Resting(Closed range, long since, boolean discarded)
    {
        boolean mayBeHandedOn()
        {
            return range.whole;
        }

        long size()
        {
            return range.size;
        }

        long touched()
        {
            return discarded ? 0 : range.touched();
        }
    }

    /** Ranges, the oldest first, and the addresses that they have. */
    private static final class Ranges
    {
        private final Deque<Resting> ranges = new ArrayDeque<>();
        private long bytes;

        void add(final Resting range)
        {
            ranges.add(range);
            bytes += range.size();
        }

        Resting oldest()
        {
            return ranges.peek();
        }

        void removeOldest()
        {
            bytes -= ranges.remove().size();
        }

        /** The latest of a size, whose page tables are most likely in the processor's cache; null for none. */
        Resting removeLatest(final long size)
        {
            final Iterator<Resting> latest = ranges.descendingIterator();
            while (latest.hasNext())
            {
                final Resting range = latest.next();
                if (range.size() == size)
                {
                    latest.remove();
                    bytes -= size;
                    return range;
                }
            }
            return null;
        }

        boolean isEmpty()
        {
            return ranges.isEmpty();
        }

        int count()
        {
            return ranges.size();
        }
    }

    /**
     * Begins with nothing.
     *
     * @param unmap     unmaps a range.
     * @param discard   gives its pages back.
     * @param zero      makes bytes zero by stores.
     * @param nanoTime  a clock.
     * @param mostBytes addresses that may wait for the long time.
     */
    Unmapping(
        final Call unmap, final Call discard, final Call zero, final LongSupplier nanoTime, final long mostBytes)
    {
        this.unmap = unmap;
        this.discard = discard;
        this.zero = zero;
        this.nanoTime = nanoTime;
        this.mostBytes = mostBytes;
    }

    /** Takes the bytes of a range away, and gives its addresses back later. */
    void release(final Closed range)
    {
        final boolean little = range.whole && range.touched() <= LITTLE_BYTES && mayStay(range.touched());
        final boolean cleaned = clean(range, !little);
        synchronized (this)
        {
            final Closed like = cleaned ? range : new Closed(range.address, range.size, false);
            waiting.add(new Resting(like, nanoTime.getAsLong(), !little));
        }
        retry();
        if (isCrowded())
        {
            Pause.nanos(LEAST_NS);
            retry();
        }
    }

    private synchronized boolean mayStay(final long bytes)
    {
        final boolean may = touchedBytes + bytes <= MOST_TOUCHED_BYTES;
        touchedBytes += may ? bytes : 0;
        return may;
    }

    private boolean clean(final Closed range, final boolean byDiscarding)
    {
        return byDiscarding ? discard.on(range.address, range.size) == 0 :
            zero.on(range.address, range.head) == 0 && zero.on(range.address + range.tailOffset, range.tail) == 0;
    }

    /** Unmaps what has waited long enough, or keeps it for the next map. */
    synchronized void retry()
    {
        final long now = nanoTime.getAsLong();
        boolean going = true;
        while (going && !waiting.isEmpty())
        {
            going = now - waiting.oldest().since >= (isCrowded() ? LEAST_NS : REST_NS) && retireOldest();
        }
    }

    /**
     * A range that has rested and reads as zero.
     *
     * @param size bytes that it must have.
     * @return where it begins, or {@link #NONE}.
     */
    synchronized long take(final long size)
    {
        retry();
        final Resting found = kept.removeLatest(size);
        if (found == null)
        {
            return NONE;
        }
        touchedBytes -= found.touched();
        return found.range.address;
    }

    /** Unmaps all that waits, after the short time, and all that is kept: before addresses are refused. */
    void hurry()
    {
        Pause.nanos(LEAST_NS);
        synchronized (this)
        {
            boolean going = true;
            while (going && !waiting.isEmpty())
            {
                going = unmapOldest(waiting);
            }
            while (going && !kept.isEmpty())
            {
                going = unmapOldest(kept);
            }
        }
    }

    private synchronized boolean isCrowded()
    {
        return !refused && (waiting.bytes > mostBytes || waiting.count() > MOST_RANGES);
    }

    /** Keeps the oldest that waits, in the place of the oldest that is kept, or unmaps it. */
    private boolean retireOldest()
    {
        final Resting oldest = waiting.oldest();
        final long mostKept = mostBytes / KEPT_PART;
        if (!oldest.mayBeHandedOn() || oldest.size() > mostKept || !clean(oldest.range, oldest.discarded))
        {
            return unmapOldest(waiting);
        }
        boolean going = true;
        while (going && (kept.count() == MOST_KEPT || kept.bytes + oldest.size() > mostKept))
        {
            going = unmapOldest(kept);
        }
        if (going)
        {
            waiting.removeOldest();
            kept.add(oldest);
        }
        return going;
    }

    private boolean unmapOldest(final Ranges ranges)
    {
        final Resting oldest = ranges.oldest();
        refused = unmap.on(oldest.range.address, oldest.size()) != 0;
        if (!refused)
        {
            ranges.removeOldest();
            touchedBytes -= oldest.touched();
        }
        return !refused;
    }

    /** Ranges that the system has refused to unmap, if the last one was. */
    synchronized int refusedCount()
    {
        return refused ? waiting.count() : 0;
    }

    /** Ranges that wait, refused or not. */
    synchronized int waitingCount()
    {
        return waiting.count();
    }

    /** Ranges that have rested and are kept for the next map. */
    synchronized int keptCount()
    {
        return kept.count();
    }

    /** Bytes of zeroed pages that stay. */
    synchronized long touchedBytes()
    {
        return touchedBytes;
    }
}
