// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.layout.classic.LoadFactor;
import dev.tophash.offheap.image.MapDiff;
import dev.tophash.offheap.verify.MapVerifier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The most that one write does, in counters, over random writes; and the same bytes whoever prepares. */
class WriteBoundsTest
{
    private static final int MOVED = 2;
    private static final long CLEANED = 64 << 10;

    /** Fewer where the verifier runs after each write. */
    private static final int OPERATION_COUNT = Hmap.INVARIANTS ? 1_200 : 12_000;

    private static final int RUN_COUNT = 3;

    /** Who prepares, and how well. */
    enum Helper
    {
        NOBODY(PagePolicy.DEFAULT),
        WRITES(PagePolicy.AHEAD_BY_WRITES),
        ADVANCE(PagePolicy.AHEAD_BY_ADVANCE),
        AGENT(PagePolicy.DEFAULT),
        SLOW_AGENT(PagePolicy.DEFAULT),
        DEAD_AGENT(PagePolicy.DEFAULT);

        private final PagePolicy policy;

        Helper(final PagePolicy policy)
        {
            this.policy = policy;
        }
    }

    private static OffHeapLongLongMap build(final PagePolicy policy, final long seed)
    {
        return OffHeapMaps.longLong().missingValue(-1).pages(policy).deterministic(seed).build();
    }

    @ParameterizedTest
    @EnumSource
    void shouldDoABoundedAmountOfWorkInEachWrite(final Helper helper)
    {
        for (long seed = 1; seed <= RUN_COUNT; seed++)
        {
            try (OffHeapLongLongMap map = build(helper.policy, seed);
                OffHeapLongLongMap twin = build(PagePolicy.DEFAULT, seed); MapAgent agent = new MapAgent("agent"))
            {
                if (helper.name().contains("AGENT"))
                {
                    agent.add(map);
                }
                run(new Random(seed), helper, map, twin, agent);
            }
        }
    }

    private static void run(
        final Random random, final Helper helper, final OffHeapLongLongMap map, final OffHeapLongLongMap twin,
        final MapAgent agent)
    {
        final Map<Long, Long> model = new HashMap<>();
        for (int i = 0; i < OPERATION_COUNT; i++)
        {
            final Work before = new Work(map);
            final long key = random.nextInt(OPERATION_COUNT * 2);
            final int kind = random.nextInt(100);
            if (kind < 80)
            {
                assertEquals(model.getOrDefault(key, -1L), map.put(key, i));
                twin.put(key, i);
                model.put(key, (long)i);
            }
            else
            {
                assertEquals(model.getOrDefault(key, -1L), map.remove(key));
                twin.remove(key);
                model.remove(key);
            }
            before.assertBounded(map, helper, "operation " + i);
            help(random, helper, map, agent);
            if (i % 1_100 == 0)
            {
                assertTrue(MapVerifier.verify(map.image()).clean());
                assertEquals(List.of(), MapDiff.compare(map.image(), twin.image(), 5), "operation " + i);
            }
        }
        assertEquals(model.size(), map.size());
        model.forEach((key, value) -> assertEquals(value, map.get(key)));
        assertEquals(List.of(), MapDiff.compare(map.image(), twin.image(), 5));
    }

    private static void help(
        final Random random, final Helper helper, final OffHeapLongLongMap map, final MapAgent agent)
    {
        switch (helper)
        {
            case ADVANCE -> map.advance(random.nextInt(4) == 0 ? 1_000_000_000L : 0);
            case AGENT ->
            {
                while (agent.doWork() != 0)
                {
                    Thread.onSpinWait();
                }
            }
            case SLOW_AGENT ->
            {
                if (random.nextInt(200) == 0)
                {
                    agent.doWork();
                }
            }
            default ->
            {
            }
        }
    }

    /** How far the counters of a map are. */
    private static final class Work
    {
        private final long pages;
        private final long cleaned;
        private final long moved;
        private final boolean growing;
        private final boolean readyToGrow;
        private final boolean dueToGrow;

        Work(final OffHeapLongLongMap map)
        {
            pages = map.arrays.next() == null ? 0 : map.arrays.next().pagesByWrites();
            cleaned = map.heap.reclaimer().cleanedBytes();
            moved = movedCount(map);
            growing = map.growing();
            dueToGrow = !growing && map.bucketsOffset() != 0 && LoadFactor.overLoad(map.count() + 1, map.b());
            readyToGrow = map.arrays.arraySize(map.b() + 1) <= 4_096 ||
                map.arrays.isPrepared(map.b() + 1) && map.arrays.next().pages().left() == 0;
        }

        private static long movedCount(final OffHeapLongLongMap map)
        {
            long count = 0;
            for (long i = 0; map.growing() && i < map.oldBucketCount(); i++)
            {
                count += map.evacuated(map.oldbucketsOffset() + i * map.bucketSize) ? 1 : 0;
            }
            return count;
        }

        private void assertBounded(final OffHeapLongLongMap map, final Helper helper, final String when)
        {
            final Work after = new Work(map);
            assertTrue(after.cleaned - cleaned <= CLEANED, when + ": bytes cleaned " + (after.cleaned - cleaned));
            if (map.growing())
            {
                final long since = growing ? moved : 0;
                assertTrue(after.moved - since <= MOVED, when + ": chains moved " + (after.moved - since));
            }
            final long newPages = after.pages - pages;
            assertTrue(newPages <= 1, when + ": pages made " + newPages);
            if (helper == Helper.AGENT)
            {
                assertEquals(0, newPages, when);
            }
            if (dueToGrow && map.growing() && (helper == Helper.AGENT || helper == Helper.WRITES))
            {
                assertTrue(readyToGrow, when + ": a growth meets new pages");
            }
        }
    }
}
