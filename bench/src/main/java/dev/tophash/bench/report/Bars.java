// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One picture: bars that lie one below the other, each with its name and its number. What has no number has no bar. */
final class Bars
{
    /** Width of a picture. */
    static final int WIDTH = 340;

    /** What pictures need of a style sheet; ours is hatched, so that nothing is said by colour alone. */
    static final String STYLE = """
        svg text { fill: var(--text); font: 12px system-ui, sans-serif }
        .bar { fill: var(--bar) } .ours { fill: url(#hatch); stroke: var(--ours) }
        .hatch { stroke: var(--ours) } .own { font-weight: bold }
        """;
    /** Colours for light and for dark. */
    static final String COLOURS = """
        :root { --back: #fff; --text: #1b1b1b; --soft: #666; --line: #ccc; --bar: #9ab; --ours: #b3541e; }
        @media (prefers-color-scheme: dark) {
          :root { --back: #16181b; --text: #e8e8e8; --soft: #aaa; --line: #444; --bar: #567; --ours: #e08a52; }
        }
        """;
    /** What is referred to as the hatching. */
    static final String HATCH = """
        <defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">\
        <line class="hatch" x1="0" y1="0" x2="0" y2="6" stroke-width="6"/></pattern></defs>""";

    private static final String OURS = "Tophash";
    private static final int NAME_WIDTH = 100;
    private static final int BAR_WIDTH = 180;
    private static final int LINE = 20;
    private static final int MARGIN = 4;

    private final List<String> names = new ArrayList<>();
    private final List<Double> values = new ArrayList<>();
    private final boolean log;

    Bars(final List<String> names, final List<Double> values, final boolean log)
    {
        this.log = log;
        for (int i = 0; i < names.size(); i++)
        {
            if (Double.isFinite(values.get(i)))
            {
                this.names.add(names.get(i));
                this.values.add(values.get(i));
            }
        }
    }

    int height()
    {
        return LINE * names.size() + MARGIN;
    }

    /** What the picture shows, in words. */
    String words()
    {
        final StringBuilder words = new StringBuilder();
        for (int i = 0; i < names.size(); i++)
        {
            words.append(i == 0 ? "" : ", ").append(names.get(i).strip()).append(' ')
                .append(BenchTable.number(values.get(i)));
        }
        return words.toString();
    }

    /** Elements of SVG, from (0, 0) on. */
    String elements()
    {
        final double most = values.stream().mapToDouble(Double::doubleValue).max().orElse(1);
        final double least =
            values.stream().mapToDouble(Double::doubleValue).filter(value -> value > 0).min().orElse(1);
        final StringBuilder out = new StringBuilder();
        int y = MARGIN / 2;
        for (int i = 0; i < names.size(); i++)
        {
            final double value = values.get(i);
            final boolean ours = names.get(i).startsWith(OURS);
            final String own = ours ? " class=\"own\"" : "";
            final double width = Math.max(1, BAR_WIDTH * (log ? logarithmic(value, least, most) :
                value / Math.max(most, Double.MIN_NORMAL)));
            out.append(String.format(Locale.ROOT,
                "<text%s x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text><rect class=\"%s\" x=\"%d\" y=\"%d\" " +
                "width=\"%.1f\" height=\"%d\"/><text%s x=\"%.1f\" y=\"%d\">%s</text>\n", own, NAME_WIDTH - 6, y + 14,
                text(names.get(i)), ours ? "ours" : "bar", NAME_WIDTH, y + 3, width, LINE - 6, own,
                NAME_WIDTH + width + 5, y + 14, BenchTable.number(value)));
            y += LINE;
        }
        return out.toString();
    }

    /** From a tenth of the least, so that it has a bar, too. */
    private static double logarithmic(final double value, final double least, final double most)
    {
        final double from = Math.log10(least) - 1;
        return value <= 0 ? 0 : (Math.log10(value) - from) / Math.max(1, Math.log10(most) - from);
    }

    /** Text in HTML or XML. */
    static String text(final String raw)
    {
        return raw.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
