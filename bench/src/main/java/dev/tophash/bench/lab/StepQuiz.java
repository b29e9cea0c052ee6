// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks before a step is revealed, and tells right from wrong. Somebody who only presses Enter is told the truth; when
 * no answers come any more, nothing is asked any more.
 */
public final class StepQuiz
{
    private static final Pattern SEPARATORS = Pattern.compile("[\\s,;]*");
    private static final Pattern CODE = Pattern.compile("[A-Za-z][0-9]{2}");

    private final PrintWriter out;
    private final LessonTexts texts;
    private final Supplier<String> answers;
    private boolean over;
    private int asked;
    private int right;

    /**
     * A quiz.
     *
     * @param out     where to.
     * @param texts   in which language.
     * @param answers gives the next line that somebody typed; null when there are no more.
     */
    public StepQuiz(final PrintWriter out, final LessonTexts texts, final Supplier<String> answers)
    {
        this.out = out;
        this.texts = texts;
        this.answers = answers;
    }

    /** A printer of lessons that asks nothing. */
    static StepQuiz silent(final PrintWriter out, final LessonTexts texts)
    {
        final StepQuiz quiz = new StepQuiz(out, texts, () -> null);
        quiz.over = true;
        return quiz;
    }

    /** Asks about a step; the probe is null if there is nothing to ask but what the verifier says. */
    void ask(final StepResult step, final StepProbe probe)
    {
        if (over)
        {
            return;
        }
        out.println("  " + texts.get("ui.ask"));
        if (null != probe && !probe.survives())
        {
            question("ui.ask.survives", texts.get("ui.ask.no") + ": " + probe.failure(),
                (typed) -> known("no", typed) || known("dies", typed));
        }
        else if (null != probe)
        {
            question("ui.ask.len", Long.toString(probe.len()), (typed) -> number(typed, probe.len()));
            get(probe);
        }
        question("ui.ask.verify", step.codes().isEmpty() ? texts.get("ui.clean") : step.codes().toString(),
            (typed) -> saysWhatTheVerifierSays(step, typed));
    }

    private void get(final StepProbe probe)
    {
        if (null == probe.key())
        {
            return;
        }
        final String truth = null != probe.failure() ? probe.failure() :
            probe.found() ? Long.toString(probe.elem()) : texts.get("ui.ask.absent");
        question(texts.get("ui.ask.get").replace("{key}", probe.key()), truth, (typed) ->
            null != probe.failure() ? known("dies", typed) :
                probe.found() ? number(typed, probe.elem()) : known("absent", typed));
    }

    /** How an answer is judged. */
    @FunctionalInterface
    private interface Judge
    {
        boolean right(String typed);
    }

    private void question(final String key, final String truth, final Judge judge)
    {
        if (over)
        {
            return;
        }
        out.print("  ? " + (key.startsWith("ui.") ? texts.get(key) : key) + ' ');
        out.flush();
        final String line = answers.get();
        if (null == line)
        {
            over = true;
            out.println();
            return;
        }
        final String typed = line.strip().toLowerCase(Locale.ROOT);
        if (typed.isEmpty())
        {
            out.println("      " + truth);
            return;
        }
        final boolean good = judge.right(typed);
        asked++;
        right += good ? 1 : 0;
        out.println("      " + texts.get(good ? "ui.ask.right" : "ui.ask.wrong") + ": " + truth);
    }

    private static boolean number(final String typed, final long truth)
    {
        return typed.equals(Long.toString(truth));
    }

    private boolean known(final String kind, final String typed)
    {
        return Arrays.asList(texts.get("ui.ask.words." + kind).split(" ", -1)).contains(typed);
    }

    /** All codes that were typed have to be among those found; a word will do as well. */
    private boolean saysWhatTheVerifierSays(final StepResult step, final String typed)
    {
        final List<String> codes = CODE.matcher(typed).results().map((code) -> code.group().toUpperCase(Locale.ROOT))
            .toList();
        final Matcher rest = CODE.matcher(typed);
        if (!codes.isEmpty())
        {
            return SEPARATORS.matcher(rest.replaceAll("")).matches() && step.codes().keySet().containsAll(codes);
        }
        return known(step.codes().isEmpty() ? "clean" : "broken", typed);
    }

    /**
     * The result, if anything was answered.
     */
    public void score()
    {
        if (asked > 0)
        {
            out.println();
            out.println(texts.get("ui.ask.score").replace("{asked}", Integer.toString(asked))
                .replace("{right}", Integer.toString(right)));
            out.flush();
        }
    }
}
