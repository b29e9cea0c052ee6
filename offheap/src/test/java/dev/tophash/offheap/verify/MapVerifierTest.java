// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.layout.classic.HmapFlags;
import org.junit.jupiter.api.Test;

/** Healthy maps of every state are clean. */
class MapVerifierTest
{
    private static void assertClean(final MiniMap map, final long entries)
    {
        final VerifyReport report = map.verify();
        assertEquals(0, report.errorCount(), report::toString);
        assertEquals(entries, report.entryCount());
        assertTrue(report.hashChecked());
    }

    private static MiniMap filled(final String type, final int b, final int n)
    {
        final MiniMap map = new MiniMap(type, b, 0xcafebabe);
        for (int i = 0; i < n; i++)
        {
            if (type.startsWith("map[string"))
            {
                map.put("key-" + i, i);
            }
            else if (type.startsWith("map[[200"))
            {
                map.putBoxed(i, i);
            }
            else
            {
                map.put(3L * i + 1, 1000 + i);
            }
        }
        return map;
    }

    @Test
    void shouldAcceptEverySizeOfASettledMap()
    {
        for (final String type : new String[]{"map[int64]int64", "map[int32]int32", "map[string]int64",
            "map[[200]uint8]int64", "map[int64][200]uint8", "map[float64]int64", "map[int64]struct {}"})
        {
            for (int n = 0; n < 400; n += 13)
            {
                assertClean(filled(type, 4, n), n);
            }
        }
    }

    @Test
    void shouldAcceptEveryStepOfAGrowth()
    {
        for (final String type : new String[]{"map[int64]int64", "map[string]int64", "map[[200]uint8]int64"})
        {
            for (final boolean sameSize : new boolean[]{false, true})
            {
                for (final int flags : new int[]{0, HmapFlags.ITERATOR | HmapFlags.OLD_ITERATOR})
                {
                    final MiniMap map = filled(type, 4, 180);
                    map.putFlags(flags);
                    map.grow(sameSize);
                    map.evacuate(7);
                    map.evacuate(3);
                    for (int i = 0; i < 16; i++)
                    {
                        map.evacuate(i);
                        assertClean(map, 180);
                    }
                    assertEquals(0, map.image().oldbucketsAddress());
                }
            }
        }
    }

    @Test
    void shouldAcceptTombstonesAndEmptyChains()
    {
        final MiniMap map = filled("map[int64]int64", 2, 100);
        for (int i = 99; i >= 0; i -= 2)
        {
            map.delete(3L * i + 1);
            assertClean(map, map.image().count());
        }
        for (int i = 0; i < 100; i += 2)
        {
            map.delete(3L * i + 1);
        }
        assertClean(map, 0);
    }
}
