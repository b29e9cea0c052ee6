// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.PutAllException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class SegmentArgumentTest
{
    private static final int SIZE = 8;

    private static void refused(final String message, final MemorySegment segment)
    {
        final RuntimeException refused =
            assertThrows(RuntimeException.class, () -> SegmentArgument.checkTarget("elem", segment, SIZE));
        assertTrue(refused.getMessage().startsWith(message), refused.getMessage());
    }

    @Test
    void shouldRefuseWhatCannotBeReadOrWritten() throws InterruptedException
    {
        refused("elem on the Java heap, use the form with arrays: segment=", MemorySegment.ofArray(new byte[SIZE]));
        final MemorySegment closed;
        try (Arena arena = Arena.ofConfined())
        {
            closed = arena.allocate(SIZE);
            assertDoesNotThrow(() -> SegmentArgument.checkTarget("elem", closed, SIZE));
            refused("elem too short: byteSize=7, needed=8", arena.allocate(SIZE - 1));
            refused("elem is read-only: segment=", closed.asReadOnly());
            assertDoesNotThrow(() -> SegmentArgument.checkSource("key", closed.asReadOnly(), SIZE));
            final Thread stranger = new Thread(() -> refused("elem belongs to another thread: segment=", closed));
            final Throwable[] failure = new Throwable[1];
            stranger.setUncaughtExceptionHandler((thread, e) -> failure[0] = e);
            stranger.start();
            stranger.join();
            assertNull(failure[0]);
        }
        refused("elem was closed: segment=", closed);
    }

    @Test
    void shouldSayThatASegmentHasLostItsMemory()
    {
        final InternalError fault = new InternalError();
        final IllegalArgumentException lost = SegmentArgument.lost("key", MemorySegment.NULL, fault);
        assertTrue(lost.getMessage().startsWith("key cannot be read or written: segment="));
        assertSame(fault, lost.getCause());
    }

    @Test
    void shouldRefuseARangeThatASegmentDoesNotHave()
    {
        try (Arena arena = Arena.ofConfined())
        {
            final MemorySegment segment = arena.allocate(32);
            for (final long[] good : new long[][] {{0, 4}, {32, 0}, {7, 3}, {24, 1}})
            {
                assertDoesNotThrow(() -> SegmentArgument.checkTargetRange("keys", segment, good[0], good[1], SIZE));
            }
            for (final long[] bad : new long[][] {{0, 5}, {33, 0}, {1, 4}, {0, Long.MAX_VALUE}, {Long.MAX_VALUE, 1}})
            {
                final IllegalArgumentException e = assertThrows(IllegalArgumentException.class,
                    () -> SegmentArgument.checkRange("keys", segment, bad[0], bad[1], SIZE));
                assertTrue(e.getMessage().startsWith("keys too short: byteSize=32, offset="), e.getMessage());
            }
            for (final long[] bad : new long[][] {{-1, 1}, {0, -1}, {Long.MIN_VALUE, Long.MIN_VALUE}})
            {
                assertThrows(IndexOutOfBoundsException.class,
                    () -> SegmentArgument.checkRange("keys", segment, bad[0], bad[1], SIZE));
            }
            assertThrows(IllegalArgumentException.class,
                () -> SegmentArgument.checkTargetRange("keys", segment.asReadOnly(), 0, 1, SIZE));
            assertDoesNotThrow(() -> SegmentArgument.checkRange("keys", segment, 3, Long.MAX_VALUE, 0));
        }
    }

    /** A segment of a shared arena can be closed between the check and the access. */
    @Test
    void shouldSayThatASegmentWasClosedMeanwhile()
    {
        final MemorySegment closed;
        try (Arena arena = Arena.ofShared())
        {
            closed = arena.allocate(32);
        }
        final List<Executable> accesses = List.of(
            () -> SegmentArgument.read("keys", closed, 0, new long[1], 1),
            () -> SegmentArgument.read("keys", closed, 0, new int[1], 1),
            () -> SegmentArgument.read("keys", closed, 0, new double[1], 1),
            () -> SegmentArgument.read("keys", closed, 0, new byte[1], 1),
            () -> SegmentArgument.write("keys", closed, 0, new long[1], 1),
            () -> SegmentArgument.write("keys", closed, 0, new int[1], 1),
            () -> SegmentArgument.write("keys", closed, 0, new double[1], 1),
            () -> SegmentArgument.write("keys", closed, 0, 1L), () -> SegmentArgument.write("keys", closed, 0, 1),
            () -> SegmentArgument.write("keys", closed, 0, 1.0),
            () -> SegmentArgument.write("keys", closed, 0, new byte[1]),
            () -> SegmentArgument.write("keys", closed, 0, MemorySegment.ofArray(new byte[8]), 0, 8),
            () -> SegmentArgument.zero("keys", closed, 0, 8));
        for (final Executable access : accesses)
        {
            final IllegalArgumentException e = assertThrows(IllegalArgumentException.class, access);
            assertTrue(e.getMessage().startsWith("keys cannot be read or written: segment="), e.getMessage());
        }
    }

    @Test
    void shouldCountWhatWasDoneBeforeAPart()
    {
        final IllegalStateException cause = new IllegalStateException();
        final PutAllException ofPart = SegmentArgument.stopped(256, new PutAllException(3, cause));
        assertEquals(259, ofPart.doneCount());
        assertSame(cause, ofPart.getCause());
        assertEquals(256, SegmentArgument.stopped(256, cause).doneCount());
        assertSame(cause, SegmentArgument.stopped(256, cause).getCause());
    }
}
