// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;

class AheadSpaceTest
{
    private static final long SIZE = 100 * Region.PAGE_SIZE;

    @Test
    void shouldCountTheRoomAndGiveItBackAtOnce()
    {
        try (Region region = Regions.open(16 << 20))
        {
            final AheadSpace space = new AheadSpace(region);
            final long used = region.usedBytes();
            assertFalse(space.giveBack());
            assertTrue(space.take(SIZE));
            assertEquals(used + SIZE, region.usedBytes());
            assertEquals(SIZE, space.size());
            assertEquals(SIZE / Region.PAGE_SIZE, space.pages().left());
            assertTrue(space.pages().step());
            assertTrue(space.giveBack());
            assertEquals(used, region.usedBytes());
            assertEquals(0, space.pages().left());
            AllocatorWalk.check(region.allocator());
        }
    }

    @Test
    void shouldHandTheRoomOverWithItsBytes()
    {
        try (Region region = Regions.open(16 << 20))
        {
            final AheadSpace space = new AheadSpace(region);
            final long used = region.usedBytes();
            assertTrue(space.take(SIZE));
            space.pages().step(5);
            final long offset = space.handOver();
            assertTrue(Memory.isZero(region.memory(), offset, (int)SIZE));
            assertEquals(0, space.size());
            assertEquals(used + SIZE, region.usedBytes());
            assertEquals(SIZE / Region.PAGE_SIZE - 5, space.pages().left(), "the rest can still be made");
            assertFalse(space.giveBack(), "it is the map's now");
            space.takeBack(SIZE);
            assertEquals(used, region.usedBytes());
        }
    }

    @Test
    void shouldTakeOnlyWhatNobodyNeeds()
    {
        try (Region region = Regions.open(1 << 20))
        {
            region.relieveBy(() -> fail("nobody is to clean for it"), () -> fail("nor to move"));
            final AheadSpace space = new AheadSpace(region);
            assertFalse(space.take(2 << 20));
            final long used = region.usedBytes();
            assertEquals(0, space.size());
            assertTrue(space.take(SIZE));
            assertTrue(space.giveBack());
            assertEquals(used, region.usedBytes());
        }
    }
}
