// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tophash.offheap.memory.ProcessCounts;
import org.junit.jupiter.api.Test;

class OffHeapMapsTest
{
    @Test
    void shouldCountTheMapsThatAreOpen()
    {
        ProcessCounts.assertTrueOnce(() ->
        {
            final long before = OffHeapMaps.openMapCount();
            final boolean counted;
            try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
            {
                map.put(1, 1);
                counted = OffHeapMaps.openMapCount() == before + 1;
            }
            return counted && OffHeapMaps.openMapCount() == before;
        });
    }

    @Test
    void shouldMakeMapsOfTheSizesThatAreAskedFor()
    {
        try (OffHeapBytesStructMap map = OffHeapMaps.bytesStruct(16, 40).build())
        {
            map.put(new byte[16], new byte[40]);
            assertEquals(1, map.size());
            assertThrows(IllegalArgumentException.class, () -> map.put(new byte[15], new byte[40]));
        }
        assertThrows(IllegalArgumentException.class, () -> OffHeapMaps.bytesStruct(-1, 8).build());
    }
}
