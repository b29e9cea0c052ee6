// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.page;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Two texts side by side, with an exclamation mark between lines that differ.
 */
public final class TwoColumns
{
    private final int width;

    /**
     * Columns.
     *
     * @param width of each, in characters.
     */
    public TwoColumns(final int width)
    {
        this.width = width;
    }

    /**
     * Lays two texts out.
     *
     * @param titles     one for each column.
     * @param left       lines.
     * @param right      lines.
     * @param comparable what of a line counts.
     * @return lines of both, the titles first.
     */
    public List<String> of(
        final List<String> titles, final List<String> left, final List<String> right,
        final UnaryOperator<String> comparable)
    {
        final List<String> lines = new ArrayList<>();
        row(lines, titles.getFirst(), " | ", titles.getLast());
        lines.add("-".repeat(width) + "-+-" + "-".repeat(width));
        for (int i = 0; i < Math.max(left.size(), right.size()); i++)
        {
            final String x = i < left.size() ? left.get(i) : null;
            final String y = i < right.size() ? right.get(i) : null;
            final boolean same = x != null && y != null && comparable.apply(x).equals(comparable.apply(y));
            row(lines, x == null ? "" : x, same ? " | " : " ! ", y == null ? "" : y);
        }
        return lines;
    }

    private void row(final List<String> lines, final String left, final String mark, final String right)
    {
        final List<String> x = wrap(left);
        final List<String> y = wrap(right);
        for (int i = 0; i < Math.max(x.size(), y.size()); i++)
        {
            final String part = i < x.size() ? x.get(i) : "";
            final String line = part + " ".repeat(width - cells(part)) + mark + (i < y.size() ? y.get(i) : "");
            lines.add(line.stripTrailing());
        }
    }

    /** Breaks at spaces where there are any. */
    private List<String> wrap(final String text)
    {
        final List<String> parts = new ArrayList<>();
        String rest = text;
        while (cells(rest) > width)
        {
            int end = 0;
            int cells = 0;
            while (cells + cells(rest.charAt(end)) <= width)
            {
                cells += cells(rest.charAt(end++));
            }
            final int space = rest.lastIndexOf(' ', end);
            final int cut = space > width / 2 ? space : end;
            parts.add(rest.substring(0, cut).stripTrailing());
            rest = "  " + rest.substring(cut).stripLeading();
        }
        parts.add(rest);
        return parts;
    }

    private static int cells(final String text)
    {
        return text.chars().map((letter) -> cells((char)letter)).sum();
    }

    /** Chinese letters are two columns wide. */
    private static int cells(final char letter)
    {
        return letter >= '\u2e80' && letter < '\ud800' || letter >= '\uff00' && letter < '\uff61' ? 2 : 1;
    }
}
