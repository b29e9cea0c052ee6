// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.conform.EngineMap;
import dev.tophash.bench.conform.GoPrograms;
import dev.tophash.bench.conform.LiveConformance;
import dev.tophash.bench.conform.ScriptParser;
import dev.tophash.bench.conform.ScriptReplay;
import dev.tophash.hash.HashKeys;
import dev.tophash.hash.MemHash;
import dev.tophash.layout.GoVersion;
import dev.tophash.layout.MapType;
import dev.tophash.offheap.FixedRandom;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapTypedMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From B = 16 on Go counts overflow buckets by sampling (layout section 6), so dumps cannot be compared. */
class LargeMapIT
{
    private static final HashKeys KEYS = HashKeys.of(GoVersion.GO_1_23, 11, 22, 33, 44);
    private static final int SEED = 0xcafebabe;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"200000,15,24,0", "300000,16,12,24", "500000,17,6,24", "1000000,18,3,24"})
    void shouldCountOneOverflowBucketInTwoToTheBMinus15(
        final long hint, final int b, final int counted, final int drawn)
    {
        final AtomicInteger samples = new AtomicInteger();
        try (OffHeapTypedMap map = OffHeapTypedMap.create(MapType.parse("map[uint64]uint64"), hint,
            MapConfig.defaults().withReservation(1L << 30).withUnsafeRandomnessForTests(
                FixedRandom.steady(SEED).withSamples(samples::getAndIncrement), KEYS)))
        {
            assertEquals(b, map.image().b());
            int found = 0;
            for (long key = 0; found < 1 + 8 * 24; key++) // one bucket and its 24 overflow buckets
            {
                final long hash = MemHash.hash64(key, Integer.toUnsignedLong(SEED), KEYS.k0(), KEYS.k1());
                if ((hash & (1L << b) - 1) == 0)
                {
                    map.key().clear().setLong(0, key);
                    map.elem().clear().setLong(0, key);
                    assertTrue(map.assign());
                    found++;
                }
            }
            assertEquals(counted, map.image().noverflow());
            assertEquals(drawn, samples.get());
        }
    }

    @Test
    void shouldIterateAsALiveGoDoes() throws IOException
    {
        final Path script = Files.write(folder.resolve("large.txt"), List.of(
            "map u64 u64 300000", "hash0 0x12345678", "fill 0 1500", "iter 60000 5", "itnew a 12345 3", "itnext a 100",
            "drop 0 1500 7", "itnext a 500", "get 7", "get 8", "fill 5000 5300", "iter 1 1", "itnext a 1000", "clear",
            "itnext a 2", "fill 0 10", "iter 0 0"));
        for (final GoPrograms programs : Go.programs())
        {
            final LiveConformance live = new LiveConformance(programs, EngineMap.maps(MapConfig.defaults()), folder);
            final ScriptReplay.Result result = live.replay(ScriptParser.parse(script), script);
            assertNull(result.mismatch(), () -> result.mismatch().text());
            assertTrue(result.records() > 1_600);
        }
    }
}
