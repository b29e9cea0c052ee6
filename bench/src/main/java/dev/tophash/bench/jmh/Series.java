// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** All iterations of one peer in one benchmark at one size, in rounds. */
final class Series
{
    private final List<Double> times = new ArrayList<>();
    private final List<Double> medians = new ArrayList<>();
    private double allocated = Double.POSITIVE_INFINITY;

    /** Adds the iterations of one round. */
    void add(final List<Double> round)
    {
        times.addAll(round);
        medians.add(at(round, 0.5));
    }

    /** Keeps the least, which has least of the harness's own in it. */
    void allocated(final double bytes)
    {
        allocated = Math.min(allocated, bytes);
    }

    double allocated()
    {
        return allocated;
    }

    /** A part of all iterations is at most this; 0 is the best. */
    double at(final double part)
    {
        return at(times, part);
    }

    /** Lowest, median and highest ratio of a round's median to another series' in the same round; rounds below 1. */
    String byRound(final Series other)
    {
        final List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(medians.size(), other.medians.size()); i++)
        {
            ratios.add(medians.get(i) / other.medians.get(i));
        }
        return String.format(Locale.ROOT, "%.2f %.2f %.2f %d/%d", at(ratios, 0), at(ratios, 0.5), at(ratios, 1),
            ratios.stream().filter(ratio -> ratio < 1).count(), ratios.size());
    }

    private static double at(final List<Double> values, final double part)
    {
        return values.isEmpty() ? Double.NaN :
            values.stream().sorted().skip((long)(part * (values.size() - 1))).findFirst().orElseThrow();
    }
}
