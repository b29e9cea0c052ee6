// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.layout.MapType;
import dev.tophash.layout.classic.HmapDescriptor;
import dev.tophash.offheap.memory.Memory;
import org.junit.jupiter.api.Test;

class MapTextTest
{
    @Test
    void shouldPrintAMapOfAnyType()
    {
        try (OffHeapTypedMap map =
            OffHeapMaps.typed(MapType.parse("map[string]struct { n int32; ok bool }")).name("any").build())
        {
            assertEquals("OffHeapTypedMap name=any size=0 {}", map.toString());
            map.key().clear().setString(0, "key");
            map.elem().clear().setInt(0, 7);
            map.assign();
            assertTrue(
                map.toString().matches("OffHeapTypedMap name=any size=1 \\{\"?key\"?=.*7.*false.*}"), map::toString);
        }
    }

    @Test
    void shouldPrintBytes()
    {
        final OffHeapBytesStructMap map = OffHeapMaps.bytesStruct(2, 1).build();
        map.put(new byte[]{1, 2}, new byte[]{3});
        assertEquals("OffHeapBytesStructMap size=1 {0102=03}", map.toString());
        map.close();
        assertEquals("OffHeapBytesStructMap closed", map.toString());
    }

    /** A key with a line break once made two lines of what promises to be one, in whatever log it stood. */
    @Test
    void shouldStayOneLineWhateverNameAndKeysHold()
    {
        try (OffHeapStringLongMap map = OffHeapMaps.stringLong().name("a\nb").build();
            OffHeapStringSet set = OffHeapMaps.stringSet().build())
        {
            map.put("x\r\n\u0000\u0085\u2028\u2029\u00e9", 1);
            assertEquals("OffHeapStringLongMap name=a\\u000ab size=1 " +
                "{x\\u000d\\u000a\\u0000\\u0085\\u2028\\u2029\u00e9=1}", map.toString());
            set.add("\n".repeat(100));
            assertEquals(1, set.toString().lines().count(), set::toString);
        }
    }

    @Test
    void shouldSayWhatIsWrongWhereItCannotGoOn()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
        {
            for (long key = 0; key < 100; key++)
            {
                map.put(key, key);
            }
            Memory.putLong(map.memory, map.headerOffset + HmapDescriptor.BUCKETS_OFFSET, 12345);
            assertTrue(map.toString().contains("MapCorruptionException"), map::toString);
        }
    }
}
