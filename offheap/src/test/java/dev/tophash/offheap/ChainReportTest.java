// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.MapClosedException;
import dev.tophash.MapCorruptionException;
import dev.tophash.layout.MapType;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChainReportTest
{
    @Test
    void shouldHaveNoChainsWithoutAnArray()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
        {
            assertEquals(new ChainReport(List.of(), List.of(), List.of(), 0), map.chains());
            assertEquals(0, map.chains().longestChain());
            assertEquals(0, map.chains().meanMissProbes());
        }
    }

    /** All keys have one bucket: B = 0 holds eight, and no growth is due before the ninth. */
    @Test
    void shouldCountOneBucketSlotBySlot()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
        {
            for (long key = 0; key < 8; key++)
            {
                map.put(key, key);
            }
            assertEquals(new ChainReport(List.of(1L), List.of(8L), List.of(1L), 0), map.chains());
            map.remove(3);
            assertEquals(new ChainReport(List.of(1L), List.of(7L), List.of(1L), 1), map.chains());
        }
    }

    @Test
    void shouldAgreeWithTheFiguresOfTheMapInEveryState()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
        {
            boolean grew = false;
            for (long key = 0; key < 3_000; key++)
            {
                map.put(key, key);
                final ChainReport report = map.chains();
                final MapStats stats = map.stats();
                assertEquals(key + 1, sum(report.entriesByBucket(), 0));
                assertEquals(sum(report.chainsByLength(), 0), sum(report.missesByBucket(), 0));
                assertTrue(report.meanHitProbes() >= 1 && report.meanMissProbes() <= report.longestChain());
                grew |= stats.growing();
                if (!stats.growing())
                {
                    assertEquals(stats.bucketCount(), sum(report.chainsByLength(), 0));
                    assertEquals(stats.overflowCount(), sum(report.chainsByLength(), 1) - stats.bucketCount());
                    assertEquals(stats.meanChain(), report.meanChain(), 1e-9);
                }
            }
            assertTrue(grew, "never met while growing");
        }
    }

    /** Numbers, or with a weight from 1 on. */
    private static long sum(final List<Long> counts, final int weight)
    {
        long sum = 0;
        for (int i = 0; i < counts.size(); i++)
        {
            sum += counts.get(i) * (1 + (long)i * weight);
        }
        return sum;
    }

    @Test
    void shouldCountAChainOfSeveralBuckets()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().deterministic(1).build())
        {
            for (long key = 0; key < 800; key++)
            {
                map.put(key, key);
            }
            final ChainReport report = map.chains();
            assertTrue(report.longestChain() > 1);
            assertEquals(report.entriesByBucket().size(), report.longestChain());
            assertTrue(report.meanHitProbes() > 1 && report.meanHitProbes() < 2, report::toString);
        }
    }

    @Test
    void shouldEndInAChainThatIsALoopAndOnAClosedMap()
    {
        final OffHeapLongLongMap map = OffHeapMaps.longLong().build();
        map.put(1, 1);
        map.putAddress(map.bucketsOffset() + map.overflowOffset, map.bucketsOffset());
        assertThrows(MapCorruptionException.class, map::chains);
        map.close();
        assertThrows(MapClosedException.class, map::chains);
        try (OffHeapTypedMap typed =
            OffHeapTypedMap.create(MapType.parse("map[string]string"), -1, MapConfig.defaults()))
        {
            typed.assign();
            assertEquals(List.of(1L), typed.chains().entriesByBucket());
        }
    }

    @Test
    void shouldCountWhatTheBudgetWasAskedFor()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
        {
            assertEquals(1, map.stats().meanChain());
            assertEquals(map.stats().usedBytes() + map.stats().promisedBytes(), map.stats().committedBytes());
        }
    }
}
