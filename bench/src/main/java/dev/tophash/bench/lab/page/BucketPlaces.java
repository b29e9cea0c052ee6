// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.page;

import dev.tophash.bench.lab.go.BucketView;
import dev.tophash.bench.lab.go.ChainView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where buckets stand in the pictures of one case. A bucket keeps its place, whoever leads to it, so that an arrow that
 * went away or came leaps to the eye; and it is known by the name that it had first.
 */
final class BucketPlaces
{
    private static final int COLUMNS = 3;
    /** Of a longer chain the rest is counted. */
    private static final int MAX_CHAIN = 12;

    private final Map<Long, Place> places = new HashMap<>();
    private final Map<Long, String> names = new HashMap<>();

    /**
     * A place.
     *
     * @param row    from 0.
     * @param column from 0.
     */
    record Place(int row, int column)
    {
    }

    /** Gives places to buckets that have none: beside the one that leads to them, or in a new row. */
    void take(final List<ChainView> chains)
    {
        for (final ChainView chain : chains)
        {
            Place last = null;
            for (final BucketView bucket : chain.buckets().subList(0, Math.min(MAX_CHAIN, chain.buckets().size())))
            {
                names.putIfAbsent(bucket.offset(), bucket.name());
                final Place known = places.get(bucket.offset());
                last = known == null ? free(last) : known;
                places.put(bucket.offset(), last);
            }
        }
    }

    private Place free(final Place last)
    {
        final Place beside = last == null ? null : new Place(last.row, last.column + 1);
        return beside != null && beside.column < COLUMNS && !places.containsValue(beside) ? beside :
            new Place(1 + places.values().stream().mapToInt(Place::row).max().orElse(-1), 0);
    }

    /** How many buckets stand side by side at most. */
    int columns()
    {
        return 1 + places.values().stream().mapToInt(Place::column).max().orElse(0);
    }

    /** The place of a bucket; null if it is not drawn. */
    Place of(final BucketView bucket)
    {
        return places.get(bucket.offset());
    }

    /** The name that a bucket had when it was first drawn. */
    String firstName(final BucketView bucket)
    {
        return names.getOrDefault(bucket.offset(), bucket.name());
    }
}
