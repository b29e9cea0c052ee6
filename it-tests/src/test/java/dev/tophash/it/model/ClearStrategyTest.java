// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.hash.HashKeys;
import dev.tophash.it.subject.ClearSubject;
import dev.tophash.layout.GoVersion;
import dev.tophash.offheap.ClearStrategy;
import dev.tophash.offheap.FixedRandom;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.TypedCursor;
import dev.tophash.offheap.verify.MapVerifier;
import dev.tophash.offheap.verify.VerifyReport;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every strategy in every state for every kind of key: empty, clean, and good for whatever comes next. */
class ClearStrategyTest
{
    private static final MapConfig CONFIG = MapConfig.defaults().withBudget(64 << 20);
    private static final int ADDED = 1_000_000;

    static Stream<Arguments> subjectsAndStrategies()
    {
        return Stream.of(ClearSubject.values()).flatMap(
            subject -> Stream.of(ClearStrategy.values()).map(strategy -> Arguments.of(subject, strategy)));
    }

    @ParameterizedTest
    @MethodSource("subjectsAndStrategies")
    void shouldEmptyEveryState(final ClearSubject subject, final ClearStrategy strategy)
    {
        for (final ClearState state : ClearState.values())
        {
            checkState(subject, strategy, state, CONFIG);
        }
    }

    @ParameterizedTest
    @EnumSource(ClearSubject.class)
    void shouldEmptyEveryStateWithDirtyBucketsTracked(final ClearSubject subject)
    {
        for (final ClearStrategy strategy : ClearStrategy.values())
        {
            for (final ClearState state : new ClearState[]{ClearState.SETTLED, ClearState.MID_GROWTH,
                ClearState.ADOPTED})
            {
                checkState(subject, strategy, state, CONFIG.withTrackDirtyBuckets(true));
            }
        }
    }

    private static void checkState(
        final ClearSubject subject, final ClearStrategy strategy, final ClearState state, final MapConfig config)
    {
        final String what = subject + " " + strategy + " " + state;
        final ClearState.Setting setting = state.make(subject, config);
        try (OffHeapTypedMap map = setting.map())
        {
            final int seedBefore = map.image().hash0();
            final long countBefore = map.sizeLong();
            map.clear(strategy);
            checkEmpty(subject, map, setting.putCount(), what);
            if (countBefore != 0)
            {
                assertTrue(seedBefore != map.image().hash0(), what + ": a new seed");
            }
            int i = 0;
            for (final TypedCursor cursor : setting.cursors())
            {
                checkCursor(subject, map, cursor, i++ % 2 == 0, what);
            }
            goOn(subject, map, what);
            map.clear(strategy);
            checkEmpty(subject, map, setting.putCount(), what + ", again");
            setting.cursors().forEach(TypedCursor::close);
            goOn(subject, map, what + ", without cursors");
            for (final ClearStrategy next : ClearStrategy.values())
            {
                map.clear(next);
                checkEmpty(subject, map, 10, what + ", then " + next);
                goOn(subject, map, what + ", then " + next);
            }
            while (map.advance(Long.MAX_VALUE))
            {
                Thread.onSpinWait();
            }
            assertEquals(0, map.stats().pendingBytes(), what + ": everything returned");
        }
    }

    private static void checkEmpty(
        final ClearSubject subject, final OffHeapTypedMap map, final int putCount, final String what)
    {
        assertEquals(0, map.sizeLong(), what);
        checkClean(map, what);
        for (int i = 0; i < putCount; i++)
        {
            assertFalse(subject.find(map, i), what + ": key " + i + " is back");
        }
        try (TypedCursor cursor = map.cursor())
        {
            assertFalse(cursor.next(), what + ": a ghost under iteration");
        }
    }

    private static void checkClean(final OffHeapTypedMap map, final String what)
    {
        final VerifyReport report = MapVerifier.verify(map.image());
        assertTrue(report.clean(), () -> what + ": " + report);
    }

    /** A cursor from before ends, and delivers at most what was added since. */
    private static void checkCursor(
        final ClearSubject subject, final OffHeapTypedMap map, final TypedCursor cursor, final boolean adding,
        final String what)
    {
        if (adding)
        {
            for (int i = 0; i < 60; i++)
            {
                if (subject.isFindable(ADDED + i))
                {
                    subject.put(map, ADDED + i, i);
                }
            }
        }
        final long most = map.sizeLong();
        long delivered = 0;
        while (cursor.next())
        {
            final long key = subject.keyOf(cursor.key());
            assertTrue(key >= ADDED, what + ": delivers " + key);
            delivered++;
            assertTrue(delivered <= most, what + ": does not end");
        }
        checkClean(map, what + ", after cursor");
    }

    /** Refill, update, delete, iterate against a model; leaves entries behind. */
    private static void goOn(final ClearSubject subject, final OffHeapTypedMap map, final String what)
    {
        final Map<Integer, Integer> model = new HashMap<>();
        try (TypedCursor cursor = map.cursor())
        {
            while (cursor.next())
            {
                model.put((int)subject.keyOf(cursor.key()), (int)subject.elemOf(cursor.elem()));
            }
        }
        assertEquals(model.size(), map.sizeLong(), what);
        final Random random = new Random(7);
        for (int step = 0; step < 120; step++)
        {
            int i = random.nextInt(90);
            i = subject.isFindable(i) ? i : i + 1;
            if (step % 4 == 0)
            {
                assertEquals(model.remove(i) != null, subject.delete(map, i), what);
            }
            else
            {
                assertEquals(model.put(i, (int)subject.readAs(step)) == null, subject.put(map, i, step), what);
            }
        }
        final Map<Integer, Integer> seen = new HashMap<>();
        try (TypedCursor cursor = map.cursor())
        {
            while (cursor.next())
            {
                final int key = (int)subject.keyOf(cursor.key());
                assertEquals(null, seen.put(key, (int)subject.elemOf(cursor.elem())), what);
            }
        }
        assertEquals(model, seen, what);
        checkClean(map, what);
    }

    // ---------------------------------------------------------------- delete each

    /** Two maps draw the same numbers. */
    private static MapConfig twinConfig()
    {
        return CONFIG.withUnsafeRandomnessForTests(
            FixedRandom.from(new Random(42)), HashKeys.of(GoVersion.GO_1_23, 3, 5, 7, 9))
            .withGoProfile(new MapConfig.GoProfile(GoVersion.GO_1_23, false, false, 0x10_0000_0000L));
    }

    @ParameterizedTest
    @EnumSource(ClearSubject.class)
    void shouldDeleteEachAsALoopOfDelete(final ClearSubject subject)
    {
        if (subject == ClearSubject.NAN)
        {
            return;
        }
        for (final ClearState state : new ClearState[]{ClearState.ONE_BUCKET, ClearState.OVERFLOW_CHAINS,
            ClearState.MID_GROWTH, ClearState.SAME_SIZE_GROWTH})
        {
            final ClearState.Setting one = state.make(subject, twinConfig());
            final ClearState.Setting other = state.make(subject, twinConfig());
            try (OffHeapTypedMap map = one.map(); OffHeapTypedMap twin = other.map())
            {
                map.clear(ClearStrategy.DELETE_EACH);
                try (TypedCursor cursor = twin.cursor())
                {
                    while (cursor.next())
                    {
                        assertTrue(subject.delete(twin, subject.keyOf(cursor.key())));
                    }
                }
                assertEquals(0, twin.sizeLong());
                stageNothing(map);
                stageNothing(twin);
                final MemorySegment a = map.image().memory();
                final MemorySegment b = twin.image().memory();
                assertEquals(b.byteSize(), a.byteSize(), subject + " " + state);
                assertEquals(-1, firstDifference(subject, a, b), subject + " " + state);
            }
        }
    }

    private static void stageNothing(final OffHeapTypedMap map)
    {
        map.key().clear();
        map.elem().clear();
    }

    /** The twin staged the keys that it deleted, so only maps without staged content are compared as a whole. */
    private static long firstDifference(final ClearSubject subject, final MemorySegment a, final MemorySegment b)
    {
        return subject.type().keyHasPointers() && !subject.type().indirectKey() ? -1 : a.mismatch(b);
    }

    // ---------------------------------------------------------------- cursors, catalogue

    /** K-10: with a cursor in the middle, every strategy ends it or lets it deliver later entries only. */
    @ParameterizedTest
    @MethodSource("subjectsAndStrategies")
    void k10ShouldEndCursors(final ClearSubject subject, final ClearStrategy strategy)
    {
        for (final ClearState state : new ClearState[]{ClearState.CURSOR_BEFORE_GROWTH,
            ClearState.CURSOR_DURING_GROWTH, ClearState.CURSOR_AFTER_GROWTH})
        {
            final ClearState.Setting setting = state.make(subject, CONFIG);
            try (OffHeapTypedMap map = setting.map())
            {
                map.clear(strategy);
                for (final TypedCursor cursor : setting.cursors())
                {
                    assertFalse(cursor.next(), subject + " " + strategy + " " + state);
                    assertFalse(cursor.next(), subject + " " + strategy + " " + state);
                }
            }
        }
    }

    /** K-01: 107 entries in mid-growth, 202 puts after the clear: nothing stale. */
    @ParameterizedTest
    @EnumSource(ClearStrategy.class)
    void k01ShouldLeaveNothingStale(final ClearStrategy strategy)
    {
        final ClearSubject subject = ClearSubject.LONG;
        try (OffHeapTypedMap map = OffHeapTypedMap.create(subject.type(), -1, CONFIG))
        {
            for (int i = 0; i < 107; i++)
            {
                subject.put(map, i, i);
            }
            assertTrue(map.stats().growing());
            assertEquals(5, map.stats().b());
            map.clear(strategy);
            for (int i = 0; i < 202; i++)
            {
                subject.put(map, ADDED + i, i);
            }
            assertEquals(202, map.sizeLong());
            final Set<Integer> seen = new HashSet<>();
            try (TypedCursor cursor = map.cursor())
            {
                while (cursor.next())
                {
                    assertTrue(seen.add((int)subject.keyOf(cursor.key())));
                }
            }
            assertEquals(202, seen.size());
            assertTrue(seen.stream().allMatch(i -> i >= ADDED));
        }
    }

    /** The spare area's sentinel and the next spare bucket are there again: an array's worth of overflow follows. */
    @Test
    void shouldRestoreTheSpareArea()
    {
        for (final ClearStrategy strategy : ClearStrategy.values())
        {
            final ClearState.Setting setting = ClearState.OVERFLOW_CHAINS.make(ClearSubject.LONG, CONFIG);
            try (OffHeapTypedMap map = setting.map())
            {
                for (int round = 0; round < 5; round++)
                {
                    map.clear(strategy);
                    for (int i = 0; i < setting.putCount(); i++)
                    {
                        ClearSubject.LONG.put(map, i, i);
                    }
                    checkClean(map, strategy.toString());
                }
            }
        }
    }
}
