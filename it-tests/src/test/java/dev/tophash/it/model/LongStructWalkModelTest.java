// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import static dev.tophash.it.subject.SubjectKeys.box;
import static dev.tophash.it.subject.SubjectKeys.raw;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.it.subject.Blob;
import dev.tophash.it.subject.SubjectKeys;
import dev.tophash.offheap.ClearStrategy;
import dev.tophash.offheap.IntField;
import dev.tophash.offheap.OffHeapLongStructMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.StructFlyweight;
import dev.tophash.offheap.StructType;
import dev.tophash.offheap.verify.MapVerifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Walks by a flyweight, with values in buckets and in boxes: each value as it lies, by the rules of every iteration.
 * The build derives this test for the other keys; keys of bytes are {@link Blob} here.
 */
class LongStructWalkModelTest
{
    private static final int ENTRY_COUNT = 150;
    private static final int ROUND_COUNT = 150;

    private final StructFlyweight flyweight = new StructFlyweight();

    private static StructType type(final int padding)
    {
        return StructType.parse("struct { rest [" + padding + "]int32; quantity int32 }");
    }

    private static void put(
        final OffHeapLongStructMap map, final Map<Long, Integer> model, final int number, final IntField quantity)
    {
        final Long key = SubjectKeys.LongKeys.of(number);
        final StructFlyweight own = new StructFlyweight();
        map.getOrCreate(raw(key), own);
        quantity.set(own, number);
        model.put(key, number);
    }

    private static void assertSameEntries(
        final Map<Long, Integer> model, final OffHeapLongStructMap map, final IntField quantity, final String what)
    {
        assertTrue(MapVerifier.verify(map.image()).clean(), what);
        assertEquals(model.size(), map.size(), what);
        final StructFlyweight own = new StructFlyweight();
        model.forEach((key, number) ->
        {
            assertTrue(map.find(raw(key), own), what);
            assertEquals(number, quantity.get(own), what);
        });
    }

    /** After each put, so before, in and after each growth. */
    @ParameterizedTest
    @ValueSource(ints = {1, 60})
    void shouldLeadTheFlyweightToEachValue(final int padding)
    {
        final StructType type = type(padding);
        final IntField quantity = type.intField("quantity");
        final Map<Long, Integer> model = new HashMap<>();
        try (OffHeapLongStructMap map = OffHeapMaps.longStruct(type).build())
        {
            for (int i = 0; i < ENTRY_COUNT; i++)
            {
                final String what = "entries=" + i;
                final Set<Long> seen = new HashSet<>();
                map.forEach(flyweight, (key, value) ->
                {
                    assertSame(flyweight, value);
                    assertTrue(seen.add(box(key)), what);
                    assertEquals(model.get(box(key)), quantity.get(value), what);
                    quantity.set(value, quantity.get(value) + 1);
                });
                assertFalse(flyweight.isValid(), what);
                assertEquals(model.keySet(), seen, what);
                model.replaceAll((key, number) -> number + 1);
                assertSameEntries(model, map, quantity, what);
                put(map, model, i, quantity);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 60})
    void shouldGoOnWhenTheFunctionChangesTheMap(final int padding)
    {
        final StructType type = type(padding);
        final IntField quantity = type.intField("quantity");
        final StructType otherType = type(padding + 2);
        final Random random = new Random(padding);
        try (OffHeapLongStructMap map = OffHeapMaps.longStruct(type).build();
            OffHeapLongStructMap other = OffHeapMaps.longStruct(otherType).build())
        {
            other.getOrCreate(raw(SubjectKeys.LongKeys.of(0)), flyweight);
            for (int round = 0; round < ROUND_COUNT; round++)
            {
                walk(random, map, other, quantity, "padding=" + padding + ", round=" + round);
                map.clear(random.nextBoolean() ? ClearStrategy.RELEASE : ClearStrategy.THREE_STEP);
            }
        }
    }

    private void walk(final Random random, final OffHeapLongStructMap map, final OffHeapLongStructMap other,
        final IntField quantity, final String what)
    {
        final Map<Long, Integer> model = new HashMap<>();
        final int count = random.nextInt(ENTRY_COUNT * 4);
        for (int i = 0; i < count; i++)
        {
            put(map, model, i, quantity);
        }
        final Set<Long> due = new HashSet<>(model.keySet());
        final Set<Long> seen = new HashSet<>();
        final List<Integer> added = new ArrayList<>();
        final int change = 2 + random.nextInt(80);
        map.forEach(flyweight, (key, value) ->
        {
            final Long boxed = box(key);
            assertTrue(seen.add(boxed), what);
            assertEquals(model.get(boxed), quantity.get(value), what);
            due.remove(boxed);
            final Long picked = SubjectKeys.LongKeys.of(random.nextInt(ENTRY_COUNT * 4));
            switch (random.nextInt(change))
            {
                case 0 ->
                {
                    map.remove(value);
                    model.remove(boxed);
                }
                case 1 ->
                {
                    assertEquals(model.remove(picked) != null, map.remove(raw(picked)), what);
                    due.remove(picked);
                }
                case 2 ->
                {
                    added.add(ENTRY_COUNT * 4 + added.size());
                    put(map, model, added.getLast(), quantity);
                }
                case 3 -> map.find(raw(picked), value);
                case 4 -> assertTrue(other.find(raw(SubjectKeys.LongKeys.of(0)), value), what);
                case 5 -> value.unwrap();
                default -> quantity.set(value, quantity.get(value));
            }
        });
        assertEquals(Set.of(), due, what);
        assertFalse(flyweight.isValid(), what);
        assertSameEntries(model, map, quantity, what);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 60})
    void shouldLetGoWhenTheFunctionThrows(final int padding)
    {
        final StructType type = type(padding);
        final IntField quantity = type.intField("quantity");
        final Map<Long, Integer> model = new HashMap<>();
        try (OffHeapLongStructMap map = OffHeapMaps.longStruct(type).build())
        {
            for (int i = 0; i < ENTRY_COUNT; i++)
            {
                put(map, model, i, quantity);
            }
            for (int last = 1; last < ENTRY_COUNT; last += 7)
            {
                final int stop = last;
                final int[] count = {0};
                assertThrows(IllegalStateException.class, () -> map.forEach(flyweight, (key, value) ->
                {
                    if (++count[0] == stop)
                    {
                        throw new IllegalStateException("enough");
                    }
                }));
                assertEquals(stop, count[0]);
                assertFalse(flyweight.isValid());
                assertSameEntries(model, map, quantity, "stop=" + stop);
            }
        }
    }
}
