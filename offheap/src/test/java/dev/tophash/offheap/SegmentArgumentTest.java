// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

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
        refused("elem on the Java heap, use the byte[] form: segment=", MemorySegment.ofArray(new byte[SIZE]));
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
}
