// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.exercise;

import dev.tophash.bench.lab.page.LabPage;
import dev.tophash.bench.lab.page.LessonTexts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The exercises that come with the program, from easy to hard. */
public final class Exercises
{
    private static final List<Exercise> ALL = Stream.of("grow-limit", "hidden-keys", "two-owners", "endless-range",
        "left-behind", "old-array", "sentinel", "three-pokes", "heal", "by-hand").map(Exercises::read).toList();

    private Exercises()
    {
    }

    private static Exercise read(final String id)
    {
        try (InputStream in = Exercises.class.getResourceAsStream(id + ".txt"))
        {
            return Exercise.parse(id, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * All of them.
     *
     * @return in the order in which they are best done.
     */
    public static List<Exercise> all()
    {
        return ALL;
    }

    /**
     * All of them as the page tells them.
     *
     * @param language in which language.
     * @return the same exercises in the same order.
     */
    public static List<LabPage.Task> onPage(final LessonTexts.Language language)
    {
        final ExerciseTexts texts = new ExerciseTexts(language);
        return ALL.stream().map((one) -> new LabPage.Task(texts.title(one),
            List.of(texts.task(one), texts.rules(one)), one.script(), texts.hints(one), one.answer(),
            texts.why(one))).toList();
    }

    /**
     * One of them.
     *
     * @param name its id, or its number from 1.
     * @return the exercise, if there is one of this name.
     */
    public static Optional<Exercise> named(final String name)
    {
        return ALL.stream().filter((one) -> one.id().equals(name) || Integer.toString(number(one)).equals(name))
            .findFirst();
    }

    /**
     * The number of an exercise.
     *
     * @param exercise one of {@link #all()}.
     * @return from 1.
     */
    public static int number(final Exercise exercise)
    {
        return ALL.indexOf(exercise) + 1;
    }
}
