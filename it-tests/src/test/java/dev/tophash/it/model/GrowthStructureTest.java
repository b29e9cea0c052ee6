// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.conform.EngineMap;
import dev.tophash.bench.conform.RecordedConformance;
import dev.tophash.bench.conform.ScriptReplay;
import dev.tophash.hash.HashKeys;
import dev.tophash.layout.GoVersion;
import dev.tophash.offheap.FixedRandom;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.image.MapImage;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What a growth does to the buckets: cases G-08, G-09 and G-14 to G-17 of the catalogue, named by their ids. Keys are
 * chosen for the buckets they fall into, see {@link ChosenKeys}.
 */
class GrowthStructureTest
{
    private static final int RANDOM_RUN_COUNT = 5_000;

    private final long openBefore = OffHeapMaps.openMapCount();

    @AfterEach
    void shouldHaveClosedEveryMap()
    {
        assertTrue(OffHeapMaps.openMapCount() <= openBefore, "a map is open still");
    }

    /** Fills one chain and empties it again, then the next, until there are so many overflow buckets. */
    static void makeOverflow(final OffHeapLongLongMap map, final int b, final int overflowCount)
    {
        final int room = (13 << b - 1) - (int)map.sizeLong();
        for (int bucket = 0; map.image().noverflow() < overflowCount; bucket++)
        {
            assertTrue(bucket < 1 << b, "not enough overflow buckets");
            final long[] keys = ChosenKeys.ofBucket(room, bucket, b);
            for (final long key : keys)
            {
                if (map.image().noverflow() < overflowCount)
                {
                    map.put(key, key);
                }
            }
            for (final long key : keys)
            {
                map.remove(key);
            }
            assertFalse(map.stats().growing());
        }
    }

    /** As many overflow buckets as buckets, all entries in few chains, the map full: the next key grows in place. */
    @Test
    void g08ShouldCloneAnOverloadedMapInSameSizeGrowth()
    {
        final int b = 4;
        final int limit = 13 << b - 1;
        try (OffHeapLongLongMap map = ChosenKeys.map(limit))
        {
            makeOverflow(map, b, (1 << b) - 1);
            putAll(map, ChosenKeys.ofBucket(limit - 10, 0, b));
            putAll(map, ChosenKeys.ofBucket(9, 15, b));
            assertEquals(1 << b, map.image().noverflow());
            assertFalse(map.image().growing());
            map.put(1L << 40, 0);
            assertTrue(map.image().growing() && map.image().sameSizeGrow());
            map.put(1L << 41, 0);
            assertEquals(limit + 1, map.sizeLong());
            assertTrue(map.image().growing(), "still growing");
            assertEquals(b, map.image().b());
            try (OffHeapLongLongMap clone = map.copy())
            {
                GrowthIterationTest.check(clone);
                assertSame(map, clone);
                clone.put(-1, 5);
                assertEquals(5, clone.get(-1));
                assertFalse(map.containsKey(-1));
            }
            GrowthIterationTest.check(map);
        }
    }

    private static void putAll(final OffHeapLongLongMap map, final long[] keys)
    {
        for (final long key : keys)
        {
            map.put(key, ~key);
        }
    }

    private static void assertSame(final OffHeapLongLongMap map, final OffHeapLongLongMap clone)
    {
        assertEquals(map.sizeLong(), clone.sizeLong());
        map.forEach((key, elem) ->
        {
            assertTrue(clone.containsKey(key));
            assertEquals(elem, clone.get(key));
        });
        final int[] count = new int[1];
        clone.forEach((key, elem) -> count[0]++);
        assertEquals(map.sizeLong(), count[0]);
    }

    /** Go's clone never has more buckets than the source and often fewer; the source grows, by either kind. */
    @Test
    void g09ShouldCloneAGrowingMapIntoFewerBuckets()
    {
        final int b = 3;
        try (OffHeapLongLongMap map = ChosenKeys.map(13 << b - 1))
        {
            for (long key = 0; key < 16; key++)
            {
                map.put(1_000_000 + key, key);
            }
            makeOverflow(map, b, 1 << b);
            map.put(2_000_000, 1);
            assertTrue(map.image().growing());
            assertEquals(8, 1 << map.image().b());
            try (OffHeapLongLongMap clone = map.copy())
            {
                assertEquals(4, 1 << clone.image().b());
                assertSame(map, clone);
                GrowthIterationTest.check(clone);
            }
        }
        for (int n = 0; n < 600; n++)
        {
            try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
            {
                for (long key = 0; key < n; key++)
                {
                    map.put(key, -key);
                }
                for (long key = 0; key < 5; key++)
                {
                    map.remove(key);
                }
                try (OffHeapLongLongMap clone = map.copy())
                {
                    assertTrue(clone.image().b() <= map.image().b());
                    assertSame(map, clone);
                    GrowthIterationTest.check(clone);
                }
            }
        }
    }

    @Test
    void g14ShouldEvacuateAChainOfAHundredOverflowBucketsInOrder()
    {
        final int b = 7;
        final int limit = 13 << b - 1;
        final long[] keys = ChosenKeys.ofBucket(8 * 101, 5, b);
        ChosenKeys.shuffle(keys, Seed.random("G-14"));
        try (OffHeapLongLongMap map = ChosenKeys.map(limit))
        {
            for (final long key : keys)
            {
                map.put(key, ~key);
            }
            assertEquals(100, map.image().noverflow());
            assertEquals(asList(keys), chain(map.image(), 5));
            long filler = 1L << 40;
            while (!map.image().growing())
            {
                map.put(filler, ~filler);
                filler++;
            }
            assertEquals(b + 1, map.image().b());
            map.put(keys[0], ~keys[0]);
            expectSplit(map.image(), keys, 5, b);
            for (final long key : keys)
            {
                assertEquals(~key, map.get(key));
            }
            while (map.image().growing())
            {
                map.remove(-1);
            }
            expectSplit(map.image(), keys, 5, b);
            GrowthIterationTest.check(map);
        }
    }

    private static List<Long> asList(final long[] keys)
    {
        final List<Long> list = new ArrayList<>();
        for (final long key : keys)
        {
            list.add(key);
        }
        return list;
    }

    /** Both halves hold the keys in the order of the old chain; fillers may stand between and behind. */
    private static void expectSplit(final MapImage image, final long[] keys, final int bucket, final int b)
    {
        for (int half = 0; half < 2; half++)
        {
            final long index = bucket + ((long)half << b);
            final List<Long> right = new ArrayList<>();
            for (final long key : keys)
            {
                if (index == (ChosenKeys.hash(key) & (2L << b) - 1))
                {
                    right.add(key);
                }
            }
            final List<Long> found = chain(image, index);
            found.removeIf(key -> key >= 1L << 40);
            assertEquals(right, found);
        }
    }

    private static List<Long> chain(final MapImage image, final long index)
    {
        final List<Long> keys = new ArrayList<>();
        long bucket = image.bucketOffset(image.bucketsAddress(), index);
        for (; bucket != MapImage.NOWHERE; bucket = image.nextInChain(bucket))
        {
            for (int slot = 0; slot < 8; slot++)
            {
                if (image.tophash(bucket, slot) >= 5)
                {
                    keys.add(image.longAt(image.keySlotOffset(bucket, slot)));
                }
            }
        }
        return keys;
    }

    /** Writes from the top of the array down leave thousands of evacuated buckets in front of the mark. */
    @Test
    void g15ShouldEndAGrowthThatSkipsMoreThanAThousandEvacuatedBuckets()
    {
        final int b = 12;
        final int oldCount = 1 << b;
        final long[] absent = new long[oldCount];
        int missing = oldCount;
        for (long key = 1L << 50; missing > 0; key++)
        {
            final int index = (int)(ChosenKeys.hash(key) & oldCount - 1);
            missing -= absent[index] == 0 ? 1 : 0;
            absent[index] = key;
        }
        try (OffHeapLongLongMap map = ChosenKeys.map(13L << b - 1))
        {
            long key = 0;
            while (!map.image().growing())
            {
                map.put(key, key);
                key++;
            }
            int operations = 0;
            long largestJump = 0;
            for (int index = oldCount - 1; map.image().growing(); index--)
            {
                final long mark = map.image().nevacuate();
                map.remove(absent[Math.max(index, 0)]);
                operations++;
                largestJump = Math.max(largestJump, map.image().nevacuate() - mark);
            }
            assertTrue(largestJump > 1_024, "the mark skipped little: largestJump=" + largestJump);
            assertTrue(largestJump <= 2 * 1_025, "two evacuations a write: largestJump=" + largestJump);
            assertTrue(operations < oldCount, () -> "growth took too long: " + map.stats());
            assertEquals(oldCount, map.image().nevacuate());
            assertEquals(key, map.sizeLong());
            GrowthIterationTest.check(map);
        }
    }

    /**
     * Retired memory that no open cursor may read is overwritten with 0xA5 until the engine takes it back; whoever read
     * it would deliver wrong entries, or none. Some 10^6 writes and steps in 5,000 iterations.
     */
    @Test
    void g16ShouldNeverReadRetiredMemory()
    {
        final Poison poison = new Poison();
        final SplittableRandom random = Seed.random("G-16 probes");
        GrowthIterationTest.randomIterations("G-16", RANDOM_RUN_COUNT, 40, map ->
        {
            if (random.nextBoolean())
            {
                poison.retiredMemory(map);
            }
        });
        assertTrue(poison.byteCount() > 50_000, () -> "poisoned bytes: " + poison.byteCount());
    }

    /** Recorded runs of Go 1.19 and 1.23; the whole of it is what {@code ./tophash conform} compares. */
    @Test
    void g17ShouldHaveTheBytesOfARecordedGoProcess() throws Exception
    {
        long records = 0;
        for (final String script : List.of("growth", "samesize", "clear-growing", "chain-u64", "chain-str", "rnd-2"))
        {
            for (final String version : List.of("go119", "go123"))
            {
                final ScriptReplay.Result result = RecordedConformance.replay(
                    vector(script + ".txt"), vector(script + "." + version + ".jsonl.gz"),
                    EngineMap.maps(MapConfig.defaults()));
                assertEquals(null, result.mismatch());
                records += result.records();
            }
        }
        assertTrue(records >= 200, "records=" + records);
    }

    private static Path vector(final String name) throws Exception
    {
        final URL url = GrowthStructureTest.class.getResource("/dev/tophash/it/vectors/" + name);
        assertNotNull(url, name);
        return Path.of(url.toURI());
    }

    /** The worked example of the layout document, section 21: eight keys as real Go stored them. */
    @Test
    void g17ShouldHaveTheBytesOfTheWorkedExample()
    {
        final MapConfig config = MapConfig.defaults().withReservation(1L << 24)
            .withGoProfile(new MapConfig.GoProfile(GoVersion.GO_1_19, false, false, 0))
            .withUnsafeRandomnessForTests(FixedRandom.steady(0x1234_5678), HashKeys.of(
                GoVersion.GO_1_19, 0x0123_4567_89ab_cdefL));
        try (GoMap m = GoMap.make("int64", -1, config))
        {
            for (int key = 1; key <= 8; key++)
            {
                m.put(key, key == 1 ? 10 : 1_000 + key);
            }
            final MapImage image = m.image();
            assertEquals(0x9ecc_0694_cddf_574fL, image.tophashWord(image.bucketOffset(image.bucketsAddress(), 0)));
            m.put(9, 1_009);
            assertEquals(1, m.image().b());
            assertEquals(0, m.image().oldbucketsAddress());
            assertEquals(1, m.image().nevacuate());
        }
    }
}
