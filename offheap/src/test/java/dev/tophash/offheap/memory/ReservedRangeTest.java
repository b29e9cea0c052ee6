// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a range asks of the system, and what it does not take on trust. */
class ReservedRangeTest
{
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
