// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.latency;

import dev.tophash.bench.latency.driver.GrowSubject;
import java.util.Set;

/**
 * What to measure.
 *
 * @param subjects whose puts; may be empty.
 * @param entries  entries at the end.
 * @param rate     operations a second.
 * @param swapping entries of the map that is swapped.
 * @param seconds  how long the map with a swap once a second is measured; 0 leaves it out.
 */
public record LatencyPlan(Set<GrowSubject> subjects, int entries, int rate, int swapping, int seconds)
{
    private static final int MOST_ENTRIES = 100_000_000;
    private static final int MOST_RATE = 5_000_000;
    private static final int LEAST_RATE = 1_000;
    private static final int MOST_SECONDS = 3_600;

    /** Checks the numbers. */
    public LatencyPlan
    {
        if (entries < 1 || entries > MOST_ENTRIES || swapping < 1 || swapping > MOST_ENTRIES)
        {
            throw new IllegalArgumentException("from 1 to " + MOST_ENTRIES + " entries: entries=" + entries +
                ", swapping=" + swapping);
        }
        if (rate < LEAST_RATE || rate > MOST_RATE)
        {
            throw new IllegalArgumentException("from " + LEAST_RATE + " to " + MOST_RATE + " operations a second: " +
                "rate=" + rate);
        }
        if (seconds < 0 || seconds > MOST_SECONDS)
        {
            throw new IllegalArgumentException("from 0 to " + MOST_SECONDS + ": seconds=" + seconds);
        }
    }
}
