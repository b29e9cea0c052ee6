// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.page;

import dev.tophash.bench.lab.cases.GoRecords;
import dev.tophash.bench.lab.cases.LessonResult;
import dev.tophash.bench.lab.cases.StepResult;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Prints lessons for people at a terminal of 80 columns. With a quiz, a picture and the questions about it fit on one
 * screen of 24 rows, what a step did is shown screen by screen, and one can go back.
 */
public final class LessonPrinter
{
    private static final int COLUMN = 37;
    /** Rows that the questions before a step and their answers take. */
    private static final int QUESTION_ROWS = 5;

    private final PrintWriter out;
    private final LessonTexts texts;
    private final Sentences sentences;
    private final boolean colour;
    private final StepQuiz quiz;
    private final String source;
    private final boolean proof;

    /**
     * A printer.
     *
     * @param out    where to.
     * @param texts  in which language.
     * @param colour with ANSI colours.
     * @param quiz   asks before each answer is revealed; null for no questions.
     * @param source which Go the answers are from.
     * @param proof  with the changed bytes, the ledgers, what was printed, and the same cases with other keys.
     */
    public LessonPrinter(
        final PrintWriter out, final LessonTexts texts, final boolean colour, final StepQuiz quiz, final String source,
        final boolean proof)
    {
        this.out = out;
        this.texts = texts;
        this.sentences = new Sentences(texts);
        this.colour = colour;
        this.quiz = quiz == null ? StepQuiz.silent(out, texts) : quiz;
        this.source = source;
        this.proof = proof;
    }

    private String bold(final String text)
    {
        return colour ? "\u001b[1m" + text + "\u001b[0m" : text;
    }

    private void titled(final List<String> into, final String title, final String text)
    {
        final List<String> lines = TerminalText.lines(0, title + ": " + text);
        into.add("");
        into.add(bold(title) + lines.getFirst().substring(title.length()));
        into.addAll(lines.subList(1, lines.size()));
    }

    /**
     * Prints a lesson: the problem, the pictures, why, the right way, and the proof if it is wanted.
     *
     * @param number its number.
     * @param result what came out.
     * @return false if somebody wants no more.
     */
    public boolean print(final String number, final LessonResult result)
    {
        final String id = result.lesson().id();
        final List<LessonResult.Part> story = result.parts().stream()
            .filter((part) -> !result.lesson().variant(part.name())).toList();
        final List<LessonResult.Part> variants = result.parts().stream()
            .filter((part) -> result.lesson().variant(part.name())).toList();
        final List<String> opening = new ArrayList<>(List.of(""));
        TerminalText.lines(0, number + "  " + texts.get(id + ".title")).forEach((line) -> opening.add(bold(line)));
        opening.addAll(TerminalText.lines(0, sentences.hazard(id)));
        boolean wanted = pages(opening) != StepQuiz.Turn.QUIT && parts(story, result.parts().size() > 1);
        if (wanted)
        {
            final List<String> end = new ArrayList<>();
            titled(end, texts.get("ui.why"), texts.get(id + ".why"));
            titled(end, texts.get("ui.right"), texts.get(id + ".right"));
            if (!proof)
            {
                final String names =
                    variants.stream().map(this::name).collect(Collectors.joining(texts.get("pic.and")));
                titled(end, texts.get("ui.proof"), texts.get("ui.proof.folded").replace("{variants}",
                    names.isEmpty() ? "" : texts.get("ui.proof.variants").replace("{names}", names)));
            }
            wanted = pages(end) != StepQuiz.Turn.QUIT;
        }
        if (wanted && proof)
        {
            wanted = pages(proof(result, story)) != StepQuiz.Turn.QUIT && parts(variants, true) &&
                pages(printed(variants)) != StepQuiz.Turn.QUIT;
        }
        out.flush();
        return wanted;
    }

    /** What stands behind a lesson: more about it, what the right way gave, what was printed. */
    private List<String> proof(final LessonResult result, final List<LessonResult.Part> story)
    {
        final List<String> lines = new ArrayList<>();
        final String more = result.lesson().id() + ".more";
        titled(lines, texts.get("ui.proof"), texts.has(more) ? texts.get(more) : "");
        if (!result.right().told().isEmpty())
        {
            lines.addAll(TerminalText.lines(2, texts.get("ui.right") + ":"));
            sentences.lines(result.right().told()).forEach((line) -> lines.addAll(TerminalText.lines(4, line)));
        }
        lines.addAll(printed(story));
        return lines;
    }

    private List<String> printed(final List<LessonResult.Part> parts)
    {
        final List<String> lines = new ArrayList<>();
        for (final LessonResult.Part part : parts)
        {
            lines.addAll(TerminalText.lines(2, sentences.caption(part) + ":"));
            lines.addAll(columns(part));
        }
        return lines;
    }

    private boolean parts(final List<LessonResult.Part> parts, final boolean named)
    {
        for (final LessonResult.Part part : parts)
        {
            if (named)
            {
                out.println();
                out.println(bold("--- " + name(part)));
            }
            if (!part(part))
            {
                return false;
            }
        }
        return true;
    }

    /** The case in words; the end of its name tells the cases of a lesson apart. */
    private String name(final LessonResult.Part part)
    {
        return texts.get("page.case." + part.name().substring(part.name().lastIndexOf('/') + 1));
    }

    private boolean part(final LessonResult.Part part)
    {
        int at = 0;
        while (at < part.steps().size())
        {
            // Marks are remembered from step to step, so they are worked out from the first one on.
            final StepMarks marks = new StepMarks();
            for (int i = 0; i < at; i++)
            {
                marks.before(part.steps().get(i));
                marks.after(part.steps().get(i));
            }
            final StepQuiz.Turn turn = step(part, at, marks);
            if (turn == StepQuiz.Turn.QUIT)
            {
                return false;
            }
            at = turn == StepQuiz.Turn.BACK ? Math.max(0, at - 1) : at + 1;
        }
        final List<String> end = new ArrayList<>();
        part.charts().forEach((chart) -> ChartLines.of(texts, chart).forEach((line) ->
            end.addAll(TerminalText.lines(2, line))));
        return pages(end) != StepQuiz.Turn.QUIT;
    }

    /** Our lines and those of real Go side by side, marked where they differ; ours alone where Go has none. */
    private List<String> columns(final LessonResult.Part part)
    {
        final List<String> lines = new ArrayList<>();
        if (part.go().isEmpty())
        {
            sentences.lines(part.told()).forEach((line) -> lines.addAll(TerminalText.lines(4, line)));
            return lines;
        }
        new TwoColumns(COLUMN).of(List.of(texts.get("ui.real.ours"), source), part.lines(), part.go(),
            (line) -> GoRecords.comparable(List.of(line)).getFirst()).forEach((line) -> lines.add("  " + line));
        return lines;
    }

    private StepQuiz.Turn step(final LessonResult.Part part, final int index, final StepMarks marks)
    {
        final StepResult step = part.steps().get(index);
        final boolean asking = !quiz.over();
        final List<String> before = new ArrayList<>(List.of(""));
        TerminalText.lines(0, "* " + texts.get("step." + step.key())).forEach((line) -> before.add(bold(line)));
        final List<StepMarks.Marks> then = marks.before(step);
        if (!then.isEmpty())
        {
            before.addAll(TerminalText.lines(2,
                texts.get("ui.before") + ": " + step.headerBefore().lines().getFirst()));
            before.addAll(new MarkedPicture(texts, colour).lines(then, asking ?
                TerminalText.ROWS - before.size() - QUESTION_ROWS : Integer.MAX_VALUE));
        }
        before.forEach(out::println);
        out.flush();
        final StepQuiz.Turn turn = quiz.ask(step, part.probes().get(index));
        if (turn != StepQuiz.Turn.ON)
        {
            return turn;
        }
        return pages(after(step, marks));
    }

    /** What a step did. */
    private List<String> after(final StepResult step, final StepMarks marks)
    {
        final List<String> lines = new ArrayList<>();
        final List<StepMarks.Marks> now = marks.after(step);
        final boolean seen = step.after().equals(step.before()) && step.standing().same();
        if (!now.isEmpty() && !seen)
        {
            lines.addAll(TerminalText.lines(2,
                texts.get("ui.after") + ": " + step.headerAfter().lines().getFirst()));
            lines.addAll(new MarkedPicture(texts, colour).lines(now));
        }
        if (!step.whole().zeroed().isEmpty())
        {
            lines.addAll(new StripText(texts).lines(step));
        }
        if (proof)
        {
            bytes(step, lines);
        }
        row(lines, "ui.go", sentences.answer(step, step.go()));
        row(lines, "ui.product", sentences.answer(step, step.product()));
        row(lines, "ui.verifier", step.codes().isEmpty() ? texts.get("ui.clean") : step.codes().toString());
        step.findings().forEach((finding) -> lines.addAll(TerminalText.lines(4, sentences.finding(step, finding))));
        return lines;
    }

    /** Which bytes it changed, word by word where they have two owners. */
    private void bytes(final StepResult step, final List<String> lines)
    {
        final List<String> changes = sentences.changes(step.changes());
        if (!changes.isEmpty())
        {
            lines.addAll(TerminalText.lines(2, texts.get("ui.changed") + ":"));
            changes.forEach((line) -> lines.addAll(TerminalText.lines(4, line)));
        }
        step.ledgers().forEach((ledger) ->
        {
            lines.addAll(TerminalText.lines(4, LedgerLines.head(texts, ledger)));
            LedgerLines.of(texts, ledger).forEach((line) -> lines.addAll(TerminalText.lines(4, line.text())));
        });
    }

    private void row(final List<String> lines, final String key, final String text)
    {
        lines.addAll(TerminalText.lines(2, texts.get(key) + ": " + text));
    }

    /** Screen by screen while somebody sits there, all at once otherwise. */
    private StepQuiz.Turn pages(final List<String> lines)
    {
        final int page = TerminalText.ROWS - 3; // below the last question and its answer, above the next one
        for (int i = 0; i < lines.size(); i++)
        {
            out.println(lines.get(i));
            if (!quiz.over() && (i % page == page - 1 || i == lines.size() - 1))
            {
                out.flush();
                final StepQuiz.Turn turn = quiz.pause();
                if (turn != StepQuiz.Turn.ON)
                {
                    return turn;
                }
            }
        }
        return StepQuiz.Turn.ON;
    }
}
