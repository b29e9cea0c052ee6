// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import static dev.tophash.it.subject.SubjectKeys.box;
import static dev.tophash.it.subject.SubjectKeys.raw;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.LongKeyCursor;
import dev.tophash.LongSet;
import dev.tophash.OffHeapMemoryException;
import dev.tophash.PutAllException;
import dev.tophash.it.subject.Blob;
import dev.tophash.it.subject.SubjectKeys;
import dev.tophash.offheap.ClearStrategy;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapLongSet;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.verify.MapVerifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * {@link OffHeapLongSet} against {@link HashSet}. {@link PairModelTest} goes deeper where sets do as maps do. The
 * build derives this test for every kind of key; keys of bytes are {@link Blob} here.
 */
class LongSetModelTest
{
    private static final int KEY_COUNT = 500;
    private static final int OPERATION_COUNT = 6_000;
    private static final int CHECK_EVERY = 20;

    private static OffHeapLongSet open(final MapConfig config)
    {
        return OffHeapMaps.longSet().config(config).build();
    }

    private static Long key(final int number)
    {
        return SubjectKeys.LongKeys.of(number);
    }

    private static Set<Long> model(final int count)
    {
        final Set<Long> model = new HashSet<>();
        for (int i = 0; i < count; i++)
        {
            model.add(key(i));
        }
        return model;
    }

    private static Set<Long> contents(final OffHeapLongSet set)
    {
        final Set<Long> found = new HashSet<>();
        set.forEach(key -> assertTrue(found.add(box(key)), "delivered twice"));
        return found;
    }

    private static void assertSame(final Set<Long> model, final OffHeapLongSet set)
    {
        assertEquals(model.size(), set.sizeLong());
        assertEquals(model.isEmpty(), set.isEmpty());
        assertEquals(model, contents(set));
        assertTrue(MapVerifier.verify(set.image()).clean(), () -> MapVerifier.verify(set.image()).toString());
    }

    private static OffHeapLongSet filled(final int count)
    {
        final OffHeapLongSet set = open(MapConfig.defaults());
        for (int i = 0; i < count; i++)
        {
            set.add(raw(key(i)));
        }
        return set;
    }

    @Test
    void shouldAgreeWithHashSet()
    {
        final Random random = new Random(20);
        final ClearStrategy[] strategies = ClearStrategy.values();
        try (OffHeapLongSet set = open(MapConfig.defaults()))
        {
            final Set<Long> model = new HashSet<>();
            for (int step = 0; step < OPERATION_COUNT; step++)
            {
                final Long key = key(random.nextInt(1 + KEY_COUNT * (step % 1_000 + 1) / 1_000));
                switch (random.nextInt(24))
                {
                    case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 -> assertEquals(model.add(key), set.add(raw(key)));
                    case 12, 13, 14, 15 -> assertEquals(model.remove(key), set.remove(raw(key)));
                    case 16, 17, 18, 19, 20, 21, 22 -> assertEquals(model.contains(key), set.contains(raw(key)));
                    default -> wholeSet(random, strategies, set, model);
                }
                if (step % CHECK_EVERY == 0)
                {
                    assertSame(model, set);
                }
            }
            assertSame(model, set);
        }
    }

    private static void wholeSet(
        final Random random, final ClearStrategy[] strategies, final OffHeapLongSet set, final Set<Long> model)
    {
        final Set<Long> some = new HashSet<>();
        for (int i = random.nextInt(40); i > 0; i--)
        {
            some.add(key(random.nextInt(KEY_COUNT)));
        }
        final int before = model.size();
        switch (random.nextInt(8))
        {
            case 0 ->
            {
                model.removeAll(some);
                assertEquals(before - model.size(), set.removeIf(key -> some.contains(box(key))));
            }
            case 1 ->
            {
                model.removeIf(key -> some.contains(key) && key.hashCode() % 2 != 0);
                assertEquals(before - model.size(),
                    set.retainIf(key -> !some.contains(box(key)) || box(key).hashCode() % 2 == 0));
            }
            case 2 ->
            {
                model.addAll(some);
                final var rawKeys = rawKeys(some);
                assertEquals(model.size() - before, set.addAll(rawKeys));
            }
            case 3 ->
            {
                model.addAll(some);
                assertEquals(model.size() - before, set.addAll(some.stream().map(key -> raw(key)).toList()));
            }
            case 4 ->
            {
                model.addAll(some);
                try (OffHeapLongSet other = open(MapConfig.defaults()))
                {
                    other.addAll(rawKeys(some));
                    assertEquals(model.size() - before, set.addAll(other.readOnly()));
                    assertTrue(set.containsAll(other));
                    assertEquals(some.size() >= model.size(), other.containsAll(set));
                }
            }
            case 5 -> set.reserve(random.nextInt(2 * KEY_COUNT));
            case 6 ->
            {
                try (OffHeapLongSet copy = set.copy())
                {
                    assertSame(model, copy);
                    assertEquals(set, copy);
                    assertEquals(set.hashCode(), copy.hashCode());
                }
            }
            default ->
            {
                if (random.nextInt(4) == 0)
                {
                    set.clear(strategies[random.nextInt(strategies.length)]);
                    model.clear();
                }
            }
        }
    }

    /** The keys as the set takes them. */
    private static long[] rawKeys(final Set<Long> keys)
    {
        final long[] rawKeys = new long[keys.size()];
        int count = 0;
        for (final Long key : keys)
        {
            rawKeys[count++] = raw(key);
        }
        return rawKeys;
    }

    @Test
    void shouldGiveItsKeysInEveryForm()
    {
        for (final int count : new int[] {0, 1, 8, 9, 27, 300})
        {
            try (OffHeapLongSet set = filled(count))
            {
                final List<Long> keys = new ArrayList<>();
                for (final var key : set.toArray())
                {
                    keys.add(box(key));
                }
                try (LongKeyCursor cursor = set.readOnly().cursor())
                {
                    int delivered = 0;
                    while (cursor.next())
                    {
                        delivered++;
                        assertThrows(UnsupportedOperationException.class, cursor::remove);
                    }
                    assertEquals(count, delivered);
                }
                assertEquals(count, keys.size());
                assertEquals(model(count), new HashSet<>(keys));
                assertEquals(0, set.addAll(set));
                assertTrue(set.containsAll(set));
                assertSame(model(count), set);
            }
        }
    }

    @Test
    void shouldBeEqualExactlyWhenTheKeysAre()
    {
        try (OffHeapLongSet set = filled(50); OffHeapLongSet other = filled(50))
        {
            assertEquals(set, other);
            assertEquals(set.hashCode(), other.hashCode());
            assertEquals(set.readOnly(), other);
            assertEquals(set, other.readOnly());
            other.remove(raw(key(7)));
            assertNotEquals(set, other);
            assertTrue(set.containsAll(other));
            assertFalse(other.containsAll(set));
            other.add(raw(key(60)));
            assertNotEquals(set, other);
            assertNotEquals(set.hashCode(), other.hashCode());
            assertFalse(set.containsAll(other));
            assertNotEquals(set, new Object());
            set.clear();
            other.clear();
            assertEquals(set, other);
            assertEquals(0, set.hashCode());
        }
    }

    @Test
    void shouldRefuseEveryChangeOfAReadOnlyView()
    {
        try (OffHeapLongSet set = filled(20))
        {
            final LongSet view = set.readOnly();
            assertEquals(view, view.readOnly());
            assertThrows(UnsupportedOperationException.class, () -> view.add(raw(key(1))));
            assertThrows(UnsupportedOperationException.class, () -> view.remove(raw(key(1))));
            assertThrows(UnsupportedOperationException.class, () -> view.removeIf(key -> true));
            assertThrows(UnsupportedOperationException.class, () -> view.retainIf(key -> false));
            assertThrows(UnsupportedOperationException.class, () -> view.addAll(set));
            assertThrows(UnsupportedOperationException.class, () -> view.addAll(rawKeys(model(3))));
            assertThrows(UnsupportedOperationException.class, () -> view.addAll(List.of(raw(key(1)))));
            assertThrows(UnsupportedOperationException.class, view::clear);
            assertThrows(UnsupportedOperationException.class, view::close);
            assertTrue(view.contains(raw(key(1))));
            assertEquals(20, view.size());
            assertEquals(set.toString(), view.toString());
            assertSame(model(20), set);
        }
    }

    /** A null, and memory that is refused at any key: what was added before stays, the exception counts it. */
    @Test
    void x08ShouldSayHowManyKeysWereAdded()
    {
        final var keys = rawKeys(model(40));
        try (OffHeapLongSet set = open(MapConfig.defaults()))
        {
            final PutAllException e = assertThrows(
                PutAllException.class, () -> set.addAll(Arrays.asList(raw(key(1)), raw(key(1)), null, raw(key(2)))));
            assertEquals(2, e.doneCount());
            assertInstanceOf(NullPointerException.class, e.getCause());
            assertSame(Set.of(key(1)), set);
        }
        long points = 0;
        boolean refused = true;
        for (int allowed = 0; refused; allowed++)
        {
            final int[] left = {allowed};
            try (OffHeapLongSet set = open(MapConfig.defaults().withGate(bytes ->
            {
                if (left[0]-- == 0)
                {
                    throw new OffHeapMemoryException("gate", bytes, 0);
                }
            })))
            {
                refused = isRefused(set, keys);
                points += refused ? 1 : 0;
            }
            catch (final OffHeapMemoryException e)
            {
                // The set itself was refused.
            }
        }
        assertTrue(points > 2, "points=" + points);
    }

    private static boolean isRefused(final OffHeapLongSet set, final long[] keys)
    {
        try
        {
            assertEquals(keys.length, set.addAll(keys));
            return false;
        }
        catch (final PutAllException e)
        {
            assertInstanceOf(OffHeapMemoryException.class, e.getCause());
            assertEquals(e.doneCount(), set.size());
            assertTrue(MapVerifier.verify(set.image()).clean());
            return true;
        }
    }

    @Test
    void shouldPrintWhateverItsState()
    {
        try (OffHeapLongSet set = open(MapConfig.defaults().withName("seen")))
        {
            assertEquals("OffHeapLongSet name=seen size=0 {}", set.toString());
            set.add(raw(key(0)));
            assertTrue(set.toString().matches("OffHeapLongSet name=seen size=1 \\{.+}"), set::toString);
            set.addAll(rawKeys(model(101)));
            assertTrue(set.toString().endsWith(", ...}"), set::toString);
            set.close();
            assertEquals("OffHeapLongSet name=seen closed", set.toString());
            assertFalse(OffHeapMaps.openMaps().contains(set));
        }
    }
}
