// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.page;

import dev.tophash.bench.lab.cases.StepProbe;
import dev.tophash.bench.lab.cases.StepResult;
import dev.tophash.check.Finding;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks before a step is revealed, tells right from wrong, and why. Somebody who only presses Enter is told the truth;
 * {@code b} goes back a step, {@code h} gives a hint, {@code q} leaves. When no answers come any more, nothing is asked
 * any more.
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

    /** Where somebody wants to go. */
    public enum Turn
    {
        /** On. */
        ON,
        /** A step back. */
        BACK,
        /** Away. */
        QUIT
    }

    /** One question: what is asked, what is true and why, what helps. */
    private record Question(String text, String truth, String why, String hint, Predicate<String> judge)
    {
    }

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

    /** Whether nobody is asked any more. */
    boolean over()
    {
        return over;
    }

    /** Asks about a step; the probe is null if there is nothing to ask but what the verifier says. */
    Turn ask(final StepResult step, final StepProbe probe)
    {
        if (over)
        {
            return Turn.ON;
        }
        TerminalText.lines(2, texts.get("ui.ask")).forEach(out::println);
        Turn turn = Turn.ON;
        if (probe != null && !probe.survives())
        {
            turn = question(new Question(texts.get("ui.ask.survives"), texts.get("ui.ask.no") + ": " + probe.failure(),
                texts.get("ui.why.survives"), texts.get("ui.hint.survives"),
                (typed) -> known("no", typed) || known("dies", typed)));
        }
        else if (probe != null)
        {
            turn = question(new Question(texts.get("ui.ask.len"), Long.toString(probe.len()), texts.get("ui.why.len"),
                texts.get("ui.hint.len"), (typed) -> typed.equals(Long.toString(probe.len()))));
            turn = turn == Turn.ON && probe.key() != null ? question(get(probe)) : turn;
        }
        return turn == Turn.ON ? question(verify(step)) : turn;
    }

    private Question get(final StepProbe probe)
    {
        final String kind = probe.failure() != null ? "dies" : probe.found() ? "found" : "absent";
        final String truth = probe.failure() != null ? probe.failure() :
            probe.found() ? Long.toString(probe.elem()) : texts.get("ui.ask.absent");
        return new Question(texts.get("ui.ask.get").replace("{key}", probe.key()), truth,
            texts.get("ui.why.get." + kind), texts.get("ui.hint.get"),
            (typed) -> probe.failure() != null ? known("dies", typed) :
                probe.found() ? typed.equals(Long.toString(probe.elem())) : known("absent", typed));
    }

    private Question verify(final StepResult step)
    {
        final StringBuilder why = new StringBuilder(step.codes().isEmpty() ? texts.get("ui.why.clean") : "");
        for (final Finding finding : step.findings())
        {
            if (step.codes().containsKey(finding.rule().code()))
            {
                why.append(why.isEmpty() ? "" : "; ").append(finding.rule().code()).append(' ')
                    .append(texts.get("code." + finding.rule().code()));
            }
        }
        return new Question(texts.get("ui.ask.verify"),
            step.codes().isEmpty() ? texts.get("ui.clean") : step.codes().toString(), why.toString(),
            texts.get("ui.hint.verify"), (typed) -> saysWhatTheVerifierSays(step, typed));
    }

    private Turn question(final Question question)
    {
        while (true)
        {
            final String typed = read("? " + question.text);
            final Turn turn = turn(typed);
            if (turn != Turn.ON || over)
            {
                return turn;
            }
            if (typed.equals("h"))
            {
                TerminalText.lines(6, question.hint).forEach(out::println);
                continue;
            }
            if (typed.isEmpty())
            {
                tell(question.truth);
                return Turn.ON;
            }
            final boolean good = question.judge.test(typed);
            asked++;
            right += good ? 1 : 0;
            tell(texts.get(good ? "ui.ask.right" : "ui.ask.wrong") + ": " + question.truth);
            if (!good)
            {
                tell(question.why);
            }
            return Turn.ON;
        }
    }

    private void tell(final String text)
    {
        TerminalText.lines(6, text).forEach(out::println);
    }

    /** What somebody typed; empty when nobody answers any more. */
    private String read(final String prompt)
    {
        final List<String> lines = TerminalText.lines(2, prompt);
        lines.subList(0, lines.size() - 1).forEach(out::println);
        out.print(lines.getLast() + ' ');
        out.flush();
        final String line = answers.get();
        if (line == null)
        {
            over = true;
            out.println();
            return "";
        }
        return line.strip().toLowerCase(Locale.ROOT);
    }

    private static Turn turn(final String typed)
    {
        return switch (typed)
        {
            case "b", "back" -> Turn.BACK;
            case "q", "quit" -> Turn.QUIT;
            default -> Turn.ON;
        };
    }

    /** Waits until somebody has read what is on the screen. */
    Turn pause()
    {
        return over ? Turn.ON : turn(read(texts.get("ui.ask.pause")));
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
