// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.MapCorruptionException;
import dev.tophash.check.Check;
import dev.tophash.offheap.memory.Memory;
import org.junit.jupiter.api.Test;

class HmapCacheTest
{
    private static OffHeapLongLongMap filled(final int count)
    {
        final OffHeapLongLongMap map = OffHeapMaps.longLong().missingValue(-1).build();
        for (long key = 0; key < count; key++)
        {
            map.put(key, key);
        }
        return map;
    }

    @Test
    void shouldLetLookupsBeginAtTheirBucketsOnlyInASettledMap()
    {
        try (OffHeapLongLongMap empty = filled(0); OffHeapLongLongMap settled = filled(104);
            OffHeapLongLongMap growing = filled(108))
        {
            assertFalse(empty.isSettled(), "there is no array");
            assertTrue(settled.isSettled());
            assertEquals(settled.mainBucket(77), settled.lookupBucket(77));
            settled.setWriting();
            assertFalse(settled.isSettled());
            assertEquals(settled.lookupBucket(1), settled.lookupBucket(2), "all begin at the decoy");
            settled.endWrite();
            assertTrue(settled.isSettled());
            assertTrue(growing.growing());
            assertFalse(growing.isSettled());
            assertEquals(16, growing.oldBucketCount());
        }
    }

    @Test
    void shouldRefuseAnOverflowPointerThatNoBucketCanHave()
    {
        try (OffHeapLongLongMap map = filled(5))
        {
            final long bucket = map.bucketsOffset();
            final long field = bucket + map.overflowOffset;
            map.putAddress(field, bucket + 4);
            assertEquals(Check.P01,
                assertThrows(MapCorruptionException.class, () -> map.overflow(bucket)).finding().rule());
            map.putAddress(field, bucket);
            assertEquals(Check.O01, assertThrows(
                MapCorruptionException.class, () -> map.nextInChain(bucket, 0)).finding().rule());
            Memory.putLong(map.memory, field, 0);
            assertEquals(Hmap.NIL, map.nextInChain(bucket, 0), "the end of a chain needs no hop");
        }
    }
}
