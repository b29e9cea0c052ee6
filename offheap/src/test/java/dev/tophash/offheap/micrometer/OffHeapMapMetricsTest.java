// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMap;
import dev.tophash.offheap.OffHeapMaps;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class OffHeapMapMetricsTest
{
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final OffHeapMapMetrics metrics = new OffHeapMapMetrics();

    private double maps()
    {
        return registry.get("tophash.maps").gauge().value();
    }

    private Gauge size(final String name)
    {
        return registry.find("tophash.map.size").tags("map", name, "type", "OffHeapLongLongMap").gauge();
    }

    private double memory(final String name, final String state)
    {
        return registry.get("tophash.map.memory").tags("map", name, "state", state).gauge().value();
    }

    private static OffHeapLongLongMap map(final String name)
    {
        return OffHeapMaps.longLong().name(name).budget(1 << 20).build();
    }

    @Test
    void shouldTellWhatAMapCosts()
    {
        try (OffHeapLongLongMap map = map("metrics-orders"))
        {
            metrics.bindTo(registry);
            for (long key = 0; key < 1_000; key++)
            {
                map.put(key, key);
            }
            assertTrue(maps() >= 1);
            assertEquals(1_000, size("metrics-orders").value());
            assertEquals(1 << 20, memory("metrics-orders", "budget"));
            assertEquals((double)map.stats().usedBytes(), memory("metrics-orders", "used"));
            assertEquals((double)map.stats().reservedBytes(), memory("metrics-orders", "reserved"));
            map.clear();
            assertEquals((double)map.stats().pendingBytes(), memory("metrics-orders", "pending"));
            assertEquals(0, size("metrics-orders").value());
        }
        assertEquals(0, size("metrics-orders").value(), "closed, not updated yet");
    }

    @Test
    void shouldFollowMapsThatOpenAndClose()
    {
        metrics.bindTo(registry);
        assertNull(size("metrics-later"));
        final OffHeapLongLongMap map = map("metrics-later");
        maps();
        map.put(1, 1);
        assertEquals(1, size("metrics-later").value());
        map.close();
        metrics.update();
        assertNull(size("metrics-later"));
        try (OffHeapMap again = map("metrics-later"))
        {
            metrics.update();
            assertEquals((double)again.sizeLong(), size("metrics-later").value());
        }
    }

    @Test
    void shouldAddUpMapsOfOneName()
    {
        try (OffHeapLongLongMap one = map("metrics-shard"); OffHeapLongLongMap two = map("metrics-shard"))
        {
            one.put(1, 1);
            two.put(1, 1);
            two.put(2, 2);
            metrics.bindTo(registry);
            assertEquals(3, size("metrics-shard").value());
            assertEquals(2 << 20, memory("metrics-shard", "budget"));
        }
    }

    @Test
    void shouldBindToSeveralRegistries()
    {
        final SimpleMeterRegistry other = new SimpleMeterRegistry();
        metrics.bindTo(registry);
        metrics.bindTo(other);
        try (OffHeapMap map = map("metrics-both"))
        {
            metrics.update();
            assertEquals((double)map.sizeLong(), size("metrics-both").value());
            assertEquals(0, other.get("tophash.map.size").tags("map", "metrics-both").gauge().value());
        }
        assertThrows(NullPointerException.class, () -> metrics.bindTo(null));
    }
}
