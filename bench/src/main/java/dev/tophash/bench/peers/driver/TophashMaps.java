// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.peers.driver;

import dev.tophash.offheap.MapBuilder;
import dev.tophash.offheap.MapMemory;
import dev.tophash.offheap.MapStats;
import dev.tophash.offheap.OffHeapMap;
import dev.tophash.offheap.PagePolicy;

/** What all of our maps have in common here. */
final class TophashMaps
{
    private static final long BUDGET = 12L << 30;
    private static final int SLOT_COUNT = 8;
    /** Memory that maps before have left, or none: then each map gets pages that the system has to make. */
    private static MapMemory memory;
    private static PagePolicy policy = PagePolicy.DEFAULT;

    private TophashMaps()
    {
    }

    static void use(final Pages pages)
    {
        policy = pages == Pages.HUGE ? PagePolicy.HUGE : PagePolicy.DEFAULT;
        memory = pages == Pages.FRESH ? null : MapMemory.of("bench peers", BUDGET);
    }

    /** Gives back what maps have left. */
    static void end()
    {
        if (memory != null)
        {
            memory.close();
            memory = null;
        }
    }

    static <M extends OffHeapMap> M make(final MapBuilder<M> builder, final int capacity)
    {
        builder.pages(policy);
        final MapBuilder<M> placed = memory == null ? builder.budget(BUDGET) : builder.memory(memory);
        return capacity == 0 ? placed.build() : placed.capacity(capacity).build();
    }

    static double fill(final OffHeapMap map)
    {
        final MapStats stats = map.stats();
        return (double)stats.count() / ((long)SLOT_COUNT << stats.b());
    }
}
