// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

@SuppressWarnings("MustBeClosedChecker")
class LeakDetectorTest
{
    @Test
    void shouldCloseARegionByHandOnceAndCountNoLeak()
    {
        final long open = LeakDetector.openRegions();
        final long leaked = LeakDetector.leakedMaps();
        final Arena arena = Arena.ofShared();
        final Object region = new Object();
        final LeakDetector.Tracker tracker = LeakDetector.track(region, "", arena, 4_096, () ->
            {
            }, true);
        assertEquals(open + 1, LeakDetector.openRegions());
        assertTrue(arena.scope().isAlive());
        tracker.close();
        tracker.close();
        assertFalse(arena.scope().isAlive());
        assertEquals(open, LeakDetector.openRegions());
        assertEquals(leaked, LeakDetector.leakedMaps());
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
}
