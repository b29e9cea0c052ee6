// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.OffHeapMemoryException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many shares of one range: whose is what, and what becomes of it. */
class CommonRangeTest
{
    private static final long MIB = 1 << 20;
    private static final long CHUNK = 1L << CommonRange.CHUNK_SHIFT;
    private static final long PAGE = PageTable.PAGE_SIZE;

    private static CommonRange open(final long budget)
    {
        return CommonRange.open("test", budget, true, RegionTest.MEMORY);
    }

    /** All bytes that were ever handed out, and the tables, read as zero. */
    private static void assertZero(final CommonRange range, final long bytes)
    {
        final Share share = range.share();
        for (long at = 0; at < bytes; at += PAGE)
        {
            assertTrue(Memory.isZero(share.memory(), at, (int)PAGE), "not zero: offset=" + at);
        }
        share.endWith(range, "").close();
    }

    @Test
    void shouldKeepSharesApartWhateverTheSizes()
    {
        try (CommonRange range = open(64 * MIB))
        {
            final List<AllocatorModel> models = new ArrayList<>();
            for (int i = 0; i < 12; i++)
            {
                models.add(new AllocatorModel(range.share(), MIB));
            }
            final AllocatorShapes[] shapes = AllocatorShapes.values();
            for (int turn = 0; turn < 8; turn++)
            {
                for (int i = 0; i < models.size(); i++)
                {
                    models.get(i).run(turn, 1_000, shapes[(turn + i) % shapes.length].sizes());
                    models.get(i).check();
                    assertEquals(0, models.get(i).refusals());
                }
            }
            final long most = range.addressBytes();
            assertTrue(most < 12 * 6 * MIB, "addresses: " + most);
            models.forEach(AllocatorModel::close);
            assertEquals(CHUNK, range.addressBytes(), "the chunk of the first cells");
            assertEquals(0, range.mapCount());
            assertEquals(0, range.claimedBytes());
            assertZero(range, most);
        }
    }

    /** Each thread walks over its share while the others take and give extents of the same range. */
    @Test
    void shouldKeepSharesApartInFourThreads() throws InterruptedException
    {
        final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        try (CommonRange range = CommonRange.open("threads", 64 * MIB, false, RegionTest.MEMORY))
        {
            final List<Thread> threads = new ArrayList<>();
            for (int number = 0; number < 4; number++)
            {
                final int first = number;
                threads.add(new Thread(() -> runShares(range, first)));
                threads.get(number).setUncaughtExceptionHandler((thread, e) -> failures.add(e));
                threads.get(number).start();
            }
            for (final Thread thread : threads)
            {
                thread.join();
            }
            assertEquals(List.of(), List.copyOf(failures));
            assertEquals(0, range.mapCount());
            assertEquals(0, range.claimedBytes());
            assertEquals(CHUNK, range.addressBytes(), "the chunk of the first cells");
        }
    }

    private static void runShares(final CommonRange range, final int number)
    {
        final AllocatorShapes[] shapes = AllocatorShapes.values();
        for (int turn = 0; turn < 2_000; turn++)
        {
            try (AllocatorModel model = new AllocatorModel(range.share(), MIB))
            {
                model.run(turn, 8, (random, operation) -> 1 + random.nextInt((int)CHUNK));
                model.check();
            }
        }
        for (int turn = 0; turn < 6; turn++)
        {
            try (AllocatorModel model = new AllocatorModel(range.share(), MIB))
            {
                model.run(number, 1_500, shapes[(turn + number) % shapes.length].sizes());
                model.check();
            }
        }
    }

    @Test
    void shouldRefuseBeyondTheBudgetInWords()
    {
        try (CommonRange range = open(MIB))
        {
            final Share share = range.share();
            share.endWith(this, "");
            assertEquals(MIB - 8, range.claim(share, MIB - 8, MIB + 8));
            assertEquals(0, range.claim(share, 9, 100));
            range.unclaim(share, 8);
            assertEquals(16, range.claim(share, 1, 16));
            final OffHeapMemoryException refused = range.usedUp(9);
            assertEquals("map memory \"test\" is used up: need=" + (MIB + 9) + " bytes, limit=" + MIB + " bytes",
                refused.getMessage());
        }
    }

    @Test
    void shouldEndAllSharesWithTheRange()
    {
        final CommonRange range = open(64 * MIB);
        final List<Share> shares = new ArrayList<>();
        for (int i = 0; i < 5; i++)
        {
            shares.add(range.share());
            shares.get(i).endWith(shares, "");
        }
        shares.get(2).close();
        range.close();
        range.close();
        assertTrue(range.isClosed());
        shares.forEach(share -> assertFalse(share.memory().scope().isAlive()));
        assertThrows(IllegalStateException.class, range::share);
        assertThrows(IllegalStateException.class, range::trim);
    }

    /** Fills a share with ones and ends it. */
    private static long useOnce(final CommonRange range, final long size)
    {
        final Share share = range.share();
        final long at = share.allocator().take(size, 1);
        for (long i = 0; i < size; i += Long.BYTES)
        {
            assertEquals(0, Memory.getLong(share.memory(), at + i), "handed on with another map's bytes");
            Memory.putLong(share.memory(), at + i, -1);
        }
        share.endWith(range, "").close();
        return at;
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldKeepThePagesOfAClosedMapForTheNextOne() throws IOException
    {
        final long size = CommonRange.MAX_KEPT_BYTES / 4;
        try (CommonRange range = open(8 * size))
        {
            final long first = useOnce(range, size);
            for (int i = 0; i < 16; i++)
            {
                assertEquals(first, useOnce(range, size));
            }
            final long address = addressOf(range) + first;
            assertEquals(size, ResidentPages.bytes(address, size), "given back although it was taken each time");
            range.trim();
            assertEquals(0, ResidentPages.bytes(address, size), "still there after a trim");
        }
    }

    private static long addressOf(final CommonRange range)
    {
        final Share share = range.share();
        final long address = share.memory().address();
        share.endWith(range, "").close();
        return address;
    }

    /** A range whose system fails a few times to take pages back. */
    private record Failing(ReservedRange range, AtomicInteger failures) implements ReservedRange
    {
        @Override
        public MemorySegment segment()
        {
            return range.segment();
        }

        @Override
        public Arena arena()
        {
            return range.arena();
        }

        @Override
        public MemorySegment view(final Arena other)
        {
            return range.view(other);
        }

        @Override
        public void giveBack(final long offset, final long size)
        {
            if (failures.getAndDecrement() > 0)
            {
                throw new IllegalArgumentException("planted");
            }
            range.giveBack(offset, size);
        }

        @Override
        public boolean populate(final long offset, final long size)
        {
            return false;
        }

        @Override
        public void adviseHuge(final long offset, final long size)
        {
            // Nothing to ask for.
        }

        @Override
        public boolean wantsHugeArrays()
        {
            return false;
        }

        @Override
        public boolean fileBacked()
        {
            return false;
        }
    }

    /** F3: an end that threw was not taken up again, so what the map had was lost to all others for good. */
    @Test
    void f03ShouldHandOnAllOfAMapWhoseEndThrew()
    {
        final int chunkCount = 1_024;
        final ReservedRange whole = Reservation.reserve(2L * chunkCount * CHUNK, RegionTest.MEMORY);
        final AtomicInteger failures = new AtomicInteger();
        try (CommonRange range =
            new CommonRange(new Failing(whole, failures), chunkCount, "failing", true, chunkCount * CHUNK))
        {
            final Share share = range.share();
            final Allocator allocator = share.allocator();
            final LeakDetector.Tracker tracker = share.endWith(range, "");
            for (int i = 0; i < 3; i++)
            {
                final long size = CommonRange.MAX_KEPT_BYTES + CHUNK;
                final long at = allocator.take(size, 1);
                Memory.putLong(share.memory(), at, -1);
                Memory.putLong(share.memory(), at + size - Long.BYTES, -1);
            }
            failures.set(1);
            assertThrows(IllegalArgumentException.class, tracker::close);
            assertEquals(0, range.mapCount(), "gone for everybody");
            tracker.close();
            assertEquals(CHUNK, range.addressBytes(), "the chunk of the first cells");
            assertZero(range, 3 * CommonRange.MAX_KEPT_BYTES);
            assertEquals(CHUNK, range.addressBytes(), "the home was given once");
        }
    }

    /** Also in a file: every access of another thread is refused. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldBelongToOneThreadIfItIsConfined(final boolean file) throws InterruptedException
    {
        try (CommonRange common = CommonRange.open("mine", 1 << 20, true, new FilePolicy(null, file)))
        {
            assertEquals(file, common.range().fileBacked());
            final Share share = common.share();
            share.endWith(common, "");
            Memory.putLong(share.memory(), share.homeOffset(), 7);
            final AtomicReference<Throwable> thrown = new AtomicReference<>();
            final Thread other = new Thread(() -> Memory.getLong(share.memory(), share.homeOffset()));
            other.setUncaughtExceptionHandler((thread, e) -> thrown.set(e));
            other.start();
            other.join();
            assertEquals(WrongThreadException.class, thrown.get().getClass());
            assertEquals(7, Memory.getLong(share.memory(), share.homeOffset()));
            share.close();
        }
    }
}
