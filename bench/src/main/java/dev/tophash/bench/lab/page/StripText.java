// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.page;

import dev.tophash.bench.lab.cases.StepResult;
import dev.tophash.bench.lab.go.ArrayStrip;
import dev.tophash.bench.lab.go.MapField;
import dev.tophash.bench.lab.go.MapView;
import dev.tophash.layout.classic.BmapDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The array of a map as a strip at a terminal, one sign a bucket, with the range that a step has zeroed under it.
 *
 * <pre>
 *   main  M0   ...4.............
 *     zeroed   ================
 *   spare M16  4S
 *     zeroed   ==
 * </pre>
 */
final class StripText
{
    private static final int LABEL = 14;
    private static final int SIGNS = 64;

    private final LessonTexts texts;

    StripText(final LessonTexts texts)
    {
        this.texts = texts;
    }

    /** Lines about the array after a step; none if the map has no array. */
    List<String> lines(final StepResult step)
    {
        final MapView map = step.whole().after();
        final List<String> lines = new ArrayList<>();
        if (map.strip().cells().isEmpty())
        {
            return lines;
        }
        lines.addAll(TerminalText.lines(2, texts.get("ui.strip")));
        for (final ArrayStrip.Kind kind : ArrayStrip.Kind.values())
        {
            final List<ArrayStrip.Cell> cells = map.strip().cells().stream().filter((cell) -> cell.kind() == kind)
                .toList();
            for (int from = 0; from < cells.size(); from += SIGNS)
            {
                row(cells.subList(from, Math.min(cells.size(), from + SIGNS)), kind, step, lines);
            }
        }
        if (map.strip().hidden() > 0)
        {
            lines.add("    " + texts.get("ui.strip.more").replace("{n}", Long.toString(map.strip().hidden())));
        }
        lines.addAll(TerminalText.lines(4, texts.get("ui.strip.key")));
        return lines;
    }

    private void row(
        final List<ArrayStrip.Cell> cells, final ArrayStrip.Kind kind, final StepResult step, final List<String> lines)
    {
        final MapView map = step.whole().after();
        final String next = map.extra().text(MapField.NEXT_OVERFLOW);
        final int size = BmapDescriptor.bucketSize(map.type());
        final StringBuilder signs = new StringBuilder();
        final StringBuilder zeroed = new StringBuilder();
        for (final ArrayStrip.Cell cell : cells)
        {
            signs.append(cell.sentinel() ? "S" : cell.name().equals(next) ? "^" : cell.live() == 0 ? "." :
                Integer.toString(cell.live()));
            final Frame.Range range = Frame.zeroedIn(cell.offset(), size, step.whole().zeroed());
            zeroed.append(range == null ? ' ' : range.from() == 0 && range.to() == size ? '=' : '-');
        }
        lines.add(label(texts.get("ui.strip." + kind.name().toLowerCase(Locale.ROOT)) + ' ' +
            cells.getFirst().name(), 2) + signs);
        if (!zeroed.toString().isBlank())
        {
            lines.add(label(texts.get("ui.strip.zeroed"), 4) + zeroed.toString().stripTrailing());
        }
    }

    private static String label(final String text, final int margin)
    {
        return " ".repeat(margin) + text + " ".repeat(Math.max(1, LABEL - margin - TerminalText.columns(text)));
    }
}
