// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.arrays;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.memory.Region;
import dev.tophash.offheap.memory.Regions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SwapArrayTest
{
    private static final long SIZE = 2 * SwapArray.SLICE_SIZE + 64;

    private final Region region = Regions.open(1 << 20);
    private final SwapArray swap = new SwapArray(region.memory());

    @AfterEach
    void close()
    {
        region.close();
    }

    private Generation array(final long word)
    {
        final Generation generation = new Generation(region.memory());
        generation.describe(region.obtain(SIZE, "array"), SIZE, 256, 272);
        for (long at = 0; at < SIZE; at += Long.BYTES)
        {
            Memory.putLong(region.memory(), generation.arrayOffset() + at, word);
        }
        return generation;
    }

    private boolean isZero(final Generation generation)
    {
        return Memory.isZero(region.memory(), generation.arrayOffset(), (int)SIZE);
    }

    @Test
    void shouldCleanInSlicesWhatWasPutAside()
    {
        final Generation fresh = array(0);
        final Generation used = array(-1);
        swap.put(fresh);
        assertFalse(swap.isDirty());
        assertTrue(swap.fits(256));
        assertFalse(swap.fits(512));
        assertSame(fresh, swap.exchange(used));
        for (int slice = 0; slice < 3; slice++)
        {
            assertTrue(swap.isDirty());
            assertFalse(isZero(used));
            assertTrue(swap.cleanSlice());
        }
        assertTrue(isZero(used));
        assertFalse(swap.isDirty());
        assertFalse(swap.cleanSlice(), "nothing is left");
    }

    @Test
    void shouldCleanTheRestWhenTheNextSwapNeedsIt()
    {
        final Generation first = array(-1);
        swap.put(array(0));
        swap.exchange(first);
        swap.cleanSlice();
        assertSame(first, swap.exchange(array(-1)));
        assertTrue(isZero(first));
        assertTrue(swap.isDirty());
    }

    @Test
    void shouldGiveUpTheArrayOnce()
    {
        final Generation used = array(-1);
        swap.put(used);
        assertSame(used, swap.remove());
        assertNull(swap.remove());
        assertFalse(swap.fits(256));
        swap.markClean();
        assertFalse(swap.isDirty());
        assertEquals(256, used.mainCount());
    }
}
