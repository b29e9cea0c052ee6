// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.hash.HashKeys;
import dev.tophash.offheap.image.CachedGeometry;
import dev.tophash.offheap.memory.Memory;
import java.lang.foreign.ValueLayout;
import java.util.ConcurrentModificationException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Writes that do without Go's write flag: when there are any, and that their bytes are those of the slow ones. */
class HmapLinesTest
{
    private static final HashKeys KEYS = HashKeys.random(new SplittableRandom(5));
    private static final long BASE = 1L << 40;

    private static MapConfig config(final boolean slow)
    {
        final MapConfig config = MapConfig.defaults().withReservation(64L << 20)
            .withUnsafeRandomnessForTests(FixedRandom.from(new SplittableRandom(7)), KEYS);
        return config.withSlowWrites(slow)
            .withGoProfile(new MapConfig.GoProfile(config.goProfile().version(), false, false, BASE));
    }

    private static byte[] bytes(final Hmap map)
    {
        return map.memory.asSlice(0, map.heap.region().endOffset()).toArray(ValueLayout.JAVA_BYTE);
    }

    @Test
    void shouldLeaveTheBytesThatSlowWritesLeave()
    {
        try (OffHeapLongLongMap straight = OffHeapMaps.longLong().config(config(false)).capacity(0).build();
            OffHeapLongLongMap slow = OffHeapMaps.longLong().config(config(true)).capacity(0).build())
        {
            final SplittableRandom random = new SplittableRandom(3);
            int straightSteps = 0;
            for (int step = 0; step < 6_000; step++)
            {
                final long key = random.nextInt(step < 3_000 ? 900 : 300);
                final boolean remove = random.nextInt(step < 2_000 ? 5 : 2) == 0;
                straightSteps += straight.isStraight() ? 1 : 0;
                assertFalse(slow.isStraight());
                if (remove)
                {
                    assertEquals(slow.remove(key), straight.remove(key));
                }
                else
                {
                    assertEquals(slow.put(key, step), straight.put(key, step));
                }
                if (step % 50 == 0)
                {
                    assertArrayEquals(bytes(slow), bytes(straight), "step " + step);
                }
            }
            assertTrue(straightSteps > 3_000, "straight " + straightSteps);
        }
    }

    @Test
    void shouldHaveNoStraightLineWhereThereIsMoreToDo()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().config(config(false)).capacity(0).build())
        {
            assertEquals(CachedGeometry.NOT_STRAIGHT, limit(map), "no array");
            map.put(1, 1);
            assertEquals(8, limit(map));
            map.setWriting();
            assertEquals(CachedGeometry.NOT_STRAIGHT, limit(map), "a write");
            map.endWrite();
            assertEquals(8, limit(map));
            map.noteChores();
            assertEquals(CachedGeometry.NOT_STRAIGHT, limit(map), "chores");
            map.put(1, 1);
            assertEquals(8, limit(map), "chores are done");
            for (long key = 0; !map.growing(); key++)
            {
                map.put(key, key);
            }
            assertEquals(CachedGeometry.NOT_STRAIGHT, limit(map), "a growth");
        }
        try (OffHeapLongLongMap map =
            OffHeapMaps.longLong().config(config(false)).trackDirtyBuckets(true).capacity(100_000).build())
        {
            map.put(1, 1);
            assertEquals(0, limit(map), "dirty bits");
        }
    }

    private static long limit(final Hmap map)
    {
        return map.image().geometry().straightLimit();
    }

    /** A write that meets the flag of another one is told, although it would not have set it. */
    @Test
    void shouldTellAWriteThatMeetsTheFlag()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().config(config(false)).capacity(64).build())
        {
            map.put(1, 10);
            map.put(2, 20);
            map.setWriting();
            assertThrows(ConcurrentModificationException.class, () -> map.put(1, 11));
            assertThrows(ConcurrentModificationException.class, () -> map.put(3, 30));
            assertThrows(ConcurrentModificationException.class, () -> map.putIfAbsent(1, 11));
            assertThrows(ConcurrentModificationException.class, () -> map.remove(1));
            map.endWrite();
            assertEquals(10, map.get(1));
            assertEquals(2, map.size());
        }
    }

    @Test
    void shouldGiveAFreshSeedWithTheLastEntry()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().config(config(false)).capacity(64).build())
        {
            map.put(1, 10);
            final long hash0 = map.hash0();
            map.remove(1);
            assertFalse(hash0 == map.hash0());
            assertEquals(0, Memory.getLong(map.memory, map.headerOffset));
        }
    }
}
