// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static dev.tophash.layout.classic.BmapDescriptor.SLOT_COUNT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.MapCorruptionException;
import dev.tophash.layout.classic.HmapFlags;
import dev.tophash.layout.classic.TopHash;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.verify.MapVerifier;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** One chain at a time: what an evacuation leaves in the old bucket, and what it refuses to move. */
class LongKeyGrowthTest
{
    private static void fillUntilItGrows(final OffHeapLongLongMap map)
    {
        for (long key = 0; !map.growing(); key++)
        {
            map.put(key, key);
        }
        for (long key = map.count(); map.oldBucketCount() < 64; key++)
        {
            map.put(key, key);
        }
    }

    /** A chain that is not moved yet and has an entry. */
    private static long unmovedIndex(final OffHeapLongLongMap map)
    {
        for (long index = map.oldBucketCount() - 1; index >= 0; index--)
        {
            final long word = Memory.getLong(map.memory, map.oldbucketsOffset() + index * map.bucketSize);
            if (TopHash.matchFilled(word) != 0)
            {
                return index;
            }
        }
        throw new AssertionError("all chains are moved");
    }

    @Test
    void shouldMarkEverySlotOfAMovedBucket()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
        {
            fillUntilItGrows(map);
            final long index = unmovedIndex(map);
            final long bucket = map.oldbucketsOffset() + index * map.bucketSize;
            final long before = Memory.getLong(map.memory, bucket);
            map.evacuate(index);
            final long after = Memory.getLong(map.memory, bucket);
            for (int slot = 0; slot < 8; slot++)
            {
                final boolean empty = TopHash.isEmpty(TopHash.at(before, slot));
                final int mark = TopHash.at(after, slot);
                assertTrue(TopHash.isEvacuated(mark));
                assertEquals(empty, mark == TopHash.EVACUATED_EMPTY);
            }
            map.evacuate(index);
            assertEquals(after, Memory.getLong(map.memory, bucket), "a second time there is nothing to move");
        }
    }

    /** T03: a mark in a bucket that is not moved is no entry and no empty slot. Nothing of that bucket is touched. */
    @Test
    void shouldRefuseAMarkInABucketThatIsNotMoved()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
        {
            fillUntilItGrows(map);
            final long index = unmovedIndex(map);
            final long bucket = map.oldbucketsOffset() + index * map.bucketSize;
            final long word = TopHash.with(Memory.getLong(map.memory, bucket), 3, TopHash.EVACUATED_X);
            Memory.putLong(map.memory, bucket, word);
            final String told =
                assertThrows(MapCorruptionException.class, () -> map.evacuate(index)).getMessage();
            assertTrue(told.contains("T03"), told);
            assertEquals(word, Memory.getLong(map.memory, bucket));
        }
    }

    /** Keys that stand in one chain before and, by the next bit of their hash, in two behind: so many in each. */
    private static void putInChain(final OffHeapLongLongMap map, final long lower, final long upper)
    {
        final long[] left = {lower, upper};
        for (long key = 1L << 40; left[0] + left[1] > 0; key++)
        {
            final long hash = map.hash(key);
            if ((hash & map.mask()) == 3 && left[(int)(hash >>> Long.bitCount(map.mask()) & 1)]-- > 0)
            {
                map.put(key, ~key);
            }
            left[0] = Math.max(0, left[0]);
            left[1] = Math.max(0, left[1]);
        }
    }

    private static void growByOtherChains(final OffHeapLongLongMap map)
    {
        final long mask = map.mask();
        for (long key = 0; !map.growing(); key++)
        {
            if ((map.hash(key) & mask) != 3)
            {
                map.put(key, ~key);
            }
        }
    }

    /** Three buckets with some entries each, after removes: each time the counts of the bucket before matter. */
    @Test
    void shouldSplitAChainOfBucketsWithHoles()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            final Random random = new Random(seed);
            try (OffHeapLongLongMap map = OffHeapMaps.longLong().capacity(16 * 6).build())
            {
                final long mask = map.mask();
                putInChain(map, 12, 12);
                map.removeIf((key, value) -> random.nextInt(24) > 8);
                final long count = map.count();
                growByOtherChains(map);
                map.evacuate(3);
                final String told = "seed=" + seed;
                assertTrue(MapVerifier.verify(map.image()).clean(), told);
                map.forEach((key, value) -> assertEquals(~key, value, told));
                assertEquals(count, entriesOfChain(map, 3) + entriesOfChain(map, 3 + mask + 1), told);
            }
        }
    }

    /** The chain has up to four buckets, and either half of it may have room in one bucket or not. */
    @Test
    void shouldSplitAChainWhateverHalfItsEntriesGoTo()
    {
        for (int lower = 0; lower <= 16; lower++)
        {
            for (int upper = 0; upper <= 16; upper++)
            {
                try (OffHeapLongLongMap map = OffHeapMaps.longLong().capacity(16 * 6).build())
                {
                    final long mask = map.mask();
                    putInChain(map, lower, upper);
                    growByOtherChains(map);
                    map.evacuate(3);
                    final MapImage image = map.image();
                    assertTrue(MapVerifier.verify(image).clean(), () -> MapVerifier.verify(image).toString());
                    map.forEach((key, value) -> assertEquals(~key, value));
                    assertEquals(lower + upper, entriesOfChain(map, 3) + entriesOfChain(map, 3 + mask + 1));
                    assertEquals(lower, entriesOfChain(map, 3));
                }
            }
        }
    }

    private static byte[] bytes(final int size, final int number)
    {
        final byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte)(number * 31));
        bytes[0] = (byte)number;
        bytes[size - 1] ^= (byte)(number >>> 8);
        return bytes;
    }

    /** Slots of any size, boxes among them; keys that differ in their last byte only stand in long chains. */
    @Test
    void shouldMoveSlotsOfEverySize()
    {
        for (final int keySize : new int[]{2, 3, 8, 16, 24, 200})
        {
            for (final int valueSize : new int[]{1, 8, 16, 32, 200})
            {
                try (OffHeapBytesStructMap map = OffHeapMaps.bytesStruct(keySize, valueSize).build())
                {
                    final String told = "keySize=" + keySize + ", valueSize=" + valueSize;
                    for (int i = 0; i < 500; i++)
                    {
                        map.put(bytes(keySize, i), bytes(valueSize, i + 1));
                        if (i % 3 == 2)
                        {
                            assertTrue(map.remove(bytes(keySize, i / 2)), told);
                            map.put(bytes(keySize, i / 2), bytes(valueSize, i / 2 + 1));
                        }
                        if (i % 16 == 0)
                        {
                            assertTrue(MapVerifier.verify(map.image()).clean(), told);
                        }
                    }
                    final byte[] value = new byte[valueSize];
                    for (int i = 0; i < 500; i++)
                    {
                        assertTrue(map.get(bytes(keySize, i), value), told);
                        assertArrayEquals(bytes(valueSize, i + 1), value, told);
                    }
                }
            }
        }
    }

    /** All keys of a bucket are hashed before anything of it is stored. */
    @Test
    void shouldMoveNothingOfABucketWithABadPointer()
    {
        try (OffHeapStringLongMap map = OffHeapMaps.stringLong().build())
        {
            for (int i = 0; !map.growing() || map.oldBucketCount() < 16; i++)
            {
                map.put("key " + i, i);
            }
            long index = map.oldBucketCount();
            long bucket;
            long word;
            do
            {
                index--;
                bucket = map.oldbucketsOffset() + index * map.bucketSize;
                word = Memory.getLong(map.memory, bucket);
            }
            while (Long.bitCount(TopHash.matchFilled(word)) < 2);
            final long bad = index;
            final int last = SLOT_COUNT - 1 - (Long.numberOfLeadingZeros(TopHash.matchFilled(word)) >>> 3);
            Memory.putLong(map.memory, map.keyOffset(bucket, last), 1L << 62);
            assertThrows(MapCorruptionException.class, () -> map.evacuate(bad));
            assertEquals(word, Memory.getLong(map.memory, bucket));
            for (final long there : new long[]{index, index + map.oldBucketCount()})
            {
                assertEquals(0, Memory.getLong(map.memory, map.bucketsOffset() + there * map.bucketSize));
            }
        }
    }

    private static long entriesOfChain(final OffHeapLongLongMap map, final long index)
    {
        long count = 0;
        for (long bucket = map.bucketsOffset() + index * map.bucketSize; bucket != 0; bucket = map.overflow(bucket))
        {
            count += Long.bitCount(TopHash.matchFilled(Memory.getLong(map.memory, bucket)));
        }
        return count;
    }

    /** A put into a map that grows goes on at the straight line of the new array; Go's flag is off behind it. */
    @Test
    void shouldPutIntoAMapThatGrows()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
        {
            fillUntilItGrows(map);
            for (long key = 1L << 40; map.growing(); key++)
            {
                final long count = map.count();
                final long moved = map.nevacuate();
                assertEquals(0, map.put(key, ~key));
                assertEquals(~key, map.put(key, ~key), "a put of a present key moves too");
                assertEquals(count + 1, map.count());
                assertEquals(~key, map.get(key));
                assertEquals(0, map.flags() & HmapFlags.HASH_WRITING);
                assertTrue(map.nevacuate() > moved);
                final MapImage image = map.image();
                assertTrue(MapVerifier.verify(image).clean(), () -> MapVerifier.verify(image).toString());
            }
        }
    }
}
