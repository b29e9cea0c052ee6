// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.it.model.ModelRun.Plan;
import dev.tophash.layout.classic.TopHash;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Keys that collide as badly as keys can: slow, but right. Seed and hash keys are known and every new seed is the same,
 * so the keys found by search collide from the first entry to the last. Each family goes through the same random
 * operations as any other keys, and then through its own worst case.
 */
class AdversarialMapTest
{
    private static final int KEY_COUNT = 400;
    private static final int B = 6;
    private static final long MASK = (1L << B) - 1;
    private static final Plan PLAN = new Plan(60_000, 6, 100);

    private final long openBefore = OffHeapMaps.openMapCount();

    @AfterEach
    void shouldHaveClosedEveryMap()
    {
        assertTrue(OffHeapMaps.openMapCount() <= openBefore, "a map is open still");
    }

    private static long[] family(final String name, final LongPredicate hashWanted)
    {
        final long[] keys = ChosenKeys.search(KEY_COUNT, 0, hashWanted);
        final List<Long> list = new ArrayList<>();
        for (final long key : keys)
        {
            list.add(key);
        }
        new ModelRun<>(name, list, (config, hint) -> ChosenKeys.subject(hint), PLAN).run();
        return keys;
    }

    private static void fillAndEmpty(final OffHeapLongLongMap map, final long[] keys)
    {
        for (final long key : keys)
        {
            map.put(key, ~key);
        }
        for (final long key : keys)
        {
            assertEquals(~key, map.get(key));
        }
        GrowthIterationTest.check(map);
        ChosenKeys.shuffle(keys, Seed.random("adversarial order"));
        for (final long key : keys)
        {
            assertEquals(~key, map.remove(key));
        }
        assertEquals(0, map.sizeLong());
        GrowthIterationTest.check(map);
    }

    @Test
    void shouldStayRightWithAllKeysInOneBucket()
    {
        final long[] keys = family("one bucket", hash -> (hash & MASK) == 3);
        try (OffHeapLongLongMap map = ChosenKeys.map(13L << B - 1))
        {
            fillAndEmpty(map, keys);
            assertEquals(KEY_COUNT / 8 - 1, map.image().noverflow());
        }
    }

    @Test
    void shouldStayRightWithAllKeysOfOneTophash()
    {
        final long[] keys = family("one tophash", hash -> TopHash.of(hash) == 0x7f);
        try (OffHeapLongLongMap map = ChosenKeys.map(0))
        {
            fillAndEmpty(map, keys);
        }
    }

    /** 0 to 4 are marks, so these hashes get 5 to 9, like their neighbours. */
    @Test
    void shouldStayRightWithTopBytesThatAreMarks()
    {
        final long[] keys = family("marks", hash -> hash >>> 56 < 10);
        try (OffHeapLongLongMap map = ChosenKeys.map(0))
        {
            fillAndEmpty(map, keys);
        }
    }

    @Test
    void shouldStayRightWithOneBucketAndOneTophash()
    {
        final long[] keys = family("one bucket and tophash", hash -> (hash & 15) == 1 && TopHash.of(hash) == 9);
        try (OffHeapLongLongMap map = ChosenKeys.map(0))
        {
            fillAndEmpty(map, keys);
        }
    }

    /** Growth never parts them: equal low bits up to larger arrays than this map will have. */
    @Test
    void shouldStayRightWithAllKeysEqualInTheLowBits()
    {
        final long[] keys = family("low bits", hash -> (hash & 0x3ff) == 0);
        try (OffHeapLongLongMap map = ChosenKeys.map(0))
        {
            fillAndEmpty(map, keys);
        }
    }

    @Test
    void shouldStayRightInAChainOfAHundredOverflowBuckets()
    {
        final int b = 7;
        final long[] keys = ChosenKeys.ofBucket(808 + 8, 0, b);
        try (OffHeapLongLongMap map = ChosenKeys.map(13L << b - 1))
        {
            fillAndEmpty(map, keys);
            assertTrue(map.image().noverflow() > 100);
            fillAndEmpty(map, keys);
        }
    }

    /** Emptied and refilled until overflow buckets without entries make the map grow into the same size. */
    @Test
    void shouldGrowIntoTheSameSizeWhenEmptiedAndRefilled()
    {
        final int b = 5;
        try (OffHeapLongLongMap map = ChosenKeys.map(13L << b - 1))
        {
            GrowthStructureTest.makeOverflow(map, b, 1 << b);
            map.put(1, 1);
            assertTrue(map.image().sameSizeGrow());
            assertEquals(b, map.image().b());
            GrowthIterationTest.check(map);
            for (int i = 0; i < 1 << b; i++)
            {
                map.remove(-1);
            }
            assertFalse(map.image().growing());
            assertEquals(0, map.image().noverflow());
            assertEquals(1, map.get(1));
            GrowthIterationTest.check(map);
        }
    }
}
