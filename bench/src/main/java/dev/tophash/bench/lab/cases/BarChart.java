// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.cases;

import java.util.List;

/**
 * Numbers to be drawn as bars: groups of bars side by side, one bar for each series.
 *
 * @param title  key of the text above it.
 * @param unit   what the numbers are: "%", "ns".
 * @param labels one for each group.
 * @param series the numbers.
 */
public record BarChart(String title, String unit, List<String> labels, List<Series> series)
{
    /** Fixed lists. */
    public BarChart
    {
        labels = List.copyOf(labels);
        series = List.copyOf(series);
    }

    /**
     * Bars of one kind.
     *
     * @param name   for example a key type.
     * @param values one for each group.
     */
    public record Series(String name, List<Double> values)
    {
        /** A fixed list. */
        public Series
        {
            values = List.copyOf(values);
        }
    }

    /**
     * The longest bar.
     *
     * @return the largest value.
     */
    public double largest()
    {
        return series.stream().flatMap((one) -> one.values().stream()).mapToDouble(Double::doubleValue).max()
            .orElse(0);
    }
}
