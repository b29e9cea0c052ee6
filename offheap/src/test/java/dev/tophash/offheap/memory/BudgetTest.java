// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.OffHeapMemoryException;
import org.junit.jupiter.api.Test;

/** What a map may use: alone all of its limit, among others what it claims. */
class BudgetTest
{
    private static final long MIB = 1 << 20;
    private int relieved;

    private static Budget alone(final long limit)
    {
        return new Budget(limit, null, bytes ->
        {
        });
    }

    private void take(final Budget budget, final long bytes)
    {
        budget.hold(bytes, "test");
        budget.unhold(bytes);
        budget.use(bytes);
    }

    @Test
    void shouldRefuseBeyondTheLimitOnceNothingRelieves()
    {
        final Budget budget = alone(100);
        take(budget, 90);
        budget.relieveBy(() ->
        {
            budget.discharge(5);
            return ++relieved < 3;
        }, () -> false);
        budget.hold(15, "test");
        assertEquals(1, relieved);
        final OffHeapMemoryException refused =
            assertThrows(OffHeapMemoryException.class, () -> budget.hold(50, "a thing"));
        assertEquals(3, relieved);
        assertTrue(refused.getMessage().startsWith("a thing: need="), refused::getMessage);
        assertEquals(100, refused.limitBytes());
        assertEquals(15, budget.held());
    }

    @Test
    void shouldClaimAReserveAndGiveItBack()
    {
        try (CommonRange range = CommonRange.open("test", MIB, true, RegionTest.MEMORY))
        {
            final Share share = range.share();
            final LeakDetector.Tracker end = share.endWith(share, "");
            final Budget budget = new Budget(MIB / 2, share, bytes ->
            {
            });
            for (int i = 0; i < 400; i++)
            {
                take(budget, 1_000);
                assertTrue(range.claimedBytes() >= budget.used());
                assertTrue(range.claimedBytes() <= budget.used() + budget.used() / 4 + 2_048);
            }
            assertThrows(OffHeapMemoryException.class, () -> take(budget, MIB / 4));
            for (int i = 0; i < 400; i++)
            {
                budget.discharge(1_000);
                assertTrue(range.claimedBytes() <= budget.used() + budget.used() / 2 + 4_096);
            }
            budget.unclaim(0);
            assertEquals(0, range.claimedBytes());
            end.close();
        }
    }

    @Test
    void shouldGiveAnotherTheLastBytes()
    {
        try (CommonRange range = CommonRange.open("test", MIB, true, RegionTest.MEMORY))
        {
            final Share a = range.share();
            final Share b = range.share();
            final LeakDetector.Tracker endOfA = a.endWith(a, "");
            final LeakDetector.Tracker endOfB = b.endWith(b, "");
            final Budget one = new Budget(MIB, a, bytes ->
            {
            });
            final Budget two = new Budget(MIB, b, bytes ->
            {
            });
            take(one, MIB - 5_000);
            take(two, 5_000 - 1_024);
            final OffHeapMemoryException refused = assertThrows(OffHeapMemoryException.class, () -> take(two, 1));
            assertTrue(refused.getMessage().contains("map memory"), refused::getMessage);
            endOfA.close();
            take(two, MIB - 5_000);
            endOfB.close();
            assertEquals(0, range.claimedBytes());
        }
    }
}
