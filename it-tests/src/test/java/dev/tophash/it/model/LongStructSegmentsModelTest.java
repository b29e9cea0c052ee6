// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import static dev.tophash.it.subject.SubjectKeys.raw;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.it.subject.Blob;
import dev.tophash.it.subject.Packed;
import dev.tophash.it.subject.SubjectKeys;
import dev.tophash.offheap.OffHeapLongStructMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.StructType;
import dev.tophash.offheap.verify.MapVerifier;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The operations of {@link OffHeapLongStructMap} on segments, beside single operations of a second map. The build
 * derives this test for every kind of key; keys of bytes are {@link Blob} here. Keys of no fixed size have fewer of
 * them.
 */
class LongStructSegmentsModelTest
{
    private static final int KEY_COUNT = 900;
    // Fixed keys only {
    private static final int ROUNDS = 8;

    /** A map of this capacity has so many buckets that batches go in groups, however few entries it has. */
    private static final int LARGE = 30_000;
    // }

    /** The largest lies in a box. */
    private static final int[] VALUE_SIZES = {1, 40, 200};

    private static OffHeapLongStructMap open(final int size, final long capacity, final boolean watched)
    {
        final StructType type = StructType.parse("struct { bytes [" + size + "]uint8 }");
        return OffHeapMaps.longStruct(type).capacity(capacity).singleWriterView(watched).build();
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

    private static byte[][] values(final SplittableRandom random, final int count, final int size)
    {
        final byte[][] values = new byte[count][size];
        for (final byte[] value : values)
        {
            random.nextBytes(value);
        }
        return values;
    }

    // Fixed keys only {
    @Test
    void shouldAgreeWithSingleOperations()
    {
        final SplittableRandom random = Seed.random("segments of LongStruct");
        for (final int size : VALUE_SIZES)
        {
            for (int shape = 0; shape < 3; shape++)
            {
                try (OffHeapLongStructMap map = open(size, shape == 1 ? LARGE : 0, shape == 2);
                    OffHeapLongStructMap twin = open(size, 0, false))
                {
                    for (int round = 0; round < ROUNDS; round++)
                    {
                        step(map, twin, random, round);
                        assertTrue(MapVerifier.verify(map.image()).clean(), "size=" + size + ", shape=" + shape);
                    }
                }
            }
        }
    }

    private static void step(
        final OffHeapLongStructMap map, final OffHeapLongStructMap twin, final SplittableRandom random,
        final int round)
    {
        try (Arena arena = Arena.ofConfined())
        {
            final int count = random.nextInt(round % 2 == 0 ? 600 : 10);
            final int lead = random.nextInt(9);
            final long[] keys = keys(random.ints(count, 0, round % 3 == 0 ? 40 : KEY_COUNT).toArray());
            final byte[][] values = values(random, count, map.valueSize());
            final MemorySegment packed = Packed.of(arena, lead, Packed.bytes(keys));
            map.putAll(packed, lead, count, Packed.of(arena, 1, Packed.bytes(values)), 1);
            for (int i = 0; i < count; i++)
            {
                twin.put(keys[i], values[i]);
            }
            assertEquals(twin, map);
            assertTrue(map.containsAll(packed, lead, count));
            assertTrue(map.containsAll(keys, 0, count));
            if (count > 0)
            {
                assertEquals(1, map.removeAll(packed, lead, 1));
                assertFalse(map.containsAll(packed, lead, count), "only the first is absent");
                twin.remove(keys[0]);
            }

            final long[] asked = keys(random.ints(count, 0, KEY_COUNT).toArray());
            final MemorySegment packedAsked = Packed.of(arena, lead, Packed.bytes(asked));
            final MemorySegment got = Packed.of(arena, lead, Packed.bytes(values));
            int found = 0;
            for (int i = 0; i < count; i++)
            {
                Arrays.fill(values[i], (byte)0);
                found += twin.get(asked[i], values[i]) ? 1 : 0;
            }
            assertEquals(found, map.getAll(packedAsked, lead, count, got, lead));
            assertEquals(-1, got.mismatch(Packed.of(arena, lead, Packed.bytes(values))));
            assertEquals(found == count, map.containsAll(packedAsked, lead, count));
            int removed = 0;
            for (final long key : asked)
            {
                removed += twin.remove(key) ? 1 : 0;
            }
            assertEquals(removed, map.removeAll(packedAsked, lead, count));
            assertEquals(0, map.removeAll(asked, 0, count));
            assertEquals(twin, map);
        }
    }

    @Test
    void shouldCopyKeys()
    {
        final int[] numbers = new int[KEY_COUNT];
        Arrays.setAll(numbers, i -> i);
        final SplittableRandom random = Seed.random("segments of LongStruct");
        try (OffHeapLongStructMap map = open(40, 0, false); OffHeapLongStructMap twin = open(40, 0, false);
            Arena arena = Arena.ofConfined())
        {
            final MemorySegment packed = Packed.of(arena, 5, Packed.bytes(keys(numbers)));
            final MemorySegment got = Packed.of(arena, 5, Packed.bytes(values(random, KEY_COUNT, 40)));
            assertEquals(0, map.keysToSegment(packed, packed.byteSize()));
            map.putAll(packed, 5, KEY_COUNT, got, 5);
            final MemorySegment copied = Packed.of(arena, 5, Packed.bytes(keys(numbers))).fill((byte)0x77);
            assertEquals(KEY_COUNT, map.keysToSegment(copied, 5));
            assertEquals(KEY_COUNT, map.getAll(copied, 5, KEY_COUNT, got, 5));
            twin.putAll(copied, 5, KEY_COUNT, got, 5);
            assertEquals(map, twin);
        }
    }
    // }

    @Test
    void shouldCopyValues()
    {
        final int[] numbers = new int[KEY_COUNT];
        Arrays.setAll(numbers, i -> i);
        final long[] keys = keys(numbers);
        final SplittableRandom random = Seed.random("segments of LongStruct");
        for (final int size : VALUE_SIZES)
        {
            final byte[][] values = values(random, KEY_COUNT, size);
            try (OffHeapLongStructMap map = open(size, 0, false); Arena arena = Arena.ofConfined())
            {
                for (int i = 0; i < KEY_COUNT; i++)
                {
                    map.put(keys[i], values[i]);
                }
                final byte[] found = new byte[KEY_COUNT * size];
                final MemorySegment copied = Packed.of(arena, 3, found);
                assertEquals(KEY_COUNT, map.valuesToSegment(copied, 3));
                copied.asByteBuffer().get(3, found);
                assertArrayEquals(sorted(Packed.bytes(values), size), sorted(found, size));
                assertEquals(0x77, copied.asByteBuffer().get(2));
                assertEquals(0x77, copied.asByteBuffer().get(found.length + 3));
            }
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
