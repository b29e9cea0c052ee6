// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.examples;

import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapStringLongMap;
import java.util.List;

/** Counts words, keeps the largest length, and drops what is rare. */
final class Counters
{
    private Counters()
    {
    }

    public static void main(final String[] arguments)
    {
        try (OffHeapStringLongMap counts = OffHeapMaps.stringLong().budget(16 << 20).build())
        {
            for (final String word : List.of("to", "be", "or", "not", "to", "be"))
            {
                counts.addTo(word, 1); // an absent key counts as 0
            }
            counts.merge("longest", 3, Math::max);
            counts.merge("longest", 2, Math::max);
            final long dropped = counts.removeIf((word, count) -> count == 1);
            System.out.println(counts.get("be") + " " + counts.get("longest") + " " + dropped); // 2 3 2
        }
    }
}
