// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.arrays;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.layout.GoVersion;
import dev.tophash.layout.MapType;
import dev.tophash.layout.classic.LoadFactor;
import dev.tophash.offheap.arrays.NextArray.Preparing;
import dev.tophash.offheap.memory.Pins;
import dev.tophash.offheap.memory.Reclaimer;
import dev.tophash.offheap.memory.Region;
import dev.tophash.offheap.memory.Regions;
import org.junit.jupiter.api.Test;

class NextArrayTest
{
    private static final long NEVER = Long.MAX_VALUE;

    private static BucketArrays arrays(final Region region, final String type)
    {
        return new BucketArrays(region, new Reclaimer(region), new Pins("", 4), MapType.parse(type),
            GoVersion.GO_1_23, false);
    }

    @Test
    void shouldLeaveTheWritesMoreWritesThanPages()
    {
        try (Region region = Regions.open(64 << 20))
        {
            for (final String type : new String[]{"map[int64]int64", "map[[128]byte][128]byte", "map[int8]int8"})
            {
                final BucketArrays arrays = arrays(region, type);
                assertEquals(NEVER, arrays.notice(10), "nobody prepares");
                arrays.prepareBy(Preparing.WRITES);
                for (int b = 0; b < 30; b++)
                {
                    final long pages = arrays.arraySize(b + 1) / Region.PAGE_SIZE + 1;
                    final long notice = arrays.notice(b);
                    assertTrue(pages == 1 ? notice == NEVER : notice >= 0 && notice + pages < LoadFactor.growLimit(b),
                        type + " b=" + b);
                }
            }
        }
    }

    @Test
    void shouldAskOnceForASize()
    {
        try (Region region = Regions.open(1 << 20))
        {
            final BucketArrays arrays = arrays(region, "map[int64]int64");
            arrays.prepareBy(Preparing.AGENT);
            final NextArray next = arrays.next();
            assertEquals(LoadFactor.growLimit(6) / 2, next.notice(6));
            assertTrue(arrays.isNoticed(LoadFactor.growLimit(6)));
            assertFalse(arrays.prepareNext(LoadFactor.growLimit(6), 6), "the pages are left to the agent");
            assertTrue(arrays.isPrepared(7));
            assertFalse(arrays.isNoticed(LoadFactor.growLimit(6)));
            assertEquals(NEVER, next.notice(6));
            assertTrue(arrays.relieve());
            assertFalse(arrays.isPrepared(7));
            assertEquals(NEVER, next.notice(6), "who gave it back does not ask again");
            arrays.forgetNext();
            assertEquals(LoadFactor.growLimit(6) / 2, next.notice(6));
            assertTrue(next.notice(20) < NEVER);
            next.take(20);
            assertEquals(0, next.bytes(), "a budget of a mebibyte");
            assertEquals(NEVER, next.notice(20));
        }
    }

    @Test
    void shouldMakeAPageAWriteOnlyIfWritesPrepare()
    {
        try (Region region = Regions.open(16 << 20))
        {
            final BucketArrays arrays = arrays(region, "map[int64]int64");
            arrays.prepareBy(Preparing.WRITES);
            arrays.next().notice(6);
            final long pages = arrays.arraySize(7) / Region.PAGE_SIZE + 1;
            long count = 0;
            while (arrays.prepareNext(LoadFactor.growLimit(6), 6))
            {
                count++;
                assertEquals(count, arrays.next().pagesByWrites());
            }
            assertEquals(pages, count + 1);
            arrays.prepareBy(Preparing.ADVANCE);
            assertEquals(NEVER, arrays.next().notice(8));
            assertTrue(arrays.advanceNext(LoadFactor.growLimit(8), 8, false));
            assertTrue(arrays.advanceNext(LoadFactor.growLimit(8), 8, true));
            assertTrue(arrays.isPrepared(9));
            while (arrays.advanceNext(LoadFactor.growLimit(8), 8, true))
            {
                assertTrue(arrays.isPrepared(9));
            }
            assertEquals(0, arrays.next().pages().left());
        }
    }
}
