// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import static dev.tophash.it.subject.NumberElems.toDouble;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.it.subject.Blob;
import dev.tophash.it.subject.KeyForms;
import dev.tophash.it.subject.SubjectKeys;
import dev.tophash.offheap.KeyView;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapStringDoubleMap;
import dev.tophash.offheap.verify.MapVerifier;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Every operation of {@link OffHeapStringDoubleMap} through a {@link KeyView}, from every source, against {@link
 * HashMap}. The build derives this test for every pair whose key is no number; keys of bytes are {@link Blob} here.
 */
class StringDoubleKeyViewsModelTest
{
    private static final int OPERATION_COUNT = 20_000;
    private static final int KEY_COUNT = 600;
    private static final double NONE = toDouble(-1);

    private final SplittableRandom random = Seed.random("views of StringDouble");
    private final Map<Object, Double> model = new HashMap<>();
    private final KeyView view = new KeyView();
    private OffHeapStringDoubleMap map;

    private static OffHeapStringDoubleMap open(final MapConfig config)
    {
        return OffHeapMaps.stringDouble().config(config.withMissingValue(-1)).build();
    }

    private static Double boxed(final double value)
    {
        return value;
    }

    private KeyView show(final Object key)
    {
        return KeyForms.show(view, key, random.nextInt(KeyForms.COUNT));
    }

    @Test
    void shouldAgreeWithHashMap()
    {
        try (OffHeapStringDoubleMap opened = open(Seed.config(random)))
        {
            map = opened;
            for (int i = 0; i < OPERATION_COUNT; i++)
            {
                final Object key = SubjectKeys.StringKeys.of(random.nextInt(1 + i % KEY_COUNT));
                operate(key, show(key), toDouble(random.nextInt(50)));
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

    private void operate(final Object key, final KeyView shown, final double value)
    {
        final double before = model.getOrDefault(key, NONE);
        final boolean present = model.containsKey(key);
        switch (random.nextInt(18))
        {
            case 0 -> assertEquals(present ? before + value : value, put(key, map.addTo(shown, value)));
            case 1 ->
            {
                assertEquals(present ? before : toDouble(0), map.getAndAdd(shown, value));
                put(key, present ? before + value : value);
            }
            case 2 ->
            {
                assertEquals(before, map.getAndSet(shown, value));
                put(key, value);
            }
            case 3 -> assertEquals(present ? before : value, put(key, map.getOrPut(shown, value)));
            case 4 ->
            {
                assertEquals(before, map.replace(shown, value));
                model.replace(key, value);
            }
            case 5 -> assertEquals(model.replace(key, before, value), map.compareAndReplace(shown, before, value));
            case 6 -> assertEquals(model.replace(key, value, before), map.compareAndReplace(shown, value, before));
            case 7 -> assertEquals(model.remove(key, boxed(value)), map.remove(shown, value));
            case 8 -> assertEquals(model.remove(key, boxed(before)), map.remove(shown, before));
            case 9 ->
            {
                assertEquals(before, map.getAndRemove(shown));
                model.remove(key);
            }
            case 10 -> assertEquals(
                model.computeIfAbsent(key, absent -> value), map.computeIfAbsent(shown, absent -> value));
            case 11 ->
            {
                model.computeIfPresent(key, (same, old) -> old + value);
                assertEquals(present ? before + value : NONE, map.computeIfPresent(shown, old -> old + value));
            }
            case 12 -> assertEquals(
                model.compute(key, (same, old) -> (old == null ? NONE : old) + value),
                map.compute(shown, old -> old + value));
            case 13 -> assertEquals(
                model.merge(key, value, (one, other) -> one + other),
                map.merge(shown, value, (one, other) -> one + other));
            case 14 ->
            {
                assertEquals(before, map.put(shown, value));
                put(key, value);
            }
            case 15 ->
            {
                assertEquals(before, map.putIfAbsent(shown, value));
                model.putIfAbsent(key, value);
            }
            case 16 ->
            {
                assertEquals(before, map.remove(shown));
                model.remove(key);
            }
            default ->
            {
                assertEquals(before, map.get(shown));
                assertEquals(present ? before : value, map.getOrDefault(shown, value));
                assertEquals(present, map.containsKey(shown));
            }
        }
    }

    private double put(final Object key, final double value)
    {
        model.put(key, value);
        return value;
    }

    private void compareAll()
    {
        assertEquals(model.size(), map.size());
        model.forEach((key, value) ->
        {
            for (int form = 0; form < KeyForms.COUNT; form++)
            {
                assertEquals(value, map.get(KeyForms.show(view, key, form)));
            }
        });
        for (int i = KEY_COUNT; i < KEY_COUNT + 50; i++)
        {
            assertEquals(NONE, map.get(show(SubjectKeys.StringKeys.of(i))));
        }
        assertTrue(MapVerifier.verify(map.image()).clean());
    }

    /** In every state of growth; what was made ready for a key that was lost is given back. */
    @Test
    void shouldChangeNothingWhenAFunctionChangesTheViewOrTheMap()
    {
        for (int count = 3; count < 40; count++)
        {
            try (OffHeapStringDoubleMap map = open(MapConfig.defaults()))
            {
                for (int i = 0; i < count; i++)
                {
                    map.put(show(SubjectKeys.StringKeys.of(i)), toDouble(i));
                }
                final Object absent = SubjectKeys.StringKeys.of(count);
                final KeyView other = new KeyView();
                KeyForms.show(other, SubjectKeys.StringKeys.of(1), 0);
                final List<Consumer<KeyView>> wrong = List.of(
                    shown -> show(SubjectKeys.StringKeys.of(99)), shown -> map.put(other, NONE),
                    shown -> map.remove(other), shown -> map.addTo(other, NONE), shown -> map.replace(other, NONE));
                for (final Consumer<KeyView> change : wrong)
                {
                    show(absent);
                    assertThrows(ConcurrentModificationException.class, () -> map.computeIfAbsent(view, shown ->
                    {
                        change.accept(shown);
                        return NONE;
                    }));
                    show(absent);
                    assertThrows(ConcurrentModificationException.class, () -> map.compute(view, old ->
                    {
                        change.accept(view);
                        return NONE;
                    }));
                }
                assertEquals(count, map.size());
                for (int i = 0; i < count; i++)
                {
                    assertEquals(toDouble(i), map.get(show(SubjectKeys.StringKeys.of(i))));
                }
                assertTrue(MapVerifier.verify(map.image()).clean());
            }
        }
    }
}
