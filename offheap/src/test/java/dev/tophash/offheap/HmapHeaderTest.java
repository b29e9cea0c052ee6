// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.layout.classic.HmapDescriptor;
import dev.tophash.layout.classic.HmapFlags;
import dev.tophash.offheap.memory.Memory;
import org.junit.jupiter.api.Test;

/** Each accessor reads and writes its own field of the 48 bytes and no other. */
class HmapHeaderTest
{
    @Test
    void shouldWriteEachFieldWhereGoHasIt()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
        {
            Memory.zero(map.memory, map.headerOffset, HmapDescriptor.SIZE);
            map.setCount(0x0102_0304_0506_0708L);
            map.setFlags(HmapFlags.SAME_SIZE_GROW);
            map.setB(200);
            map.setNoverflow(0xfffe);
            map.writeHash0(0x8000_0001);
            map.setNevacuate(-2);
            assertEquals(0x0102_0304_0506_0708L,
                Memory.getLong(map.memory, map.headerOffset + HmapDescriptor.COUNT_OFFSET));
            assertEquals(8, Memory.getByte(map.memory, map.headerOffset + HmapDescriptor.FLAGS_OFFSET));
            assertEquals((byte)200, Memory.getByte(map.memory, map.headerOffset + HmapDescriptor.B_OFFSET));
            assertEquals((short)0xfffe,
                Memory.getShort(map.memory, map.headerOffset + HmapDescriptor.NOVERFLOW_OFFSET));
            assertEquals(0x8000_0001, Memory.getInt(map.memory, map.headerOffset + HmapDescriptor.HASH0_OFFSET));
            assertEquals(-2, Memory.getLong(map.memory, map.headerOffset + HmapDescriptor.NEVACUATE_OFFSET));
            assertEquals(0, Memory.getLong(map.memory, map.headerOffset + HmapDescriptor.BUCKETS_OFFSET));
            assertEquals(0, Memory.getLong(map.memory, map.headerOffset + HmapDescriptor.EXTRA_OFFSET));

            assertEquals(0x0102_0304_0506_0708L, map.count());
            assertEquals(Integer.MAX_VALUE, map.size());
            assertTrue(map.sameSizeGrow());
            assertEquals(200, map.b());
            assertEquals(0xfffe, map.noverflow());
            assertEquals(0x8000_0001L, map.hash0());
            assertEquals(-2, map.nevacuate());
        }
    }
}
