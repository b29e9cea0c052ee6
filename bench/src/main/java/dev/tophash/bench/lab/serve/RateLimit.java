// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.serve;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Allows so many requests a second, and as many at once after a quiet second. */
final class RateLimit
{
    private final int perSecond;
    private final LongSupplier nanoTime;
    private final long period;
    private long full;

    RateLimit(final int perSecond, final LongSupplier nanoTime)
    {
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
        this.period = TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.full = nanoTime.getAsLong();
    }

    /** Takes one; false if there is none. */
    synchronized boolean take()
    {
        final long now = nanoTime.getAsLong();
        // The time at which the bucket will be full again: each request puts it off by one period.
        final long next = (full - now > 0 ? full : now) + period;
        if (next - now > perSecond * period)
        {
            return false;
        }
        full = next;
        return true;
    }
}
