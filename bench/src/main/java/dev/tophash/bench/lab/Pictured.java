// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab;

import dev.tophash.offheap.image.MapImage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Chooses the chains that a picture shows: those of the main buckets that a lesson asks for, those of the old array
 * that belong to them, and whatever was in the picture before and is on no chain now: a cut-off bucket would
 * otherwise vanish from the page in the very moment in which it becomes interesting.
 */
final class Pictured
{
    private final Set<Long> last = new LinkedHashSet<>();
    private Object lastMap;

    /** Forgets what was shown, if that was another map. */
    void begin(final Object map)
    {
        if (!map.equals(lastMap))
        {
            last.clear();
            lastMap = map;
        }
    }

    /**
     * The chains.
     *
     * @param image  the map.
     * @param focus  main buckets; a spare bucket is shown while it is in none of their chains.
     * @param beyond whether buckets past the end of the array are named by their distance.
     * @return chains; those on no chain say so.
     */
    List<ChainView> chains(final MapImage image, final long[] focus, final boolean beyond)
    {
        final List<ChainView> chains = new ArrayList<>();
        final Set<Long> shown = new LinkedHashSet<>();
        final Set<Long> chained = ChainView.chained(image);
        for (final long index : focus)
        {
            final long offset = image.bucketOffset(image.bucketsAddress(), index);
            final boolean spare = index >= 1L << image.b();
            if (MapImage.NIL != offset && !(spare && chained.contains(offset)))
            {
                show(new ChainView(ChainView.at(image, offset, beyond).buckets(), spare), chains, shown);
            }
        }
        for (int i = 0; i < focus.length && image.growing() && image.oldB() >= 0; i++)
        {
            show(ChainView.ofOld(image, focus[i] & ((1L << image.oldB()) - 1)), chains, shown);
        }
        for (final long offset : List.copyOf(last))
        {
            if (0 != focus.length && !chained.contains(offset) && image.inside(offset, image.type().bucketSize()))
            {
                final ChainView lost = new ChainView(ChainView.at(image, offset, beyond).buckets(), true);
                if (lost.spare() || lost.live())
                {
                    show(lost, chains, shown);
                }
            }
        }
        last.clear();
        last.addAll(shown);
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
