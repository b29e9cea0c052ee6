// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.page;

import dev.tophash.bench.lab.cases.LabCases;
import dev.tophash.bench.lab.cases.LabMap;
import dev.tophash.bench.lab.cases.Stage;
import dev.tophash.bench.lab.cases.StepResult;
import dev.tophash.bench.lab.go.ChainView;
import dev.tophash.bench.lab.go.HeaderView;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Two minutes for somebody who has never seen a hash map from inside: the headline lesson in eight pictures, one a
 * step. The first five are steps of the naive reset, the last three those of the product's clear on a like chain.
 */
public final class Tour
{
    private static final String CASE = "dangling/recycled-under-a-cursor";
    private static final String CLEAR = "dangling/three-steps-one-by-one";

    private final LabMap.Setup setup;
    private final List<Stop> stops;
    private final long stale;
    private final long errors;

    /**
     * One picture with its words.
     *
     * @param key   name of its texts.
     * @param step  the step that it belongs to.
     * @param after whether it shows the bytes after that step; before it otherwise.
     */
    public record Stop(String key, StepResult step, boolean after)
    {
        /** What it shows. */
        List<ChainView> chains()
        {
            return after ? step.after() : step.before();
        }
    }

    /**
     * Runs the lesson.
     *
     * @param setup version and seed.
     */
    public Tour(final LabMap.Setup setup)
    {
        this.setup = setup;
        final Stage stage = new Stage(setup, true);
        stage.run(LabCases.all().get(CASE));
        final List<StepResult> steps = stage.steps();
        final Stage clear = new Stage(setup, true);
        clear.run(LabCases.all().get(CLEAR));
        final List<StepResult> right = clear.steps();
        stops = List.of(new Stop("map", steps.get(0), false), new Stop("cursor", steps.get(0), true),
            new Stop("naive", named(steps, "zero-in-place"), true),
            new Stop("owners", named(steps, "handed-out-again"), true),
            new Stop("destroyed", named(steps, "owner-deletes"), true),
            new Stop("size", named(right, "size-check"), true),
            new Stop("clear", named(right, "clear-buckets"), true),
            new Stop("reset", named(right, "reset-tophash"), true));
        stale = clear.figures().get("stale");
        errors = named(right, "reset-tophash").codes().values().stream().mapToLong(Long::longValue).sum();
    }

    private static StepResult named(final List<StepResult> steps, final String key)
    {
        return steps.stream().filter((step) -> step.key().equals(key)).findFirst().orElseThrow();
    }

    /**
     * The way.
     *
     * @return eight stops.
     */
    public List<Stop> stops()
    {
        return stops;
    }

    /**
     * The words of a stop.
     *
     * @param stop  which.
     * @param texts in which language.
     * @return a paragraph.
     */
    public String text(final Stop stop, final LessonTexts texts)
    {
        return texts.get("tour." + stop.key + ".text").replace("{stale}", Long.toString(stale))
            .replace("{errors}", Long.toString(errors));
    }

    /**
     * Prints it for a terminal.
     *
     * @param out    where to.
     * @param texts  in which language.
     * @param colour with ANSI colours.
     * @param pause  called after each picture but the last.
     */
    public void print(final PrintWriter out, final LessonTexts texts, final boolean colour, final Runnable pause)
    {
        out.println(texts.get("tour.title"));
        out.println();
        new KeyPrinter(out, texts, colour).first(setup).forEach(out::println);
        out.flush();
        pause.run();
        int number = 0;
        StepMarks marks = new StepMarks();
        for (final Stop stop : stops)
        {
            marks = stop.key.equals("size") ? new StepMarks() : marks; // another map
            final List<String> lines = new ArrayList<>();
            lines.addAll(TerminalText.lines(0, ++number + "  " + texts.get("tour." + stop.key + ".title")));
            lines.addAll(TerminalText.lines(2, text(stop, texts)));
            final HeaderView header = stop.after ? stop.step.headerAfter() : stop.step.headerBefore();
            header.lines().forEach((line) -> lines.addAll(TerminalText.lines(2, line)));
            final List<StepMarks.Marks> before = marks.before(stop.step);
            lines.addAll(new MarkedPicture(texts, colour).lines(stop.after ? marks.after(stop.step) : before,
                TerminalText.ROWS - lines.size() - 3));
            out.println();
            lines.forEach(out::println);
            out.flush();
            if (number < stops.size())
            {
                pause.run();
            }
        }
        out.println();
        out.println(texts.get("tour.next") + ": ./tophash lab run dangling");
        out.flush();
    }
}
