// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.page;

import dev.tophash.bench.lab.cases.StepResult;
import dev.tophash.bench.lab.go.BucketView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes the frames of one case, in the order of its steps. It remembers from frame to frame where a bucket stands and
 * which entries were ghosts.
 */
public final class FrameMaker
{
    private final LessonTexts texts;
    private final StepMarks marks = new StepMarks();
    private final BucketPlaces places = new BucketPlaces();

    /**
     * Frames whose buckets get their places one after the other, as for a map that nobody knows the future of.
     *
     * @param texts in which language.
     */
    public FrameMaker(final LessonTexts texts)
    {
        this.texts = texts;
    }

    /**
     * Frames whose buckets have their places from the beginning, so that the width of a picture never changes.
     *
     * @param texts in which language.
     * @param steps all steps of the case.
     */
    FrameMaker(final LessonTexts texts, final List<StepResult> steps)
    {
        this(texts);
        for (final StepResult step : steps)
        {
            places.take(step.before());
            places.take(step.after());
        }
    }

    /**
     * The moment before a step.
     *
     * @param step the step.
     * @return its frame.
     */
    public Frame before(final StepResult step)
    {
        places.take(step.before());
        return new Frame(step.whole().before(), null, Set.of(), places.columns(),
            boxes(marks.before(step), Map.of()), List.of(), List.of());
    }

    /**
     * The moment after a step; to be asked for after that before it.
     *
     * @param step the step.
     * @return its frame.
     */
    public Frame after(final StepResult step)
    {
        places.take(step.after());
        final Map<Long, BucketView> old = new HashMap<>();
        step.before().forEach((chain) -> chain.buckets().forEach((bucket) -> old.put(bucket.offset(), bucket)));
        return new Frame(step.whole().after(), step.whole().before(), StepMarks.wrongFields(step), places.columns(),
            boxes(marks.after(step), old),
            step.whole().zeroed(), step.whole().ways());
    }

    private List<Frame.Box> boxes(final List<StepMarks.Marks> all, final Map<Long, BucketView> old)
    {
        final BucketNotes notes = new BucketNotes(texts, all);
        final List<Frame.Box> boxes = new ArrayList<>();
        for (final StepMarks.Marks one : all)
        {
            final BucketPlaces.Place place = places.of(one.bucket());
            if (place != null)
            {
                boxes.add(new Frame.Box(one, places.firstName(one.bucket()), place,
                    changed(old.get(one.bucket().offset()), one.bucket()), notes.harmlessCut(one), notes.of(one)));
            }
        }
        return boxes;
    }

    /** The bytes that differ, neighbours joined. */
    private static List<Frame.Range> changed(final BucketView was, final BucketView is)
    {
        final List<Frame.Range> ranges = new ArrayList<>();
        final int size = is.hex().length() / 2;
        int start = -1;
        for (int i = 0; was != null && i <= size; i++)
        {
            final boolean differs = i < size && !is.hex().regionMatches(2 * i, was.hex(), 2 * i, 2);
            if (differs && start < 0)
            {
                start = i;
            }
            else if (!differs && start >= 0)
            {
                ranges.add(new Frame.Range(start, i));
                start = -1;
            }
        }
        return ranges;
    }
}
