// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.hash.HashKeys;
import dev.tophash.offheap.FixedRandom;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapLongDoubleMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.PagePolicy;
import dev.tophash.offheap.image.MapDiff;
import dev.tophash.offheap.verify.MapVerifier;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The operations that ask once have a straight line of their own: each answers what {@code get} and {@code put} say,
 * and leaves the bytes that {@code put} leaves, in every state of a map. Those that only change an entry move nothing,
 * so they leave what {@code computeIfPresent} leaves.
 */
class StraightLongDoubleUpdatesModelTest
{
    private static final int STEP_COUNT = 6_000;
    private static final int KEY_COUNT = 900;
    private static final int CLEAR_EACH = 2_500;
    private static final int COMPARE_EACH = 20;
    private static final int MISSING = -5;

    /** Writes by the operation, and the same by what it stands for. */
    interface Step
    {
        double on(OffHeapLongDoubleMap map, long key, double value);
    }

    @SuppressWarnings("ImmutableEnumChecker") // functions without state
    enum Operation
    {
        ADD_TO((map, key, value) -> map.addTo(key, value), (map, key, value) ->
        {
            map.put(key, map.getOrDefault(key, 0) + value);
            return map.get(key);
        }),
        GET_AND_ADD((map, key, value) -> map.getAndAdd(key, value), (map, key, value) ->
        {
            final double before = map.getOrDefault(key, 0);
            map.put(key, before + value);
            return before;
        }),
        PUT_IF_ABSENT((map, key, value) -> map.putIfAbsent(key, value), (map, key, value) ->
            map.containsKey(key) ? map.put(key, map.get(key)) : map.put(key, value)),
        GET_OR_PUT((map, key, value) -> map.getOrPut(key, value), (map, key, value) ->
        {
            map.put(key, map.getOrDefault(key, value));
            return map.get(key);
        }),
        REPLACE((map, key, value) -> map.replace(key, value), (map, key, value) ->
        {
            final double before = map.get(key);
            map.computeIfPresent(key, (same, any) -> value);
            return before;
        }),
        COMPARE_AND_REPLACE((map, key, value) -> map.compareAndReplace(key, value, value + 1) ? 1 : 0,
            (map, key, value) ->
            {
                if (!map.containsKey(key) || map.get(key) != value)
                {
                    return 0;
                }
                map.computeIfPresent(key, (same, any) -> value + 1);
                return 1;
            });

        private final Step once;
        private final Step twice;

        Operation(final Step once, final Step twice)
        {
            this.once = once;
            this.twice = twice;
        }
    }

    private static OffHeapLongDoubleMap make(final boolean tracked, final boolean ahead)
    {
        final HashKeys keys = HashKeys.random(new SplittableRandom(3));
        return OffHeapMaps.longDouble().config(MapConfig.defaults()
            .withUnsafeRandomnessForTests(FixedRandom.from(new SplittableRandom(4)), keys))
            .missingValue(MISSING).trackDirtyBuckets(tracked)
            .pages(ahead ? PagePolicy.AHEAD_BY_WRITES : PagePolicy.DEFAULT).build();
    }

    @ParameterizedTest
    @CsvSource({"false, false", "true, false", "false, true"})
    void shouldLeaveTheBytesThatPutLeaves(final boolean tracked, final boolean ahead)
    {
        for (final Operation operation : Operation.values())
        {
            try (OffHeapLongDoubleMap map = make(tracked, ahead); OffHeapLongDoubleMap twin = make(tracked, ahead))
            {
                run(operation, map, twin);
            }
        }
    }

    private static void run(final Operation operation, final OffHeapLongDoubleMap map, final OffHeapLongDoubleMap twin)
    {
        final SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < STEP_COUNT; i++)
        {
            final String what = operation + ", step " + i;
            final long key = random.nextInt(KEY_COUNT);
            final int value = random.nextInt(3);
            final int kind = random.nextInt(100);
            if (kind < 20)
            {
                assertEquals(twin.remove(key), map.remove(key), what);
            }
            else if (kind < 40)
            {
                assertEquals(twin.put(key, value), map.put(key, value), what);
            }
            else
            {
                assertEquals(operation.twice.on(twin, key, value), operation.once.on(map, key, value), what);
            }
            if (i % CLEAR_EACH == CLEAR_EACH - 1)
            {
                map.clear();
                twin.clear();
            }
            if (i % COMPARE_EACH == 0)
            {
                assertTrue(MapVerifier.verify(map.image()).clean(), what);
                assertEquals(List.of(), MapDiff.compare(twin.image(), map.image(), 5), what);
            }
        }
    }

    /** A function that computes a value may not write; the straight line is no way round that. */
    @ParameterizedTest
    @EnumSource
    void shouldBeRefusedInAFunction(final Operation operation)
    {
        try (OffHeapLongDoubleMap map = make(false, false))
        {
            map.put(1, 2);
            map.compute(1, (key, value) ->
            {
                assertThrows(ConcurrentModificationException.class, () -> operation.once.on(map, 1, 2));
                assertThrows(ConcurrentModificationException.class, () -> operation.once.on(map, 3, 2));
                return value;
            });
            assertEquals(2, map.get(1));
            assertEquals(1, map.size());
        }
    }
}
