// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.page;

import dev.tophash.bench.lab.cases.BarChart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Bars for a terminal.
 */
public final class ChartLines
{
    private static final int WIDTH = 40;

    private ChartLines()
    {
    }

    /**
     * The lines of a chart.
     *
     * @param texts in which language.
     * @param chart what.
     * @return lines, the title first.
     */
    public static List<String> of(final LessonTexts texts, final BarChart chart)
    {
        final List<String> lines = new ArrayList<>();
        lines.add(texts.get(chart.title()));
        final double largest = chart.largest();
        for (int i = 0; i < chart.labels().size(); i++)
        {
            for (final BarChart.Series one : chart.series())
            {
                final double value = one.values().get(i);
                final int width = largest == 0 ? 0 : (int)Math.round(WIDTH * value / largest);
                lines.add(String.format(Locale.ROOT, "%-14s %-8s %-40s %.2f %s",
                    one.equals(chart.series().getFirst()) ? chart.labels().get(i) : "", one.name(), "#".repeat(width),
                    value, chart.unit()));
            }
        }
        return lines;
    }
}
