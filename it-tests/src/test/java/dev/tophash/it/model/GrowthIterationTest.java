// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.LongLongCursor;
import dev.tophash.it.subject.LongLongSubject;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.TypedCursor;
import dev.tophash.offheap.verify.MapVerifier;
import dev.tophash.offheap.verify.VerifyReport;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Iteration while the map is changed and grows: cases G-01 to G-07 and G-10 to G-13 of the catalogue, named by their
 * ids. {@link GrowthStructureTest} has the others.
 */
class GrowthIterationTest
{
    private static final int RANDOM_RUN_COUNT = 100_000;

    private final long openBefore = OffHeapMaps.openMapCount();

    @AfterEach
    void shouldHaveClosedEveryMap()
    {
        assertTrue(OffHeapMaps.openMapCount() <= openBefore, "a map is open still");
    }

    static void check(final OffHeapLongLongMap map)
    {
        final VerifyReport report = MapVerifier.verify(map.image());
        assertTrue(report.clean(), report::toString);
        assertEquals(map.sizeLong(), report.entryCount());
    }

    @Test
    void g01ShouldDeliverEachKeyOnceAtEveryInsertCount()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
        {
            final BitSet seen = new BitSet();
            int growingCount = 0;
            for (int n = 0; n < 2_000; n++)
            {
                map.put(n, ~n);
                growingCount += map.stats().growing() ? 1 : 0;
                seen.clear();
                map.forEach((key, elem) ->
                {
                    assertEquals(~key, elem);
                    assertFalse(seen.get((int)key), "twice");
                    seen.set((int)key);
                });
                assertEquals(n + 1, seen.cardinality());
            }
            assertTrue(growingCount > 100, () -> "too few states of growth: " + map.stats());
        }
    }

    @Test
    void g02ShouldKeepGoRulesUnderRandomWritesBetweenSteps()
    {
        randomIterations("G-02", RANDOM_RUN_COUNT, 16, OffHeapLongLongMap::sizeLong);
    }

    /** Looks at a map between two operations. */
    @FunctionalInterface
    interface Probe
    {
        void look(OffHeapLongLongMap map);
    }

    /** Many iterations, each with random writes between its steps; a new map now and then. */
    static void randomIterations(final String name, final int runCount, final int keyCount, final Probe probe)
    {
        final SplittableRandom random = Seed.random(name);
        final Map<Long, Long> model = new HashMap<>();
        LongLongSubject map = null;
        try
        {
            for (int run = 0; run < runCount; run++)
            {
                if (run % 64 == 0)
                {
                    close(map);
                    model.clear();
                    map = LongLongSubject.make(Seed.config(random), random.nextInt(keyCount));
                }
                iterate(map, model, random, keyCount << random.nextInt(4), probe);
                if (run % 16 == 0)
                {
                    check(map.map());
                    assertEquals(model.size(), map.size());
                }
            }
        }
        catch (final RuntimeException | AssertionError e)
        {
            throw new AssertionError(name + ", replay " + Seed.replay(), e);
        }
        finally
        {
            close(map);
        }
    }

    private static void close(final LongLongSubject map)
    {
        if (map != null)
        {
            map.close();
        }
    }

    private static void iterate(
        final LongLongSubject map, final Map<Long, Long> model, final SplittableRandom random, final int keyCount,
        final Probe probe)
    {
        final int putWeight = random.nextInt(10, 90);
        final int writesPerStep = random.nextInt(6);
        try (IterationRules<Long> cursor = new IterationRules<>(map, model))
        {
            boolean more = true;
            for (int step = 0; more && step < 4 * keyCount; step++)
            {
                more = cursor.step(model);
                for (int i = 0; i < writesPerStep; i++)
                {
                    final long key = random.nextInt(keyCount);
                    if (random.nextInt(100) < putWeight)
                    {
                        final long elem = random.nextLong() >>> 1;
                        map.put(key, elem);
                        model.put(key, elem);
                    }
                    else
                    {
                        map.remove(key);
                        model.remove(key);
                        cursor.removed(key);
                    }
                    probe.look(map.map());
                }
            }
        }
    }

    @Test
    void g03ShouldSurviveTwoGrowthsDuringOneIteration()
    {
        final SplittableRandom random = Seed.random("G-03");
        for (int n = 1; n < 300; n++)
        {
            final Map<Long, Long> model = new HashMap<>();
            try (LongLongSubject map = LongLongSubject.make(Seed.config(random), 0))
            {
                long next = 0;
                for (; next < n; next++)
                {
                    map.put(next, next);
                    model.put(next, next);
                }
                final int before = map.map().stats().b();
                final int stepsBefore = random.nextInt(n);
                try (IterationRules<Long> cursor = new IterationRules<>(map, model))
                {
                    boolean more = true;
                    for (int step = 0; more; step++)
                    {
                        more = cursor.step(model);
                        while (step == stepsBefore && map.map().stats().b() < before + 3)
                        {
                            map.put(next, next);
                            model.put(next, next);
                            next++;
                        }
                    }
                }
                check(map.map());
            }
        }
    }

    @Test
    void g04ShouldDeliverEachNanOnceWhenTheGrowthEndsHalfway()
    {
        for (int n = 9; n < 240; n++)
        {
            try (GoMap m = GoMap.make("float64", -1))
            {
                for (int i = 0; i < n; i++)
                {
                    m.put(GoMap.NAN, i);
                }
                final Set<Long> found = new HashSet<>();
                try (TypedCursor cursor = m.map().cursor())
                {
                    while (cursor.next())
                    {
                        assertTrue(found.add(cursor.elem().getLong(0)), "delivered twice");
                        for (int i = 0; found.size() == n / 2 && i < 64; i++)
                        {
                            m.delete(1.0);
                        }
                    }
                }
                assertEquals(n, found.size());
                m.check();
            }
        }
    }

    @Test
    void g05ShouldDeliverADeletedAndReinsertedKeyWithItsNewElem()
    {
        for (int n = 2; n < 400; n += 3)
        {
            try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
            {
                for (int i = 0; i < n; i++)
                {
                    map.put(i, i);
                }
                final Set<Long> seen = new HashSet<>();
                try (LongLongCursor cursor = map.cursor())
                {
                    for (boolean first = true; cursor.next(); first = false)
                    {
                        final long key = cursor.key();
                        assertTrue(seen.add(key), "twice");
                        assertEquals(first ? key : key + 1_000, cursor.value());
                        for (int i = 0; first && i < n; i++)
                        {
                            if (i != key)
                            {
                                map.remove(i);
                                map.put(i, i + 1_000);
                            }
                        }
                    }
                }
            }
        }
    }

    /** The elem; that the key's bits come with it is {@link GoMapTest#shouldPassTestGrowWithNegativeZero}. */
    @Test
    void g06ShouldReturnTheUpdatedElemAfterGrowth()
    {
        for (int n = 2; n < 400; n += 3)
        {
            try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
            {
                for (int i = 0; i < n; i++)
                {
                    map.put(i, i);
                }
                int deliveredCount = 0;
                try (LongLongCursor cursor = map.cursor())
                {
                    for (boolean first = true; cursor.next(); first = false)
                    {
                        final boolean old = cursor.key() < n;
                        deliveredCount += old ? 1 : 0;
                        assertEquals(first || !old ? cursor.key() : -cursor.key(), cursor.value());
                        for (int i = 0; first && i < 3 * n; i++)
                        {
                            map.put(i, i < n ? -i : i);
                        }
                    }
                }
                assertEquals(n, deliveredCount);
            }
        }
    }

    @Test
    void g07ShouldEndAtOnceWhenClearedAtStepSix()
    {
        for (int n = 100; n < 220; n++)
        {
            try (GoMap numbers = GoMap.make("int64", -1); GoMap nans = GoMap.make("float64", -1))
            {
                for (int i = 0; i < n; i++)
                {
                    numbers.put(i, i);
                    nans.put(GoMap.NAN, i);
                }
                clearAtStepSix(numbers, n);
                clearAtStepSix(nans, n);
            }
        }
    }

    private static void clearAtStepSix(final GoMap m, final int n)
    {
        try (TypedCursor cursor = m.map().cursor())
        {
            int steps = 0;
            while (cursor.next())
            {
                steps++;
                if (steps == 6)
                {
                    m.map().clear();
                }
                assertTrue(steps <= 6, () -> "delivered after clear: n=" + n);
            }
            assertEquals(6, steps);
        }
        assertEquals(0, m.size());
        m.check();
    }

    /** Cursors opened before and during a growth; everything goes by {@code cursor.remove}, and counts once. */
    @Test
    void g10ShouldRemoveThroughTheCursorInOldEvacuatedAndNewBuckets()
    {
        for (int n = 9; n < 230; n++)
        {
            try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
            {
                for (int i = 0; i < n - 1; i++)
                {
                    map.put(i, i);
                }
                try (LongLongCursor before = map.cursor())
                {
                    assertTrue(before.next());
                    map.put(n - 1, n - 1);
                    try (LongLongCursor during = map.cursor())
                    {
                        removeAlternately(map, before, during);
                    }
                }
                assertEquals(0, map.sizeLong());
                check(map);
            }
        }
    }

    private static void removeAlternately(
        final OffHeapLongLongMap map, final LongLongCursor first, final LongLongCursor second)
    {
        boolean moreFirst = true;
        boolean moreSecond = true;
        while (moreFirst || moreSecond)
        {
            if (moreFirst)
            {
                removeOnce(map, first);
                moreFirst = first.next();
            }
            moreSecond = moreSecond && second.next();
            if (moreSecond)
            {
                removeOnce(map, second);
            }
        }
    }

    private static void removeOnce(final OffHeapLongLongMap map, final LongLongCursor cursor)
    {
        final long size = map.sizeLong();
        final boolean present = map.containsKey(cursor.key());
        cursor.remove();
        assertEquals(size - (present ? 1 : 0), map.sizeLong());
        assertFalse(map.containsKey(cursor.key()));
        assertThrows(IllegalStateException.class, cursor::remove);
    }

    /** JDK-8186171 was this in HashMap. */
    @Test
    void g11ShouldSetElemAfterOthersWereRemoved()
    {
        for (int n = 2; n < 300; n++)
        {
            try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
            {
                for (int i = 0; i < n; i++)
                {
                    map.put(i, i);
                }
                try (LongLongCursor cursor = map.cursor())
                {
                    while (cursor.next())
                    {
                        final long key = cursor.key();
                        for (long other = key - 3; other <= key + 3; other++)
                        {
                            if (other != key)
                            {
                                map.remove(other);
                            }
                        }
                        cursor.setValue(~key);
                        assertEquals(~key, map.get(key));
                        assertEquals(~key, cursor.value());
                    }
                }
                map.forEach((key, elem) -> assertEquals(~key, elem));
                check(map);
            }
        }
    }

    @Test
    void g12ShouldCompleteNestedIterationsThatBothGrow()
    {
        final SplittableRandom random = Seed.random("G-12");
        for (int n = 1; n < 40; n++)
        {
            final Map<Long, Long> model = new HashMap<>();
            try (LongLongSubject map = LongLongSubject.make(Seed.config(random), 0))
            {
                for (long i = 0; i < n; i++)
                {
                    map.put(i, i);
                    model.put(i, i);
                }
                final long stop = 20L * n;
                try (IterationRules<Long> outer = new IterationRules<>(map, model))
                {
                    while (outer.step(model))
                    {
                        try (IterationRules<Long> inner = new IterationRules<>(map, model))
                        {
                            while (inner.step(model))
                            {
                                final long key = model.size();
                                if (key < stop)
                                {
                                    map.put(key, key);
                                    model.put(key, key);
                                }
                            }
                        }
                    }
                }
                check(map.map());
            }
        }
    }

    @Test
    void g13ShouldGrowExactlyAtTheThresholds()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
        {
            int b = 0;
            for (long n = 1; n <= 120_000; n++)
            {
                map.put(n, n);
                final long limit = b == 0 ? 8 : 13L << b - 1;
                b += n > limit ? 1 : 0;
                assertEquals(b, map.stats().b(), "n=" + n);
            }
            assertEquals(15, b);
        }
        for (int b = 0; b < 19; b++)
        {
            final long limit = b == 0 ? 8 : 13L << b - 1;
            try (OffHeapLongLongMap fits = OffHeapMaps.longLong().capacity(limit).build();
                OffHeapLongLongMap exceeds = OffHeapMaps.longLong().capacity(limit + 1).build())
            {
                assertEquals(b, fits.stats().b());
                assertEquals(b + 1, exceeds.stats().b());
            }
        }
    }
}
