// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.exercise;

import dev.tophash.bench.lab.page.LessonTexts;
import dev.tophash.bench.lab.sandbox.SandboxStep;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is said to a learner about the exercises, in one language. */
public final class ExerciseTexts
{
    private static final int MAX_HINTS = 5;

    private final Wording words;

    /**
     * Reads the texts.
     *
     * @param language in which.
     */
    public ExerciseTexts(final LessonTexts.Language language)
    {
        words = Wording.of(ExerciseTexts.class, "exercises", language);
    }

    /**
     * A text that is not about one exercise.
     *
     * @param key its name.
     * @return the text.
     */
    public String get(final String key)
    {
        return words.get(key);
    }

    /**
     * The title.
     *
     * @param exercise which.
     * @return a line.
     */
    public String title(final Exercise exercise)
    {
        return words.get(exercise.id() + ".title");
    }

    /**
     * What to do.
     *
     * @param exercise which.
     * @return a paragraph.
     */
    public String task(final Exercise exercise)
    {
        return words.get(exercise.id() + ".task");
    }

    /**
     * Why the answer is right.
     *
     * @param exercise which.
     * @return a paragraph.
     */
    public String why(final Exercise exercise)
    {
        return words.get(exercise.id() + ".why");
    }

    /**
     * The hints.
     *
     * @param exercise which.
     * @return from vague to plain.
     */
    public List<String> hints(final Exercise exercise)
    {
        return IntStream.rangeClosed(1, MAX_HINTS).mapToObj((i) -> exercise.id() + ".hint" + i)
            .filter(words::has).map(words::get).toList();
    }

    /**
     * What may go into the hole.
     *
     * @param exercise which.
     * @return a sentence.
     */
    public String rules(final Exercise exercise)
    {
        final Hole hole = exercise.hole();
        if (!hole.lines())
        {
            return words.get("ui.rules.words").replace("{count}", Integer.toString(hole.most()))
                .replace("{words}", words.get(hole.most() == 1 ? "ui.rules.word" : "ui.rules.wordsmany"));
        }
        return words.get("ui.rules.lines")
            .replace("{most}", words.get(hole.most() == 1 ? "ui.rules.one" : "ui.rules.many"))
            .replace("{most}", Integer.toString(hole.most()))
            .replace("{only}", only(hole))
            .replace("{not}", hole.not().isEmpty() ? "" : words.get("ui.rules.not"))
            .replace("{not}", String.join(" ", hole.not()));
    }

    private String only(final Hole hole)
    {
        return String.join(' ' + words.get("ui.rules.or") + ' ', hole.only());
    }

    /**
     * The names of the holes in the script, as they stand there.
     *
     * @param exercise one with holes for words.
     * @return "??1 ??2".
     */
    public static String holes(final Exercise exercise)
    {
        return String.join(" ", IntStream.rangeClosed(1, exercise.hole().most())
            .mapToObj((i) -> Hole.WORD + i).toList());
    }

    /**
     * Why an answer is right or wrong.
     *
     * @param exercise which.
     * @param verdict  what became of the answer.
     * @return sentences.
     */
    public List<String> verdict(final Exercise exercise, final Verdict verdict)
    {
        if (verdict.right())
        {
            return List.of(words.get("ui.solved"), why(exercise));
        }
        final SandboxStep.Expectation unmet = verdict.unmet();
        return Stream.of(words.get("ui.wrong"), words.get("reason." + verdict.reason())
            .replace("{most}", Integer.toString(exercise.hole().most()))
            .replace("{given}", Integer.toString(verdict.given()))
            .replace("{only}", only(exercise.hole()))
            .replace("{not}", String.join(" ", exercise.hole().not()))
            .replace("{wanted}", unmet == null ? "" : unmet.wanted())
            .replace("{actual}", unmet == null ? "" : unmet.actual())
            .replace("{line}", verdict.detail())
            .replace("{detail}", verdict.detail())).toList();
    }
}
