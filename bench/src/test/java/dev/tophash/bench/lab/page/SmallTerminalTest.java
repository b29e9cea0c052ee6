// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.lab.cases.LabMap;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How the width of a terminal is counted, and what one can answer there. That every lesson fits is tried at a terminal
 * itself: {@code PseudoTerminalIT}.
 */
class SmallTerminalTest
{
    private static final int COLUMNS = 80;
    private static final int ROWS = 24;

    private static List<String> tooLong(final String text)
    {
        return text.lines().filter((line) -> TerminalText.columns(line) > COLUMNS).toList();
    }

    @Test
    void shouldNoticeALineThatIsTooLong()
    {
        assertEquals(1, tooLong("x".repeat(81) + "\n" + "x".repeat(80)).size());
        assertEquals(1, tooLong("\u6f22".repeat(41)).size(), "a Chinese character takes two columns");
        assertEquals(0, tooLong("\u001b[1;31m" + "x".repeat(80) + "\u001b[0m").size(), "a colour takes none");
    }

    @ParameterizedTest
    @EnumSource(LessonTexts.Language.class)
    void shouldPrintTheTourInEightyColumnsAndOnePictureAScreen(final LessonTexts.Language language)
    {
        final StringWriter told = new StringWriter();
        final List<Integer> ends = new ArrayList<>(List.of(0));
        new Tour(LabMap.Setup.DEFAULT).print(new PrintWriter(told), new LessonTexts(language), true,
            () -> ends.add((int)told.toString().lines().count()));
        assertEquals(List.of(), tooLong(told.toString()));
        for (int i = 1; i < ends.size(); i++)
        {
            assertTrue(ends.get(i) - ends.get(i - 1) < ROWS, "picture " + i + ": " + (ends.get(i) - ends.get(i - 1)));
        }
    }

    /** Rows between two moments in which somebody is waited for. */
    private static List<String> screens(final String id, final LessonTexts texts, final Deque<String> typed)
    {
        final StringWriter told = new StringWriter();
        final List<String> screens = new ArrayList<>();
        final int[] end = {0};
        final StepQuiz quiz = new StepQuiz(new PrintWriter(told, true), texts, () ->
        {
            screens.add(told.toString().substring(end[0]));
            end[0] = told.toString().length();
            return typed.isEmpty() ? "" : typed.poll();
        });
        new LessonPrinter(new PrintWriter(told, true), texts, false, quiz, "go", false)
            .print("01", AllLessons.of(id));
        return screens;
    }

    @Test
    void shouldGiveHintsGoBackAndQuit()
    {
        final LessonTexts texts = new LessonTexts(LessonTexts.Language.EN);
        final List<String> hinted = screens(
            "dangling", texts, new ArrayDeque<>(List.of("", "h", "11", "", "", "", "q")));
        assertTrue(hinted.get(2).contains(texts.get("ui.hint.len").substring(0, 20)), hinted.get(2));
        assertTrue(hinted.get(3).contains("wrong: 12"), hinted.get(3));
        assertTrue(hinted.get(3).contains(texts.get("ui.why.len").substring(0, 20)), "says why: " + hinted.get(3));
        // Through the first step, then back from the second one: the first picture comes again.
        final List<String> back = screens("self-loop", texts, new ArrayDeque<>(
            List.of("", "", "", "", "", "", "b", "q")));
        final String first = texts.get("step.rewind").substring(0, 20);
        assertTrue(back.stream().filter((screen) -> screen.contains(first)).count() > 1, back.toString());
        assertFalse(back.getLast().contains(texts.get("ui.why") + ": "), "left before the end");
    }
}
