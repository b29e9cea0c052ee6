// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class MadePagesTest
{
    private static final long SEED = 20_261_130;
    private static final int PAGES = 3 * (1 << 14) + 100;
    private static final long PAGE_SIZE = PageTable.PAGE_SIZE;
    private static final long RANGE_SIZE = 32 << 20;

    @Test
    void shouldKnowEachPageAsASetOfBitsDoes()
    {
        final SplittableRandom random = new SplittableRandom(SEED);
        final MadePages made =
            new MadePages(Arena.ofAuto().allocate(MadePages.size(PAGES * PAGE_SIZE), Long.BYTES));
        final BitSet expected = new BitSet();
        for (int round = 0; round < 20_000; round++)
        {
            final int first = random.nextInt(PAGES);
            final int end = Math.min(PAGES, first + 1 + random.nextInt(random.nextInt(20) == 0 ? PAGES : 40));
            final long offset = first * PAGE_SIZE;
            final long size = (end - first) * PAGE_SIZE;
            switch (random.nextInt(3))
            {
                case 0 ->
                {
                    made.add(offset, size);
                    expected.set(first, end);
                }
                case 1 ->
                {
                    made.remove(offset, size);
                    expected.clear(first, end);
                }
                default -> assertEquals(expected.nextClearBit(first) >= end, made.contains(offset, size),
                    "round " + round + ", pages " + first + " to " + end);
            }
        }
    }

    /** The fewest bytes of many rounds: the interpreter, which the first rounds meet, makes objects of its own. */
    @Test
    void shouldMakeNoJavaObjectWhereAPageIsNewToIt()
    {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        final MemorySegment bits = Arena.ofAuto().allocate(MadePages.size(PAGES * PAGE_SIZE), Long.BYTES);
        long fewest = Long.MAX_VALUE;
        for (int round = 0; round < 200; round++)
        {
            final MadePages made = new MadePages(bits.fill((byte)0));
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int page = 0; page < PAGES; page += 32)
            {
                made.add(page * PAGE_SIZE, PAGE_SIZE);
            }
            fewest = Math.min(fewest, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, fewest);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldMakePagesAgainThatWereGivenBack() throws IOException
    {
        final ReservedRange range = Reservation.reserve(RANGE_SIZE, FilePolicy.ofProcess());
        try
        {
            range.rememberPages();
            final boolean can = range.populate(0, RANGE_SIZE);
            assertEquals(can, range.populate(0, RANGE_SIZE));
            range.giveBack(0, RANGE_SIZE);
            assertEquals(0, ResidentPages.bytes(range.segment(), 0, RANGE_SIZE));
            range.populate(0, RANGE_SIZE);
            assertEquals(can ? RANGE_SIZE : 0, ResidentPages.bytes(range.segment(), 0, RANGE_SIZE));
        }
        finally
        {
            range.arena().close();
            range.release();
        }
    }
}
