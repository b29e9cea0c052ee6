// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PageWorkTest
{
    private static final int PAGE_COUNT = 1_000;
    private static final long SIZE = PAGE_COUNT * Region.PAGE_SIZE;

    private Region region;
    private long offset;

    @BeforeEach
    void open()
    {
        region = Regions.open(16 << 20);
        offset = region.obtain(SIZE, "pages");
        for (long i = 0; i < SIZE; i += Long.BYTES)
        {
            Memory.putLong(region.memory(), offset + i, i + 1);
        }
    }

    @AfterEach
    void close()
    {
        region.close();
    }

    private void assertCleanUpTo(final long end)
    {
        for (long i = 0; i < SIZE; i += Long.BYTES)
        {
            assertEquals(i < end ? 0 : i + 1, Memory.getLong(region.memory(), offset + i), "at " + i);
        }
    }

    @Test
    void shouldHaveNothingToDoWithoutARange()
    {
        final PageWork work = PageWork.making(region);
        assertFalse(work.step());
        assertEquals(0, work.left());
        assertEquals(0, work.withdraw());
    }

    @Test
    void shouldDoEachPageOnceWhoeverDoesIt() throws InterruptedException
    {
        for (final boolean keep : new boolean[]{true, false})
        {
            final PageWork work = PageWork.cleaning(region);
            work.offer(offset, SIZE, keep);
            final int[] counts = new int[3];
            final List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < counts.length; i++)
            {
                final int own = i;
                threads.add(Thread.ofPlatform().start(() ->
                {
                    for (int count = work.step(own + 1); count != 0; count = work.step(own + 1))
                    {
                        counts[own] += count;
                    }
                }));
            }
            for (final Thread thread : threads)
            {
                thread.join();
            }
            assertEquals(PAGE_COUNT, counts[0] + counts[1] + counts[2]);
            assertTrue(work.isDone());
            assertEquals(SIZE, work.recall());
            assertCleanUpTo(SIZE);
        }
    }

    @Test
    void shouldGiveBackWhatIsNotBegun()
    {
        final PageWork work = PageWork.cleaning(region);
        work.offer(offset, SIZE, true);
        assertEquals(3, work.step(3));
        assertTrue(work.step());
        assertEquals(PAGE_COUNT - 3 - 16, work.left());
        assertFalse(work.isDone());
        final long clean = work.recall();
        assertEquals((3 + 16) * Region.PAGE_SIZE, clean);
        assertFalse(work.step());
        assertCleanUpTo(clean);
    }

    @Test
    void shouldTrustNothingOfASliceThatFailed()
    {
        final PageWork work = PageWork.cleaning(region);
        work.offer(offset, SIZE, true);
        region.close();
        assertThrows(IllegalStateException.class, work::step);
        assertFalse(work.isDone());
        assertEquals(0, work.recall());
    }

    @Test
    void shouldMakePagesAndChangeNoByte()
    {
        final PageWork work = PageWork.making(region);
        work.offer(offset, SIZE - 1);
        int count = 0;
        while (work.step(7) != 0)
        {
            count++;
        }
        assertEquals((PAGE_COUNT + 6) / 7, count);
        assertCleanUpTo(0);
        try (Region file = RegionTest.open(true, 1 << 20, 1 << 20, RegionTest.OPEN))
        {
            final long at = file.obtain(3 * Region.PAGE_SIZE, "pages");
            Memory.putInt(file.memory(), at + Region.PAGE_SIZE, 7);
            file.makePages(at, 3 * Region.PAGE_SIZE);
            assertEquals(7, Memory.getInt(file.memory(), at + Region.PAGE_SIZE), "by touch");
        }
    }
}
