// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.hash.HashKeys;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class MapConfigTest
{
    /** The bean's total is the container's limit where there is one, and the machine's memory elsewhere. */
    @Test
    void shouldTakeTheContainersMemoryLessTheHeapForTheBudget()
    {
        final long total =
            ((com.sun.management.OperatingSystemMXBean)ManagementFactory.getOperatingSystemMXBean())
                .getTotalMemorySize();
        final long budget = MapConfig.defaults().budgetBytes();
        assertEquals(Math.max(total - Runtime.getRuntime().maxMemory(), total / 8), budget);
        assertTrue(budget <= total);
    }

    @Test
    void shouldTellNoSecret()
    {
        final MapConfig config =
            MapConfig.defaults().withUnsafeRandomnessForTests(null, HashKeys.processKeys());
        assertTrue(config.toString().contains("unsafeRandomness=true"));
        assertFalse(config.toString().contains(Long.toString(config.keys().k0())));
        assertFalse(config.toString().contains(Long.toHexString(config.keys().k0())));
    }
}
