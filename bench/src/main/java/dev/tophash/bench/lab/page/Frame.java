// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.page;

import dev.tophash.bench.lab.go.KeyWay;
import dev.tophash.bench.lab.go.LabImage;
import dev.tophash.bench.lab.go.MapView;
import dev.tophash.layout.classic.BmapDescriptor;
import java.util.List;
import java.util.Set;

/**
 * One moment of a map, complete enough to be drawn: what a page shows for a step of a lesson, and what a live map shows
 * after an action. It holds facts and marks; whoever draws it decides nothing.
 *
 * @param map     the whole map.
 * @param was     the whole map before the step; null if this is the moment before.
 * @param wrong   names of the header fields that the verifier objects to.
 * @param columns how many buckets stand side by side at most.
 * @param boxes   the buckets that are drawn in full.
 * @param zeroed  what the step has zeroed.
 * @param ways    ways of some keys through these bytes.
 */
public record Frame(
    MapView map, MapView was, Set<String> wrong, int columns, List<Box> boxes, List<LabImage.Span> zeroed,
    List<KeyWay> ways)
{
    /** Zeroed ranges that are shorter are single slots: to paint them would only be noise. */
    private static final int MIN_PAINTED = 64;

    /** What of a bucket the step has zeroed; null if nothing worth painting. */
    Range zeroedIn(final long bucket)
    {
        return zeroedIn(bucket, BmapDescriptor.bucketSize(map.type()), zeroed);
    }

    /** What of a bucket, of this size, lies in ranges that were zeroed; null if nothing worth painting. */
    static Range zeroedIn(final long bucket, final int size, final List<LabImage.Span> zeroed)
    {
        long from = size;
        long to = 0;
        for (final LabImage.Span span : zeroed)
        {
            if (span.size() >= MIN_PAINTED && span.offset() < bucket + size && span.offset() + span.size() > bucket)
            {
                from = Math.min(from, Math.max(0, span.offset() - bucket));
                to = Math.max(to, Math.min(size, span.offset() + span.size() - bucket));
            }
        }
        return from < to ? new Range((int)from, (int)to) : null;
    }

    /**
     * A bucket as it is drawn.
     *
     * @param marks   what there is to point out.
     * @param first   the name that it had when it was first drawn.
     * @param place   where it stands in the picture.
     * @param changed its bytes that the step changed, as ranges.
     * @param clean   whether a link that was cut led to an empty bucket.
     * @param notes   what is said below it.
     */
    record Box(
        StepMarks.Marks marks, String first, BucketPlaces.Place place, List<Range> changed, boolean clean,
        List<BucketNotes.Note> notes)
    {
    }

    /**
     * Some bytes of a bucket.
     *
     * @param from the first.
     * @param to   the one after the last.
     */
    record Range(int from, int to)
    {
    }
}
