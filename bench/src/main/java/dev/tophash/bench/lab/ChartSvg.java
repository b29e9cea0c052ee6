// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab;

import java.util.Locale;

/**
 * Bars as SVG: a row for each bar, its number beside it, so that nobody has to read a length.
 */
final class ChartSvg
{
    private static final int LABEL = 150;
    private static final int NAME = 90;
    private static final int LENGTH = 420;
    private static final int NUMBER = 120;
    private static final int ROW = 18;
    private static final int GAP = 8;
    private static final String[] FILLS = {"#64b5f6", "#ffe082", "#a5d6a7", "#e0e0e0"};

    private ChartSvg()
    {
    }

    /** The picture of a chart. */
    static String draw(final BarChart chart, final LessonTexts texts)
    {
        final SvgCanvas canvas = new SvgCanvas();
        final double largest = Math.max(chart.largest(), Double.MIN_NORMAL);
        int y = GAP;
        for (int i = 0; i < chart.labels().size(); i++)
        {
            canvas.text("title", 4, y + 13, 12, SvgCanvas.INK, true, chart.labels().get(i));
            for (int j = 0; j < chart.series().size(); j++)
            {
                final BarChart.Series one = chart.series().get(j);
                final double value = one.values().get(i);
                canvas.text("kind", LABEL, y + 13, 11, SvgCanvas.GREY, false, one.name());
                canvas.box("bar", LABEL + NAME, y + 2, 1 + (int)Math.round(LENGTH * value / largest), ROW - 4,
                    FILLS[j % FILLS.length]);
                canvas.text("mono", LABEL + NAME + 8 + (int)Math.round(LENGTH * value / largest), y + 13, 11,
                    SvgCanvas.INK, false, String.format(Locale.ROOT, "%.2f %s", value, chart.unit()));
                y += ROW;
            }
            y += GAP;
        }
        return canvas.picture(LABEL + NAME + LENGTH + NUMBER, y, texts.get(chart.title()));
    }
}
