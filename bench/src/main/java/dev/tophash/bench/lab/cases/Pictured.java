// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.cases;

import dev.tophash.bench.lab.go.BucketName;
import dev.tophash.bench.lab.go.BucketNames;
import dev.tophash.bench.lab.go.BucketView;
import dev.tophash.bench.lab.go.ChainView;
import dev.tophash.offheap.image.MapImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Chooses the chains that a picture shows: those of the main buckets that a lesson asks for, those of the old array
 * that belong to them, and whatever was in the picture before and is on no chain now. A cut-off bucket would otherwise
 * vanish in the very moment in which it becomes interesting, and the bucket that a step heals in the moment in which it
 * is healed. A bucket has the same name in all pictures of a map.
 */
final class Pictured
{
    private final Set<Long> last = new LinkedHashSet<>();
    private final Set<Long> lastLive = new HashSet<>();
    private final Map<Long, BucketName> names = new HashMap<>();
    private Object lastMap;

    /** Forgets what was shown, if that was another map. */
    void begin(final Object map)
    {
        if (!map.equals(lastMap))
        {
            last.clear();
            lastLive.clear();
            names.clear();
            lastMap = map;
        }
    }

    /** The names that buckets of their own have had so far, by address. */
    Map<Long, BucketName> names()
    {
        return Map.copyOf(names);
    }

    /**
     * The chains.
     *
     * @param image  the map.
     * @param focus  main buckets; a spare bucket is shown while it is in none of their chains.
     * @param beyond whether buckets past the end of the array are named by their distance.
     * @param cursor offset of the bucket in which a cursor stands.
     * @return chains; those on no chain say so.
     */
    List<ChainView> chains(final MapImage image, final long[] focus, final boolean beyond, final long cursor)
    {
        final BucketNames current = new BucketNames(image, beyond, names);
        names.putAll(current.ownNames());
        final List<ChainView> chains = new ArrayList<>();
        final Set<Long> shown = new LinkedHashSet<>();
        final Set<Long> chained = ChainView.chained(image);
        for (final long index : focus)
        {
            final long offset = image.bucketOffset(image.bucketsAddress(), index);
            final boolean spare = index >= 1L << image.b();
            if (offset != MapImage.NOWHERE && !(spare && chained.contains(offset)))
            {
                show(new ChainView(ChainView.at(image, offset, current).buckets(), spare), chains, shown);
            }
        }
        for (int i = 0; i < focus.length && image.growing() && image.oldB() >= 0; i++)
        {
            final long old = focus[i] & ((1L << image.oldB()) - 1);
            show(ChainView.at(image, image.bucketOffset(image.oldbucketsAddress(), old), current), chains, shown);
        }
        for (final long offset : List.copyOf(last))
        {
            if (focus.length != 0 && !chained.contains(offset) && image.inside(offset, image.bucketSize()))
            {
                final ChainView lost = new ChainView(ChainView.at(image, offset, current).buckets(), true);
                if (lost.spare() || lost.live() || lastLive.contains(offset) || offset == cursor)
                {
                    show(lost, chains, shown);
                }
            }
        }
        last.clear();
        last.addAll(shown);
        lastLive.clear();
        chains.stream().flatMap((chain) -> chain.buckets().stream()).filter((bucket) ->
            bucket.slots().stream().anyMatch(BucketView.SlotView::live))
            .forEach((bucket) -> lastLive.add(bucket.offset()));
        return chains;
    }

    private static void show(final ChainView chain, final List<ChainView> chains, final Set<Long> shown)
    {
        if (!chain.buckets().isEmpty() && !shown.contains(chain.buckets().getFirst().offset()))
        {
            chains.add(chain);
            chain.buckets().forEach((bucket) -> shown.add(bucket.offset()));
        }
    }
}
