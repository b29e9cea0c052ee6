// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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
    private static final int WIDTH = 40;

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

    /**
     * The bars for a terminal.
     *
     * @param texts in which language.
     * @return lines.
     */
    public List<String> lines(final LessonTexts texts)
    {
        final List<String> lines = new ArrayList<>();
        lines.add(texts.get(title));
        final double largest = largest();
        for (int i = 0; i < labels.size(); i++)
        {
            for (final Series one : series)
            {
                final double value = one.values().get(i);
                final int width = 0 == largest ? 0 : (int)Math.round(WIDTH * value / largest);
                lines.add(String.format(Locale.ROOT, "%-14s %-8s %-40s %.2f %s",
                    one.equals(series.getFirst()) ? labels.get(i) : "", one.name(), "#".repeat(width), value, unit));
            }
        }
        return lines;
    }
}
