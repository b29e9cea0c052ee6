// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import static dev.tophash.it.subject.NumberElems.toDouble;
import static dev.tophash.it.subject.SubjectKeys.raw;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.it.subject.Blob;
import dev.tophash.it.subject.Packed;
import dev.tophash.it.subject.SubjectKeys;
import dev.tophash.offheap.OffHeapLongDoubleMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.verify.MapVerifier;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The operations of {@link OffHeapLongDoubleMap} on segments, beside those of a second map on arrays. The build
 * derives this test for every pair; keys of bytes are {@link Blob} here. Keys of no fixed size have fewer of them.
 */
class LongDoubleSegmentsModelTest
{
    private static final int KEY_COUNT = 900;
    // Fixed keys only {
    private static final int ROUNDS = 10;

    /** A map of this capacity has so many buckets that batches go in groups, however few entries it has. */
    private static final int LARGE = 30_000;
    // }

    private static OffHeapLongDoubleMap open(final long capacity, final boolean watched)
    {
        return OffHeapMaps.longDouble().missingValue(-1).capacity(capacity).singleWriterView(watched).build();
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

    // Fixed keys only {
    @Test
    void shouldAgreeWithBatchesOnArrays()
    {
        final SplittableRandom random = Seed.random("segments of LongDouble");
        for (int shape = 0; shape < 3; shape++)
        {
            try (OffHeapLongDoubleMap map = open(shape == 1 ? LARGE : 0, shape == 2);
                OffHeapLongDoubleMap twin = open(0, false))
            {
                for (int round = 0; round < ROUNDS; round++)
                {
                    step(map, twin, random, round);
                    assertTrue(MapVerifier.verify(map.image()).clean(), "shape=" + shape + ", round=" + round);
                }
            }
        }
    }

    /** Some batches have several parts; keys come twice. */
    private static void step(
        final OffHeapLongDoubleMap map, final OffHeapLongDoubleMap twin, final SplittableRandom random,
        final int round)
    {
        try (Arena arena = Arena.ofConfined())
        {
            final int count = random.nextInt(round % 2 == 0 ? 700 : 10);
            final int lead = random.nextInt(9);
            final long[] keys = keys(random.ints(count, 0, round % 3 == 0 ? 40 : KEY_COUNT).toArray());
            final double[] values = values(round, count);
            final MemorySegment packed = Packed.of(arena, lead, Packed.bytes(keys));
            map.putAll(packed, lead, count, Packed.of(arena, 1, Packed.bytes(values)), 1);
            twin.putAll(keys, 0, count, values, 0);
            assertEquals(twin, map);
            assertTrue(map.containsAll(packed, lead, count));
            if (count > 0)
            {
                assertEquals(1, map.removeAll(packed, lead, 1));
                assertFalse(map.containsAll(packed, lead, count), "only the first is absent");
                twin.remove(keys[0]);
            }

            final long[] asked = keys(random.ints(count, 0, KEY_COUNT).toArray());
            final MemorySegment packedAsked = Packed.of(arena, lead, Packed.bytes(asked));
            final MemorySegment got = Packed.of(arena, lead, Packed.bytes(values));
            assertEquals(twin.getAll(asked, 0, count, values, 0), map.getAll(packedAsked, lead, count, got, lead));
            assertEquals(-1, got.mismatch(Packed.of(arena, lead, Packed.bytes(values))));
            assertEquals(twin.containsAll(asked, 0, count), map.containsAll(packedAsked, lead, count));
            assertEquals(twin.removeAll(asked, 0, count), map.removeAll(packedAsked, lead, count));
            assertEquals(twin, map);
            assertEquals(twin.size(), map.size());
        }
    }

    /** Keys lie one behind the other as the map has them: what is read back is the same map. */
    @Test
    void shouldCopyKeys()
    {
        final int[] numbers = new int[KEY_COUNT];
        Arrays.setAll(numbers, i -> i);
        try (OffHeapLongDoubleMap map = open(0, false); OffHeapLongDoubleMap twin = open(0, false);
            Arena arena = Arena.ofConfined())
        {
            final MemorySegment packed = Packed.of(arena, 5, Packed.bytes(keys(numbers)));
            assertEquals(0, map.keysToSegment(packed, packed.byteSize()));
            map.putAll(packed, 5, KEY_COUNT, Packed.of(arena, 0, Packed.bytes(values(0, KEY_COUNT))), 0);
            final MemorySegment copied = Packed.of(arena, 5, Packed.bytes(keys(numbers))).fill((byte)0x77);
            assertEquals(KEY_COUNT, map.keysToSegment(copied, 5));
            final MemorySegment got = Packed.of(arena, 5, Packed.bytes(values(0, KEY_COUNT)));
            assertEquals(KEY_COUNT, map.getAll(copied, 5, KEY_COUNT, got, 5));
            twin.putAll(copied, 5, KEY_COUNT, got, 5);
            assertEquals(map, twin);
            assertEquals(-1, copied.asSlice(copied.byteSize() - 3).mismatch(packed.asSlice(packed.byteSize() - 3)));
        }
    }
    // }

    @Test
    void shouldCopyValues()
    {
        final int[] numbers = new int[KEY_COUNT];
        Arrays.setAll(numbers, i -> i);
        final double[] expected = values(-3, KEY_COUNT);
        try (OffHeapLongDoubleMap map = open(0, false); Arena arena = Arena.ofConfined())
        {
            map.putAll(keys(numbers), 0, KEY_COUNT, expected, 0);
            final byte[] bytes = Packed.bytes(expected);
            final MemorySegment copied = Packed.of(arena, 3, new byte[bytes.length]);
            assertEquals(KEY_COUNT, map.valuesToSegment(copied, 3));
            final int size = bytes.length / KEY_COUNT;
            final byte[] found = new byte[bytes.length];
            copied.asByteBuffer().get(3, found);
            assertArrayEquals(sorted(bytes, size), sorted(found, size));
            assertEquals(0x77, copied.asByteBuffer().get(2));
            assertEquals(0x77, copied.asByteBuffer().get(bytes.length + 3));
        }
    }

    /** Blocks of bytes in an order of their own. */
    private static String[] sorted(final byte[] bytes, final int size)
    {
        final String[] blocks = new String[bytes.length / size];
        Arrays.setAll(blocks, i -> new Blob(Arrays.copyOfRange(bytes, i * size, (i + 1) * size)).toString());
        Arrays.sort(blocks);
        return blocks;
    }
}
