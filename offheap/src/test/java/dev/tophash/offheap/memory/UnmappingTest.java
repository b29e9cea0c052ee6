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
    private final List<Long> zeroed = new ArrayList<>();
    private boolean refusing;
    private boolean locked;
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
        return locked ? REFUSED : 0;
    }, (address, size) ->
    {
        zeroed.add(address + size);
        return 0;
    }, () -> now, MOST_BYTES);

    /** A range that is not like a new mapping, so that it is never handed on. */
    private void release(final long address, final long size)
    {
        unmapping.release(new Unmapping.Closed(address, size, false));
    }

    /** A range that may be handed on, and of which much has been touched. */
    private void releaseWhole(final long address, final long size)
    {
        unmapping.release(new Unmapping.Closed(address, size, Unmapping.LITTLE_BYTES, size, 1, true));
    }

    /** A range of a small map: a few bytes at its begin and a few at its end can have been touched. */
    private void releaseSmall(final long address, final long size)
    {
        unmapping.release(new Unmapping.Closed(address, size, 3, size - 1, 1, true));
    }

    /** JDK-8364167: an access that has begun may come after the arena's close. It must find its address mapped. */
    @Test
    void shouldKeepAddressesForAWhileAndNoPages()
    {
        release(100, 1);
        assertEquals(List.of(101L), discarded, "the pages");
        now = REST_NS - 1;
        release(200, 2);
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
        release(100, MOST_BYTES);
        now = LEAST_NS;
        unmapping.retry();
        assertEquals(List.of(), unmapped, "as many as may wait");
        release(200, 1);
        assertEquals(List.of(100 + MOST_BYTES), unmapped, "the oldest");
        release(300, MOST_BYTES);
        assertEquals(2, unmapping.waitingCount(), "too young by this clock, though the close has waited");
        unmapping.hurry();
        assertEquals(0, unmapping.waitingCount());
    }

    @Test
    void shouldHandOnWhatHasRestedAndNothingSooner()
    {
        releaseWhole(100, 100);
        now = REST_NS - 1;
        assertEquals(Unmapping.NONE, unmapping.take(100), "it rests");
        now = REST_NS;
        assertEquals(Unmapping.NONE, unmapping.take(99), "another size");
        assertEquals(List.of(200L, 200L), discarded, "what a late access stored is gone");
        assertEquals(1, unmapping.keptCount());
        assertEquals(100, unmapping.take(100));
        assertEquals(Unmapping.NONE, unmapping.take(100), "it has an owner");
        assertEquals(List.of(), unmapped);
    }

    /** Making and closing in turns takes no call that maps or unmaps. */
    @Test
    void shouldHandOnForEver()
    {
        releaseWhole(100, 100);
        for (int i = 0; i < 1_000; i++)
        {
            now += REST_NS;
            assertEquals(100, unmapping.take(100));
            releaseWhole(100, 100);
        }
        assertEquals(List.of(), unmapped);
        assertEquals(1, unmapping.waitingCount());
    }

    /** Ranges that differ from a new mapping, and those whose pages the system keeps, as locked ones. */
    @Test
    void shouldNotHandOnWhatIsNotLikeNew()
    {
        release(100, 100);
        locked = true;
        releaseWhole(300, 100);
        locked = false;
        releaseWhole(500, 100);
        locked = true;
        now = REST_NS;
        assertEquals(Unmapping.NONE, unmapping.take(100));
        assertEquals(List.of(200L, 400L, 600L), unmapped, "unmapped");
        assertEquals(0, unmapping.keptCount());
    }

    @Test
    void shouldMakeLittleZeroAndKeepItsPages()
    {
        releaseSmall(100, 100);
        assertEquals(List.of(103L, 200L), zeroed);
        assertEquals(4, unmapping.touchedBytes());
        zeroed.clear();
        now = REST_NS;
        unmapping.retry();
        assertEquals(List.of(103L, 200L), zeroed, "what a late access stored is gone");
        assertEquals(List.of(), discarded);
        assertEquals(100, unmapping.take(100));
        assertEquals(0, unmapping.touchedBytes());
        unmapping.release(new Unmapping.Closed(300, 100, Unmapping.LITTLE_BYTES, 50, 1, true));
        assertEquals(List.of(400L), discarded, "too much to stay");
        assertEquals(0, unmapping.touchedBytes());
    }

    @Test
    void shouldKeepFewPagesInAll()
    {
        final int most = (int)(Unmapping.MOST_TOUCHED_BYTES / Unmapping.LITTLE_BYTES);
        for (int i = 0; i < most; i++)
        {
            unmapping.release(new Unmapping.Closed(100 + i, 1, Unmapping.LITTLE_BYTES, 0, 0, true));
        }
        assertEquals(Unmapping.MOST_TOUCHED_BYTES, unmapping.touchedBytes());
        assertEquals(List.of(), discarded);
        releaseSmall(300, 1);
        assertEquals(List.of(301L), discarded, "no more room");
        unmapping.hurry();
        assertEquals(0, unmapping.touchedBytes());
        assertEquals(most + 1, unmapped.size());
    }

    /** At most half of the addresses that may rest, and few mappings; the oldest goes. */
    @Test
    void shouldKeepFewRanges()
    {
        releaseWhole(100, MOST_BYTES / 2);
        releaseWhole(200, MOST_BYTES / 2 + 1);
        now = REST_NS;
        unmapping.retry();
        assertEquals(List.of(200 + MOST_BYTES / 2 + 1), unmapped, "more than may be kept");
        assertEquals(1, unmapping.keptCount());
        releaseWhole(300, 1);
        now = 2 * REST_NS;
        unmapping.retry();
        assertEquals(List.of(200 + MOST_BYTES / 2 + 1, 100 + MOST_BYTES / 2), unmapped);
        for (int i = 0; i < Unmapping.MOST_KEPT; i++)
        {
            releaseWhole(400 + i, 1);
        }
        now = 3 * REST_NS;
        unmapping.retry();
        assertEquals(Unmapping.MOST_KEPT, unmapping.keptCount());
        assertEquals(301, unmapped.getLast());
        unmapping.hurry();
        assertEquals(0, unmapping.keptCount(), "before addresses are refused");
        assertEquals(3 + Unmapping.MOST_KEPT, unmapped.size());
    }

    /** F19: at the limit of mappings 9,650 ranges were never unmapped, and nobody was told. */
    @Test
    void f19ShouldTryAgainWhatTheSystemRefuses()
    {
        refusing = true;
        release(200, 2);
        release(300, 3);
        now = REST_NS;
        unmapping.retry();
        assertEquals(2, unmapping.refusedCount());
        assertEquals(List.of(202L, 303L), discarded, "the pages");
        refusing = false;
        release(400, 4);
        assertEquals(0, unmapping.refusedCount());
        assertEquals(List.of(202L, 303L), unmapped);
    }

    /** F12: what an interrupted thread unmapped had not rested at all. */
    @Test
    void f12ShouldLetAddressesRestInAnInterruptedThreadToo()
    {
        release(200, 2);
        Thread.currentThread().interrupt();
        final long begin = System.nanoTime();
        unmapping.hurry();
        assertTrue(System.nanoTime() - begin >= LEAST_NS);
        assertTrue(Thread.interrupted(), "the interrupt was lost");
        assertEquals(List.of(202L), unmapped);
    }
}
