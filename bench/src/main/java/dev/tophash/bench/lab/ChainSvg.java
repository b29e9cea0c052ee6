// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab;

import dev.tophash.check.Check;
import dev.tophash.layout.TopHash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The pictures of one case: the header as a row of fields, below it the chains, a box for each bucket with its eight
 * slots, arrows for overflow words.
 *
 * <p>A bucket keeps its place in all pictures of a case, whoever leads to it, so that an arrow that went away or came
 * leaps to the eye. Each thing to see is drawn and also said in words beside it: a print without colours, or a reader
 * who sees none, loses nothing.
 */
final class ChainSvg
{
    private static final int SLOT_WIDTH = 22;
    private static final int BUCKET_WIDTH = 8 * SLOT_WIDTH;
    private static final int GAP = 52;
    private static final int LEFT = 18;
    private static final int COLUMNS = 4;
    private static final int MAX_BUCKETS = 12;
    private static final int FIELD_WIDTH = 88;
    private static final int FIELD_HEIGHT = 48;
    private static final int FIELD_COLUMNS = 5;
    private static final int HEADER_HEIGHT = 20;
    private static final int TITLE = 32;
    private static final int TOPS = 22;
    private static final int KEYS = 54;
    private static final int LINE = 15;
    private static final int PILL = 44;
    private static final int KEY_LENGTH = 7;
    /** What fits below a bucket and the gap beside it. */
    private static final int WORDS_COLUMNS = 28;

    /** Where a bucket stands: row and column. */
    private record Place(int row, int column)
    {
    }

    private final LessonTexts texts;
    /** Whether the verifier's words stand at the buckets too. */
    private final boolean codes;
    private final StepMarks steps = new StepMarks();
    private final Map<Long, Place> places = new HashMap<>();
    private final Map<Long, String> firstNames = new HashMap<>();

    private SvgCanvas canvas;
    private long mainCount;
    private int columns = 2;
    private final Map<Long, Integer> tops = new HashMap<>();
    /** Names of buckets without a trace of an entry: a link to such a bucket may go. */
    private final Set<String> clean = new HashSet<>();

    ChainSvg(final LessonTexts texts, final boolean codes)
    {
        this.texts = texts;
        this.codes = codes;
    }

    /** The picture before a step. */
    String before(final StepResult step)
    {
        place(step.before());
        return draw(steps.before(step), step.before(), step.headerBefore(), List.of(), Set.of(), "ui.before");
    }

    /** The picture after it; to be asked for after that of before. */
    String after(final StepResult step)
    {
        place(step.after());
        return draw(steps.after(step), step.after(), step.headerAfter(), step.headerBefore(),
            StepMarks.wrongFields(step), "ui.after");
    }

    /** Whether the last picture is too wide to stand beside another one. */
    boolean wide()
    {
        return columns > 2;
    }

    // ------------------------------------------------------------------------------------------------ places

    private void place(final List<ChainView> chains)
    {
        for (final ChainView chain : chains)
        {
            Place last = null;
            for (final BucketView bucket : chain.buckets().subList(0, Math.min(MAX_BUCKETS, chain.buckets().size())))
            {
                firstNames.putIfAbsent(bucket.offset(), bucket.name());
                final Place known = places.get(bucket.offset());
                last = null != known ? known : free(last);
                places.put(bucket.offset(), last);
            }
        }
    }

    private Place free(final Place last)
    {
        final Place beside = null == last ? null : new Place(last.row, last.column + 1);
        return null != beside && beside.column < COLUMNS && !places.containsValue(beside) ? beside :
            new Place(1 + places.values().stream().mapToInt(Place::row).max().orElse(-1), 0);
    }

    // ------------------------------------------------------------------------------------------------ drawing

    private String draw(
        final List<StepMarks.Marks> all, final List<ChainView> chains, final List<String> header,
        final List<String> headerBefore, final Set<String> wrong, final String when)
    {
        canvas = new SvgCanvas();
        tops.clear();
        final List<StepMarks.Marks> marks =
            all.stream().filter((one) -> places.containsKey(one.bucket().offset())).toList();
        mainCount = 1L << Integer.parseInt(StepMarks.fields(header).get("B"));
        int y = header(StepMarks.fields(header), StepMarks.fields(headerBefore), wrong);
        final Map<Integer, List<StepMarks.Marks>> rows = marks.stream().collect(Collectors.groupingBy(
            (one) -> places.get(one.bucket().offset()).row, TreeMap::new, Collectors.toList()));
        clean.clear();
        marks.stream().filter((one) -> !one.used()).forEach((one) -> clean.add(one.bucket().name()));
        columns = 2;
        for (final List<StepMarks.Marks> row : rows.values())
        {
            int height = 0;
            for (final StepMarks.Marks one : row)
            {
                tops.put(one.bucket().offset(), y + TITLE);
                columns = Math.max(columns, 1 + places.get(one.bucket().offset()).column);
                height = Math.max(height, bucket(one, y));
            }
            y += height;
        }
        chains.forEach(this::links);
        marks.forEach(this::cut);
        final int width = LEFT + columns * (BUCKET_WIDTH + GAP) + 4;
        return canvas.picture(width, y + 4, texts.get(when));
    }

    private int header(final Map<String, String> fields, final Map<String, String> before, final Set<String> wrong)
    {
        canvas.text("title", LEFT, 14, 12, SvgCanvas.INK, true, texts.get("pic.header"));
        int index = 0;
        for (final Map.Entry<String, String> field : fields.entrySet())
        {
            final int x = LEFT + index % FIELD_COLUMNS * FIELD_WIDTH;
            final int y = HEADER_HEIGHT + index / FIELD_COLUMNS * FIELD_HEIGHT;
            final boolean bad = wrong.contains(field.getKey());
            canvas.box("field", x, y, FIELD_WIDTH, FIELD_HEIGHT - 4, bad ? SvgCanvas.HATCH : "#fafafa");
            canvas.text("mono", x + 5, y + 12, 10, SvgCanvas.GREY, false, field.getKey());
            canvas.text("mono", x + 5, y + 26, 13, SvgCanvas.INK, true, field.getValue());
            final String was = before.getOrDefault(field.getKey(), field.getValue());
            if (!was.equals(field.getValue()))
            {
                canvas.frame(x, y, FIELD_WIDTH, FIELD_HEIGHT - 4);
                canvas.text("was", x + 5, y + 39, 9, SvgCanvas.ORANGE, true, texts.get("pic.was") + ' ' + was);
            }
            if (bad)
            {
                canvas.text("wrong", x + FIELD_WIDTH - 40, y + 26, 11, SvgCanvas.RED, true, texts.get("pic.wrong"));
            }
            index++;
        }
        return HEADER_HEIGHT + (index + FIELD_COLUMNS - 1) / FIELD_COLUMNS * FIELD_HEIGHT + 6;
    }

    /** One bucket with what is to be said about it; returns the height that this takes. */
    private int bucket(final StepMarks.Marks marks, final int y)
    {
        final BucketView bucket = marks.bucket();
        final int left = left(bucket.offset());
        canvas.text("title", left, y + 16, 12, SvgCanvas.INK, true, bucket.name());
        canvas.text("kind", left + 9 * bucket.name().length() + 6, y + 16, 11, SvgCanvas.GREY, false, kind(marks));
        for (int i = 0; i < bucket.slots().size(); i++)
        {
            slot(marks, i, left + i * SLOT_WIDTH, y + TITLE);
        }
        int bottom = y + TITLE + TOPS + KEYS;
        if (BucketView.Link.LOOP == bucket.link())
        {
            bottom += LINE;
        }
        if (marks.cursor())
        {
            cursor(marks, left, bottom);
            bottom += PILL;
        }
        for (final Map.Entry<String, String> words : words(marks).entrySet())
        {
            final String colour = words.getValue().startsWith("note") ? SvgCanvas.ORANGE : SvgCanvas.RED;
            for (final String line : Glossary.wrapped(words.getKey(), WORDS_COLUMNS))
            {
                bottom += LINE;
                canvas.text(words.getValue(), left, bottom, 12, colour, true, line);
            }
        }
        return bottom + 22 - y;
    }

    private String kind(final StepMarks.Marks marks)
    {
        final String name = marks.bucket().name();
        final String first = firstNames.getOrDefault(marks.bucket().offset(), name);
        return switch (name.charAt(0))
        {
            case 'M' -> texts.get(mainCount > Long.parseLong(name.substring(1)) ? "pic.kind.main" : "pic.kind.spare");
            case 'O' -> texts.get("pic.kind.old");
            case 'H' -> texts.get("pic.kind.own");
            case '+' -> texts.get("pic.kind.outside");
            default -> texts.get("pic.kind.lost").replace("{name}", first);
        };
    }

    private void slot(final StepMarks.Marks marks, final int index, final int x, final int y)
    {
        final BucketView.SlotView slot = marks.bucket().slots().get(index);
        final boolean ghost = marks.ghosts().containsKey(index);
        final boolean bad = ghost || marks.findings().stream().anyMatch(
            (finding) -> finding.location().endsWith("slot " + index));
        canvas.text("mono", x + SLOT_WIDTH / 2 - 3, y - 3, 9, SvgCanvas.GREY, false, Integer.toString(index));
        canvas.box(ghost ? "ghost" : "top", x, y, SLOT_WIDTH, TOPS, bad ? SvgCanvas.HATCH : fill(slot.tophash()));
        canvas.text("mono", x + 4, y + 15, 12, SvgCanvas.INK, slot.live(), String.format("%02x", slot.tophash()));
        canvas.box("key", x, y + TOPS, SLOT_WIDTH, KEYS,
            bad ? SvgCanvas.HATCH : slot.live() ? "#fff" : "#f5f5f5");
        final String key = slot.key().isEmpty() ? slot.live() ? "0" : "" : slot.key();
        canvas.upright(x + 15, y + TOPS + KEYS - 3, slot.live() ? SvgCanvas.INK : "#9e9e9e",
            key.length() <= KEY_LENGTH ? key : key.substring(key.length() - KEY_LENGTH));
        if (marks.changed().contains(index))
        {
            canvas.frame(x, y, SLOT_WIDTH, TOPS + KEYS);
        }
    }

    private static String fill(final int tophash)
    {
        if (TopHash.isEvacuated(tophash))
        {
            return "#bbdefb";
        }
        return TopHash.EMPTY_ONE == tophash ? "#fff3c4" : TopHash.EMPTY_REST == tophash ? "#eeeeee" : "#c8e6c9";
    }

    private void cursor(final StepMarks.Marks marks, final int left, final int y)
    {
        final boolean dangling = marks.dangling() && marks.used();
        final String colour = dangling ? SvgCanvas.RED : SvgCanvas.BLUE;
        canvas.line(dangling ? "dangling" : "cursor", colour, dangling, true, left + 22, y + 20, left + 22, y + 2);
        canvas.box("pill", left, y + 20, BUCKET_WIDTH + 46, 20, dangling ? SvgCanvas.HATCH : "#e3f2fd");
        canvas.text("cursor", left + 5, y + 34, 11, colour, true, texts.get(dangling ? "pic.cursor.dangling" :
            marks.dangling() ? "pic.cursor.finds-nothing" : "pic.cursor"));
    }

    // ------------------------------------------------------------------------------------------------ words

    /** What is said below a bucket: the words, and what they are about. */
    private Map<String, String> words(final StepMarks.Marks marks)
    {
        final Map<String, String> words = new LinkedHashMap<>();
        if (marks.bucket().name().startsWith("+"))
        {
            words.put(texts.get("pic.outside"), "outside");
        }
        if (!marks.owners().isEmpty())
        {
            words.put(texts.get("pic.owners").replace("{names}", marks.owners().stream()
                .map((name) -> name.isEmpty() ? texts.get("pic.owner.cursor") : name)
                .collect(Collectors.joining(texts.get("pic.and")))), "owners");
        }
        for (final StepMarks.Ghost why : StepMarks.Ghost.values())
        {
            final List<Integer> slots = marks.ghosts().entrySet().stream().filter((entry) -> why == entry.getValue())
                .map(Map.Entry::getKey).toList();
            if (!slots.isEmpty())
            {
                words.put(texts.get("pic.ghost." + why.name().toLowerCase(Locale.ROOT))
                    .replace("{slots}", ranges(slots)), "ghosts");
            }
        }
        if (!marks.cut().isEmpty())
        {
            final boolean harmless = harmless(marks);
            words.put(texts.get(marks.sentinel() ? "pic.cut.sentinel" : harmless ? "pic.cut.clean" : "pic.cut")
                .replace("{name}", marks.cut()), harmless ? "note-cut" : "cut");
        }
        switch (marks.bucket().link())
        {
            case LOOP -> words.put(texts.get("pic.loop").replace("{name}", marks.bucket().next()), "loop");
            case ASTRAY -> words.put(texts.get("pic.astray").replace("{name}", marks.bucket().next()), "astray");
            default ->
            {
            }
        }
        if (marks.lost() && marks.ghosts().isEmpty())
        {
            words.put(texts.get(marks.used() ? "pic.lost" : "pic.free"), marks.used() ? "lost" : "note-free");
        }
        if (marks.next())
        {
            words.put(texts.get(marks.used() ? "pic.next.used" : "pic.next"), marks.used() ? "next" : "note-next");
        }
        marks.findings().stream().filter((finding) -> codes && Check.Severity.ERROR == finding.check().severity())
            .map((finding) -> finding.check().code())
            .forEach((code) -> words.put(code + ' ' + texts.get("code." + code), "finding"));
        if (!marks.changed().isEmpty())
        {
            words.put(texts.get("pic.changed").replace("{slots}", ranges(List.copyOf(marks.changed()))),
                "note-changed");
        }
        return words;
    }

    /** Slots as a person writes them: 0-3, 5. */
    static String ranges(final List<Integer> slots)
    {
        final List<String> parts = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= slots.size(); i++)
        {
            if (i == slots.size() || slots.get(i) != slots.get(i - 1) + 1)
            {
                parts.add(i - 1 == start ? slots.get(start).toString() : slots.get(start) + "-" + slots.get(i - 1));
                start = i;
            }
        }
        return String.join(", ", parts);
    }

    // ------------------------------------------------------------------------------------------------ arrows

    private int left(final long offset)
    {
        return LEFT + places.get(offset).column * (BUCKET_WIDTH + GAP);
    }

    private void links(final ChainView chain)
    {
        for (int i = 0; i < chain.buckets().size(); i++)
        {
            final BucketView bucket = chain.buckets().get(i);
            if (!tops.containsKey(bucket.offset()))
            {
                break;
            }
            final int x = left(bucket.offset()) + BUCKET_WIDTH;
            final int y = tops.get(bucket.offset()) + TOPS + 8;
            final BucketView next = i + 1 < chain.buckets().size() ? chain.buckets().get(i + 1) : null;
            switch (bucket.link())
            {
                case END -> canvas.text("nil", x + 8, y + 4, 12, SvgCanvas.GREY, false, "nil");
                case NEXT ->
                {
                    if (null != next && tops.containsKey(next.offset()))
                    {
                        arrow(bucket.offset(), next.offset());
                    }
                    else
                    {
                        canvas.line("link", SvgCanvas.BLUE, false, true, x, y, x + 24, y);
                        canvas.text("more", x + 4, y - 6, 12, SvgCanvas.BLUE, true,
                            "+ " + (chain.buckets().size() - i - 1));
                    }
                }
                case SENTINEL -> canvas.text("sentinel", x + 5, y + 4, 10, SvgCanvas.BLUE, true,
                    texts.get("pic.sentinel"));
                case LOOP -> loop(chain, bucket);
                case ASTRAY ->
                {
                    canvas.line("astray", SvgCanvas.RED, true, true, x, y, x + 26, y);
                    canvas.text("astray", x + 28, y + 5, 14, SvgCanvas.RED, true, "✗");
                }
            }
        }
    }

    private void arrow(final long from, final long to)
    {
        final Place source = places.get(from);
        final Place target = places.get(to);
        final int x = left(from) + BUCKET_WIDTH;
        final int y = tops.get(from) + TOPS + 8;
        final int end = left(to);
        if (source.row == target.row && source.column + 1 == target.column)
        {
            canvas.line("link", SvgCanvas.BLUE, false, true, x, y, end, y);
            return;
        }
        final int goal = tops.get(to) + TOPS + 26;
        final int between = target.row > source.row ? tops.get(to) - TITLE : tops.get(from) - TITLE;
        if (source.column + 1 == target.column)
        {
            canvas.line("link", SvgCanvas.BLUE, false, true, x, y, end - 16, y, end - 16, goal, end, goal);
        }
        else
        {
            canvas.line("link", SvgCanvas.BLUE, false, true, x, y, x + 12, y, x + 12, between, end - 12, between,
                end - 12, goal, end, goal);
        }
    }

    /** From the right edge below the bucket back into the one that it leads to. */
    private void loop(final ChainView chain, final BucketView bucket)
    {
        final int x = left(bucket.offset()) + BUCKET_WIDTH;
        final int y = tops.get(bucket.offset()) + TOPS + 8;
        final long target = chain.buckets().stream().filter((one) -> one.name().equals(bucket.next()))
            .mapToLong(BucketView::offset).findFirst().orElse(bucket.offset());
        final int bottom = tops.get(target) + TOPS + KEYS;
        canvas.line("loop", SvgCanvas.RED, false, true, x, y, x + 14, y, x + 14, bottom + 12, left(target) + 90,
            bottom + 12, left(target) + 90, bottom + 1);
    }

    /** A link that was there before the step, and is gone. */
    private void cut(final StepMarks.Marks marks)
    {
        if (marks.cut().isEmpty())
        {
            return;
        }
        final int x = left(marks.bucket().offset()) + BUCKET_WIDTH;
        final int y = tops.get(marks.bucket().offset()) + TOPS + 22;
        final String colour = harmless(marks) ? SvgCanvas.GREY : SvgCanvas.RED;
        canvas.line("cut", colour, true, false, x, y, x + GAP, y);
        canvas.line("cut", colour, false, false, x + GAP / 2 - 6, y - 7, x + GAP / 2 + 6, y + 7);
        canvas.line("cut", colour, false, false, x + GAP / 2 - 6, y + 7, x + GAP / 2 + 6, y - 7);
    }

    private boolean harmless(final StepMarks.Marks marks)
    {
        return !marks.sentinel() && clean.contains(marks.cut());
    }
}
