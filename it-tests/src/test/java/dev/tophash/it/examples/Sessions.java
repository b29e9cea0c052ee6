// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.examples;

import dev.tophash.OffHeapMemoryException;
import dev.tophash.offheap.MapMemory;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapStringLongMap;

/** Many maps in one memory: one budget for all of them, a cap for one. */
final class Sessions
{
    private Sessions()
    {
    }

    public static void main(final String[] arguments)
    {
        try (MapMemory memory = MapMemory.of("sessions", 64L << 20))
        {
            final OffHeapStringLongMap names = OffHeapMaps.stringLong().memory(memory).build();
            final OffHeapLongLongMap visits = OffHeapMaps.longLong().memory(memory).budget(1L << 20).build();
            names.put("alice", 1);
            try
            {
                for (long id = 0; ; id++)
                {
                    visits.put(id, 1);
                }
            }
            catch (final OffHeapMemoryException full)
            {
                System.out.println(names.get("alice") + " " + (visits.size() > 10_000)); // 1 true
            }
        } // closes both maps
    }
}
