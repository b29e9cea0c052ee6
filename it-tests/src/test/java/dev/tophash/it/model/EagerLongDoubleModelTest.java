// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import static dev.tophash.it.subject.NumberElems.toDouble;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tophash.offheap.OffHeapLongDoubleMap;
import dev.tophash.offheap.OffHeapMaps;
import org.junit.jupiter.api.Test;

/** Maps whose lookups load a bucket at once, beside maps without the setting; derived for each pair of numbers. */
class EagerLongDoubleModelTest
{
    private static final int KEY_COUNT = 5_000;

    private static void requireSame(final OffHeapLongDoubleMap expected, final OffHeapLongDoubleMap map)
    {
        for (long key = -9; key < KEY_COUNT + 9; key++)
        {
            assertEquals(expected.get(key), map.get(key));
            assertEquals(expected.getOrDefault(key, 5), map.getOrDefault(key, 5));
            assertEquals(expected.containsKey(key), map.containsKey(key));
        }
    }

    @Test
    void shouldAnswerAsAMapWithoutTheSettingDoes()
    {
        try (OffHeapLongDoubleMap plain = OffHeapMaps.longDouble().missingValue(-7).build();
            OffHeapLongDoubleMap map = OffHeapMaps.longDouble().missingValue(-7).dependentLookups(true).build())
        {
            requireSame(plain, map);
            for (long key = 0; key < KEY_COUNT; key++)
            {
                plain.put(key, toDouble(key * 3L));
                map.put(key, toDouble(key * 3L));
                if (key % 1000 == 0)
                {
                    requireSame(plain, map);
                }
            }
            for (long key = 0; key < KEY_COUNT; key += 3)
            {
                plain.remove(key);
                map.remove(key);
            }
            requireSame(plain, map);
            map.clear();
            plain.clear();
            requireSame(plain, map);
        }
    }
}
