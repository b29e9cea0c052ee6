// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.MapCorruptionException;
import dev.tophash.OffHeapMemoryException;
import dev.tophash.layout.StringDescriptor;
import dev.tophash.layout.classic.HmapDescriptor;
import dev.tophash.offheap.memory.Memory;
import java.util.ConcurrentModificationException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bytes broken under a live map: every operation ends, with a result or with one of the product's exceptions, and the
 * JVM lives on. With the checks after each write switched on, these may report first.
 */
@Timeout(120)
class CorruptedMapTest
{
    private static final MapConfig CONFIG = MapConfig.defaults().withReservation(8L << 20).withBudget(4L << 20);

    private interface Operation
    {
        void run();
    }

    /** Returns whether the operation complained. */
    private static boolean survives(final Operation operation)
    {
        try
        {
            operation.run();
            return false;
        }
        catch (final MapCorruptionException e)
        {
            assertNotNull(e.finding());
            return true;
        }
        catch (final OffHeapMemoryException | ConcurrentModificationException e)
        {
            return true;
        }
        catch (final AssertionError e)
        {
            assertTrue(Hmap.INVARIANTS, e::toString);
            return true;
        }
    }

    private static OffHeapLongLongMap longs(final int size)
    {
        final OffHeapLongLongMap map = OffHeapMaps.longLong().config(CONFIG).build();
        for (long key = 0; key < size; key++)
        {
            map.put(key, key);
        }
        return map;
    }

    private static OffHeapStringLongMap strings(final int size)
    {
        final OffHeapStringLongMap map = OffHeapMaps.stringLong().config(CONFIG).build();
        for (int i = 0; i < size; i++)
        {
            map.put("key" + i, i);
        }
        return map;
    }

    private static void useLongs(final OffHeapLongLongMap map)
    {
        for (long key = 0; key < 130; key += 3)
        {
            final long number = key;
            survives(() -> map.get(number));
            survives(() -> map.containsKey(number + 1_000));
        }
        survives(() -> map.forEach(CorruptedMapTest::ignore));
        for (long key = 0; key < 130; key += 2)
        {
            final long number = key;
            survives(() -> map.put(number * 7, 1));
            survives(() -> map.remove(number));
        }
        survives(() -> map.copy().close());
        survives(map::clear);
        survives(() -> map.put(1, 1));
    }

    private static void useStrings(final OffHeapStringLongMap map)
    {
        for (int i = 0; i < 130; i += 3)
        {
            final String key = "key" + i;
            survives(() -> map.get(key));
            survives(() -> map.containsKey("no" + key));
        }
        survives(() -> map.forEach(CorruptedMapTest::ignore));
        for (int i = 0; i < 130; i += 2)
        {
            final String key = "key" + i;
            survives(() -> map.put("more" + key, 1));
            survives(() -> map.remove(key));
        }
        survives(map::clear);
        survives(() -> map.put("a", 1));
    }

    /** Random words and bits anywhere in what was handed out: header, extra, lists, buckets, boxes. */
    @ParameterizedTest
    @ValueSource(ints = {8, 53, 105, 120})
    void shouldSurviveRandomDamageOfLongMaps(final int size)
    {
        for (int seed = 0; seed < 25; seed++)
        {
            try (OffHeapLongLongMap map = longs(size))
            {
                damage(map, new Random(seed));
                useLongs(map);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 53, 105, 120})
    void shouldSurviveRandomDamageOfStringMaps(final int size)
    {
        for (int seed = 0; seed < 25; seed++)
        {
            try (OffHeapStringLongMap map = strings(size))
            {
                damage(map, new Random(seed));
                useStrings(map);
            }
        }
    }

    private static void damage(final Hmap map, final Random random)
    {
        final long[] wild = {
            0, -1, 1, 8, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32, map.base, map.base + 64, map.base + map.headerOffset,
            map.base + map.bucketsOffset(), map.base + map.heap.region().endOffset() - 8, random.nextLong()};
        final long from = random.nextBoolean() ? map.headerOffset : map.bucketsOffset();
        final long length = from == map.headerOffset ? HmapDescriptor.SIZE : (map.mask() + 1) * map.bucketSize;
        for (int i = 0; i < 3; i++)
        {
            final long at = from + random.nextLong(length / Long.BYTES) * Long.BYTES;
            if (random.nextBoolean())
            {
                Memory.putLong(map.memory, at, wild[random.nextInt(wild.length)]);
            }
            else
            {
                Memory.putLong(map.memory, at, Memory.getLong(map.memory, at) ^ 1L << random.nextInt(64));
            }
        }
    }

    @Test
    void shouldRefuseAChainThatBitesItsTail()
    {
        try (OffHeapLongLongMap map = longs(8))
        {
            for (int slot = 0; slot < 8; slot++)
            {
                Memory.putByte(map.memory, map.bucketsOffset() + slot, (byte)5);
            }
            map.putAddress(map.bucketsOffset() + map.overflowOffset, map.bucketsOffset());
            assertThrows(MapCorruptionException.class, () -> map.get(99));
            assertThrows(MapCorruptionException.class, () -> map.forEach(CorruptedMapTest::ignore));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 31, 1L << 32, Integer.MAX_VALUE, 1L << 22})
    void shouldRefuseAStringOfAnImpossibleLength(final long length)
    {
        try (OffHeapStringLongMap map = strings(8))
        {
            for (int slot = 0; slot < 8; slot++)
            {
                final long key = map.bucketsOffset() + 8 + (long)slot * StringDescriptor.SIZE;
                Memory.putLong(map.memory, key + StringDescriptor.LENGTH_OFFSET, length);
            }
            assertThrows(MapCorruptionException.class, () -> map.forEach(CorruptedMapTest::ignore));
            assertTrue(survives(() -> map.put("one more, so the map grows and hashes all keys", 1)));
        }
    }

    @Test
    void shouldRefuseACountWithoutBuckets()
    {
        try (OffHeapLongLongMap map = longs(0))
        {
            Memory.putLong(map.memory, map.headerOffset + HmapDescriptor.COUNT_OFFSET, 5);
            assertTrue(survives(map::clear));
        }
    }

    private static void ignore(final Object key, final long elem)
    {
        // Only the walk matters.
    }
}
