// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.examples;

import dev.tophash.LongLongCursor;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;

/** Put, get, remove, walk, clear. */
final class FirstSteps
{
    private FirstSteps()
    {
    }

    public static void main(final String[] arguments)
    {
        try (OffHeapLongLongMap map =
            OffHeapMaps.longLong().capacity(1_000_000).budget(256L << 20).missingValue(-1).build())
        {
            map.put(42, 7);
            System.out.println(map.get(42)); // 7
            System.out.println(map.remove(43)); // -1: absent
            map.forEach((key, value) -> map.put(key, value + 1)); // allowed, also while the map grows
            walk(map);
            map.clear(); // three steps, nothing dangles
        }
    }

    private static void walk(final OffHeapLongLongMap map)
    {
        try (LongLongCursor cursor = map.cursor())
        {
            while (cursor.next())
            {
                System.out.println(cursor.key() + "=" + cursor.value()); // 42=8
            }
        }
    }
}
