// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.layout.MapType;
import dev.tophash.offheap.verify.MapVerifier;
import org.junit.jupiter.api.Test;

/** Staged content stays inside its own room. */
class StagingTest
{
    /** A second large string was once written over whatever lay behind the first room. */
    @Test
    void shouldKeepLargeContentInItsOwnRoom()
    {
        final MapType type = MapType.parse("map[string]string");
        try (OffHeapTypedMap map = OffHeapTypedMap.create(type, 100, MapConfig.defaults()))
        {
            for (int i = 0; i < 60; i++)
            {
                map.key().clear().setString(0, i + "k".repeat(100 * i));
                map.elem().clear().setString(0, i + "e".repeat(130 * (60 - i)));
                assertTrue(map.assign());
            }
            for (int i = 0; i < 60; i++)
            {
                map.key().clear().setString(0, i + "k".repeat(100 * i));
                assertTrue(map.find());
                assertEquals(i + "e".repeat(130 * (60 - i)), map.found().getString(0));
            }
            assertTrue(MapVerifier.verify(map.image()).clean());
        }
    }

    /** Characters of a string in an interface once stayed in the room that the value had left. */
    @Test
    void shouldTakeAStringInAnInterfaceAlongToALargerRoom()
    {
        final MapType type = MapType.parse("map[struct { a interface {}; s string }]int8");
        try (OffHeapTypedMap map = OffHeapTypedMap.create(type, 100, MapConfig.defaults()))
        {
            for (int i = 0; i < 60; i++)
            {
                map.key().clear().setAny(0, "text " + i).setString(16, "k".repeat(900 * i));
                assertTrue(map.assign());
            }
            for (int i = 59; i >= 0; i--)
            {
                map.key().clear().setString(16, "k".repeat(900 * i)).setAny(0, "text " + i);
                assertTrue(map.find(), "entry " + i);
            }
            assertTrue(MapVerifier.verify(map.image()).clean());
        }
    }
}
