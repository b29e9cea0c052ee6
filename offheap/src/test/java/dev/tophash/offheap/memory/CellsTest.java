// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The homes of small maps: each is one map's, and what is left is zero. */
class CellsTest
{
    private static final long MIB = 1 << 20;
    private static final long CHUNK = 1L << CommonRange.CHUNK_SHIFT;

    private static CommonRange open(final long budget)
    {
        return CommonRange.open("test", budget, true, RegionTest.MEMORY);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 63, 64, 65, 1_000})
    void shouldHandOutCellsOnceEach(final int count)
    {
        try (CommonRange range = open(64 * MIB))
        {
            final List<LeakDetector.Tracker> ends = new ArrayList<>();
            final List<Long> homes = new ArrayList<>();
            final Random random = new Random(1);
            for (int i = 0; i < 3 * count; i++)
            {
                if (ends.size() == count || !ends.isEmpty() && random.nextInt(3) == 0)
                {
                    final int index = random.nextInt(ends.size());
                    ends.remove(index).close();
                    homes.remove(index);
                }
                else
                {
                    final Share share = range.share();
                    assertNotEquals(0, share.homeOffset());
                    assertFalse(homes.contains(share.homeOffset()));
                    Memory.putLong(share.memory(), share.homeOffset() + 512, i);
                    ends.add(share.endWith(this, ""));
                    homes.add(share.homeOffset());
                }
            }
            assertEquals(ends.size(), range.mapCount());
            ends.forEach(LeakDetector.Tracker::close);
            assertEquals(CHUNK, Math.max(range.addressBytes(), CHUNK));
            assertEquals(0, range.mapCount());
        }
    }
}
