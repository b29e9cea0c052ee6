// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.lab.exercise.Exercise;
import dev.tophash.bench.lab.exercise.Exercises;
import org.junit.jupiter.api.Test;

class LabExerciseCommandTest
{
    @Test
    void shouldListAllExercises()
    {
        final CommandRun run = CommandRun.of("", "lab", "exercise");

        assertEquals(0, run.code());
        for (final Exercise exercise : Exercises.all())
        {
            assertTrue(run.out().contains(exercise.id()), run.out());
        }
    }

    @Test
    void shouldJudgeAnAnswerGivenAsAnOption()
    {
        assertEquals(0, CommandRun.of("", "lab", "exercise", "3", "--answer", "poke M6 overflow M16").code());
        assertEquals(0, CommandRun.of("", "lab", "exercise", "hidden-keys", "--answer=113, 105").code());
        final CommandRun wrong = CommandRun.of("", "lab", "exercise", "3", "--answer", "poke count 1");
        assertEquals(1, wrong.code());
        assertTrue(wrong.out().contains("without count"), wrong.out());
    }

    @Test
    void shouldTalkWithAPipe()
    {
        final CommandRun solved = CommandRun.of("poke M6 overflow M16\ncheck\n", "lab", "exercise", "two-owners");
        final CommandRun wrong = CommandRun.of("poke M6 overflow M17\ncheck\n", "lab", "exercise", "two-owners");

        assertEquals(0, solved.code(), solved.out());
        assertEquals(1, wrong.code(), wrong.out());
        assertEquals(0, CommandRun.of("", "lab", "exercise", "two-owners").code(), "nothing was judged");
    }

    @Test
    void shouldRefuseAnUnknownExercise()
    {
        final CommandRun run = CommandRun.of("", "lab", "exercise", "11");

        assertEquals(2, run.code());
        assertTrue(run.err().startsWith("no such exercise"), run.err());
    }

    @Test
    void shouldAskTheQuizInBothLanguages()
    {
        assertTrue(CommandRun.of("a\nq\n", "lab", "quiz").out().contains("1 right."));
        assertTrue(CommandRun.of("", "lab", "quiz", "--lang=zh").out().contains("什么是桶"));
    }
}
