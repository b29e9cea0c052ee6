// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@SuppressWarnings("MustBeClosedChecker")
class LeakDetectorTest
{
    /** Reachable as long as a test runs. */
    private final Object owner = new Object();

    @Test
    void shouldCloseARegionByHandOnceAndCountNoLeak()
    {
        ProcessCounts.assertTrueOnce(() ->
        {
            final long open = LeakDetector.openRegions();
            final long leaked = LeakDetector.leakedMaps();
            final Arena arena = Arena.ofShared();
            final LeakDetector.Tracker tracker = LeakDetector.track(owner, "", arena, 4_096, () ->
                {
                }, true);
            final boolean counted = LeakDetector.openRegions() == open + 1;
            assertTrue(arena.scope().isAlive());
            tracker.close();
            tracker.close();
            assertFalse(arena.scope().isAlive());
            return counted && LeakDetector.openRegions() == open && LeakDetector.leakedMaps() == leaked;
        });
    }

    /** The collector may take its time; the test asks it again and again. */
    @Test
    void shouldFindARegionThatNobodyClosed() throws InterruptedException
    {
        final long leaked = LeakDetector.leakedMaps();
        final Arena arena = Arena.ofShared();
        LeakDetector.track(new Object(), "", arena, 4_096, () ->
            {
            }, true);
        for (int i = 0; i < 200 && LeakDetector.leakedMaps() == leaked; i++)
        {
            System.gc();
            Thread.sleep(10);
        }
        assertTrue(LeakDetector.leakedMaps() > leaked);
        for (int i = 0; i < 200 && arena.scope().isAlive(); i++)
        {
            Thread.sleep(10);
        }
        assertFalse(arena.scope().isAlive());
    }

    private static Runnable failing(final int times, final AtomicInteger calls)
    {
        return () ->
        {
            if (calls.incrementAndGet() <= times)
            {
                throw new IllegalArgumentException("planted");
            }
        };
    }

    /** F3: the guard was set before the work, so a close that threw was the last one: nothing ever freed the map. */
    @Test
    void f03ShouldCompleteACloseThatThrewByTheNextClose()
    {
        final int pending = LeakDetector.pendingCloses();
        final AtomicInteger calls = new AtomicInteger();
        final Arena arena = Arena.ofShared();
        final LeakDetector.Tracker tracker =
            LeakDetector.track(owner, "", arena, 4_096, failing(1, calls), true);
        assertThrows(IllegalArgumentException.class, tracker::close);
        assertFalse(arena.scope().isAlive(), "closed for every operation at once");
        assertEquals(pending + 1, LeakDetector.pendingCloses());
        tracker.close();
        tracker.close();
        assertEquals(2, calls.get());
        assertEquals(pending, LeakDetector.pendingCloses());
    }

    /** Another map that is made or closed completes it, and does not suffer from it. */
    @Test
    void f03ShouldCompleteACloseThatThrewWithAnotherMap()
    {
        final AtomicInteger calls = new AtomicInteger();
        final LeakDetector.Tracker tracker =
            LeakDetector.track(owner, "", Arena.ofShared(), 4_096, failing(3, calls), true);
        assertThrows(IllegalArgumentException.class, tracker::close);
        final LeakDetector.Tracker other = LeakDetector.track(owner, "", Arena.ofShared(), 4_096, () ->
            {
            }, true);
        assertEquals(2, calls.get(), "tried with the map that was made");
        other.close();
        assertEquals(3, calls.get(), "tried with the map that was closed");
        other.close();
        assertEquals(4, calls.get());
    }

    /** What fails in the thread of the collector is completed too. */
    @Test
    void f03ShouldCompleteWhatFailedForTheCollector() throws InterruptedException
    {
        final AtomicInteger calls = new AtomicInteger();
        LeakDetector.track(new Object(), "", Arena.ofShared(), 4_096, failing(1, calls), true);
        final LeakDetector.Tracker other = LeakDetector.track(owner, "", Arena.ofShared(), 4_096, () ->
            {
            }, true);
        for (int i = 0; i < 1_000 && calls.get() < 2; i++)
        {
            System.gc();
            other.close();
            Thread.sleep(10);
        }
        assertEquals(2, calls.get());
    }
}
