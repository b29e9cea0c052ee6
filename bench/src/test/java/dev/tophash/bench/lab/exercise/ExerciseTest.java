// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.exercise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.conform.ScriptException;
import dev.tophash.bench.lab.page.LessonTexts;
import dev.tophash.bench.lab.sandbox.Sandbox;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ExerciseTest
{
    static Stream<Exercise> all()
    {
        return Exercises.all().stream();
    }

    private static List<String> given(final Exercise exercise, final String answer)
    {
        return Arrays.stream(answer.split(exercise.hole().lines() ? ";" : " ", -1)).map(String::strip)
            .filter((part) -> !part.isEmpty()).toList();
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldBeSolvedByTheModelAnswer(final Exercise exercise)
    {
        final Verdict verdict = exercise.check(exercise.answer());

        assertTrue(verdict.right(), verdict::toString);
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldRefuseTheUntouchedHole(final Exercise exercise)
    {
        assertEquals(Verdict.Reason.EMPTY, exercise.check(List.of()).reason());
        if (exercise.hole().lines())
        {
            // Not the rule alone: without an answer something that is expected must be missing.
            try (Sandbox sandbox = new Sandbox("untouched", Sandbox.Settings.DEFAULT))
            {
                assertTrue(Sandbox.parse("untouched", exercise.filled(List.of())).lines().stream().map(sandbox::run)
                    .anyMatch((step) -> step.expectation() != null && !step.expectation().met()));
            }
        }
        else
        {
            assertThrows(ScriptException.class, () -> Sandbox.parse("untouched", exercise.filled(List.of())));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "grow-limit     | 51                                     | UNMET",
        "grow-limit     | 53                                     | UNMET",
        "grow-limit     | 52 52                                  | COUNT",
        "grow-limit     | many                                   | SCRIPT",
        "hidden-keys    | 12 17                                  | UNMET",
        "hidden-keys    | 105 105                                | TWICE",
        "hidden-keys    | 105 14                                 | UNMET",
        "two-owners     | poke count 11                          | FORBIDDEN",
        "two-owners     | poke M6 overflow nil                   | UNMET",
        "two-owners     | poke M6 overflow M17                   | UNMET",
        "two-owners     | zero main                              | WORD",
        "two-owners     | poke M6 overflow M99                   | SCRIPT",
        "two-owners     | poke M6 overflow M16; poke M7 overflow M16 | LONG",
        "endless-range  | poke M5 overflow nil                   | UNMET",
        "left-behind    | zero main                              | UNMET",
        "left-behind    | zero all                               | UNMET",
        "old-array      | 1 0                                    | UNMET",
        "old-array      | 0 900                                  | UNMET",
        "sentinel       | poke M17 overflow M1                   | UNMET",
        "sentinel       | poke M16 overflow M0                   | UNMET",
        "three-pokes    | poke count 12; poke M5 overflow M16    | UNMET",
        "three-pokes    | poke count 12; poke M5 overflow M17; poke nextOverflow M17 | UNMET",
        "heal           | poke count 0                           | UNMET",
        "heal           | poke count 0; poke noverflow 0; poke overflow nil; poke nextOverflow M16 | UNMET",
        "heal           | clear                                  | WORD",
        "by-hand        | assign 777 1                           | WORD",
        "by-hand        | poke M0 tophash 0 0x44; poke M0 key 0 777; poke M0 elem 0 1; poke count 4 | UNMET",
        "by-hand        | poke M1 tophash 0 0x43; poke M1 key 0 777; poke M1 elem 0 1; poke count 4 | UNMET"})
    void shouldRefuseAWrongAnswerAndSayWhy(final String id, final String answer, final Verdict.Reason reason)
    {
        final Exercise exercise = Exercises.named(id).orElseThrow();

        final Verdict verdict = exercise.check(given(exercise, answer));

        assertEquals(reason, verdict.reason(), verdict::toString);
        for (final LessonTexts.Language language : LessonTexts.Language.values())
        {
            final List<String> said = new ExerciseTexts(language).verdict(exercise, verdict);
            assertFalse(said.getLast().contains("{"), said::toString);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldHaveAnotherAnswerThatIsAlsoRightOnlyByTheBytes(final Exercise exercise)
    {
        final List<String> shuffled = exercise.answer().reversed();
        final boolean order = exercise.id().equals("old-array");

        assertEquals(!order, exercise.check(shuffled).right(), shuffled::toString);
    }

    @ParameterizedTest
    @EnumSource(LessonTexts.Language.class)
    void shouldHaveAllTextsInBothLanguages(final LessonTexts.Language language)
    {
        final ExerciseTexts texts = new ExerciseTexts(language);
        for (final Exercise exercise : Exercises.all())
        {
            assertFalse(texts.title(exercise).isBlank());
            assertTrue(texts.hints(exercise).size() >= 1, exercise.id());
            assertFalse(texts.rules(exercise).contains("{"), texts.rules(exercise));
            assertFalse(texts.why(exercise).isBlank());
            assertFalse(texts.task(exercise).isBlank());
        }
        final Wording english = Wording.of(Exercise.class, "exercises", LessonTexts.Language.EN);
        final Wording other = Wording.of(Exercise.class, "exercises", language);
        assertEquals(english.all().keySet(), other.all().keySet());
    }

    private static String talk(final String id, final String... lines)
    {
        final StringWriter text = new StringWriter();
        try (ExerciseTalk talk = new ExerciseTalk(Exercises.named(id).orElseThrow(),
            new ExerciseTexts(LessonTexts.Language.EN), new PrintWriter(text), false))
        {
            talk.open();
            for (final String line : lines)
            {
                if (!talk.take(line))
                {
                    break;
                }
            }
            text.append("fine=").append(String.valueOf(talk.fine()));
        }
        return text.toString();
    }

    @Test
    void shouldTakeWhatChangesTheMapForTheAnswer()
    {
        final String text = talk("by-hand", "assign 777 1", "undo", "show M0", "poke M0 tophash 0 0x43",
            "poke M0 key 0 777", "poke M0 elem 0 1", "get 777", "poke count 4", "check");

        assertTrue(text.contains("Your answer so far: assign 777 1"), text);
        assertTrue(text.contains("Your answer is still empty."), text);
        assertTrue(text.contains("Right."), text);
        assertTrue(text.endsWith("fine=true"), text);
    }

    @Test
    void shouldGoOnAfterAWrongAnswerAndGiveHintsInTurn()
    {
        final String text = talk("old-array", "check 1 0", "hint", "hint", "hint", "hint", "frob", "solution",
            "check 0 1");

        assertTrue(text.contains("expect get 1 absent: wanted absent, but it is found."), text);
        assertTrue(text.indexOf("Every write moves") < text.indexOf("show draws which"), text);
        assertTrue(text.contains("No more hints."), text);
        assertTrue(text.contains("? old-array, line"), text);
        assertTrue(text.contains("    check 0 1"), text);
        assertTrue(text.endsWith("fine=true"), text);
    }

    @Test
    void shouldSayThatTheLastAnswerWasWrong()
    {
        assertTrue(talk("two-owners", "poke M6 overflow nil", "check", "again", "quit").endsWith("fine=false"));
        assertTrue(talk("two-owners", "quit").endsWith("fine=true"), "nothing was judged");
    }

    @Test
    void shouldFitEightyColumns()
    {
        for (final Exercise exercise : Exercises.all())
        {
            talk(exercise.id(), "hint", "solution").lines()
                .forEach((line) -> assertTrue(line.length() <= 80, exercise.id() + ": " + line));
        }
    }
}
