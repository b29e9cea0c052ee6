// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab;

import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Prints lessons for people at a terminal.
 */
public final class LessonPrinter
{
    private static final int MAX_CHAIN = 4;
    private static final int COLUMN = 62;

    private final PrintWriter out;
    private final LessonTexts texts;
    private final boolean colour;
    private final StepQuiz quiz;
    private final String source;

    /**
     * A printer.
     *
     * @param out    where to.
     * @param texts  in which language.
     * @param colour with ANSI colours.
     * @param quiz   asks before each answer is revealed; null for no questions.
     * @param source which Go the answers are from.
     */
    public LessonPrinter(
        final PrintWriter out, final LessonTexts texts, final boolean colour, final StepQuiz quiz, final String source)
    {
        this.out = out;
        this.texts = texts;
        this.colour = colour;
        this.quiz = null == quiz ? StepQuiz.silent(out, texts) : quiz;
        this.source = source;
    }

    private String bold(final String text)
    {
        return colour ? "\u001b[1m" + text + "\u001b[0m" : text;
    }

    /**
     * Prints a lesson.
     *
     * @param number its number.
     * @param result what came out.
     */
    public void print(final String number, final LessonResult result)
    {
        final String id = result.lesson().id();
        out.println();
        out.println(bold(number + "  " + texts.get(id + ".title")));
        out.println(texts.get("ui.hazard") + ": " + texts.get(id + ".hazard"));
        result.parts().forEach(this::part);
        out.println();
        out.println(bold(texts.get("ui.why") + ": ") + texts.get(id + ".why"));
        out.println();
        out.println(bold(texts.get("ui.right") + ": ") + texts.get(id + ".right"));
        result.right().lines().forEach((line) -> out.println("    " + line));
        out.flush();
    }

    private void part(final LessonResult.Part part)
    {
        out.println();
        out.println(bold("--- " + part.name()));
        for (int i = 0; i < part.steps().size(); i++)
        {
            step(part.steps().get(i), part.probes().get(i));
        }
        out.println();
        out.println("  " + texts.caption(part) + ":");
        columns(part).forEach((line) -> out.println("    " + line));
        part.charts().forEach((chart) -> chart.lines(texts).forEach((line) -> out.println("    " + line)));
    }

    /** Our lines and those of real Go side by side, marked where they differ; ours alone where Go has none. */
    private List<String> columns(final LessonResult.Part part)
    {
        return part.go().isEmpty() ? part.lines() :
            new TwoColumns(COLUMN).of(List.of(texts.get("ui.real.ours"), source), part.lines(), part.go(),
                (line) -> GoRecords.comparable(List.of(line)).getFirst());
    }

    private void step(final StepResult step, final StepProbe probe)
    {
        out.println();
        out.println(bold("* " + texts.get("step." + step.key())));
        pictures(texts.get("ui.before"), step.headerBefore(), step.before(), Set.of());
        out.flush();
        quiz.ask(step, probe);
        if (!step.after().equals(step.before()))
        {
            pictures(texts.get("ui.after"), step.headerAfter(), step.after(), ghosts(step));
        }
        if (!step.changes().isEmpty())
        {
            out.println("  " + texts.get("ui.changed") + ":");
            step.changes().forEach((line) -> out.println("    " + line));
        }
        step.ledgers().forEach((ledger) -> ledger.lines(texts).forEach((line) -> out.println("    " + line)));
        out.println("  " + texts.get("ui.go") + ": " + texts.answer(step.go()));
        out.println("  " + texts.get("ui.product") + ": " + texts.answer(step.product()) + "; " + texts.attach(step));
        out.println("  " + texts.get("ui.verifier") + ": " +
            (step.codes().isEmpty() ? texts.get("ui.clean") : step.codes().toString()));
        step.findings().forEach((finding) -> out.println("    " + finding));
    }

    /** Buckets in which the verifier found something. */
    private static Set<Long> ghosts(final StepResult step)
    {
        final Set<Long> ghosts = new HashSet<>();
        step.after().forEach((chain) -> chain.buckets().forEach((bucket) -> step.findings().forEach((finding) ->
        {
            if (finding.location().startsWith("bucket " + bucket.name()))
            {
                ghosts.add(bucket.offset());
            }
        })));
        return ghosts;
    }

    private void pictures(
        final String when, final List<String> header, final List<ChainView> chains, final Set<Long> ghosts)
    {
        if (chains.isEmpty())
        {
            return;
        }
        out.println("  " + when + ": " + header.getFirst());
        final BucketPicture picture = BucketPicture.ofViews(colour, ghosts);
        for (final ChainView chain : chains)
        {
            out.println("    " + chain.arrows() + (chain.cutOff() ? "   (" + texts.get("ui.orphan") + ")" : ""));
            chain.buckets().stream().limit(MAX_CHAIN)
                .forEach((bucket) -> picture.draw(bucket).forEach((line) -> out.println("    " + line)));
        }
    }
}
