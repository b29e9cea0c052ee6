// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab;

import dev.tophash.check.Finding;
import dev.tophash.layout.TopHash;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Chains as pictures: a row for each chain, a box for each bucket with its eight slots, arrows for overflow words.
 * What the verifier complains about is red and hatched, so that it shows in a black and white print too.
 */
final class ChainSvg
{
    private static final int SLOT_WIDTH = 26;
    private static final int BUCKET_WIDTH = 8 * SLOT_WIDTH;
    private static final int BUCKET_HEIGHT = 74;
    private static final int GAP = 54;
    private static final int ROW = 112;
    private static final int MAX_BUCKETS = 4;
    private static final int LABEL_HEIGHT = 18;

    private final StringBuilder svg = new StringBuilder();
    private final List<Finding> findings;
    private final String orphan;

    private ChainSvg(final List<Finding> findings, final String orphan)
    {
        this.orphan = orphan;
        this.findings = findings;
    }

    /** The picture of some chains. */
    static String draw(final List<ChainView> chains, final List<Finding> findings, final String orphan)
    {
        final int width = MAX_BUCKETS * (BUCKET_WIDTH + GAP) + 10;
        final ChainSvg picture = new ChainSvg(findings, orphan);
        picture.svg.append(String.format(Locale.ROOT,
            "<svg viewBox=\"0 0 %d %d\" xmlns=\"http://www.w3.org/2000/svg\" font-family=\"monospace\" " +
            "font-size=\"11\"><defs><pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" " +
            "patternTransform=\"rotate(45)\"><rect width=\"6\" height=\"6\" fill=\"#ffcdd2\"/>" +
            "<line x1=\"0\" y1=\"0\" x2=\"0\" y2=\"6\" stroke=\"#c62828\" stroke-width=\"2\"/></pattern></defs>%n",
            width, chains.size() * ROW));
        final Map<String, Integer> owners = new HashMap<>();
        chains.forEach((chain) -> chain.buckets().forEach((bucket) -> owners.merge(bucket.name(), 1, Integer::sum)));
        for (int row = 0; row < chains.size(); row++)
        {
            picture.chain(chains.get(row), row * ROW, owners);
        }
        return picture.svg.append("</svg>\n").toString();
    }

    private void chain(final ChainView chain, final int top, final Map<String, Integer> owners)
    {
        for (int i = 0; i < chain.buckets().size() && i < MAX_BUCKETS; i++)
        {
            final BucketView bucket = chain.buckets().get(i);
            final int left = 4 + i * (BUCKET_WIDTH + GAP);
            bucket(bucket, left, top + LABEL_HEIGHT, owners.getOrDefault(bucket.name(), 0) > 1);
            if (chain.cutOff() && 0 == i)
            {
                text(left + 34, top + LABEL_HEIGHT - 5, "#c62828", "✂ " + orphan, true);
            }
            arrow(bucket, left + BUCKET_WIDTH, top + LABEL_HEIGHT + BUCKET_HEIGHT / 2,
                i + 1 == MAX_BUCKETS && i + 1 < chain.buckets().size() ? chain.buckets().size() - MAX_BUCKETS : 0);
        }
    }

    private boolean complained(final BucketView bucket)
    {
        return findings.stream().anyMatch((finding) -> finding.location().equals("bucket " + bucket.name()) ||
            finding.location().startsWith("bucket " + bucket.name() + ", slot") ||
            finding.location().startsWith("bucket " + bucket.name() + ", tophash"));
    }

    private void bucket(final BucketView bucket, final int left, final int top, final boolean shared)
    {
        final boolean bad = shared || complained(bucket);
        text(left, top - 5, bad ? "#c62828" : "#000", bucket.name() + (shared ? "  × 2" : ""), true);
        for (int i = 0; i < 8; i++)
        {
            final BucketView.SlotView slot = bucket.slots().get(i);
            final int x = left + i * SLOT_WIDTH;
            rect(x, top, SLOT_WIDTH, 22, bad && slot.live() ? "url(#hatch)" : fill(slot.tophash()));
            text(x + 5, top + 15, "#000", String.format("%02x", slot.tophash()), slot.live());
            rect(x, top + 22, SLOT_WIDTH, 52, slot.live() ? "#fff" : "#f3f3f3");
            final String key = slot.key().isEmpty() ? slot.live() ? "0" : "" : slot.key();
            final String cut = key.length() <= 7 ? key : key.substring(key.length() - 7);
            svg.append(String.format(Locale.ROOT,
                "<text transform=\"translate(%d,%d) rotate(-90)\" fill=\"%s\">%s</text>%n", x + 17, top + 70,
                slot.live() ? "#000" : "#aaa", LessonHtml.escape(cut)));
        }
    }

    private static String fill(final int tophash)
    {
        if (TopHash.isEvacuated(tophash))
        {
            return "#bbdefb";
        }
        return TopHash.EMPTY_ONE == tophash ? "#fff3c4" : TopHash.EMPTY_REST == tophash ? "#eee" : "#c8e6c9";
    }

    private void arrow(final BucketView bucket, final int x, final int y, final int more)
    {
        switch (bucket.link())
        {
            case END -> text(x + 6, y + 4, "#777", "nil", false);
            case NEXT ->
            {
                line(x, y, x + GAP - 8, y, "#1565c0");
                if (more > 0)
                {
                    text(x + 4, y - 6, "#1565c0", "+ " + more, false);
                }
            }
            case LOOP ->
            {
                svg.append(String.format(Locale.ROOT, "<path d=\"M%d %d h20 v-48 h-%d v8\" fill=\"none\" " +
                    "stroke=\"#c62828\" stroke-width=\"2\" stroke-dasharray=\"4 2\"/>%n", x, y,
                    BUCKET_WIDTH / 2 + 20));
                text(x + 4, y + 16, "#c62828", "↺ " + bucket.next(), true);
            }
            case ASTRAY ->
            {
                line(x, y, x + 24, y, "#c62828");
                text(x + 2, y + 16, "#c62828", "✗ " + bucket.next(), true);
            }
        }
    }

    private void rect(final int x, final int y, final int width, final int height, final String fill)
    {
        svg.append(String.format(Locale.ROOT, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\" " +
            "stroke=\"#888\"/>%n", x, y, width, height, fill));
    }

    private void text(final int x, final int y, final String colour, final String text, final boolean bold)
    {
        svg.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\" fill=\"%s\"%s>%s</text>%n", x, y, colour,
            bold ? " font-weight=\"bold\"" : "", LessonHtml.escape(text)));
    }

    private void line(final int x1, final int y1, final int x2, final int y2, final String colour)
    {
        svg.append(String.format(Locale.ROOT, "<path d=\"M%d %d L%d %d m-6 -4 l6 4 l-6 4\" fill=\"none\" " +
            "stroke=\"%s\" stroke-width=\"2\"/>%n", x1, y1, x2, y2, colour));
    }
}
