// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.layout.MapType;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** With one free box, an entry of two boxes was granted memory for none; the second asked in the middle. */
class Issue2TwoBoxesOneFreeTest
{
    @Test
    void shouldAskOnceForBothBoxes()
    {
        final AtomicInteger requests = new AtomicInteger();
        final MapConfig config = MapConfig.defaults().withGate(bytes -> requests.incrementAndGet());
        try (OffHeapTypedMap map = OffHeapTypedMap.create(
            MapType.parse("map[struct { a string; b string }]int8"), -1, config))
        {
            put(map, "a", "");
            put(map, "b", "");
            map.key().clear().setString(0, "a").setString(16, "");
            assertTrue(map.delete());
            requests.set(0);
            put(map, "c", "d");
            assertEquals(1, requests.get(), "the operation asks for everything at once, before it changes a byte");
        }
    }

    private static void put(final OffHeapTypedMap map, final String a, final String b)
    {
        map.key().clear().setString(0, a).setString(16, b);
        map.elem().clear().setByte(0, (byte)1);
        map.assign();
    }
}
