// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.MapCorruptionException;
import dev.tophash.layout.classic.TopHash;
import dev.tophash.offheap.memory.Memory;
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
}
