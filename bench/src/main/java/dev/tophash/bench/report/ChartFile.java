// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.report;

import java.util.List;
import java.util.Locale;

/** A table as one SVG file: a picture for each row, three beside each other. It loads nothing. */
public final class ChartFile
{
    private static final int COLUMNS = 3;
    private static final int HEAD = 56;
    private static final int TITLE = 20;
    private static final int GAP = 16;

    private ChartFile()
    {
    }

    /**
     * Makes a file.
     *
     * @param table what it shows.
     * @param below a line below all, such as where it was measured.
     * @return SVG.
     */
    public static String of(final BenchTable table, final String below)
    {
        final List<Bars> all =
            table.rows().stream().map(row -> new Bars(table.columns(), row.values(), false)).toList();
        final int step = TITLE + GAP + all.stream().mapToInt(Bars::height).max().orElse(0);
        final int lines = (all.size() + COLUMNS - 1) / COLUMNS;
        final int width = COLUMNS * (Bars.WIDTH + GAP) + GAP;
        final int height = HEAD + lines * step + TITLE;
        final StringBuilder words = new StringBuilder(table.title()).append("; ").append(table.unit());
        for (int i = 0; i < all.size(); i++)
        {
            words.append(". ").append(table.rows().get(i).name()).append(": ").append(all.get(i).words());
        }
        final StringBuilder out = new StringBuilder(1 << 14);
        out.append(String.format(Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n", width,
            height, Bars.text(words.toString()))).append("<style>\n").append(Bars.COLOURS).append(Bars.STYLE)
            .append(".back { fill: var(--back) } .title { font-weight: bold }\n</style>\n").append(Bars.HATCH)
            .append(String.format(Locale.ROOT, "\n<rect class=\"back\" width=\"%d\" height=\"%d\"/>\n", width, height))
            .append(line(GAP, 24, "title", table.title())).append(line(GAP, 42, "unit", table.unit()));
        for (int i = 0; i < all.size(); i++)
        {
            out.append(String.format(Locale.ROOT, "<g transform=\"translate(%d %d)\">\n",
                GAP + i % COLUMNS * (Bars.WIDTH + GAP), HEAD + i / COLUMNS * step))
                .append(line(0, 14, "title", table.rows().get(i).name()))
                .append("<g transform=\"translate(0 ").append(TITLE).append(")\">\n").append(all.get(i).elements())
                .append("</g>\n</g>\n");
        }
        return out.append(line(GAP, height - 8, "unit", below)).append("</svg>\n").toString();
    }

    private static String line(final int x, final int y, final String style, final String text)
    {
        return String.format(Locale.ROOT, "<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>\n", style, x, y,
            Bars.text(text));
    }
}
