// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.tophash.LongLongCursor;
import dev.tophash.MapCorruptionException;
import dev.tophash.check.Check;
import dev.tophash.layout.SliceDescriptor;
import dev.tophash.layout.classic.HmapDescriptor;
import dev.tophash.layout.classic.HmapFlags;
import dev.tophash.layout.classic.MapExtraDescriptor;
import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.verify.MapVerifier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A header that contradicts the record of the arrays is refused by its code before a byte changes: put right again, the
 * map is whole. The reservation is large, so that a walk by a wrong B would take minutes.
 *
 * <p>With the verifier after each write it would report first, so these run without, in an execution of their own.
 */
@Timeout(60)
class HeaderGuardTest
{
    private static final MapConfig CONFIG = MapConfig.defaults().withReservation(1L << 40).withBudget(64L << 20);

    /** Full to the next growth: one more key starts it. */
    private static final int FULL = 104;

    @BeforeAll
    static void needsTheProductAsItIs()
    {
        assumeFalse(Hmap.INVARIANTS);
    }

    private static OffHeapLongLongMap full()
    {
        final OffHeapLongLongMap map = OffHeapMaps.longLong().config(CONFIG).build();
        for (long key = 0; key < FULL; key++)
        {
            map.put(key, ~key);
        }
        assertTrue(!map.growing());
        return map;
    }

    private static void assertRefused(final Check check, final Runnable operation)
    {
        assertEquals(check, assertThrows(MapCorruptionException.class, operation::run).finding().rule());
    }

    private static void assertWhole(final OffHeapLongLongMap map)
    {
        assertEquals(FULL, map.size());
        for (long key = 0; key < FULL; key++)
        {
            assertEquals(~key, map.get(key));
        }
        assertTrue(MapVerifier.verify(map.image()).clean());
    }

    /** What all must refuse whose work would follow from the header. */
    private static void assertAllRefused(final OffHeapLongLongMap map, final Check check)
    {
        final long usedBytes = map.stats().usedBytes();
        assertRefused(check, map::cursor);
        assertRefused(check, () -> map.forEach((key, elem) ->
        {
        }));
        assertRefused(check, map::copy);
        assertRefused(check, () -> map.clear(ClearStrategy.THREE_STEP));
        assertRefused(check, () -> map.clear(ClearStrategy.DELETE_EACH));
        assertRefused(check, () -> map.clear(ClearStrategy.FIT));
        assertRefused(check, () -> map.clear(ClearStrategy.SWAP));
        assertRefused(check, () -> map.clear(ClearStrategy.WIPE));
        assertEquals(usedBytes, map.stats().usedBytes());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 5, 6, 20, 25, 30, 57, 62, 63, 64, 68, 255})
    void shouldRefuseAWrongB(final int wrong)
    {
        try (OffHeapLongLongMap map = full())
        {
            final long field = map.headerOffset + HmapDescriptor.B_OFFSET;
            Memory.putByte(map.memory, field, (byte)wrong);
            assertAllRefused(map, Check.H01);
            assertEquals(~7L, map.get(7));
            if (wrong == 3)
            {
                assertRefused(Check.H01, () -> map.put(FULL, 1));
            }
            Memory.putByte(map.memory, field, (byte)4);
            assertWhole(map);
        }
    }

    /** The cursor has its own B; what the live map says then decides at most which array it reads. */
    @Test
    void shouldEndACursorWhoseMapGetsAWrongB()
    {
        try (OffHeapLongLongMap map = full();
            LongLongCursor cursor = map.cursor())
        {
            assertTrue(cursor.next());
            Memory.putByte(map.memory, map.headerOffset + HmapDescriptor.B_OFFSET, (byte)30);
            int count = 1;
            while (cursor.next())
            {
                count++;
            }
            assertEquals(FULL, count);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, 1L << 20, 1L << 60, Long.MAX_VALUE})
    void shouldRefuseAnImpossibleCount(final long wrong)
    {
        try (OffHeapLongLongMap map = full())
        {
            final long field = map.headerOffset + HmapDescriptor.COUNT_OFFSET;
            Memory.putLong(map.memory, field, wrong);
            assertAllRefused(map, wrong < 0 ? Check.H01 : Check.C01);
            if (wrong > 0 && wrong < Long.MAX_VALUE)
            {
                assertRefused(Check.C01, () -> map.put(FULL, 1));
            }
            Memory.putLong(map.memory, field, FULL);
            assertWhole(map);
        }
    }

    @Test
    void shouldRefuseTheSameSizeFlagOfAnotherGrowth()
    {
        try (OffHeapLongLongMap map = full())
        {
            final long field = map.headerOffset + HmapDescriptor.FLAGS_OFFSET;
            Memory.putByte(map.memory, field, (byte)HmapFlags.SAME_SIZE_GROW);
            assertAllRefused(map, Check.H03);
            assertRefused(Check.H03, () -> map.put(FULL, 1));
            Memory.putByte(map.memory, field, (byte)0);
            assertWhole(map);
            map.put(FULL, 1);
            assertTrue(map.growing());
            Memory.putByte(map.memory, field, (byte)HmapFlags.SAME_SIZE_GROW);
            assertAllRefused(map, Check.H03);
            assertRefused(Check.H03, () -> map.put(1, 1));
            assertRefused(Check.H03, () -> map.remove(1));
            Memory.putByte(map.memory, field, (byte)0);
            map.remove(FULL);
            assertWhole(map);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 16, 1L << 40, Long.MIN_VALUE})
    void shouldRefuseAnEvacuationMarkOutsideTheOldArray(final long wrong)
    {
        try (OffHeapLongLongMap map = full())
        {
            map.put(FULL, 1);
            final long field = map.headerOffset + HmapDescriptor.NEVACUATE_OFFSET;
            final long right = map.nevacuate();
            Memory.putLong(map.memory, field, wrong);
            assertAllRefused(map, Check.H03);
            Memory.putLong(map.memory, field, right);
            map.remove(FULL);
            assertWhole(map);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {8, 64, -8, 1L << 30})
    void shouldRefuseArraysThatAreNotOnRecord(final long distance)
    {
        try (OffHeapLongLongMap map = full())
        {
            final long buckets = map.headerOffset + HmapDescriptor.BUCKETS_OFFSET;
            final long right = Memory.getLong(map.memory, buckets);
            Memory.putLong(map.memory, buckets, right + distance);
            assertAllRefused(map, Check.H02);
            assertRefused(Check.H02, () -> map.put(FULL, 1));
            Memory.putLong(map.memory, buckets, right);
            final long oldbuckets = map.headerOffset + HmapDescriptor.OLDBUCKETS_OFFSET;
            Memory.putLong(map.memory, oldbuckets, right + distance);
            assertAllRefused(map, Check.H03);
            Memory.putLong(map.memory, oldbuckets, 0);
            assertWhole(map);
        }
    }

    /** Step 2 of a clear zeroes mapextra: a wild pointer there would zero anything. */
    @ParameterizedTest
    @EnumSource(value = ClearStrategy.class, names = {"THREE_STEP", "FIT", "SWAP", "WIPE"})
    void shouldRefuseAWildMapextra(final ClearStrategy strategy)
    {
        try (OffHeapLongLongMap map = full())
        {
            final long field = map.headerOffset + HmapDescriptor.EXTRA_OFFSET;
            final long right = Memory.getLong(map.memory, field);
            map.putAddress(field, map.bucketsOffset() + 8);
            assertRefused(Check.H02, () -> map.clear(strategy));
            assertRefused(Check.H02, map::cursor);
            Memory.putLong(map.memory, field, right);
            assertWhole(map);
        }
    }

    /** The two ways that write a new header are the way out. */
    @ParameterizedTest
    @EnumSource(value = ClearStrategy.class, names = {"REALLOCATE", "RELEASE"})
    void shouldGetOutOfEveryCorruptionByANewTable(final ClearStrategy strategy)
    {
        for (int at = 0; at < HmapDescriptor.SIZE; at += Long.BYTES)
        {
            try (OffHeapLongLongMap map = full())
            {
                map.put(FULL, 1);
                final long wrong = at == HmapDescriptor.FLAGS_OFFSET ? 0x7f << 8 : 0x5a5a_5a5aL;
                final long field = map.headerOffset + at;
                Memory.putLong(map.memory, field, Memory.getLong(map.memory, field) ^ wrong);
                map.clear(strategy);
                for (long key = 0; key < FULL; key++)
                {
                    map.put(key, ~key);
                }
                assertWhole(map);
            }
        }
    }

    /** Keys of one chain take overflow buckets; the list's length would say how much to copy. */
    @Test
    void shouldRefuseAListThatIsNotTheOneOnRecord()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().config(CONFIG).capacity(FULL).build())
        {
            long key = putColliding(map, 0, 24);
            final long extra = map.mapExtra.offset();
            final long list = map.offsetAt(extra + MapExtraDescriptor.OVERFLOW_OFFSET);
            final long length = list + SliceDescriptor.LENGTH_OFFSET;
            Memory.putLong(map.memory, length, 1L << 40);
            Memory.putLong(map.memory, list + SliceDescriptor.CAPACITY_OFFSET, 1L << 41);
            final long next = key;
            assertRefused(Check.L01, () -> putColliding(map, next, 8));
            map.close();
        }
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().config(CONFIG).capacity(FULL).build())
        {
            final long key = putColliding(map, 0, 24);
            final long field = map.mapExtra.offset() + MapExtraDescriptor.NEXT_OVERFLOW_OFFSET;
            Memory.putLong(map.memory, field, 0);
            map.putAddress(field, map.bucketsOffset() + (map.mask() + 1) * map.bucketSize);
            assertRefused(Check.O05, () -> putColliding(map, key, 8));
        }
    }

    /** Puts keys that share the low four bits of their hash; returns the key behind the last one. */
    private static long putColliding(final OffHeapLongLongMap map, final long from, final int count)
    {
        long key = from;
        for (int found = 0; found < count; key++)
        {
            if ((LongKey.hash(map, key) & 15) == 0)
            {
                map.put(key, key);
                found++;
            }
        }
        return key;
    }
}
