// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.MapCorruptionException;
import dev.tophash.check.Check;
import dev.tophash.layout.SliceDescriptor;
import dev.tophash.layout.classic.HmapDescriptor;
import dev.tophash.layout.classic.MapExtraDescriptor;
import dev.tophash.offheap.memory.Memory;
import org.junit.jupiter.api.Test;

class MapExtraTest
{
    private static OffHeapLongLongMap filled()
    {
        final OffHeapLongLongMap map = OffHeapMaps.longLong().build();
        for (long key = 0; map.noverflow() < 2 || map.growing(); key++)
        {
            map.put(key, key);
        }
        return map;
    }

    @Test
    void shouldListEveryOverflowBucket()
    {
        try (OffHeapLongLongMap map = filled())
        {
            final long list = map.offsetAt(map.mapExtra.offset() + MapExtraDescriptor.OVERFLOW_OFFSET);
            assertEquals(map.arrays.current().overflowCount(),
                Memory.getLong(map.memory, list + SliceDescriptor.LENGTH_OFFSET));
            assertEquals(list, map.mapExtra.makeList(), "it is there already");
        }
    }

    /** Whatever is written there follows a pointer of the header, so the pointer is looked at first. */
    @Test
    void shouldRefuseAPointerToAnotherPlace()
    {
        try (OffHeapLongLongMap map = filled())
        {
            final long field = map.headerOffset + HmapDescriptor.EXTRA_OFFSET;
            final long extra = map.mapExtra.offset();
            map.putAddress(field, extra + 8);
            assertRefused(Check.H02, () -> map.mapExtra.offset());
            map.putAddress(field, extra);
            final long listField = extra + MapExtraDescriptor.OVERFLOW_OFFSET;
            final long list = map.offsetAt(listField);
            map.putAddress(listField, list + 8);
            assertRefused(Check.L02, () -> map.mapExtra.makeList());
            map.putAddress(listField, list);
            Memory.putLong(map.memory, list + SliceDescriptor.LENGTH_OFFSET, 1L << 40);
            assertRefused(
                Check.L01, () -> map.mapExtra.append(extra, map.bucketsOffset(), map.heap.grant()));
        }
    }

    private static void assertRefused(final Check check, final Runnable call)
    {
        assertEquals(check, assertThrows(MapCorruptionException.class, call::run).finding().rule());
    }

    @Test
    void shouldMakeItAgainAfterItWasDropped()
    {
        try (OffHeapLongLongMap map = filled())
        {
            final long extra = map.mapExtra.offset();
            map.mapExtra.drop();
            assertEquals(Hmap.NIL, map.mapExtra.offset());
            assertEquals(extra, map.mapExtra.make());
            assertTrue(Memory.isZero(map.memory, extra, MapExtraDescriptor.SIZE));
        }
    }
}
