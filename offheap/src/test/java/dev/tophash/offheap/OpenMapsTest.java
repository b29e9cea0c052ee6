// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Other tests have maps open too, so each asks for the maps of its own name. */
class OpenMapsTest
{
    private static List<OffHeapMap> named(final String name)
    {
        return OffHeapMaps.openMaps().stream().filter(map -> map.name().equals(name)).toList();
    }

    @Test
    void shouldListTheMapsThatAreOpenInTheOrderOfTheirMaking()
    {
        try (OffHeapLongLongMap first = OffHeapMaps.longLong().name("listed").build();
            OffHeapStringLongMap second = OffHeapMaps.stringLong().name("listed").build())
        {
            second.put("key", 1);
            final OffHeapStringLongMap third = second.copy();
            assertEquals(List.of(first, second, third), named("listed"));
            assertSame(second, named("listed").get(1));
            third.close();
            assertEquals(List.of(first, second), named("listed"));
        }
        assertEquals(List.of(), named("listed"));
    }

    @Test
    void shouldKeepNoMapThatWasDropped() throws InterruptedException
    {
        final long leakedBefore = OffHeapMaps.leakedMaps();
        Stream.generate(() -> OffHeapMaps.longLong().name("dropped").build()).limit(3).forEach(map -> map.put(1, 1));
        for (int i = 0; i < 100 && OffHeapMaps.leakedMaps() < leakedBefore + 3; i++)
        {
            System.gc();
            Thread.sleep(20);
        }
        assertTrue(named("dropped").isEmpty(), "kept by the list");
    }

    @Test
    void shouldHaveNoNameUnlessGivenOne()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
        {
            assertEquals("", map.name());
        }
    }
}
