// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.layout.MapType;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SeededRandomTest
{
    private static OffHeapLongLongMap filled(final long seed)
    {
        final OffHeapLongLongMap map = OffHeapMaps.longLong().deterministic(seed).build();
        for (long key = 0; key < 200; key++)
        {
            map.put(key, key);
        }
        return map;
    }

    /** Written down, so that no later version changes what replicas of different versions agree on. */
    @Test
    void shouldDrawWhatEveryVersionDraws()
    {
        final SeededRandom random = new SeededRandom(42);
        assertEquals(1474427578, random.seed());
        assertEquals(-190066365, random.seed());
        assertEquals(3676294358273406211L, random.iterationStart());
        assertEquals(-57074742, random.overflowSample());
        assertEquals(6938366530895179L, random.nanHash());
        assertEquals(-7970616359289306155L, SeededRandom.keys(42).k0());
    }

    @Test
    void shouldDrawForOnePurposeWhateverTheOthersDraw()
    {
        final SeededRandom one = new SeededRandom(7);
        final SeededRandom other = new SeededRandom(7);
        for (int i = 0; i < 10; i++)
        {
            other.nanHash();
            other.overflowSample();
            assertEquals(one.iterationStart(), other.iterationStart());
            assertEquals(one.seed(), other.seed());
        }
        assertNotEquals(one.seed(), new SeededRandom(8).seed());
        assertNotEquals(SeededRandom.keys(7).k0(), SeededRandom.keys(8).k0());
    }

    @Test
    void shouldGiveTheSameOrderForTheSameSeed()
    {
        try (OffHeapLongLongMap one = filled(1); OffHeapLongLongMap same = filled(1);
            OffHeapLongLongMap other = filled(2))
        {
            assertEquals(Arrays.toString(one.keysToArray()), Arrays.toString(one.keysToArray()), "twice");
            assertEquals(Arrays.toString(one.keysToArray()), Arrays.toString(same.keysToArray()));
            assertNotEquals(Arrays.toString(one.keysToArray()), Arrays.toString(other.keysToArray()));
            assertTrue(one.stats().unsafeRandomness());
            try (OffHeapLongLongMap copy = one.copy())
            {
                assertTrue(copy.stats().unsafeRandomness());
            }
        }
    }

    /** Keys that equal nothing, and seeds that are drawn when a map is emptied. */
    @Test
    void shouldFixTheHashesOfNanAndLaterSeeds()
    {
        final long[] seeds = new long[2];
        final String[] orders = new String[2];
        for (int i = 0; i < 2; i++)
        {
            try (OffHeapTypedMap map = OffHeapMaps.typed(MapType.parse("map[float64]int64")).deterministic(3).build();
                OffHeapLongLongMap numbers = filled(3))
            {
                for (int entry = 0; entry < 50; entry++)
                {
                    map.key().clear().setDouble(0, Double.NaN);
                    map.elem().clear().setLong(0, entry);
                    map.assign();
                }
                orders[i] = map.toString();
                numbers.clear();
                seeds[i] = numbers.hash0();
            }
        }
        assertEquals(seeds[0], seeds[1]);
        assertEquals(orders[0], orders[1]);
    }
}
