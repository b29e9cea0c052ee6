// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.page;

import dev.tophash.bench.lab.go.BucketName;
import dev.tophash.bench.lab.go.BucketView;
import dev.tophash.layout.classic.TopHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The buckets of a lesson at a terminal, with everything that {@link StepMarks} points out, in 80 columns.
 *
 * <pre>
 *     slot           0       1       2       3       4       5       6       7
 *   M16  overflow bucket (spare) --&gt; nil
 *     tophash       e6      4c      06      c9      00      00      00      00
 *     key           17    !155    !161    !166       .    (23)       .       .
 *     - TWO OWNERS: the cursor and M9
 * </pre>
 *
 * <p>{@code !} stands before a slot that is bad: a ghost, or one that the verifier objects to. A key in parentheses
 * stands in an empty slot: nobody will be told of it, but its bytes are still there.
 */
final class MarkedPicture
{
    private static final int CELL = 8;
    private static final int LABEL = 12;
    private static final String GREEN = "\u001b[32m";
    private static final String YELLOW = "\u001b[33m";
    private static final String BLUE = "\u001b[34m";
    private static final String RED = "\u001b[1;31m";
    private static final String DIM = "\u001b[2m";
    private static final String PLAIN = "\u001b[0m";

    private final LessonTexts texts;
    private final boolean colour;

    MarkedPicture(final LessonTexts texts, final boolean colour)
    {
        this.texts = texts;
        this.colour = colour;
    }

    /** All buckets. */
    List<String> lines(final List<StepMarks.Marks> marks)
    {
        return lines(marks, Integer.MAX_VALUE);
    }

    /** As many buckets as fit into some rows, those with something to see first; the others are counted. */
    List<String> lines(final List<StepMarks.Marks> marks, final int rows)
    {
        final BucketNotes notes = new BucketNotes(texts, marks);
        final List<List<String>> drawn = marks.stream().map((one) -> bucket(one, notes)).toList();
        final boolean[] shown = new boolean[drawn.size()];
        int room = rows - 2;
        int hidden = drawn.size();
        for (final boolean telling : new boolean[]{true, false})
        {
            for (int i = 0; i < drawn.size(); i++)
            {
                if (!shown[i] && telling == tells(marks.get(i)) && drawn.get(i).size() <= room)
                {
                    shown[i] = true;
                    room -= drawn.get(i).size();
                    hidden--;
                }
            }
        }
        final List<String> lines = new ArrayList<>();
        if (hidden < drawn.size())
        {
            lines.add(slots());
        }
        for (int i = 0; i < shown.length; i++)
        {
            lines.addAll(shown[i] ? drawn.get(i) : List.of());
        }
        if (hidden > 0)
        {
            lines.add("  " + texts.get("pic.hidden").replace("{n}", Integer.toString(hidden)));
        }
        return lines;
    }

    private static boolean tells(final StepMarks.Marks marks)
    {
        return marks.cursor() || marks.next() || marks.lost() || !marks.changed().isEmpty() ||
            !marks.ghosts().isEmpty() || !marks.findings().isEmpty() || !marks.cut().isEmpty() ||
            !marks.owners().isEmpty() || marks.bucket().link() == BucketView.Link.LOOP;
    }

    private static String slots()
    {
        final StringBuilder line = new StringBuilder(label("slot"));
        for (int i = 0; i < 8; i++)
        {
            line.append(cell(Integer.toString(i)));
        }
        return line.toString();
    }

    private List<String> bucket(final StepMarks.Marks marks, final BucketNotes notes)
    {
        final List<String> lines = new ArrayList<>();
        final BucketView bucket = marks.bucket();
        final String next = !marks.cut().isEmpty() ? "-x- " + marks.cut() : switch (bucket.link())
        {
            case END -> "--> nil";
            case SENTINEL -> "--> " + bucket.next() + " (" + texts.get("pic.sentinel") + ")";
            default -> "--> " + bucket.next();
        };
        lines.addAll(TerminalText.lines(2, bucket.name() + "  " + kind(bucket.place()) + " " + next));
        final StringBuilder tops = new StringBuilder(label("tophash"));
        final StringBuilder keys = new StringBuilder(label("key"));
        for (int i = 0; i < bucket.slots().size(); i++)
        {
            final BucketView.SlotView slot = bucket.slots().get(i);
            final boolean bad = marks.ghosts().containsKey(i) || marks.wrong().containsKey(i);
            final String tint = bad ? RED : tint(slot.tophash());
            tops.append(paint(tint, cell(String.format(Locale.ROOT, "%02x", slot.tophash()))));
            keys.append(paint(tint, cell((bad ? "!" : "") + key(slot))));
        }
        lines.add(tops.toString());
        lines.add(keys.toString());
        notes.of(marks).forEach((note) -> TerminalText.lines(4, "- " + note.text()).forEach((line) ->
            lines.add(note.bad() ? paint(RED, line) : line)));
        return lines;
    }

    /** What kind of bucket a name stands for. */
    private String kind(final BucketName place)
    {
        return texts.get("pic.kind." + switch (place.kind())
        {
            case MAIN -> "main";
            case SPARE -> "spare";
            case OLD -> "old";
            case OWN -> "own";
            default -> "outside";
        });
    }

    private static String key(final BucketView.SlotView slot)
    {
        if (slot.key().isEmpty())
        {
            return slot.live() ? "0" : ".";
        }
        final String cut = TerminalText.end(slot.key(), CELL - 3);
        return slot.live() ? cut : '(' + cut + ')';
    }

    private static String label(final String text)
    {
        return "    " + text + " ".repeat(LABEL - 4 - text.length());
    }

    private static String cell(final String text)
    {
        return " ".repeat(Math.max(1, CELL - TerminalText.columns(text))) + text;
    }

    private static String tint(final int tophash)
    {
        if (TopHash.isEvacuated(tophash))
        {
            return BLUE;
        }
        return tophash == TopHash.EMPTY_ONE ? YELLOW : tophash == TopHash.EMPTY_REST ? DIM : GREEN;
    }

    private String paint(final String tint, final String text)
    {
        return colour ? tint + text + PLAIN : text;
    }
}
