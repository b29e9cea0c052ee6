// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.page;

import dev.tophash.bench.lab.go.BucketName;
import dev.tophash.check.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is said below a bucket. Each thing to see in a picture is also said in words: a print without colours, or a
 * reader who sees none, loses nothing.
 */
final class BucketNotes
{
    private final LessonTexts texts;
    /** Names of buckets without a trace of an entry: a link to such a bucket may go. */
    private final Set<String> clean;

    /**
     * One sentence.
     *
     * @param text  the sentence.
     * @param bad   whether it is about something wrong.
     * @param about what it is about: a word for tests and styles.
     */
    record Note(String text, boolean bad, String about)
    {
    }

    BucketNotes(final LessonTexts texts, final List<StepMarks.Marks> all)
    {
        this.texts = texts;
        this.clean = all.stream().filter((one) -> !one.used()).map((one) -> one.bucket().name())
            .collect(Collectors.toSet());
    }

    /** Whether the link that was cut may go: it led to an empty bucket. */
    boolean harmlessCut(final StepMarks.Marks marks)
    {
        return !marks.sentinel() && clean.contains(marks.cut());
    }

    /** All that is to be said about a bucket. */
    List<Note> of(final StepMarks.Marks marks)
    {
        final List<Note> notes = new ArrayList<>();
        if (marks.bucket().place().kind() == BucketName.Kind.OUTSIDE)
        {
            notes.add(new Note(texts.get("pic.outside"), true, "outside"));
        }
        if (!marks.owners().isEmpty())
        {
            notes.add(new Note(texts.get("pic.owners").replace("{names}", marks.owners().stream()
                .map((name) -> name.isEmpty() ? texts.get("pic.owner.cursor") : name)
                .collect(Collectors.joining(texts.get("pic.and")))), true, "owners"));
        }
        if (marks.cursor())
        {
            notes.add(cursor(marks));
        }
        ghosts(marks, notes);
        links(marks, notes);
        if (marks.lost() && marks.ghosts().isEmpty())
        {
            notes.add(new Note(texts.get(marks.used() ? "pic.lost" : "pic.free"), marks.used(), "lost"));
        }
        if (marks.next())
        {
            notes.add(new Note(texts.get(marks.used() ? "pic.next.used" : "pic.next"), marks.used(), "next"));
        }
        marks.findings().stream().filter((finding) -> finding.rule().severity() == Rule.Severity.ERROR)
            .map((finding) -> finding.rule().code()).distinct()
            .forEach((code) -> notes.add(new Note(code + ' ' + texts.get("code." + code), true, "finding")));
        if (!marks.changed().isEmpty())
        {
            notes.add(new Note(texts.get("pic.changed").replace("{slots}", ranges(List.copyOf(marks.changed()))), false,
                "changed"));
        }
        return notes;
    }

    private Note cursor(final StepMarks.Marks marks)
    {
        final boolean dangling = marks.dangling() && marks.used();
        return new Note(texts.get(dangling ? "pic.cursor.dangling" :
            marks.dangling() ? "pic.cursor.finds-nothing" : "pic.cursor"), dangling, dangling ? "dangling" : "cursor");
    }

    private void ghosts(final StepMarks.Marks marks, final List<Note> notes)
    {
        for (final StepMarks.Ghost why : StepMarks.Ghost.values())
        {
            final List<Integer> slots = marks.ghosts().entrySet().stream().filter((entry) -> why == entry.getValue())
                .map(Map.Entry::getKey).toList();
            if (!slots.isEmpty())
            {
                notes.add(new Note(texts.get("pic.ghost." + why.name().toLowerCase(Locale.ROOT))
                    .replace("{slots}", ranges(slots)), true, "ghosts"));
            }
        }
    }

    private void links(final StepMarks.Marks marks, final List<Note> notes)
    {
        if (!marks.cut().isEmpty())
        {
            final boolean harmless = harmlessCut(marks);
            notes.add(new Note(texts.get(marks.sentinel() ? "pic.cut.sentinel" : harmless ? "pic.cut.clean" : "pic.cut")
                .replace("{name}", marks.cut()), !harmless, "cut"));
        }
        final String link = switch (marks.bucket().link())
        {
            case LOOP -> "loop";
            case ASTRAY -> "astray";
            default -> "";
        };
        if (!link.isEmpty())
        {
            notes.add(new Note(texts.get("pic." + link).replace("{name}", marks.bucket().next()), true, link));
        }
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
}
