// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.page;

import dev.tophash.bench.lab.cases.KeyLesson;
import dev.tophash.bench.lab.cases.LabMap;
import dev.tophash.bench.lab.cases.StepResult;
import dev.tophash.bench.lab.go.KeyWay;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The first pictures of all at a terminal: the way of a key through a healthy map, with live numbers.
 */
public final class KeyPrinter
{
    private final PrintWriter out;
    private final LessonTexts texts;
    private final boolean colour;

    /**
     * A printer.
     *
     * @param out    where to.
     * @param texts  in which language.
     * @param colour with ANSI colours.
     */
    public KeyPrinter(final PrintWriter out, final LessonTexts texts, final boolean colour)
    {
        this.out = out;
        this.texts = texts;
        this.colour = colour;
    }

    /**
     * Prints all ways: found at once, found in an overflow bucket, absent, and in the middle of a growth.
     *
     * @param setup version and seed.
     * @param pause called after each screen but the last.
     */
    public void print(final LabMap.Setup setup, final Runnable pause)
    {
        final List<StepResult> steps = KeyLesson.run(setup);
        out.println(texts.get("page.keylesson.title"));
        TerminalText.lines(0, texts.get("page.keylesson.problem")).forEach(out::println);
        for (int i = 0; i < steps.size(); i++)
        {
            final StepResult step = steps.get(i);
            out.println();
            out.println(i + 1 + "  " + texts.get("step." + step.key()));
            TerminalText.lines(2, texts.get("step." + step.key() + ".text")).forEach(out::println);
            picture(step).forEach(out::println);
            pause.run();
            out.println();
            way(step).forEach(out::println);
            out.flush();
            if (i < steps.size() - 1)
            {
                pause.run();
            }
        }
        out.println();
        TerminalText.lines(0, texts.get("page.keylesson.why")).forEach(out::println);
        out.println(texts.get("tour.before") + ": ./tophash lab tour --step");
        out.flush();
    }

    /** The way that a tour begins with: a key in an overflow bucket. */
    List<String> first(final LabMap.Setup setup)
    {
        final StepResult step = KeyLesson.run(setup).get(1);
        final List<String> lines = new ArrayList<>(List.of(texts.get("page.keylesson.title")));
        lines.addAll(way(step));
        return lines;
    }

    private List<String> picture(final StepResult step)
    {
        final StepMarks marks = new StepMarks();
        marks.before(step);
        return new MarkedPicture(texts, colour).lines(marks.after(step));
    }

    private List<String> way(final StepResult step)
    {
        final KeyWay way = step.whole().ways().getFirst();
        return new WayText(texts).lines(step, way);
    }
}
