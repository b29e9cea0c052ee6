// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.page;

import dev.tophash.bench.lab.cases.StepResult;
import dev.tophash.bench.lab.go.BucketView;
import dev.tophash.bench.lab.go.KeyWay;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The way of a key at a terminal, with the numbers of this very key: its hash, the bucket that the low bits choose, the
 * tophash bytes that are compared, and where the search ends. The sentences are those of the page.
 */
final class WayText
{
    private final LessonTexts texts;

    WayText(final LessonTexts texts)
    {
        this.texts = texts;
    }

    /** Lines about a way through the bytes after a step. */
    List<String> lines(final StepResult step, final KeyWay way)
    {
        final List<String> lines = new ArrayList<>();
        tell(lines, way, "way.hash");
        lines.add("    " + bits(way));
        tell(lines, way, way.old() ? "way.bucket.old" : "way.bucket");
        tell(lines, way, "way.top");
        for (int i = 0; i < way.visits().size(); i++)
        {
            visit(lines, step, way, i);
        }
        tell(lines, way, "way.end." + way.end());
        return lines;
    }

    /** The hash bit by bit, the bits that choose the bucket in brackets. */
    private static String bits(final KeyWay way)
    {
        final String bits = Long.toBinaryString(way.hash());
        final String all = "0".repeat(Long.SIZE - bits.length()) + bits;
        final int low = Long.SIZE - way.b();
        return all.substring(0, Byte.SIZE) + ' ' + all.substring(Byte.SIZE, low) + '[' + all.substring(low) + ']';
    }

    private void visit(final List<String> lines, final StepResult step, final KeyWay way, final int index)
    {
        final KeyWay.Visit visit = way.visits().get(index);
        final BucketView bucket = step.after().stream().flatMap((chain) -> chain.buckets().stream())
            .filter((one) -> one.offset() == visit.offset()).findFirst().orElse(null);
        if (bucket != null)
        {
            final StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "    %-5s", visit.name()));
            for (int i = 0; i < bucket.slots().size(); i++)
            {
                final String sign = i == visit.equal() ? "*" : visit.fits().contains(i) ? "?" : " ";
                row.append(String.format(Locale.ROOT, " %s%02x", sign, bucket.slots().get(i).tophash()));
            }
            lines.add(row.toString());
        }
        final String keys = visit.fits().stream().map((slot) -> bucket == null ? "?" :
            bucket.slots().get(slot).key().isEmpty() ? "0" : bucket.slots().get(slot).key())
            .collect(Collectors.joining(", "));
        final String compared = filled(way, texts.get(visit.fits().isEmpty() ? "way.none" : "way.fits"))
            .replace("{slots}", visit.fits().stream().map(String::valueOf).collect(Collectors.joining(", ")))
            .replace("{keys}", keys);
        final String on = index == way.visits().size() - 1 ? "" :
            ' ' + texts.get("way.next").replace("{name}", way.visits().get(index + 1).name());
        lines.addAll(TerminalText.lines(4, compared + on));
    }

    private void tell(final List<String> lines, final KeyWay way, final String key)
    {
        lines.addAll(TerminalText.lines(2, filled(way, texts.get(key))));
    }

    private String filled(final KeyWay way, final String text)
    {
        final KeyWay.Visit last = way.visits().isEmpty() ? null : way.visits().getLast();
        final String low = Long.toBinaryString(way.bucket());
        return text.replace("{key}", way.key()).replace("{hash}", String.format(Locale.ROOT, "%016x", way.hash()))
            .replace("{b}", Integer.toString(way.b())).replace("{bucket}", Long.toString(way.bucket()))
            .replace("{top}", String.format(Locale.ROOT, "%02x", way.top())).replace("{elem}", way.elem())
            .replace("{low}", "0".repeat(Math.max(0, way.b() - low.length())) + low)
            .replace("{head}", (way.old() ? "O" : "M") + way.bucket())
            .replace("{name}", last == null ? "" : last.name())
            .replace("{slot}", last == null ? "" : Integer.toString(last.equal()));
    }
}
