// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.OffHeapMemoryException;
import dev.tophash.layout.MapType;
import java.nio.file.Path;
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

    @Test
    void shouldLoadBucketsAtOnceInMapsOfNumbersOnly()
    {
        refused("dependentLookups=true, type=map[string]int64",
            () -> OffHeapMaps.stringLong().dependentLookups(true).build());
        refused("dependentLookups=true, type=", () -> OffHeapMaps.bytesLong(8).dependentLookups(true).build());
        refused("dependentLookups=true, type=", () -> OffHeapMaps.longSet().dependentLookups(true).build());
        refused("dependentLookups=true, type=",
            () -> OffHeapMaps.typed(MapType.parse("map[int64]int64")).dependentLookups(true).build());
        refused("dependentLookups=true, singleWriterView=true",
            () -> OffHeapMaps.longLong().singleWriterView(true).dependentLookups(true).build());
        try (OffHeapIntDoubleMap map = OffHeapMaps.intDouble().dependentLookups(true).build();
            OffHeapIntDoubleMap plain = OffHeapMaps.intDouble().dependentLookups(true).dependentLookups(false).build())
        {
            assertSame(EagerIntDoubleMap.class, map.getClass());
            assertSame(OffHeapIntDoubleMap.class, plain.getClass());
        }
    }

    /** F30: a map among others has no addresses and no file of its own; both were dropped without a word. */
    @Test
    void f30ShouldRefuseAReservationAndAFileBesideAMemory()
    {
        try (MapMemory memory = MapMemory.of("common", 1 << 20))
        {
            refused("reservationBytes=1048576, memory=common",
                () -> OffHeapMaps.longLong().memory(memory).reservation(1 << 20).build());
            refused("allowFile=files, forceFile=", () -> OffHeapMaps.longLong().allowFile(Path.of("files"))
                .memory(memory).build());
            final MapConfig own = MapConfig.defaults();
            refused("forceFile=" + !own.memory().forceFile(), () -> OffHeapMaps.longLong()
                .config(own.withForceFile(!own.memory().forceFile()).withMapMemory(memory)).build());
            OffHeapMaps.longLong().reservation(1 << 20).memory(memory).reservation(0).build().close();
        }
    }

    /** A cap above the budget of the memory means that budget, and {@code stats} says so. */
    @Test
    void f30ShouldSayWhatACapInAMemoryMeans()
    {
        try (MapMemory memory = MapMemory.of("common", 1 << 20);
            OffHeapLongLongMap above = OffHeapMaps.longLong().memory(memory).budget(Long.MAX_VALUE).build();
            OffHeapLongLongMap below = OffHeapMaps.longLong().memory(memory).budget(1 << 16).build())
        {
            assertEquals(1 << 20, above.stats().budgetBytes());
            assertEquals(1 << 16, below.stats().budgetBytes());
            final OffHeapMemoryException refused = assertThrows(OffHeapMemoryException.class, () ->
            {
                for (long key = 0; ; key++)
                {
                    above.put(key, key);
                }
            });
            assertEquals(1 << 20, refused.limitBytes());
        }
    }
}
