// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Slices, epochs and the order of retirement. */
class ReclaimerTest
{
    private static final long NO_CURSOR = Long.MAX_VALUE;
    private static final long SLICE = Region.SLICE_SIZE;

    private Region region;
    private Reclaimer reclaimer;

    @BeforeEach
    void open()
    {
        region = RegionTest.open(false, 64 << 20, 64 << 20, RegionTest.OPEN);
        reclaimer = new Reclaimer(region);
    }

    @AfterEach
    void close()
    {
        region.close();
    }

    private long dirty(final long size)
    {
        final long at = region.obtain(size, "dirty");
        for (long i = 0; i < size; i += Long.BYTES)
        {
            Memory.putLong(region.memory(), at + i, -1);
        }
        return at;
    }

    private void assertZero(final long at, final long size)
    {
        for (long i = 0; i < size; i += Long.BYTES)
        {
            assertEquals(0, Memory.getLong(region.memory(), at + i));
        }
    }

    @Test
    void shouldDoNothingWhenNothingIsRetired()
    {
        assertFalse(reclaimer.isPending());
        assertFalse(reclaimer.step(NO_CURSOR));
    }

    @Test
    void shouldZeroASmallPieceInOneStepAndHandItOutAgain()
    {
        final long at = dirty(1024);
        reclaimer.retire(at, 1024, 1024, 1024, 0);
        assertEquals(1024, reclaimer.pendingBytes());
        assertTrue(reclaimer.step(NO_CURSOR));
        assertFalse(reclaimer.isPending());
        assertEquals(0, reclaimer.pendingBytes());
        assertEquals(0, region.usedBytes());
        assertZero(at, 1024);
        assertEquals(at, region.space(1024));
    }

    @Test
    void shouldTakeOneSliceAStepOfALargePiece()
    {
        final long size = 5 * SLICE + 4096;
        final long at = dirty(size);
        reclaimer.retire(at, size, size, size, 0);
        for (int i = 0; i < 5; i++)
        {
            assertTrue(reclaimer.step(NO_CURSOR));
            assertTrue(reclaimer.isPending());
            assertEquals(-1, Memory.getLong(region.memory(), at + (i + 1) * SLICE), "cleaned more than a slice");
            assertEquals(size, region.usedBytes(), "still counted until it is clean");
        }
        assertTrue(reclaimer.step(NO_CURSOR));
        assertFalse(reclaimer.isPending());
        assertEquals(0, region.usedBytes());
        assertZero(at, size);
    }

    /** A write comes again at once, so it takes less than a step of {@code advance}. */
    @Test
    void shouldTakeAQuarterOfASliceInAWrite()
    {
        final long size = 2 * SLICE;
        final long part = SLICE / 4;
        final long at = dirty(size);
        reclaimer.retire(at, size, size, size, 0);
        for (int i = 1; i < 8; i++)
        {
            assertFalse(reclaimer.stepOrLeave(NO_CURSOR, i, 1));
            assertZero(at, i * part);
            assertEquals(-1, Memory.getLong(region.memory(), at + i * part), "cleaned more than a write may");
        }
        reclaimer.stepOrLeave(NO_CURSOR, 8, 1);
        assertFalse(reclaimer.isPending());
    }

    @Test
    void shouldCleanAtOnceNoMoreThanAWriteMay()
    {
        final long most = SLICE / 4;
        final long first = dirty(1024);
        final long second = dirty(most - 1024);
        final long third = dirty(64);
        reclaimer.retire(first, 1024, 1024, 1024, 0);
        reclaimer.retire(second, most - 1024, most - 1024, most - 1024, 0);
        reclaimer.retire(third, 64, 64, 64, 0);
        reclaimer.cleanSmall(NO_CURSOR);
        assertZero(first, 1024);
        assertZero(second, most - 1024);
        assertEquals(-1, Memory.getLong(region.memory(), third));
        assertEquals(64, reclaimer.pendingBytes());
        reclaimer.cleanSmall(0);
        assertEquals(64, reclaimer.pendingBytes(), "a cursor opened in epoch 0 may still read it");
        reclaimer.cleanSmall(1);
        assertFalse(reclaimer.isPending());
    }

    @Test
    void shouldLeaveALargePieceToLaterWrites()
    {
        final long size = SLICE / 4 + 8;
        final long at = dirty(size);
        reclaimer.retire(at, size, size, size, 0);
        reclaimer.cleanSmall(NO_CURSOR);
        assertEquals(-1, Memory.getLong(region.memory(), at));
        assertEquals(size, reclaimer.pendingBytes());
    }

    @Test
    void shouldWaitForTheOldestCursor()
    {
        final long at = dirty(1024);
        reclaimer.retire(at, 1024, 1024, 1024, 7);
        assertFalse(reclaimer.step(6));
        assertFalse(reclaimer.step(7), "a cursor opened in epoch 7 may still read it");
        assertEquals(-1, Memory.getLong(region.memory(), at));
        assertTrue(reclaimer.step(8));
        assertZero(at, 1024);
    }

    @Test
    void shouldKeepTheOrderOfRetirement()
    {
        final int count = 100;
        for (int i = 0; i < count; i++)
        {
            reclaimer.retire(dirty(64), 64, 64, 64, i);
        }
        for (int i = 0; i < count; i++)
        {
            assertFalse(reclaimer.step(i), "epoch " + i + " is still open");
            assertTrue(reclaimer.step(i + 1));
        }
        assertFalse(reclaimer.isPending());
    }

    /** What a range of this size leaves resident when it is retired and cleaned. */
    private long keptOf(final long size) throws IOException
    {
        final long at = dirty(size);
        reclaimer.retire(at, size, size, size, 0);
        while (reclaimer.step(NO_CURSOR))
        {
            assertTrue(size > 0);
        }
        final long kept = ResidentPages.bytes(region.memory(), at, size);
        assertEquals(at, region.space(size), "the same addresses again");
        assertZero(at, size);
        region.recycle(at, size);
        return kept;
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldKeepPagesUpToALimit() throws IOException
    {
        final long limit = region.keptBytes();
        assertEquals(limit / 2, keptOf(limit / 2));
        assertEquals(0, keptOf(2 * limit));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldGiveBackWhatItKeepsWhenAsked() throws IOException
    {
        final long size = region.keptBytes() / 2;
        assertEquals(size, keptOf(size));
        final long at = region.space(size);
        region.recycle(at, size);
        region.trim();
        assertEquals(0, ResidentPages.bytes(region.memory(), at, size));
    }
}
