// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The addresses of closed maps, and ranges that the system will not unmap at first. */
class UnmappingTest
{
    private static final int REFUSED = -1;
    private static final long MOST_BYTES = 1_000;
    private static final long REST_NS = Unmapping.REST_MILLIS * 1_000_000;
    private static final long LEAST_NS = Unmapping.LEAST_MILLIS * 1_000_000;

    private final List<Long> unmapped = new ArrayList<>();
    private final List<Long> discarded = new ArrayList<>();
    private boolean refusing;
    private long now;
    private final Unmapping unmapping = new Unmapping((address, size) ->
    {
        if (!refusing)
        {
            unmapped.add(address + size);
        }
        return refusing ? REFUSED : 0;
    }, (address, size) ->
    {
        discarded.add(address + size);
        return 0;
    }, () -> now, MOST_BYTES);

    /** JDK-8364167: an access that has begun may come after the arena's close. It must find its address mapped. */
    @Test
    void shouldKeepAddressesForAWhileAndNoPages()
    {
        unmapping.release(100, 1);
        assertEquals(List.of(101L), discarded, "the pages");
        now = REST_NS - 1;
        unmapping.release(200, 2);
        assertEquals(List.of(), unmapped);
        now = REST_NS;
        unmapping.retry();
        assertEquals(List.of(101L), unmapped);
        assertEquals(1, unmapping.waitingCount());
        assertEquals(0, unmapping.refusedCount());
    }

    @Test
    void shouldKeepNoMoreThanTheLimitForLong()
    {
        unmapping.release(100, MOST_BYTES);
        now = LEAST_NS;
        unmapping.retry();
        assertEquals(List.of(), unmapped, "as many as may wait");
        unmapping.release(200, 1);
        assertEquals(List.of(100 + MOST_BYTES), unmapped, "the oldest");
        unmapping.release(300, MOST_BYTES);
        assertEquals(2, unmapping.waitingCount(), "too young by this clock, though the close has waited");
        unmapping.hurry();
        assertEquals(0, unmapping.waitingCount());
    }

    /** F19: at the limit of mappings 9,650 ranges were never unmapped, and nobody was told. */
    @Test
    void f19ShouldTryAgainWhatTheSystemRefuses()
    {
        refusing = true;
        unmapping.release(200, 2);
        unmapping.release(300, 3);
        now = REST_NS;
        unmapping.retry();
        assertEquals(2, unmapping.refusedCount());
        assertEquals(List.of(202L, 303L), discarded, "the pages");
        refusing = false;
        unmapping.release(400, 4);
        assertEquals(0, unmapping.refusedCount());
        assertEquals(List.of(202L, 303L), unmapped);
    }

    /** F12: what an interrupted thread unmapped had not rested at all. */
    @Test
    void f12ShouldLetAddressesRestInAnInterruptedThreadToo()
    {
        unmapping.release(200, 2);
        Thread.currentThread().interrupt();
        final long begin = System.nanoTime();
        unmapping.hurry();
        assertTrue(System.nanoTime() - begin >= LEAST_NS);
        assertTrue(Thread.interrupted(), "the interrupt was lost");
        assertEquals(List.of(202L), unmapped);
    }
}
