// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import static dev.tophash.it.subject.NumberElems.toDouble;
import static dev.tophash.it.subject.SubjectKeys.raw;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.LongDoubleMap;
import dev.tophash.MapClosedException;
import dev.tophash.OffHeapMemoryException;
import dev.tophash.it.subject.Blob;
import dev.tophash.it.subject.SubjectKeys;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapLongDoubleMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.verify.MapVerifier;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * The operations of {@link OffHeapLongDoubleMap} that read a value and write the next one, against {@link HashMap}.
 * The build derives this test for every pair; keys of bytes are {@link Blob} here.
 */
class LongDoubleUpdatesModelTest
{
    private static final int OPERATION_COUNT = 30_000;
    private static final int KEY_COUNT = 700;
    private static final double NONE = toDouble(-1);

    private final SplittableRandom random = Seed.random("updates of LongDouble");
    private final Map<Long, Double> model = new HashMap<>();
    private OffHeapLongDoubleMap map;

    private static OffHeapLongDoubleMap open(final MapConfig config)
    {
        return OffHeapMaps.longDouble().config(config.withMissingValue(-1)).build();
    }

    private OffHeapLongDoubleMap fill(final int count)
    {
        final OffHeapLongDoubleMap filled = open(MapConfig.defaults());
        for (int i = 0; i < count; i++)
        {
            filled.put(raw(SubjectKeys.LongKeys.of(i)), toDouble(i));
        }
        return filled;
    }

    private static Double boxed(final double value)
    {
        return value;
    }

    @Test
    void shouldAgreeWithHashMap()
    {
        try (OffHeapLongDoubleMap opened = open(Seed.config(random)))
        {
            map = opened;
            for (int i = 0; i < OPERATION_COUNT; i++)
            {
                update(SubjectKeys.LongKeys.of(random.nextInt(1 + i % KEY_COUNT)), toDouble(random.nextInt(50)));
                if (i % 1_000 == 0)
                {
                    compareAll();
                }
                if (i % 5_000 == 4_999)
                {
                    map.clear();
                    model.clear();
                }
            }
            compareAll();
        }
    }

    private void update(final Long key, final double value)
    {
        final double before = model.getOrDefault(key, NONE);
        final boolean present = model.containsKey(key);
        switch (random.nextInt(14))
        {
            case 0 -> assertEquals(present ? before + value : value, put(key, map.addTo(raw(key), value)));
            case 1 ->
            {
                assertEquals(present ? before : toDouble(0), map.getAndAdd(raw(key), value));
                put(key, present ? before + value : value);
            }
            case 2 ->
            {
                assertEquals(before, map.getAndSet(raw(key), value));
                put(key, value);
            }
            case 3 -> assertEquals(present ? before : value, put(key, map.getOrPut(raw(key), value)));
            case 4 ->
            {
                assertEquals(before, map.replace(raw(key), value));
                model.replace(key, value);
            }
            case 5 -> assertEquals(
                model.replace(key, before, value), map.compareAndReplace(raw(key), before, value));
            case 6 -> assertEquals(
                model.replace(key, value, before), map.compareAndReplace(raw(key), value, before));
            case 7 -> assertEquals(model.remove(key, boxed(value)), map.remove(raw(key), value));
            case 8 -> assertEquals(model.remove(key, boxed(before)), map.remove(raw(key), before));
            case 9 ->
            {
                assertEquals(before, map.getAndRemove(raw(key)));
                model.remove(key);
            }
            case 10 -> assertEquals(
                model.computeIfAbsent(key, absent -> value), map.computeIfAbsent(raw(key), absent -> value));
            case 11 ->
            {
                model.computeIfPresent(key, (same, old) -> old + value);
                assertEquals(present ? before + value : NONE,
                    map.computeIfPresent(raw(key), (same, old) -> old + value));
            }
            case 12 -> assertEquals(
                model.compute(key, (same, old) -> (old == null ? NONE : old) + value),
                map.compute(raw(key), (same, old) -> old + value));
            default -> assertEquals(
                model.merge(key, value, (one, other) -> one + other),
                map.merge(raw(key), value, (one, other) -> one + other));
        }
    }

    private double put(final Long key, final double value)
    {
        model.put(key, value);
        return value;
    }

    private void compareAll()
    {
        assertEquals(model.size(), map.size());
        model.forEach((key, value) -> assertEquals(value, map.get(raw(key))));
        assertTrue(MapVerifier.verify(map.image()).clean());
    }

    @Test
    void shouldChooseAndReplaceEntries()
    {
        for (final int count : new int[] {0, 1, 8, 27, 200})
        {
            try (OffHeapLongDoubleMap map = fill(count))
            {
                assertEquals(count > 7, map.containsValue(toDouble(7)));
                map.replaceAll((key, value) -> value + 2);
                assertFalse(map.containsValue(toDouble(1)));
                assertEquals(count > 10 ? 1 : 0, map.removeIf((key, value) -> value == toDouble(12)));
                final int left = count - (count > 10 ? 1 : 0);
                assertEquals(left - Math.min(left, 5), map.retainIf((key, value) -> value < 7));
                assertEquals(Math.min(left, 5), map.size());
                assertTrue(MapVerifier.verify(map.image()).clean());
            }
        }
    }

    /** Each write that a function may try, on a map in every state of growth. */
    @Test
    void c06ShouldRefuseAWriteInAFunction()
    {
        final Long key = SubjectKeys.LongKeys.of(2);
        final Long other = SubjectKeys.LongKeys.of(99_999);
        final double one = toDouble(1);
        final List<Consumer<OffHeapLongDoubleMap>> writes = List.of(
            map -> map.put(raw(key), one), map -> map.put(raw(other), one), map -> map.putIfAbsent(raw(other), one),
            map -> map.remove(raw(key)), map -> map.addTo(raw(key), one), map -> map.getAndAdd(raw(other), one),
            map -> map.getOrPut(raw(other), one), map -> map.replace(raw(key), one),
            map -> map.compareAndReplace(raw(key), toDouble(2), one), map -> map.remove(raw(key), toDouble(2)),
            map -> map.computeIfAbsent(raw(other), absent -> one), map -> map.compute(raw(key), (same, old) -> one),
            map -> map.computeIfPresent(raw(key), (same, old) -> one), map -> map.merge(raw(key), one, (a, b) -> one),
            map -> map.removeIf((same, old) -> true), map -> map.replaceAll((same, old) -> one),
            map -> map.putAll(Map.of()), OffHeapLongDoubleMap::clear);
        for (int count = 3; count < 60; count++)
        {
            try (OffHeapLongDoubleMap map = fill(count))
            {
                final Long absent = SubjectKeys.LongKeys.of(count);
                for (final Consumer<OffHeapLongDoubleMap> write : writes)
                {
                    map.computeIfAbsent(raw(absent), same -> refused(map, write));
                    assertEquals(one, map.remove(raw(absent)));
                    assertEquals(one, map.compute(raw(absent), (same, old) -> refused(map, write)));
                    assertEquals(one, map.remove(raw(absent)));
                    assertEquals(one, map.merge(raw(key), one, (a, b) -> refused(map, write)));
                    assertEquals(one, map.computeIfPresent(raw(key), (same, old) -> refused(map, write)));
                    assertEquals(one, map.put(raw(key), toDouble(2)));
                }
                assertEquals(count, map.size());
                for (int i = 0; i < count; i++)
                {
                    assertEquals(toDouble(i), map.get(raw(SubjectKeys.LongKeys.of(i))));
                }
                assertTrue(MapVerifier.verify(map.image()).clean());
            }
        }
    }

    /** What a function does that writes: it sees the refusal and goes on. It may read. */
    private static double refused(final OffHeapLongDoubleMap map, final Consumer<OffHeapLongDoubleMap> write)
    {
        final int before = map.size();
        assertThrows(ConcurrentModificationException.class, () -> write.accept(map));
        assertEquals(toDouble(1), map.get(raw(SubjectKeys.LongKeys.of(1))));
        assertEquals(NONE, map.get(raw(SubjectKeys.LongKeys.of(77_777))));
        assertFalse(map.containsValue(toDouble(88_888)));
        assertEquals(before, map.size());
        return toDouble(1);
    }

    @Test
    void c08ShouldLeaveTheEntriesWhenAFunctionThrows()
    {
        final Long key = SubjectKeys.LongKeys.of(2);
        for (int count = 3; count < 60; count++)
        {
            try (OffHeapLongDoubleMap map = fill(count))
            {
                final Long absent = SubjectKeys.LongKeys.of(count);
                for (final RuntimeException thrown : List.of(
                    new IllegalStateException("mine"), new IndexOutOfBoundsException("mine")))
                {
                    assertSame(thrown, assertThrows(thrown.getClass(), () -> map.computeIfAbsent(raw(absent), same ->
                    {
                        throw thrown;
                    })));
                    assertSame(thrown, assertThrows(thrown.getClass(), () -> map.compute(raw(absent), (same, old) ->
                    {
                        throw thrown;
                    })));
                    assertSame(thrown, assertThrows(thrown.getClass(), () -> map.merge(raw(key), NONE, (a, b) ->
                    {
                        throw thrown;
                    })));
                }
                assertEquals(count, map.size());
                assertFalse(map.containsKey(raw(absent)));
                assertEquals(toDouble(2), map.get(raw(key)));
                assertTrue(MapVerifier.verify(map.image()).clean());
                map.put(raw(absent), toDouble(7));
                assertEquals(toDouble(7), map.get(raw(absent)));
            }
        }
    }

    /** A refusal comes before the function and changes nothing. */
    @Test
    void shouldRequireMemoryBeforeTheFunction()
    {
        final boolean[] closed = {false};
        int refusedCount = 0;
        try (OffHeapLongDoubleMap map = open(MapConfig.defaults().withGate(bytes ->
        {
            if (closed[0])
            {
                throw new OffHeapMemoryException("gate", bytes, 0);
            }
        })))
        {
            for (int i = 0; i < 300; i++)
            {
                final Long key = SubjectKeys.LongKeys.of(i);
                final int[] calls = {0};
                closed[0] = true;
                try
                {
                    map.computeIfAbsent(raw(key), same -> toDouble(++calls[0]));
                    assertEquals(1, calls[0]);
                }
                catch (final OffHeapMemoryException e)
                {
                    refusedCount++;
                    assertEquals(0, calls[0]);
                    assertEquals(i, map.size());
                    closed[0] = false;
                    map.computeIfAbsent(raw(key), same -> toDouble(1));
                }
                closed[0] = false;
                assertEquals(toDouble(1), map.get(raw(key)));
            }
            assertTrue(MapVerifier.verify(map.image()).clean());
        }
        assertTrue(refusedCount > 2, "the gate was asked");
    }

    @Test
    void shouldSayThatTheFunctionClosedTheMap()
    {
        final OffHeapLongDoubleMap map = fill(20);
        assertThrows(MapClosedException.class, () -> map.computeIfAbsent(raw(SubjectKeys.LongKeys.of(20)), key ->
        {
            map.close();
            return toDouble(1);
        }));
        assertThrows(MapClosedException.class, () -> map.addTo(raw(SubjectKeys.LongKeys.of(1)), NONE));
    }

    @Test
    void shouldRefuseEveryWriteThroughAReadOnlyView()
    {
        try (OffHeapLongDoubleMap map = fill(9))
        {
            final LongDoubleMap view = map.readOnly();
            final Long key = SubjectKeys.LongKeys.of(2);
            final double two = toDouble(2);
            final List<Consumer<LongDoubleMap>> writes = List.of(
                seen -> seen.put(raw(key), two), seen -> seen.putIfAbsent(raw(key), two), seen -> seen.remove(raw(key)),
                seen -> seen.addTo(raw(key), two), seen -> seen.getAndAdd(raw(key), two),
                seen -> seen.getAndSet(raw(key), two), seen -> seen.getOrPut(raw(key), two),
                seen -> seen.replace(raw(key), two), seen -> seen.compareAndReplace(raw(key), two, two),
                seen -> seen.remove(raw(key), two), seen -> seen.getAndRemove(raw(key)),
                seen -> seen.computeIfAbsent(raw(key), same -> two),
                seen -> seen.computeIfPresent(raw(key), (same, old) -> two),
                seen -> seen.compute(raw(key), (same, old) -> two), seen -> seen.merge(raw(key), two, (a, b) -> two),
                seen -> seen.removeIf((same, old) -> true), seen -> seen.retainIf((same, old) -> true),
                seen -> seen.replaceAll((same, old) -> two), seen -> seen.putAll(map), seen -> seen.putAll(Map.of()),
                LongDoubleMap::clear, LongDoubleMap::close);
            for (final Consumer<LongDoubleMap> write : writes)
            {
                assertThrows(UnsupportedOperationException.class, () -> write.accept(view));
            }
            assertSame(view, view.readOnly());
            assertEquals(9, view.size());
            assertEquals(two, view.get(raw(key)));
            assertTrue(view.containsKey(raw(key)));
            assertTrue(view.containsValue(two));
            assertEquals(NONE, view.missingValue());
            final int[] seen = {0};
            view.forEach((same, value) -> seen[0]++);
            assertEquals(9, seen[0]);
            assertEquals(9, view.keysToArray().length);
            assertEquals(9, view.valuesToArray().length);
            assertEquals(map, view);
            assertEquals(view, map);
            assertEquals(map.hashCode(), view.hashCode());
            assertEquals(map.toString(), view.toString());
            try (var cursor = view.cursor())
            {
                assertTrue(cursor.next());
                assertThrows(UnsupportedOperationException.class, () -> cursor.setValue(two));
                assertThrows(UnsupportedOperationException.class, cursor::remove);
            }
            assertFalse(view.isClosed());
        }
    }
}
