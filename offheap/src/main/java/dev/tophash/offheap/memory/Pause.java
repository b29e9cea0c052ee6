// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import java.util.concurrent.locks.LockSupport;

/** Waits that an interrupted thread keeps too; {@link LockSupport#parkNanos} returns at once in such a thread. */
final class Pause
{
    private Pause()
    {
    }

    /** Waits for so many nanoseconds at least, and leaves the thread as interrupted as it was. */
    static void nanos(final long nanos)
    {
        final long begin = System.nanoTime();
        boolean interrupted = false;
        for (long left = nanos; left > 0; left = nanos - (System.nanoTime() - begin))
        {
            LockSupport.parkNanos(left);
            interrupted |= Thread.interrupted();
        }
        if (interrupted)
        {
            Thread.currentThread().interrupt();
        }
    }
}
