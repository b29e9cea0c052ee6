// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.lab.cases.LabMap;
import dev.tophash.bench.lab.cases.LessonResult;
import dev.tophash.bench.lab.cases.StepResult;
import dev.tophash.bench.lab.go.BucketView;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The marks at a terminal are those of the page: one renderer decides, and {@code !} stands before bad slots only. */
class MarkedPictureTest
{
    private static final LessonTexts TEXTS = new LessonTexts(LessonTexts.Language.EN);
    private static final String RED = "\u001b[1;31m";

    /** Slots that are bad, of all buckets. */
    private static int bad(final List<StepMarks.Marks> marks)
    {
        int bad = 0;
        for (final StepMarks.Marks one : marks)
        {
            final Set<Integer> slots = new HashSet<>(one.ghosts().keySet());
            slots.addAll(one.wrong().keySet());
            bad += slots.size();
        }
        return bad;
    }

    /** What is wrong with the marks of a picture. */
    private static List<String> problems(final List<StepMarks.Marks> marks, final List<String> lines)
    {
        final List<String> problems = new ArrayList<>();
        final long signs = lines.stream().filter((line) -> line.startsWith("    key"))
            .mapToLong((line) -> line.chars().filter((letter) -> letter == '!').count()).sum();
        if (signs != bad(marks))
        {
            problems.add(signs + " signs for " + bad(marks) + " bad slots");
        }
        return problems;
    }

    @Test
    void shouldMarkBadSlotsOnly()
    {
        final List<String> problems = new ArrayList<>();
        int bad = 0;
        int healthy = 0;
        for (final LessonResult result : AllLessons.results())
        {
            for (final LessonResult.Part part : result.parts())
            {
                final StepMarks marks = new StepMarks();
                for (final StepResult step : part.steps())
                {
                    marks.before(step);
                    final List<StepMarks.Marks> now = marks.after(step);
                    bad += bad(now);
                    healthy += (int)now.stream().filter((one) -> !one.findings().isEmpty())
                        .flatMap((one) -> one.bucket().slots().stream()).filter(BucketView.SlotView::live).count();
                    problems(now, new MarkedPicture(TEXTS, false).lines(now))
                        .forEach((problem) -> problems.add(part.name() + ' ' + step.key() + ": " + problem));
                }
            }
        }
        assertEquals(List.of(), problems);
        assertTrue(bad > 100 && healthy > 100, bad + " bad slots, " + healthy + " in buckets with a finding");
    }

    /** The old rule marked every slot of a bucket that had a finding. */
    @Test
    void shouldNoticeTheOldRule()
    {
        final StepResult step = AllLessons.of("count-only").parts().getFirst().steps().getFirst();
        final StepMarks marks = new StepMarks();
        marks.before(step);
        final List<StepMarks.Marks> now = marks.after(step);
        final List<String> lines = new ArrayList<>(new MarkedPicture(TEXTS, false).lines(now));
        assertEquals(List.of(), problems(now, lines));
        lines.replaceAll((line) -> line.startsWith("    key") ? line + " !1" : line);
        assertFalse(problems(now, lines).isEmpty());
    }

    /** In the old tour ghosts were green like entries, and nothing said cut, changed, cursor or two owners. */
    @Test
    void shouldColourGhostsAndSayEveryMarkInTheTour()
    {
        final StringWriter told = new StringWriter();
        new Tour(LabMap.Setup.DEFAULT).print(new PrintWriter(told), TEXTS, true, () ->
        {
        });
        final String text = told.toString();
        assertTrue(text.lines().anyMatch((line) -> line.contains(RED + "    !155") || line.contains(RED + "    !161")),
            "ghosts are red");
        for (final String mark : List.of("TWO OWNERS", "CUT: the link to M16", "DANGLING", "GHOSTS in", "changed:",
            "a cursor stands here"))
        {
            assertTrue(text.contains(mark), mark);
        }
    }
}
