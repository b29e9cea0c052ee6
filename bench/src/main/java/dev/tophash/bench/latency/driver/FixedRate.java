// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.latency.driver;

import java.util.function.LongConsumer;
import org.HdrHistogram.Histogram;

/**
 * Operations that come at a fixed rate, whether the one before has ended or not. A latency counts from the moment for
 * which the operation was scheduled, so a long one is also in the latencies of those that had to wait for it.
 */
final class FixedRate
{
    private static final long HIGHEST_NANOS = 100_000_000_000L;
    private static final int DIGITS = 3;

    private final long rate;

    /** So many operations a second. */
    FixedRate(final long rate)
    {
        this.rate = rate;
    }

    static Histogram histogram()
    {
        return new Histogram(HIGHEST_NANOS, DIGITS);
    }

    /** Runs operations from 0 to a count; the numbers are passed on. */
    Histogram run(final long count, final LongConsumer operation)
    {
        final Histogram histogram = histogram();
        final long start = System.nanoTime();
        for (long i = 0; i < count; i++)
        {
            final long scheduled = scheduled(start, i);
            while (System.nanoTime() - scheduled < 0)
            {
                Thread.onSpinWait();
            }
            operation.accept(i);
            histogram.recordValue(Math.min(System.nanoTime() - scheduled, HIGHEST_NANOS));
        }
        return histogram;
    }

    /** The moment of an operation; no error adds up. */
    long scheduled(final long start, final long number)
    {
        return start + number / rate * 1_000_000_000 + number % rate * 1_000_000_000 / rate;
    }
}
