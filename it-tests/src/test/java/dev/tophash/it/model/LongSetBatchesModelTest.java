// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import static dev.tophash.it.subject.SubjectKeys.raw;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.LongSet;
import dev.tophash.OffHeapMemoryException;
import dev.tophash.PutAllException;
import dev.tophash.it.subject.Blob;
import dev.tophash.it.subject.SubjectKeys;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapLongSet;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.verify.MapVerifier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The operations of {@link OffHeapLongSet} on many keys, beside a {@link HashSet}. The build derives this test for
 * every kind of key; keys of bytes are {@link Blob} here.
 */
class LongSetBatchesModelTest
{
    private static final int KEY_COUNT = 500;
    private static final int ROUNDS = 40;
    private static final int ROUNDS_OF_A_LARGE_SET = 8;

    /** A set of this capacity has so many buckets that batches go in groups, however few keys it has. */
    private static final int LARGE = 90_000;

    private static OffHeapLongSet open(final MapConfig config, final long capacity)
    {
        return OffHeapMaps.longSet().config(config).capacity(capacity).build();
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

    private static long[] keysTo(final int count)
    {
        final int[] numbers = new int[count];
        Arrays.setAll(numbers, i -> i);
        return keys(numbers);
    }

    @Test
    void shouldAgreeWithHashSet()
    {
        final SplittableRandom random = Seed.random("batches of LongSet");
        for (final int capacity : new int[] {0, LARGE})
        {
            try (OffHeapLongSet set = open(MapConfig.defaults(), capacity);
                OffHeapLongSet watched = OffHeapMaps.longSet().singleWriterView(true).build())
            {
                final Set<Long> model = new HashSet<>();
                for (int round = 0; round < (capacity == 0 ? ROUNDS : ROUNDS_OF_A_LARGE_SET); round++)
                {
                    step(set, watched, model, random, round);
                }
                assertEquals(model.size(), set.size());
                assertEquals(set, watched);
            }
        }
    }

    /** A batch of each operation, most of it inside larger arrays, with keys that come twice. */
    private static void step(
        final OffHeapLongSet set, final OffHeapLongSet watched, final Set<Long> model,
        final SplittableRandom random, final int round)
    {
        final int count = random.nextInt(round % 2 == 0 ? 200 : 10);
        final int offset = random.nextInt(4);
        final int[] numbers = random.ints(count + 6L, 0, round % 3 == 0 ? 40 : KEY_COUNT).toArray();
        int added = 0;
        for (int i = 0; i < count; i++)
        {
            added += model.add(SubjectKeys.LongKeys.of(numbers[offset + i])) ? 1 : 0;
        }
        assertEquals(added, set.addAll(keys(numbers), offset, count));
        assertEquals(added, watched.addAll(keys(numbers), offset, count));
        assertLookups(set, model, random, count);
        assertLookups(set.readOnly(), model, random, count);
        final int[] gone = random.ints(count + 6L, 0, KEY_COUNT).toArray();
        int removed = 0;
        for (int i = 0; i < count; i++)
        {
            removed += model.remove(SubjectKeys.LongKeys.of(gone[offset + i])) ? 1 : 0;
        }
        assertEquals(removed, set.removeAll(keys(gone), offset, count));
        assertEquals(removed, watched.removeAll(keys(gone), offset, count));
        assertLookups(set, model, random, count);
        assertEquals(model.size(), set.size());
        assertTrue(MapVerifier.verify(set.image()).clean());
    }

    private static void assertLookups(
        final LongSet set, final Set<Long> model, final SplittableRandom random, final int count)
    {
        final int offset = random.nextInt(4);
        final int[] numbers = random.ints(count + 6L, 0, KEY_COUNT).toArray();
        boolean all = true;
        for (int i = 0; i < count; i++)
        {
            all &= model.contains(SubjectKeys.LongKeys.of(numbers[offset + i]));
        }
        assertEquals(all, set.containsAll(keys(numbers), offset, count));
        final int[] known =
            Arrays.stream(numbers).filter(i -> model.contains(SubjectKeys.LongKeys.of(i))).toArray();
        assertTrue(set.containsAll(keys(known), 0, known.length));
        if (known.length > 0)
        {
            known[random.nextInt(known.length)] = KEY_COUNT;
            assertFalse(set.containsAll(keys(known), 0, known.length));
        }
    }

    @Test
    void shouldGrowInABatch()
    {
        try (OffHeapLongSet set = open(MapConfig.defaults(), 0))
        {
            assertEquals(5_000, set.addAll(keysTo(5_000), 0, 5_000));
            assertEquals(0, set.addAll(keysTo(5_000)));
            assertTrue(set.containsAll(keysTo(5_000), 0, 5_000));
            assertEquals(4_999, set.removeAll(keysTo(5_000), 1, 4_999));
            assertEquals(1, set.size());
        }
    }

    @Test
    void shouldCheckArgumentsBeforeAnythingChanges()
    {
        final long[] keys = keysTo(3);
        final long[] none = null;
        try (OffHeapLongSet set = open(MapConfig.defaults(), 0))
        {
            for (final int[] range : new int[][] {{-1, 1}, {0, -1}, {2, 2}, {4, 0}})
            {
                assertThrows(IndexOutOfBoundsException.class, () -> set.containsAll(keys, range[0], range[1]));
                assertThrows(IndexOutOfBoundsException.class, () -> set.addAll(keys, range[0], range[1]));
                assertThrows(IndexOutOfBoundsException.class, () -> set.removeAll(keys, range[0], range[1]));
            }
            assertThrows(NullPointerException.class, () -> set.containsAll(none, 0, 0));
            assertThrows(NullPointerException.class, () -> set.addAll(none, 0, 0));
            assertThrows(NullPointerException.class, () -> set.removeAll(none, 0, 0));
            assertTrue(set.isEmpty());
            final LongSet readOnly = set.readOnly();
            assertThrows(UnsupportedOperationException.class, () -> readOnly.addAll(keys, 0, 1));
            assertThrows(UnsupportedOperationException.class, () -> readOnly.removeAll(keys, 0, 1));
        }
    }

    /** Memory that is refused at any point: the keys before are there, the exception counts them. */
    @Test
    void x08ShouldSayHowManyKeysWereAdded()
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
        final long[] keys = keysTo(41);
        final int[] left = {Integer.MAX_VALUE};
        try (OffHeapLongSet set = open(MapConfig.defaults().withGate(bytes ->
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
                assertEquals(40, set.addAll(keys, 1, 40));
                return false;
            }
            catch (final PutAllException e)
            {
                assertInstanceOf(OffHeapMemoryException.class, e.getCause());
                assertEquals(e.doneCount(), set.size());
                assertTrue(set.containsAll(keys, 1, set.size()));
                assertTrue(MapVerifier.verify(set.image()).clean());
                return true;
            }
        }
    }
}
