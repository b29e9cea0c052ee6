// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab;

import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.TypedCursor;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.verify.MapVerifier;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Two minutes for somebody who has never seen a hash map from inside: the headline lesson in six pictures. The pictures
 * are steps of that lesson, the last one shows the product's clear in the same state.
 */
public final class Tour
{
    private static final String CASE = "dangling/recycled-under-a-cursor";
    private static final int ENTRIES_BEFORE = 9;
    private static final long HEAD = 3;
    private static final long SPARE = 16;
    private static final int WIDTH = 100;

    private final List<Stop> stops;
    private final int stale;
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
        final Stage stage = new Stage(setup, true);
        stage.run(LabCases.all().get(CASE));
        final List<StepResult> steps = stage.steps();
        final Right right = new Right(setup);
        stops = List.of(new Stop("map", steps.get(0), false), new Stop("cursor", steps.get(0), true),
            new Stop("naive", named(steps, "zero-in-place"), true),
            new Stop("owners", named(steps, "handed-out-again"), true),
            new Stop("destroyed", named(steps, "owner-deletes"), true), new Stop("right", right.step, true));
        stale = right.stale;
        errors = right.errors;
    }

    private static StepResult named(final List<StepResult> steps, final String key)
    {
        return steps.stream().filter((step) -> step.key().equals(key)).findFirst().orElseThrow();
    }

    /**
     * The way.
     *
     * @return six stops.
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
        return texts.get("tour." + stop.key + ".text").replace("{stale}", Integer.toString(stale))
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
        int number = 0;
        for (final Stop stop : stops)
        {
            out.println();
            out.println(++number + "  " + texts.get("tour." + stop.key + ".title"));
            Glossary.wrapped(text(stop, texts), WIDTH - 4).forEach((line) -> out.println("   " + line));
            out.println();
            final List<String> header = stop.after ? stop.step.headerAfter() : stop.step.headerBefore();
            header.forEach((line) -> out.println("   " + line));
            final BucketPicture picture = BucketPicture.ofViews(colour, Set.of());
            for (final ChainView chain : stop.chains())
            {
                out.println("   " + chain.arrows() + (chain.cutOff() ? "   (" + texts.get("ui.orphan") + ")" : ""));
                chain.buckets().forEach((bucket) ->
                    picture.draw(bucket).forEach((line) -> out.println("   " + line)));
            }
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

    /** The product's clear with a cursor in the overflow bucket. */
    private static final class Right
    {
        private final StepResult step;
        private final int stale;
        private final long errors;

        Right(final LabMap.Setup setup)
        {
            final KeyForm form = KeyForm.INT64;
            final long[] keys = LabMap.colliding(setup, form, 0, 4, HEAD, 12);
            try (OffHeapTypedMap map = OffHeapTypedMap.create(form.type(), 100, LabMap.config(setup.version())))
            {
                map.unsafePinHash0(setup.seed());
                for (int i = 0; i < keys.length; i++)
                {
                    form.stage(map.key(), keys[i]);
                    map.elem().setLong(0, i + 1L);
                    map.assign();
                }
                final List<ChainView> before = chains(map.image());
                final List<String> header = new BucketPicture(map.image(), false).header();
                try (TypedCursor cursor = map.cursor(HEAD, 0))
                {
                    for (int i = 0; i < ENTRIES_BEFORE; i++)
                    {
                        cursor.next();
                    }
                    final long standing = cursor.bucketOffset();
                    map.clear();
                    int delivered = 0;
                    while (cursor.next())
                    {
                        delivered++;
                    }
                    stale = delivered;
                    errors = MapVerifier.verify(map.image()).errorCount();
                    step = step(map, header, before, standing);
                }
            }
        }

        private static StepResult step(
            final OffHeapTypedMap map, final List<String> header, final List<ChainView> before, final long standing)
        {
            final StepResult.Answer answer =
                new StepResult.Answer(map.sizeLong(), 0, 0, 0, null, null, null);
            return new StepResult("real-clear", header, new BucketPicture(map.image(), false).header(), before,
                chains(map.image()), List.of(), answer, answer, "", Map.of(), List.of(),
                List.of(), new StepResult.Standing(standing, standing));
        }

        /** The spare bucket is in the picture whether a chain leads to it or not. */
        private static List<ChainView> chains(final MapImage image)
        {
            final ChainView chain = ChainView.of(image, HEAD);
            return chain.buckets().size() > 1 ? List.of(chain, ChainView.of(image, 9)) :
                List.of(chain, ChainView.of(image, 9), ChainView.of(image, SPARE));
        }
    }
}
