// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.latency.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class FixedRateTest
{
    @Test
    void shouldScheduleWithoutAnErrorThatAddsUp()
    {
        final FixedRate rate = new FixedRate(3);
        assertEquals(List.of(5L, 333_333_338L, 666_666_671L, 1_000_000_005L),
            LongStream.range(0, 4).mapToObj(i -> rate.scheduled(5, i)).toList());
        assertEquals(33_333_333_333_333_333L, rate.scheduled(0, 100_000_000L));
    }

    /** No operation is left out, whoever is late; and who waits for a long one has waited: no upper bound is asked. */
    @Test
    void shouldCountTheTimeOfThoseThatWaited()
    {
        final List<Long> done = new ArrayList<>();
        final long pause = 20_000_000;
        final Histogram histogram = new FixedRate(1_000_000).run(1_000, i ->
        {
            done.add(i);
            if (i == 0)
            {
                final long start = System.nanoTime();
                while (System.nanoTime() - start < pause)
                {
                    Thread.onSpinWait();
                }
            }
        });
        assertEquals(LongStream.range(0, 1_000).boxed().toList(), done);
        assertEquals(1_000, histogram.getTotalCount());
        // The last was scheduled a millisecond after the first, so it waited for 19 of its 20.
        assertTrue(histogram.getMinValue() >= 18_900_000, () -> "least=" + histogram.getMinValue());
    }
}
