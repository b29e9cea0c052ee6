// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.offheap.verify.MapVerifier;
import org.junit.jupiter.api.Test;

class CloningTest
{
    private static OffHeapStringLongMap filled(final int count)
    {
        final OffHeapStringLongMap map = OffHeapMaps.stringLong().missingValue(-1).build();
        for (int i = 0; i < count; i++)
        {
            map.put("key " + i, i);
        }
        return map;
    }

    @Test
    void shouldCopyEveryEntryInEveryState()
    {
        for (final int count : new int[]{0, 5, 100, 108, 300})
        {
            try (OffHeapStringLongMap source = filled(count); OffHeapStringLongMap copy = source.copy())
            {
                assertEquals(count, copy.size());
                for (int i = 0; i < count; i++)
                {
                    assertEquals(i, copy.get("key " + i));
                }
                assertEquals(source.hash0(), copy.hash0(), "chains are copied without hashing");
                assertTrue(MapVerifier.verify(copy.image()).clean());
                assertTrue(MapVerifier.verify(source.image()).clean());
            }
        }
    }

    @Test
    void shouldStayAsSecretAsItsSource()
    {
        try (OffHeapStringLongMap source = filled(5); OffHeapStringLongMap copy = source.copy())
        {
            assertFalse(source.stats().unsafeRandomness());
            assertFalse(copy.stats().unsafeRandomness());
        }
    }

    /** Boxes are copied, never shared: the source may go. */
    @Test
    void shouldShareNothingWithTheSource()
    {
        final OffHeapStringLongMap source = filled(50);
        try (OffHeapStringLongMap copy = source.copy())
        {
            source.put("key 3", -3);
            source.close();
            assertEquals(3, copy.get("key 3"));
            copy.put("another", 1);
            assertEquals(51, copy.size());
        }
    }

    @Test
    void shouldMakeAMapThatIsLargerThanItNeedsToBeSmaller()
    {
        try (OffHeapStringLongMap source = filled(1_000))
        {
            for (int i = 10; i < 1_000; i++)
            {
                source.remove("key " + i);
            }
            try (OffHeapStringLongMap copy = source.copy())
            {
                assertNotEquals(source.b(), copy.b());
                assertEquals(1, copy.b(), "10 entries need two buckets");
                assertEquals(9, copy.get("key 9"));
            }
        }
    }
}
