// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.OffHeapMemoryException;
import dev.tophash.layout.MapType;
import dev.tophash.offheap.ClearStrategy;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapBytesStructMap;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapStringLongMap;
import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.verify.MapVerifier;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults met in the field, each named after its row: memory that was used up, or kept, although nothing needed it. */
class MemoryFaultTest
{
    private static final long MIB = 1 << 20;

    private static String key(final String begin, final int length)
    {
        return begin + "k".repeat(Math.max(0, length - begin.length()));
    }

    /** A map that was filled and cleared again and again had no addresses left, with 80 KB in use. */
    @ParameterizedTest
    @EnumSource
    void f02ShouldFillAndClearForEver(final ClearStrategy strategy)
    {
        final Random random = new Random(1);
        try (OffHeapStringLongMap map = OffHeapMaps.stringLong().budget(16 * MIB).missingValue(-1).build())
        {
            long most = 0;
            for (int window = 0; window < 60; window++)
            {
                for (int bytes = 0; bytes < 6 * MIB; )
                {
                    final int length = 1 + random.nextInt(65_536);
                    assertEquals(-1, map.put(key(window + ":" + bytes + ":", length), 1));
                    bytes += length;
                }
                map.clear(strategy);
                assertEquals(0, map.size());
                most = Math.max(most, map.stats().addressBytes());
            }
            assertTrue(most < 2 * 16 * MIB, "addresses: " + most);
            assertTrue(MapVerifier.verify(map.image()).clean());
        }
    }

    /** Arrays and their overflow buckets, of another size in each window. */
    @ParameterizedTest
    @EnumSource
    void f02ShouldGrowAndClearForEver(final ClearStrategy strategy)
    {
        final Random random = new Random(2);
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().budget(8 * MIB).build())
        {
            for (int window = 0; window < 200; window++)
            {
                final int count = 1 << random.nextInt(16);
                for (int i = 0; i < count; i++)
                {
                    map.put(random.nextLong(), i);
                }
                map.clear(strategy);
                assertTrue(map.stats().addressBytes() < 16 * MIB, map.stats().toString());
            }
        }
    }

    /** Removed keys kept their boxes: a map of 0 entries refused keys of another length at 16 % of its budget. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void f04ShouldTakeKeysOfAnotherLengthOnceAllAreRemoved(final boolean clear)
    {
        final long budget = 16 * MIB;
        try (OffHeapStringLongMap map = OffHeapMaps.stringLong().budget(budget).missingValue(-1).build())
        {
            for (int length = 100; length <= 12_800; length *= 2)
            {
                int count = 0;
                while (map.stats().usedBytes() < budget * 3 / 4)
                {
                    map.put(key(count + ":", length), count);
                    count++;
                }
                for (int i = 0; i < count; i++)
                {
                    assertEquals(i, map.remove(key(i + ":", length)));
                }
                if (clear)
                {
                    map.clear();
                }
                assertEquals(0, map.stats().boxBytes());
            }
        }
    }

    /** Nine boxes of ten are freed, so that hardly a slab is empty; what follows is of another size each time. */
    @Test
    void f04ShouldFindAddressesWhenEverySlabIsNearlyEmpty()
    {
        final long budget = 16 * MIB;
        try (OffHeapStringLongMap map = OffHeapMaps.stringLong().budget(budget).missingValue(-1).build())
        {
            for (int length = 40; length <= 12_000; length = length * 3 / 2)
            {
                final String prefix = length + "/";
                final int begin = length;
                final int count = fill(map, prefix, i -> begin);
                for (int i = 0; i < count; i++)
                {
                    if (i % 50 != 0)
                    {
                        map.remove(key(length + "/" + i + ":", length));
                    }
                }
            }
            assertTrue(MapVerifier.verify(map.image()).clean());
        }
    }

    /** Fills up to the budget; a refusal for want of addresses is a fault. */
    private static int fill(final OffHeapStringLongMap map, final String prefix, final IntUnaryOperator length)
    {
        int count = 0;
        try
        {
            for (; ; count++)
            {
                map.put(key(prefix + count + ":", length.applyAsInt(count)), count);
            }
        }
        catch (final OffHeapMemoryException full)
        {
            assertFalse(full.getMessage().contains("address"), full + " " + map.stats());
            return count;
        }
    }

    /** With a budget a map takes what a fresh one with three quarters of it takes, whatever happened before. */
    @ParameterizedTest
    @EnumSource
    void shouldTakeWhatAFreshMapOfThreeQuartersTakes(final ClearStrategy strategy)
    {
        final long budget = 8 * MIB;
        final IntUnaryOperator[] shapes = {
            i -> 20, i -> 20 + i % 3_000, i -> 5_000 - i % 4_000, i -> i % 100 == 0 ? 100_000 : 60, i -> 20_000};
        try (OffHeapStringLongMap map = OffHeapMaps.stringLong().budget(budget).missingValue(-1).build())
        {
            for (int round = 0; round < 15; round++)
            {
                final IntUnaryOperator shape = shapes[round * 2 % shapes.length];
                int fresh;
                try (OffHeapStringLongMap other =
                    OffHeapMaps.stringLong().budget(budget * 3 / 4).missingValue(-1).build())
                {
                    fresh = fill(other, "", shape);
                }
                assertTrue(fill(map, "", shape) >= fresh, "round " + round + ": " + map.stats());
                clear(map, strategy);
                // Arrays stay as Go leaves them, and count; a fresh map would have smaller ones.
                map.clear(ClearStrategy.RELEASE);
            }
        }
    }

    private static void clear(final OffHeapStringLongMap map, final ClearStrategy strategy)
    {
        try
        {
            map.clear(strategy);
        }
        catch (final OffHeapMemoryException refused)
        {
            assertEquals(ClearStrategy.SWAP, strategy, "only a swap needs a second array: " + refused);
        }
    }

    /** A lookup was refused after 130,559 of them: each left what it had staged behind. */
    @ParameterizedTest
    @ValueSource(strings = {"map[string]int64", "map[interface {}]int64", "map[[3]string]int64"})
    void f15ShouldStageForEverWithoutAClear(final String type)
    {
        try (OffHeapTypedMap map = OffHeapTypedMap.create(
            MapType.parse(type), 0, MapConfig.defaults().withBudget(MIB)))
        {
            final boolean any = type.contains("interface");
            for (int i = 0; i < 300_000; i++)
            {
                final String word = "q" + (i & 1023) + "x".repeat(i % 50);
                if (any)
                {
                    map.key().setAny(0, i % 3 == 0 ? (Object)(long)i : word);
                }
                else
                {
                    map.key().setString(type.contains("3") ? i % 3 * 16 : 0, word);
                }
                map.find();
            }
            assertTrue(map.stats().stagingBytes() < 20 << 10, map.stats().toString());
        }
    }

    /** What is staged survives that its room is put in order. */
    @Test
    void f15ShouldKeepWhatIsStagedWhenItMoves()
    {
        final Random random = new Random(3);
        try (OffHeapTypedMap map = OffHeapTypedMap.create(
            MapType.parse("map[[4]interface {}]int64"), 0, MapConfig.defaults()))
        {
            final Object[] fields = new Object[4];
            for (int i = 0; i < 20_000; i++)
            {
                final int field = random.nextInt(4);
                fields[field] = switch (random.nextInt(3))
                {
                    case 0 -> (Object)random.nextLong();
                    case 1 -> "s".repeat(random.nextInt(random.nextInt(50) == 0 ? 9_000 : 300)) + i;
                    default -> random.nextDouble();
                };
                map.key().setAny(16 * field, fields[field]);
                if (i % 100 == 0)
                {
                    assertTrue(map.assign());
                    map.key().clear();
                    for (int f = 0; f < 4; f++)
                    {
                        map.key().setAny(16 * f, fields[f]);
                    }
                    assertFalse(map.assign(), "staged in one go it is another key: i=" + i);
                }
            }
            assertTrue(MapVerifier.verify(map.image()).clean());
        }
    }

    /** A key of 30 MB, removed and released, left 33 MB off heap behind and as much on it. */
    @ParameterizedTest
    @EnumSource
    void f16ShouldGiveTheRoomOfALargeKeyBack(final ClearStrategy strategy)
    {
        try (OffHeapStringLongMap map = OffHeapMaps.stringLong().budget(64 * MIB).missingValue(-1).build())
        {
            map.put("a", 1);
            map.clear(ClearStrategy.RELEASE);
            final long used = map.stats().usedBytes();
            final String large = "x".repeat(10 << 20);
            map.put(large, 1);
            assertEquals(1, map.remove(large));
            map.put("b", 2);
            map.clear(strategy);
            while (map.advance(1_000_000_000))
            {
                assertTrue(map.stats().retiredBytes() > 0);
            }
            assertEquals(-1, map.get(large));
            assertTrue(map.stats().usedBytes() < used + 4096, map.stats().toString());
            assertTrue(map.stats().stagingBytes() <= 8 << 10, map.stats().toString());
        }
    }

    @Test
    void f16ShouldTrimTheRoomOfALargeKeyOfALiveMap()
    {
        try (OffHeapStringLongMap map = OffHeapMaps.stringLong().budget(64 * MIB).missingValue(-1).build())
        {
            map.put("x".repeat(10 << 20), 1);
            map.put("y".repeat(100_000), 2);
            map.trim();
            assertTrue(map.stats().stagingBytes() > 10 * MIB, "the key is still there");
            assertEquals(1, map.remove("x".repeat(10 << 20)));
            map.trim();
            assertTrue(map.stats().stagingBytes() < MIB, map.stats().toString());
            assertEquals(2, map.get("y".repeat(100_000)));
            assertEquals(-1, map.get("x".repeat(10 << 20)));
            assertEquals(0, map.stats().retiredBytes());
        }
    }

    /** 32 cells of a megabyte each were charged to an empty map. */
    @Test
    void shouldStageTwoLargeKeysAtMost()
    {
        try (OffHeapBytesStructMap map = OffHeapMaps.bytesStruct(1 << 20, 8).build())
        {
            assertTrue(map.stats().usedBytes() <= 2 * MIB + 4096, map.stats().toString());
        }
        try (OffHeapBytesStructMap map = OffHeapMaps.bytesStruct(64, 8).build())
        {
            assertTrue(map.stats().usedBytes() <= (8 << 10) + 4096, map.stats().toString());
        }
    }
}
