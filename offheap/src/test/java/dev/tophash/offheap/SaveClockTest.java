// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SaveClockTest
{
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final List<String> told = new ArrayList<>();
    private final SaveClock clock = new SaveClock((done, total) -> told.add(done + "/" + total), now::get, 100_000);

    private void pass(final long millis)
    {
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Test
    void shouldTellAfterTwoSecondsAndThenOnceASecond()
    {
        pass(1999);
        assertFalse(clock.isDue(SaveClock.STEP));
        pass(1);
        assertTrue(clock.isDue(SaveClock.STEP));
        clock.tell(SaveClock.STEP);
        pass(999);
        assertFalse(clock.isDue(2 * SaveClock.STEP));
        pass(1);
        assertTrue(clock.isDue(2 * SaveClock.STEP));
        assertEquals(List.of(SaveClock.STEP + "/100000"), told);
    }

    @Test
    void shouldLookAtTheClockOnlyNowAndThen()
    {
        pass(10_000);
        assertFalse(clock.isDue(SaveClock.STEP - 1));
        assertFalse(clock.isDue(SaveClock.STEP + 1));
        assertTrue(clock.isDue(SaveClock.STEP));
    }
}
