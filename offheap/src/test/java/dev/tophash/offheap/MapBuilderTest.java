// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MapBuilderTest
{
    private static void refused(final String message, final Runnable call)
    {
        final var refused = assertThrows(IllegalArgumentException.class, call::run);
        assertTrue(refused.getMessage().contains(message), refused::getMessage);
    }

    @Test
    void shouldRefuseWhatNoMapCanHave()
    {
        refused("capacity=-1", () -> OffHeapMaps.longLong().capacity(-1));
        refused("capacity=" + Long.MAX_VALUE, () -> OffHeapMaps.longLong().capacity(Long.MAX_VALUE));
        refused("missingValue=" + (1L << 31), () -> OffHeapMaps.intInt().missingValue(1L << 31));
        refused("budgetBytes=1", () -> OffHeapMaps.longLong().budget(1));
        assertThrows(NullPointerException.class, () -> OffHeapMaps.longLong().pages(null));
        assertThrows(NullPointerException.class, () -> OffHeapMaps.longLong().config(null));
        assertThrows(NullPointerException.class, () -> OffHeapMaps.longLong().attach(null));
    }

    @Test
    void shouldMakeAnyNumberOfMapsWithItsSettings()
    {
        final MapBuilder<OffHeapLongLongMap> builder = OffHeapMaps.longLong().capacity(100).missingValue(-7)
            .budget(1 << 20).reservation(2 << 20).clearStrategy(ClearStrategy.RELEASE).trackDirtyBuckets(true);
        assertSame(builder, builder.capacity(200));
        for (int i = 0; i < 2; i++)
        {
            try (OffHeapLongLongMap map = builder.build())
            {
                assertEquals(5, map.b(), "made for 200");
                assertEquals(-7, map.get(1));
                assertEquals(1 << 20, map.stats().budgetBytes());
                assertEquals(ClearStrategy.RELEASE, map.config.map().clearStrategy());
                assertTrue(map.config.map().trackDirtyBuckets());
            }
        }
    }
}
