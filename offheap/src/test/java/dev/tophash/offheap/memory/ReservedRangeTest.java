// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.OffHeapMemoryException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a range asks of the system, and what it does not take on trust. */
class ReservedRangeTest
{
    private static final int MOST_WINDOWS = 100;
    private static final int WINDOW = 300;
    private static final int MOST_TRIES = 20_000;
    private static final long ODD_SIZE = 77L << 30;
    private static final long SMALL_SIZE = 1_260 << 10;
    private static final MemorySegment ZEROS = Arena.global().allocate(2 << 20);

    /** F7: a kernel that reports success and zeroes nothing is told by trying. */
    @Test
    void f07ShouldNotTakeTheKernelsWordForAZeroedPage() throws Throwable
    {
        try (Arena arena = Arena.ofConfined())
        {
            final MemorySegment page = arena.allocate(Region.PAGE_SIZE);
            assertFalse(NativeRange.isZeroed(page, () -> 0), "success, and nothing done");
            assertFalse(NativeRange.isZeroed(page, () -> -1), "refused");
            assertTrue(NativeRange.isZeroed(page, () ->
            {
                Memory.zero(page, 0, Region.PAGE_SIZE);
                return 0;
            }));
        }
    }

    /** F11: the documented cost of a small map holds where huge pages are always on, because they are switched off. */
    @Test
    void f11ShouldReadTheSettingForHugePages(@TempDir final Path folder) throws IOException
    {
        final Path setting = folder.resolve("enabled");
        assertFalse(NativeRange.isAlways(setting), "a system without them");
        Files.writeString(setting, "[always] madvise never\n");
        assertTrue(NativeRange.isAlways(setting));
        Files.writeString(setting, "always [madvise] never\n");
        assertFalse(NativeRange.isAlways(setting));
    }

    /** JDK-8364167: a read that has begun when the map is closed may come after it. It must not kill the JVM. */
    @Test
    void shouldKeepTheAddressesOfAClosedRangeMapped() throws IOException
    {
        final NativeRange range = NativeRange.reserve(Region.PAGE_SIZE);
        final long address = range.segment().address();
        range.arena().close();
        assertTrue(isMapped(address));
    }

    private static boolean isMapped(final long address) throws IOException
    {
        return Files.readAllLines(Path.of("/proc/self/maps")).stream()
            .map(line -> line.split("[- ]", 3))
            .anyMatch(range -> Long.parseUnsignedLong(range[0], 16) <= address &&
                address < Long.parseUnsignedLong(range[1], 16));
    }

    /** Each window is a try: on a machine that stood still meanwhile, ranges were unmapped. */
    @Test
    void shouldTakeNoMappingCallForAMapInTheLongRun()
    {
        long calls = 1;
        for (int window = 0; window < MOST_WINDOWS && calls != 0; window++)
        {
            final long before = NativeRange.mappingCalls();
            for (int i = 0; i < WINDOW; i++)
            {
                RegionTest.open(false, 1 << 20, ODD_SIZE, RegionTest.OPEN).close();
            }
            calls = NativeRange.mappingCalls() - before;
        }
        assertEquals(0, calls, "mmap and munmap, in each window");
    }

    /** Whatever a map did in its range, the next one finds all of it zero. */
    @SuppressWarnings("restricted")
    @Test
    void shouldHandOnRangesThatReadAsZero()
    {
        final Set<Long> seen = new HashSet<>();
        int handedOn = 0;
        for (int i = 0; i < MOST_TRIES && handedOn < 200; i++)
        {
            try (Region region = RegionTest.open(false, SMALL_SIZE, SMALL_SIZE, RegionTest.OPEN))
            {
                if (!seen.add(region.memory().address()))
                {
                    handedOn++;
                    final MemorySegment all = MemorySegment.ofAddress(region.memory().address())
                        .reinterpret(SMALL_SIZE + PageTable.size(SMALL_SIZE >>> PageTable.PAGE_SHIFT));
                    assertEquals(-1, all.mismatch(ZEROS.asSlice(0, all.byteSize())), "not zero");
                }
                fill(region, new SplittableRandom(i));
            }
        }
        assertEquals(200, handedOn);
    }

    private static void fill(final Region region, final SplittableRandom random)
    {
        final List<long[]> taken = new ArrayList<>();
        for (int i = random.nextInt(20); i >= 0; i--)
        {
            final long size = random.nextBoolean() ? random.nextLong(1, 5_000) : random.nextLong(1, 60_000);
            final long at = region.space(size);
            region.memory().asSlice(at, size).fill((byte)-1);
            taken.add(new long[]{at, size});
            if (random.nextInt(3) == 0)
            {
                final long[] given = taken.remove(random.nextInt(taken.size()));
                region.memory().asSlice(given[0], given[1]).fill((byte)0);
                region.recycle(given[0], given[1]);
            }
            if (random.nextInt(30) == 0)
            {
                region.trim();
            }
        }
    }

    /** F23: any failing mapping was taken for missing addresses, so the real reason was lost. */
    @Test
    void f23ShouldTellMissingAddressesFromOtherFailures(@TempDir final Path folder) throws IOException
    {
        assertNull(FileRange.reserve(4 << 20, folder, (file, size, arena) ->
        {
            throw new IOException("Map failed", new OutOfMemoryError("Map failed"));
        }), "fewer addresses may be had");
        final IOException denied = new IOException("Operation not permitted");
        final OffHeapMemoryException refused = assertThrows(
            OffHeapMemoryException.class, () -> FileRange.reserve(4 << 20, folder, (file, size, arena) ->
            {
                assertEquals(size, file.length());
                throw denied;
            }));
        assertTrue(refused.getMessage().startsWith("the temporary file of a map cannot be mapped: folder=" + folder),
            refused.getMessage());
        assertEquals(denied, refused.getCause());
        assertNull(FileRange.reserve(Long.MAX_VALUE / 2, folder), "a shorter file may be had");
        try (Stream<Path> left = Files.list(folder))
        {
            assertEquals(0, left.count(), "files left behind");
        }
    }

    /** F12: a file-backed map can be made in a thread that is interrupted, and the thread stays so. */
    @Test
    void f12ShouldReserveAFileInAnInterruptedThread()
    {
        Thread.currentThread().interrupt();
        try (Region region = RegionTest.open(true))
        {
            assertTrue(Thread.interrupted());
            final long at = region.space(100);
            Memory.putLong(region.memory(), at, 1);
            assertEquals(1, Memory.getLong(region.memory(), at));
        }
        finally
        {
            final boolean left = Thread.interrupted();
            assertFalse(left);
        }
    }

    /** F12: an interrupt that came while the file was mapped closed the channel, and the map was refused. */
    @Test
    void f12ShouldCallUndisturbedByAnInterruptMeanwhile() throws IOException
    {
        final Thread caller = Thread.currentThread();
        assertEquals(7, FileRange.undisturbed(() ->
        {
            caller.interrupt();
            return Thread.currentThread().isInterrupted() ? 0 : 7;
        }));
        final boolean kept = Thread.interrupted();
        assertTrue(kept, "the interrupt was lost");
        assertThrows(IOException.class, () -> FileRange.undisturbed(() ->
        {
            throw new IOException("planted");
        }));
    }

    /** F12: the same with many interrupts, for maps of their own and in a memory with others. */
    @Test
    void f12ShouldMapAFileUnderManyInterrupts()
    {
        final Thread maker = Thread.currentThread();
        final AtomicBoolean made = new AtomicBoolean();
        final Thread interrupter = new Thread(() ->
        {
            while (!made.get())
            {
                maker.interrupt();
                Thread.onSpinWait();
            }
        });
        interrupter.start();
        try (CommonRange common = CommonRange.open("file", 1 << 20, false, new FilePolicy(null, true)))
        {
            for (int i = 0; i < 100; i++)
            {
                RegionTest.open(true).close();
                common.share().endWith(common, "").close();
            }
        }
        finally
        {
            made.set(true);
            boolean kept = false;
            while (interrupter.isAlive())
            {
                kept |= Thread.interrupted();
                Thread.onSpinWait();
            }
            kept |= Thread.interrupted();
            assertTrue(kept, "every interrupt was lost");
        }
    }
}
