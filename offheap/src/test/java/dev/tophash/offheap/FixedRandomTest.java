// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FixedRandomTest
{
    @Test
    void shouldRepeatWhatItWasGiven()
    {
        final FixedRandom steady = FixedRandom.steady(7);
        assertEquals(7, steady.seed());
        assertEquals(7, steady.seed());
        assertEquals(0, steady.iterationStart() + steady.overflowSample() + steady.nanHash());
        final FixedRandom changed = steady.withSeed(8).withSamples(() -> 9).withNanHash(() -> 10);
        assertEquals(8, changed.seed());
        assertEquals(9, changed.overflowSample());
        assertEquals(10, changed.nanHash());
    }

    @Test
    void shouldMakeARunRepeatable()
    {
        final long[] seeds = new long[2];
        for (int i = 0; i < 2; i++)
        {
            try (OffHeapLongLongMap map = OffHeapMaps.longLong()
                .unsafeRandomnessForTests(FixedRandom.from(new SplittableRandom(42)), null).build())
            {
                map.put(1, 1);
                map.remove(1);
                seeds[i] = map.hash0();
            }
        }
        assertEquals(seeds[0], seeds[1]);
    }
}
