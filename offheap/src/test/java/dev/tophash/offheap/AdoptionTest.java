// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.MapCorruptionException;
import dev.tophash.check.Check;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.layout.classic.HmapDescriptor;
import dev.tophash.layout.classic.TopHash;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.verify.MapVerifier;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/** A map that somebody else built goes on where it stood. */
class AdoptionTest
{
    /** Where the growth from 16 to 32 buckets is under way. */
    private static final int GROWING = 108;

    private static OffHeapLongLongMap filled(final int count)
    {
        final OffHeapLongLongMap map = OffHeapMaps.longLong().missingValue(-1).build();
        for (long key = 0; key < count; key++)
        {
            map.put(key, 2 * key);
        }
        return map;
    }

    /** The bytes of an image, as another process would have left them. */
    private static MemorySegment copyOf(final MapImage image)
    {
        return Arena.ofAuto().allocate(image.size(), Long.BYTES).copyFrom(image.memory());
    }

    private static MapImage over(final MemorySegment bytes, final MapImage image)
    {
        return new MapImage(
            bytes, image.base(), image.headerOffset(), image.type(), image.keys(), image.version());
    }

    @Test
    void shouldGoOnWithAGrowthThatItFinds()
    {
        try (OffHeapLongLongMap built = filled(GROWING))
        {
            assertTrue(built.growing());
            final MapImage image = over(copyOf(built.image()), built.image());
            try (OffHeapLongLongMap map = OffHeapMaps.longLong().missingValue(-1).attach(image))
            {
                assertTrue(map.growing());
                assertEquals(built.arrays.current().overflowCount(), map.arrays.current().overflowCount());
                for (long key = GROWING; key < 1_000; key++)
                {
                    map.put(key, 2 * key);
                }
                for (long key = 0; key < 1_000; key++)
                {
                    assertEquals(2 * key, map.get(key));
                }
                assertTrue(MapVerifier.verify(map.image()).clean());
            }
            assertEquals(GROWING, built.size(), "the source is another map");
        }
    }

    @Test
    void shouldRefuseWhatTheVerifierRefuses()
    {
        try (OffHeapLongLongMap built = filled(5))
        {
            final MemorySegment bytes = copyOf(built.image());
            bytes.set(ValueLayout.JAVA_LONG_UNALIGNED, built.headerOffset + HmapDescriptor.COUNT_OFFSET, 6);
            final MapImage image = over(bytes, built.image());
            final var refused =
                assertThrows(MapCorruptionException.class, () -> OffHeapMaps.longLong().attach(image));
            assertEquals(Check.C01, refused.finding().rule());
        }
    }

    @Test
    void shouldLookUpTheLongestKeyOfAnAdoptedMapWithoutMemory()
    {
        try (OffHeapStringLongMap built = OffHeapMaps.stringLong().build())
        {
            built.put("k".repeat(3_000), 7);
            built.put("short", 8);
            final MapImage image = over(copyOf(built.image()), built.image());
            try (OffHeapStringLongMap map = OffHeapMaps.stringLong().attach(image))
            {
                assertEquals(3_000, Adoption.longestString(map));
                final long staging = map.stats().stagingBytes();
                assertEquals(7, map.get("k".repeat(3_000)));
                assertEquals(staging, map.stats().stagingBytes());
                assertFalse(map.containsKey("k".repeat(3_001)));
            }
        }
    }

    /** Nothing in an image that is sound shows up in a value that its owner has not written. */
    @Test
    void shouldCreateValuesOfZerosWhateverAnImageHasInEmptySlots()
    {
        final StructType type = StructType.parse("struct { a, b, c int64 }");
        final StructFlyweight flyweight = new StructFlyweight();
        try (OffHeapLongStructMap built = OffHeapMaps.longStruct(type).capacity(100).build())
        {
            for (long key = 0; key < 50; key++)
            {
                built.put(key, new byte[type.size()]);
            }
            final MemorySegment bytes = copyOf(built.image());
            final MapImage image = over(bytes, built.image());
            for (long bucket = 0; bucket <= built.mask(); bucket++)
            {
                final long offset = built.bucketsOffset() + bucket * built.bucketSize;
                for (int slot = 0; slot < BmapDescriptor.SLOT_COUNT; slot++)
                {
                    if (bytes.get(ValueLayout.JAVA_BYTE, offset + slot) == TopHash.EMPTY_REST)
                    {
                        bytes.set(ValueLayout.JAVA_LONG, image.elemSlotOffset(offset, slot), -1);
                    }
                }
            }
            try (OffHeapLongStructMap map = OffHeapMaps.longStruct(type).attach(image))
            {
                for (long key = 1_000; key < 1_050; key++)
                {
                    assertTrue(map.getOrCreate(key, flyweight));
                    assertEquals(0, flyweight.getLong(0));
                }
            }
        }
    }
}
