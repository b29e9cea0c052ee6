// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.OffHeapMemoryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** How many addresses a budget gets. */
class ReservationTest
{
    @Test
    void shouldReserveTheBoundOfRobsonAndTheSlabsUpToALimit()
    {
        assertEquals((60 + 1 + 13) * (16L << 20), Reservation.defaultSize(16 << 20), "4096 pages");
        assertEquals(64L << 30, Reservation.defaultSize(8L << 30));
        assertEquals(200L << 30, Reservation.defaultSize(100L << 30), "twice a large budget");
        assertEquals(Reservation.MIN_SIZE, Reservation.defaultSize(1));
        assertEquals(Reservation.MAX_SIZE / 2 * 2, Reservation.defaultSize(Long.MAX_VALUE));
    }

    @Test
    void f09ShouldRefuseABudgetThatNothingStandsBehind()
    {
        Reservation.requireBudget(100, RegionTest.MEMORY, 100);
        assertEquals("budget is more than the memory and swap of the machine or of its control group: " +
            "budgetBytes=101: need=101 bytes, limit=100 bytes", assertThrows(OffHeapMemoryException.class,
                () -> Reservation.requireBudget(101, RegionTest.MEMORY, 100)).getMessage());
        Reservation.requireBudget(101, new FilePolicy(null, true), 100);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldKnowThePagesOfAMapThatKeepsMany()
    {
        assertFalse(knowsPages(16 << 20), "the default of a map");
        assertTrue(knowsPages(17 << 20));
    }

    private static boolean knowsPages(final long keptBytes)
    {
        final ReservedRange range = Reservation.reserve(32 << 20, RegionTest.MEMORY, keptBytes);
        try
        {
            return range instanceof NativeRange memory && memory.knowsPages();
        }
        finally
        {
            range.arena().close();
            range.release();
        }
    }

    @Test
    void a20ShouldNameTheFlagForTheModuleItIsIn()
    {
        final String unnamed = Reservation.refusal(ClassLoader.getSystemClassLoader().getUnnamedModule()).getMessage();
        assertTrue(unnamed.contains("pass --enable-native-access=ALL-UNNAMED to java"), unnamed);
        final String named = Reservation.refusal(Object.class.getModule()).getMessage();
        assertTrue(named.contains("pass --enable-native-access=java.base to java"), named);
    }
}
