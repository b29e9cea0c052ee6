// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.exercise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.lab.page.LessonTexts;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class QuizTest
{
    private static final List<Quiz.Question> ENGLISH = Quiz.questions(LessonTexts.Language.EN);
    private static final List<Quiz.Question> CHINESE = Quiz.questions(LessonTexts.Language.ZH);

    private static String ask(final List<String> answers)
    {
        final StringWriter out = new StringWriter();
        final Iterator<String> next = answers.iterator();
        Quiz.ask(new PrintWriter(out), LessonTexts.Language.EN, () -> next.hasNext() ? next.next() : null);
        return out.toString();
    }

    private static String letter(final int index)
    {
        return String.valueOf((char)('a' + index));
    }

    @Test
    void shouldAskTheSameInBothLanguagesInTheSameOrder()
    {
        assertEquals(
            ENGLISH.stream().map(Quiz.Question::id).toList(), CHINESE.stream().map(Quiz.Question::id).toList());
        assertEquals(
            ENGLISH.stream().map(Quiz.Question::right).toList(), CHINESE.stream().map(Quiz.Question::right).toList());
        assertEquals(Wording.of(Quiz.class, "quiz", LessonTexts.Language.EN).all().keySet(),
            Wording.of(Quiz.class, "quiz", LessonTexts.Language.ZH).all().keySet());
    }

    @Test
    void shouldNotGiveTheAnswerAwayByItsPlace()
    {
        assertTrue(ENGLISH.stream().map(Quiz.Question::right).collect(Collectors.toSet()).size() >= 3);
        ENGLISH.forEach((question) ->
            assertEquals(4, new HashSet<>(question.answers()).size(), question.id()));
    }

    @Test
    void shouldCountWhatWasRight()
    {
        final List<String> right = ENGLISH.stream().map((question) -> letter(question.right())).toList();

        assertTrue(ask(right).contains("10 of 10 right."));
        assertTrue(ask(List.of(right.getFirst(), letter((ENGLISH.get(1).right() + 1) % 4), "", "q"))
            .contains("1 of 2 right."));
    }

    @Test
    void shouldEndWhenNobodyAnswers()
    {
        final String text = ask(List.of());

        assertFalse(text.contains(" right."), text);
        assertTrue(text.contains("Next: ./tophash lab exercise"));
    }
}
