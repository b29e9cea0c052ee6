// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import static dev.tophash.it.subject.SubjectKeys.raw;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.it.subject.Blob;
import dev.tophash.it.subject.Packed;
import dev.tophash.it.subject.SubjectKeys;
import dev.tophash.offheap.OffHeapLongSet;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.verify.MapVerifier;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The operations of {@link OffHeapLongSet} on segments, beside those of a second set on arrays. The build derives
 * this test for every kind of key; keys of bytes are {@link Blob} here, keys of no fixed size have no such operations.
 */
class LongSetSegmentsModelTest
{
    private static final int KEY_COUNT = 900;
    // Fixed keys only {
    private static final int ROUNDS = 10;

    /** A set of this capacity has so many buckets that batches go in groups, however few keys it has. */
    private static final int LARGE = 90_000;
    // }

    private static OffHeapLongSet open(final long capacity, final boolean watched)
    {
        return OffHeapMaps.longSet().capacity(capacity).singleWriterView(watched).build();
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

    // Fixed keys only {
    @Test
    void shouldAgreeWithBatchesOnArrays()
    {
        final SplittableRandom random = Seed.random("segments of LongSet");
        for (int shape = 0; shape < 3; shape++)
        {
            try (OffHeapLongSet set = open(shape == 1 ? LARGE : 0, shape == 2); OffHeapLongSet twin = open(0, false))
            {
                for (int round = 0; round < ROUNDS; round++)
                {
                    step(set, twin, random, round);
                    assertTrue(MapVerifier.verify(set.image()).clean(), "shape=" + shape + ", round=" + round);
                }
            }
        }
    }

    private static void step(
        final OffHeapLongSet set, final OffHeapLongSet twin, final SplittableRandom random, final int round)
    {
        try (Arena arena = Arena.ofConfined())
        {
            final int count = random.nextInt(round % 2 == 0 ? 700 : 10);
            final int lead = random.nextInt(9);
            final long[] keys = keys(random.ints(count, 0, round % 3 == 0 ? 40 : KEY_COUNT).toArray());
            final MemorySegment packed = Packed.of(arena, lead, Packed.bytes(keys));
            assertEquals(twin.addAll(keys, 0, count), set.addAll(packed, lead, count));
            assertEquals(0, set.addAll(packed, lead, count));
            assertEquals(twin, set);
            assertTrue(set.containsAll(packed, lead, count));
            if (count > 0)
            {
                assertEquals(1, set.removeAll(packed, lead, 1));
                assertFalse(set.containsAll(packed, lead, count), "only the first is absent");
                twin.remove(keys[0]);
            }

            final long[] asked = keys(random.ints(count, 0, KEY_COUNT).toArray());
            final MemorySegment packedAsked = Packed.of(arena, lead, Packed.bytes(asked));
            assertEquals(twin.containsAll(asked, 0, count), set.containsAll(packedAsked, lead, count));
            assertEquals(twin.removeAll(asked, 0, count), set.removeAll(packedAsked, lead, count));
            assertEquals(twin, set);
        }
    }
    // }

    @Test
    void shouldComeBackFromASegment()
    {
        final int[] numbers = new int[KEY_COUNT];
        Arrays.setAll(numbers, i -> i);
        try (OffHeapLongSet set = open(0, false); OffHeapLongSet twin = open(0, false);
            Arena arena = Arena.ofConfined())
        {
            set.addAll(keys(numbers));
            assertEquals(KEY_COUNT, set.size());
            assertTrue(twin.isEmpty() && arena.scope().isAlive());
            // Fixed keys only {
            final MemorySegment copied = Packed.of(arena, 5, Packed.bytes(keys(numbers))).fill((byte)0x77);
            assertEquals(0, twin.toSegment(copied, copied.byteSize()));
            assertEquals(KEY_COUNT, set.toSegment(copied, 5));
            assertEquals(KEY_COUNT, twin.addAll(copied, 5, KEY_COUNT));
            assertEquals(set, twin);
            assertEquals(0x77, copied.asByteBuffer().get(4));
            assertEquals(0x77, copied.asByteBuffer().get((int)copied.byteSize() - 3));
            // }
        }
    }
}
