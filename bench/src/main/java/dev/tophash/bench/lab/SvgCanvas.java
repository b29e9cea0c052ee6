// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab;

import java.util.Locale;

/**
 * Boxes, words and arrows as SVG. Everything is drawn on white, so that it reads the same in a dark browser and in
 * print; {@code class} names say what a shape means, so that a test can ask for it.
 */
final class SvgCanvas
{
    /** Filling of what is wrong: hatched, so that it shows without colours too. */
    static final String HATCH = "url(#hatch)";
    static final String INK = "#212121";
    static final String GREY = "#757575";
    static final String RED = "#b71c1c";
    static final String BLUE = "#0d47a1";
    /** Frames of what changed. */
    static final String ORANGE = "#e65100";
    private static final int HEAD = 6;

    private final StringBuilder svg = new StringBuilder();

    /** The hatching; once for each page, before its pictures. */
    static String definitions()
    {
        return "<svg width=\"0\" height=\"0\" style=\"position:absolute\" aria-hidden=\"true\"><defs><pattern " +
            "id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" " +
            "patternTransform=\"rotate(45)\"><rect width=\"6\" height=\"6\" fill=\"#ffebee\"/><line x1=\"0\" " +
            "y1=\"0\" x2=\"0\" y2=\"6\" stroke=\"#ef9a9a\" stroke-width=\"3\"/></pattern></defs></svg>\n";
    }

    void box(final String role, final int x, final int y, final int width, final int height, final String fill)
    {
        svg.append(String.format(Locale.ROOT, "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" " +
            "fill=\"%s\" stroke=\"#616161\"/>%n", role, x, y, width, height, fill));
    }

    /** A thick frame around what changed, with a small roof so that it shows without colours. */
    void frame(final int x, final int y, final int width, final int height)
    {
        svg.append(String.format(Locale.ROOT, "<rect class=\"changed\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" " +
            "fill=\"none\" stroke=\"%s\" stroke-width=\"3\"/>%n", x + 1, y + 1, width - 2, height - 2, ORANGE));
    }

    void text(
        final String role, final int x, final int y, final int size, final String colour, final boolean bold,
        final String text)
    {
        svg.append(String.format(Locale.ROOT, "<text class=\"%s\" x=\"%d\" y=\"%d\" font-size=\"%d\" fill=\"%s\"" +
            "%s>%s</text>%n", role, x, y, size, colour, bold ? " font-weight=\"bold\"" : "",
            LessonHtml.escape(text)));
    }

    void upright(final int x, final int y, final String colour, final String text)
    {
        svg.append(String.format(Locale.ROOT, "<text class=\"mono\" transform=\"translate(%d,%d) rotate(-90)\" " +
            "font-size=\"12\" fill=\"%s\">%s</text>%n", x, y, colour, LessonHtml.escape(text)));
    }

    /** A line through points, x and y in turns; with a head at its end if it leads somewhere. */
    void line(final String role, final String colour, final boolean dashed, final boolean head, final int... points)
    {
        final StringBuilder path = new StringBuilder();
        for (int i = 0; i < points.length; i += 2)
        {
            path.append(0 == i ? 'M' : 'L').append(points[i]).append(' ').append(points[i + 1]).append(' ');
        }
        svg.append(String.format(Locale.ROOT, "<path class=\"%s\" d=\"%s\" fill=\"none\" stroke=\"%s\" " +
            "stroke-width=\"2\"%s/>%n", role, path.toString().strip(), colour,
            dashed ? " stroke-dasharray=\"4 3\"" : ""));
        if (head)
        {
            final int x = points[points.length - 2];
            final int y = points[points.length - 1];
            final int dx = Integer.signum(x - points[points.length - 4]);
            final int dy = Integer.signum(y - points[points.length - 3]);
            svg.append(String.format(Locale.ROOT, "<path d=\"M%d %d L%d %d L%d %d Z\" fill=\"%s\"/>%n", x, y,
                x - dx * HEAD - dy * HEAD / 2, y - dy * HEAD - dx * HEAD / 2,
                x - dx * HEAD + dy * HEAD / 2, y - dy * HEAD + dx * HEAD / 2, colour));
        }
    }

    /** The picture. */
    String picture(final int width, final int height, final String title)
    {
        return String.format(Locale.ROOT, "<svg viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" " +
            "xmlns=\"http://www.w3.org/2000/svg\"><title>%s</title>%n<rect width=\"%d\" height=\"%d\" " +
            "fill=\"#fff\"/>%n%s</svg>%n", width, height, width, height, LessonHtml.escape(title), width, height, svg);
    }
}
