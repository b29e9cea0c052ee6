// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.MapCorruptionException;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.offheap.image.MapDiff;
import dev.tophash.offheap.verify.MapVerifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LongStructInPlaceTest
{
    private static final StructType ORDER = StructType.parse("struct { price int64; quantity int64 }");
    private static final LongField PRICE = ORDER.longField("price");
    private static final int MOST = 100;
    private static final int STEP_COUNT = 20_000;
    private static final int CHAIN_ROUND_COUNT = 50;

    private final StructFlyweight order = new StructFlyweight();

    private void assertFindsAll(final Map<Long, Long> model, final OffHeapLongStructMap map)
    {
        model.forEach((key, price) ->
        {
            assertTrue(map.find(key, order));
            assertEquals(price, PRICE.get(order));
            assertFalse(map.find(~key, order));
        });
    }

    /** While a map grows to more buckets or to new ones, each key is found in the array where it stands. */
    @Test
    void shouldFindEveryKeyAtEachStepOfAGrowth()
    {
        final Map<Long, Long> model = new HashMap<>();
        final List<Long> keys = new ArrayList<>();
        final Random random = new Random(1);
        boolean filling = true;
        int grown = 0;
        int tidied = 0;
        try (OffHeapLongStructMap map = OffHeapMaps.longStruct(ORDER).deterministic(1).build())
        {
            for (int step = 0; step < STEP_COUNT && (grown < 50 || tidied < 50); step++)
            {
                filling = model.size() < MOST / 2 || filling && model.size() < MOST;
                if (filling)
                {
                    final long key = step;
                    keys.add(key);
                    assertTrue(map.getOrCreate(key, order));
                    assertEquals(0, PRICE.get(order), "a new value is zeros");
                    PRICE.set(order, step);
                    model.put(key, (long)step);
                }
                else
                {
                    final long key = keys.remove(random.nextInt(keys.size()));
                    assertTrue(map.find(key, order));
                    assertEquals(model.remove(key), PRICE.get(order));
                    map.remove(order);
                }
                assertTrue(MapVerifier.verify(map.image()).clean());
                if (map.growing())
                {
                    grown += map.sameSizeGrow() ? 0 : 1;
                    tidied += map.sameSizeGrow() ? 1 : 0;
                    assertFindsAll(model, map);
                }
            }
        }
        assertTrue(grown > 0, "no growth");
        assertTrue(tidied > 0, "no growth to an array of the same size");
    }

    /** A lookup by a flyweight looks at Go's write flag as any other. */
    @Test
    void shouldRefuseToFindBesideAWrite()
    {
        try (OffHeapLongStructMap map = OffHeapMaps.longStruct(ORDER).build())
        {
            assertFalse(map.find(1, order), "no array yet");
            for (long key = 0; !map.growing(); key++)
            {
                map.getOrCreate(key, order);
            }
            map.setWriting();
            assertThrows(ConcurrentModificationException.class, () -> map.find(1, order));
            assertFalse(order.isValid());
            map.endWrite();
            assertTrue(map.find(1, order));
        }
    }

    /**
     * A chain of three buckets loses its entries in fifty orders, in one map by a flyweight and in its twin by their
     * keys. The orders end the chain in each of its buckets, and step over a bucket that was emptied earlier.
     */
    @Test
    void shouldEndAChainWhereRemoveByKeyDoes()
    {
        final Random random = new Random(2);
        for (int round = 0; round < CHAIN_ROUND_COUNT; round++)
        {
            try (OffHeapLongStructMap map = OffHeapMaps.longStruct(ORDER).capacity(MOST).deterministic(round).build();
                OffHeapLongStructMap twin = OffHeapMaps.longStruct(ORDER).capacity(MOST).deterministic(round).build())
            {
                final List<Long> keys = keysOfFirstChain(map, 3 * BmapDescriptor.SLOT_COUNT);
                keys.forEach(key -> map.getOrCreate(key, order));
                keys.forEach(key -> twin.getOrCreate(key, order));
                Collections.shuffle(keys, random);
                for (final long key : keys)
                {
                    assertTrue(map.find(key, order));
                    map.remove(order);
                    assertTrue(twin.remove(key));
                    assertEquals(List.of(), MapDiff.compare(twin.image(), map.image(), 1), "round=" + round);
                    assertTrue(MapVerifier.verify(map.image()).clean(), "round=" + round);
                }
            }
        }
    }

    /** The chain that leads to a bucket is gone: nothing is removed. */
    @Test
    void shouldRemoveNothingWhereNoChainLeadsToTheEntry()
    {
        try (OffHeapLongStructMap map = OffHeapMaps.longStruct(ORDER).capacity(MOST).deterministic(3).build())
        {
            final List<Long> keys = keysOfFirstChain(map, BmapDescriptor.SLOT_COUNT + 1);
            keys.forEach(key -> map.getOrCreate(key, order));
            assertTrue(map.find(keys.getLast(), order));
            final long link = map.bucketsOffset() + map.overflowOffset;
            final long next = map.offsetAt(link);
            for (final long wrong : new long[]{map.bucketsOffset(), Hmap.NIL, next + 4})
            {
                map.putAddress(link, wrong);
                assertThrows(MapCorruptionException.class, () -> map.remove(order));
                map.putAddress(link, next);
                assertEquals(keys.size(), map.size());
                assertTrue(MapVerifier.verify(map.image()).clean());
            }
            map.remove(order);
            assertFalse(map.find(keys.getLast(), order));
        }
    }

    private static List<Long> keysOfFirstChain(final OffHeapLongStructMap map, final int count)
    {
        return LongStream.range(0, Long.MAX_VALUE).filter(key -> (LongKey.hash(map, key) & map.mask()) == 0)
            .limit(count).boxed().collect(Collectors.toList());
    }

    /** Corrupted bytes end in an exception: a ring of buckets, a pointer that no bucket can have. */
    @Test
    void shouldEndWhereTheBytesHaveNoEnd()
    {
        try (OffHeapLongStructMap map = OffHeapMaps.longStruct(ORDER).capacity(8).build())
        {
            for (long key = 0; key < BmapDescriptor.SLOT_COUNT; key++)
            {
                map.getOrCreate(key, order);
            }
            final long bucket = map.bucketsOffset();
            map.putAddress(bucket + map.overflowOffset, bucket);
            assertThrows(MapCorruptionException.class, () -> map.find(-1, order));
            assertThrows(MapCorruptionException.class, () -> map.getOrCreate(-1, order));
            final String link = "@0x" + Long.toHexString(bucket + map.overflowOffset);
            map.putAddress(bucket + map.overflowOffset, bucket + 4);
            assertTrue(assertThrows(MapCorruptionException.class, () -> map.find(-1, order))
                .getMessage().contains(link));
            assertTrue(assertThrows(MapCorruptionException.class, () -> map.getOrCreate(-1, order))
                .getMessage().contains(link));
        }
    }
}
