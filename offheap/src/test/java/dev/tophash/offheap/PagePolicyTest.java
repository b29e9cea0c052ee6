// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PagePolicyTest
{
    @Test
    void shouldSayWhatItAsksOfTheSystem()
    {
        for (final PagePolicy policy : PagePolicy.values())
        {
            assertEquals(policy.name().contains("HUGE"), policy.isHuge());
            assertEquals(policy.name().contains("TOUCH"), policy.isPreTouch());
        }
    }

    @Test
    void shouldMakeAMapWithEachPolicy()
    {
        for (final PagePolicy policy : PagePolicy.values())
        {
            try (OffHeapLongLongMap map = OffHeapMaps.longLong().pages(policy).capacity(1_000).build())
            {
                map.put(1, 2);
                assertTrue(map.get(1) == 2);
            }
        }
    }
}
