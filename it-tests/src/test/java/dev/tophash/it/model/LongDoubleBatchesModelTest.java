// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import static dev.tophash.it.subject.NumberElems.toDouble;
import static dev.tophash.it.subject.SubjectKeys.raw;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.LongDoubleMap;
import dev.tophash.OffHeapMemoryException;
import dev.tophash.PutAllException;
import dev.tophash.it.subject.Blob;
import dev.tophash.it.subject.SubjectKeys;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapLongDoubleMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.verify.MapVerifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The operations of {@link OffHeapLongDoubleMap} on many keys, beside a {@link HashMap}. The build derives this
 * test for every pair; keys of bytes are {@link Blob} here.
 */
class LongDoubleBatchesModelTest
{
    private static final int KEY_COUNT = 500;
    private static final int ROUNDS = 40;
    private static final int ROUNDS_OF_A_LARGE_MAP = 8;

    /** A map of this capacity has so many buckets that batches go in groups, however few entries it has. */
    private static final int LARGE = 30_000;

    private static OffHeapLongDoubleMap open(final MapConfig config, final long capacity)
    {
        return OffHeapMaps.longDouble().config(config.withMissingValue(-1)).capacity(capacity).build();
    }

    private static long[] keys(final int[] numbers)
    {
        final long[] keys = new long[numbers.length];
        for (int i = 0; i < numbers.length; i++)
        {
            keys[i] = raw(SubjectKeys.LongKeys.of(numbers[i]));
        }
        return keys;
    }

    private static double[] values(final int first, final int count)
    {
        final double[] values = new double[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = toDouble(first + i);
        }
        return values;
    }

    @Test
    void shouldAgreeWithHashMap()
    {
        final SplittableRandom random = Seed.random("batches of LongDouble");
        for (final int capacity : new int[] {0, LARGE})
        {
            try (OffHeapLongDoubleMap map = open(MapConfig.defaults(), capacity))
            {
                final Map<Long, Double> model = new HashMap<>();
                for (int round = 0; round < (capacity == 0 ? ROUNDS : ROUNDS_OF_A_LARGE_MAP); round++)
                {
                    step(map, model, random, round);
                }
                assertEquals(model.size(), map.size());
            }
        }
    }

    /** A batch of each operation, most of it inside larger arrays, with keys that come twice. */
    private static void step(
        final OffHeapLongDoubleMap map, final Map<Long, Double> model, final SplittableRandom random,
        final int round)
    {
        final int count = random.nextInt(round % 2 == 0 ? 200 : 10);
        final int offset = random.nextInt(4);
        final int valuesOffset = random.nextInt(4);
        final int[] numbers = random.ints(count + 6L, 0, round % 3 == 0 ? 40 : KEY_COUNT).toArray();
        final long[] keys = keys(numbers);
        final double[] values = values(round, count + 6);
        map.putAll(keys, offset, count, values, valuesOffset);
        for (int i = 0; i < count; i++)
        {
            model.put(SubjectKeys.LongKeys.of(numbers[offset + i]), values[valuesOffset + i]);
        }
        assertLookups(map, model, random, count);
        assertLookups(map.readOnly(), model, random, count);
        final int[] gone = random.ints(count + 6L, 0, KEY_COUNT).toArray();
        int removed = 0;
        for (int i = 0; i < count; i++)
        {
            removed += model.remove(SubjectKeys.LongKeys.of(gone[offset + i])) == null ? 0 : 1;
        }
        assertEquals(removed, map.removeAll(keys(gone), offset, count));
        assertLookups(map, model, random, count);
        assertEquals(model.size(), map.size());
        assertTrue(MapVerifier.verify(map.image()).clean());
    }

    private static void assertLookups(
        final LongDoubleMap map, final Map<Long, Double> model, final SplittableRandom random, final int count)
    {
        final int offset = random.nextInt(4);
        final int valuesOffset = random.nextInt(4);
        final int[] numbers = random.ints(count + 6L, 0, KEY_COUNT).toArray();
        final double[] found = values(-9, count + 6);
        final double[] expected = found.clone();
        int present = 0;
        for (int i = 0; i < count; i++)
        {
            final Double value = model.get(SubjectKeys.LongKeys.of(numbers[offset + i]));
            expected[valuesOffset + i] = value == null ? -1 : value;
            present += value == null ? 0 : 1;
        }
        assertEquals(present, map.getAll(keys(numbers), offset, count, found, valuesOffset));
        assertArrayEquals(expected, found, "nothing is stored beside the range");
        assertEquals(present == count, map.containsAll(keys(numbers), offset, count));
        final int[] known =
            Arrays.stream(numbers).filter(i -> model.containsKey(SubjectKeys.LongKeys.of(i))).toArray();
        assertTrue(map.containsAll(keys(known), 0, known.length));
        if (known.length > 0)
        {
            known[random.nextInt(known.length)] = KEY_COUNT;
            assertFalse(map.containsAll(keys(known), 0, known.length));
        }
    }

    @Test
    void shouldGrowInABatch()
    {
        final int[] numbers = new int[5_000];
        Arrays.setAll(numbers, i -> i);
        try (OffHeapLongDoubleMap map = open(MapConfig.defaults(), 0))
        {
            map.putAll(keys(numbers), 0, numbers.length, values(0, numbers.length), 0);
            final double[] found = new double[numbers.length];
            assertEquals(numbers.length, map.getAll(keys(numbers), 0, numbers.length, found, 0));
            assertArrayEquals(values(0, numbers.length), found);
            assertEquals(numbers.length, map.removeAll(keys(numbers), 0, numbers.length));
            assertTrue(map.isEmpty());
        }
    }

    @Test
    void shouldCheckArgumentsBeforeAnythingChanges()
    {
        final long[] keys = keys(new int[] {0, 1, 2});
        final double[] values = values(5, 3);
        final long[] none = null;
        try (OffHeapLongDoubleMap map = open(MapConfig.defaults(), 0))
        {
            for (final int[] range : new int[][] {{-1, 1, 0}, {0, -1, 0}, {2, 2, 0}, {0, 2, 2}, {0, 1, -1}, {3, 1, 0}})
            {
                assertThrows(IndexOutOfBoundsException.class,
                    () -> map.getAll(keys, range[0], range[1], values, range[2]));
                assertThrows(IndexOutOfBoundsException.class,
                    () -> map.putAll(keys, range[0], range[1], values, range[2]));
            }
            for (final int[] range : new int[][] {{-1, 1}, {0, -1}, {2, 2}, {4, 0}})
            {
                assertThrows(IndexOutOfBoundsException.class, () -> map.containsAll(keys, range[0], range[1]));
                assertThrows(IndexOutOfBoundsException.class, () -> map.removeAll(keys, range[0], range[1]));
            }
            assertThrows(NullPointerException.class, () -> map.getAll(null, 0, 0, values, 0));
            assertThrows(NullPointerException.class, () -> map.getAll(keys, 0, 1, null, 0));
            assertThrows(NullPointerException.class, () -> map.containsAll(none, 0, 0));
            assertThrows(NullPointerException.class, () -> map.putAll(null, 0, 0, values, 0));
            assertThrows(NullPointerException.class, () -> map.putAll(keys, 0, 1, null, 0));
            assertThrows(NullPointerException.class, () -> map.removeAll(none, 0, 0));
            assertArrayEquals(values(5, 3), values);
            assertTrue(map.isEmpty());
            final LongDoubleMap readOnly = map.readOnly();
            assertThrows(UnsupportedOperationException.class, () -> readOnly.putAll(keys, 0, 1, values, 0));
            assertThrows(UnsupportedOperationException.class, () -> readOnly.removeAll(keys, 0, 1));
        }
    }

    /** Memory that is refused at any point: the entries before are there, the exception counts them. */
    @Test
    void x08ShouldSayHowManyEntriesWerePut()
    {
        long points = 0;
        boolean refused = true;
        for (int allowed = 0; refused; allowed++)
        {
            refused = isRefused(allowed);
            points += refused ? 1 : 0;
        }
        assertTrue(points > 2, "points=" + points);
    }

    private static boolean isRefused(final int allowed)
    {
        final int[] numbers = new int[40];
        Arrays.setAll(numbers, i -> i);
        final long[] keys = keys(numbers);
        final double[] values = values(0, 40);
        final int[] left = {Integer.MAX_VALUE};
        try (OffHeapLongDoubleMap map = open(MapConfig.defaults().withGate(bytes ->
            {
                if (left[0]-- == 0)
                {
                    throw new OffHeapMemoryException("gate", bytes, 0);
                }
            }), 0))
        {
            left[0] = allowed;
            try
            {
                map.putAll(keys, 0, 40, values, 0);
                assertEquals(40, map.size());
                return false;
            }
            catch (final PutAllException e)
            {
                assertInstanceOf(OffHeapMemoryException.class, e.getCause());
                assertEquals(e.doneCount(), map.size());
                assertTrue(map.containsAll(keys, 0, map.size()));
                assertTrue(MapVerifier.verify(map.image()).clean());
                return true;
            }
        }
    }
}
