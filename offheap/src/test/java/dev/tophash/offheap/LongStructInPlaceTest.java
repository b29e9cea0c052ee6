// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.MapCorruptionException;
import dev.tophash.check.Check;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lookups by a flyweight in chains of more than one bucket, which it walks by itself. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LongStructInPlaceTest
{
    private static final StructType TYPE = StructType.parse("struct { number int64; other int64 }");
    private static final LongField NUMBER = TYPE.longField("number");
    private static final LongField OTHER = TYPE.longField("other");

    /** As many as 256 main buckets take before they grow. */
    private static final int FULL = 1_664;

    private final StructFlyweight flyweight = new StructFlyweight();

    private OffHeapLongStructMap filled(final int count)
    {
        final OffHeapLongStructMap map = OffHeapMaps.longStruct(TYPE).deterministic(7).capacity(FULL).build();
        for (long key = 0; key < count; key++)
        {
            assertTrue(map.getOrCreate(key, flyweight));
            assertEquals(0, NUMBER.get(flyweight));
            NUMBER.set(flyweight, key);
        }
        return map;
    }

    private void checkAll(final OffHeapLongStructMap map, final int count)
    {
        for (long key = 0; key < count; key++)
        {
            assertTrue(map.find(key, flyweight));
            assertEquals(key, NUMBER.get(flyweight));
            assertFalse(map.find(-1 - key, flyweight));
            assertFalse(flyweight.isValid());
        }
    }

    @Test
    void shouldFindEachKeyOfAChainInWhateverStateTheMapIs()
    {
        try (OffHeapLongStructMap map = filled(FULL))
        {
            assertTrue(map.isSettled());
            assertTrue(map.noverflow() > 0);
            checkAll(map, FULL);
            boolean hasGrown = false;
            for (int count = FULL; !hasGrown || map.growing(); count++)
            {
                map.getOrCreate(count, flyweight);
                NUMBER.set(flyweight, count);
                hasGrown |= map.growing();
                if (count % 32 == 0)
                {
                    checkAll(map, count + 1);
                }
            }
        }
        try (OffHeapLongStructMap map = OffHeapMaps.longStruct(TYPE).build())
        {
            assertFalse(map.find(1, flyweight), "there is no array");
        }
    }

    @Test
    void shouldNotAddAKeyThatStandsInTheSecondBucketAgain()
    {
        try (OffHeapLongStructMap map = filled(FULL))
        {
            final List<Long> behind = new ArrayList<>();
            for (long key = 0; key < FULL; key++)
            {
                map.find(key, flyweight);
                if (!map.isMainBucket(flyweight.bucket()))
                {
                    behind.add(key);
                }
            }
            assertTrue(behind.size() > 20, () -> "keys in second buckets: " + behind);
            // An empty slot in nearly each main bucket.
            for (long key = 0; key < FULL; key++)
            {
                if (key % 4 != 0 && !behind.contains(key))
                {
                    map.remove(key);
                }
            }
            final long size = map.size();
            for (final long key : behind)
            {
                assertFalse(map.getOrCreate(key, flyweight));
                assertEquals(key, NUMBER.get(flyweight));
            }
            assertEquals(size, map.size());
            for (long key = 0; key < FULL; key++)
            {
                final boolean isNew = key % 4 != 0 && !behind.contains(key);
                assertEquals(isNew, map.getOrCreate(key, flyweight));
                assertEquals(isNew ? 0 : key, NUMBER.get(flyweight));
                NUMBER.set(flyweight, key);
            }
            assertEquals(FULL, map.size());
            checkAll(map, FULL);
        }
    }

    @Test
    void shouldRemoveEachEntryOfAChainWhereItStands()
    {
        try (OffHeapLongStructMap map = filled(FULL))
        {
            for (long key = 0; key < FULL; key++)
            {
                assertTrue(map.find(key, flyweight));
                assertEquals(key, NUMBER.get(flyweight) + OTHER.get(flyweight));
                map.remove(flyweight);
                assertFalse(map.find(key, flyweight));
                assertEquals(FULL - 1 - key, map.size());
            }
        }
    }

    @Test
    void shouldRefuseAChainThatDoesNotEnd()
    {
        try (OffHeapLongStructMap map = OffHeapMaps.longStruct(TYPE).build())
        {
            for (long key = 0; key < 8; key++)
            {
                map.getOrCreate(key, flyweight);
            }
            final long bucket = map.bucketsOffset();
            final long field = bucket + map.overflowOffset;
            map.putAddress(field, bucket);
            refused(map, Check.O01);
            map.putAddress(field, bucket + 4);
            refused(map, Check.P01);
            map.putAddress(field, 1L << 45);
            refused(map, Check.P01);
            map.putAddress(field, Hmap.NIL);
            assertFalse(map.find(99, flyweight));
            assertTrue(map.find(7, flyweight));
        }
    }

    private void refused(final OffHeapLongStructMap map, final Check rule)
    {
        assertTrue(map.find(7, flyweight));
        assertEquals(rule,
            assertThrows(MapCorruptionException.class, () -> map.find(99, flyweight)).finding().rule());
        assertFalse(flyweight.isValid());
    }

    @Test
    void shouldGoFromOneMapToAnother()
    {
        final StructType other = StructType.parse("struct { small int32 }");
        final IntField small = other.intField("small");
        try (OffHeapLongStructMap map = filled(10);
            OffHeapLongStructMap second = OffHeapMaps.longStruct(other).build())
        {
            second.getOrCreate(3, flyweight);
            small.set(flyweight, 33);
            for (long key = 0; key < 10; key++)
            {
                assertTrue(map.find(key, flyweight));
                assertEquals(key, NUMBER.get(flyweight));
                assertEquals(16, flyweight.valueSize());
                assertThrows(IllegalArgumentException.class, () -> small.get(flyweight));
                assertTrue(second.find(3, flyweight));
                assertEquals(33, small.get(flyweight));
                assertEquals(4, flyweight.valueSize());
                assertThrows(IllegalArgumentException.class, () -> NUMBER.get(flyweight));
                assertThrows(IllegalArgumentException.class, () -> map.remove(flyweight));
                assertFalse(map.find(11, flyweight));
                assertThrows(IllegalStateException.class, () -> small.get(flyweight));
            }
        }
    }
}
