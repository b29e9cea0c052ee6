// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.page;

import java.util.ArrayList;
import java.util.List;

/**
 * Text for a terminal of 80 columns: broken at spaces where there are any, a Chinese character counted as two columns.
 */
public final class TerminalText
{
    /** Columns of the smallest terminal that the lab is made for; the last one stays free. */
    public static final int WIDTH = 79;
    /** Its rows. */
    static final int ROWS = 24;

    private TerminalText()
    {
    }

    /**
     * Breaks a text.
     *
     * @param margin columns in front; the later lines stand two further in.
     * @param text   what to break.
     * @return lines of at most {@link #WIDTH} columns.
     */
    public static List<String> lines(final int margin, final String text)
    {
        final List<String> lines = new ArrayList<>();
        for (final String piece : Glossary.wrapped(text, WIDTH - margin - 2))
        {
            String rest = piece;
            while (columns(rest) > WIDTH - margin - 2)
            {
                final int end = fitting(rest, WIDTH - margin - 2);
                lines.add(" ".repeat(lines.isEmpty() ? margin : margin + 2) + rest.substring(0, end));
                rest = rest.substring(end);
            }
            lines.add((" ".repeat(lines.isEmpty() ? margin : margin + 2) + rest).stripTrailing());
        }
        return lines;
    }

    private static int fitting(final String text, final int width)
    {
        int end = 0;
        int columns = 0;
        while (end < text.length() && columns + columns(text.charAt(end)) <= width)
        {
            columns += columns(text.charAt(end++));
        }
        return end;
    }

    /** As much of the end of a text as this many columns hold; keys of a JDK are texts in any script. */
    static String end(final String text, final int width)
    {
        int start = text.length();
        int columns = 0;
        while (start > 0 && columns + columns(text.charAt(start - 1)) <= width)
        {
            columns += columns(text.charAt(--start));
        }
        return text.substring(start);
    }

    /**
     * How wide a text is; colours take no room.
     *
     * @param text a line.
     * @return columns.
     */
    public static int columns(final String text)
    {
        return text.replaceAll("\u001b\\[[0-9;]*m", "").chars().map(TerminalText::columns).sum();
    }

    private static int columns(final int letter)
    {
        return letter >= 0x2e80 && letter < 0xd800 || letter >= 0xff00 && letter < 0xff61 ? 2 : 1;
    }
}
