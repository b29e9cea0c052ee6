// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateLimitTest
{
    private long now = Long.MAX_VALUE - 5; // a clock that overflows soon
    private final RateLimit limit = new RateLimit(10, () -> now);

    private long taken(final int tries)
    {
        return IntStream.range(0, tries).filter((ignored) -> limit.take()).count();
    }

    @Test
    void shouldAllowASecondsWorthAtOnceAndThenSoManyASecond()
    {
        assertEquals(10, taken(50));
        now += TimeUnit.MILLISECONDS.toNanos(100);
        assertTrue(limit.take());
        assertFalse(limit.take());
        now += TimeUnit.MILLISECONDS.toNanos(500);
        assertEquals(5, taken(50));
        now += TimeUnit.HOURS.toNanos(1);
        assertEquals(10, taken(50), "an hour of rest gives no more than a second's worth");
    }
}
