// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PauseTest
{
    private static final long NANOS = 3_000_000;

    /** F12: in an interrupted thread every wait was over at once. */
    @Test
    void f12ShouldWaitInAnInterruptedThreadToo()
    {
        Thread.currentThread().interrupt();
        final long begin = System.nanoTime();
        Pause.nanos(NANOS);
        assertTrue(System.nanoTime() - begin >= NANOS);
        assertTrue(Thread.interrupted(), "the interrupt was lost");
        Pause.nanos(1);
        final boolean interrupted = Thread.interrupted();
        assertFalse(interrupted);
    }
}
