// SPDX-License-Identifier: Apache-2.0
package dev.tophash.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class LocationTest
{
    @Test
    void shouldPutAPlaceIntoWords()
    {
        assertEquals("header", Location.of(Location.Part.HEADER).toString());
        assertEquals("header, B", Location.header("B").toString());
        assertEquals("extra, nextOverflow", Location.of(Location.Part.EXTRA).in("nextOverflow").toString());
        assertEquals("extra, overflow", Location.of(Location.Part.OVERFLOW_LIST).toString());
        assertEquals("extra, overflow, length", Location.of(Location.Part.OVERFLOW_LIST).in("length").toString());
        assertEquals("extra, oldoverflow, item 3", Location.of(Location.Part.OLDOVERFLOW_LIST, 3).toString());
        assertEquals("bucket M7", Location.of(Location.Part.MAIN_BUCKET, 7).toString());
        assertEquals("bucket O0, overflow", Location.of(Location.Part.OLD_BUCKET, 0).in("overflow").toString());
        assertEquals("bucket M7, slot 0, key", Location.of(Location.Part.MAIN_BUCKET, 7).at(0).in("key").toString());
        assertEquals("heap bucket @0x40, slot 2", Location.of(Location.Part.HEAP_BUCKET, 64).at(2).toString());
        assertEquals("decoy", Location.named("decoy").toString());
    }

    @Test
    void shouldNameThePartWithoutSlotAndField()
    {
        assertEquals("bucket M7", Location.of(Location.Part.MAIN_BUCKET, 7).at(0).in("key").partName());
        assertEquals("header", Location.header("B").partName());
    }

    @Test
    void shouldCompareAsData()
    {
        final Location slot = Location.of(Location.Part.MAIN_BUCKET, 7).at(2);
        assertEquals(slot, Location.of(Location.Part.MAIN_BUCKET, 7).at(2));
        assertNotEquals(slot, Location.of(Location.Part.OLD_BUCKET, 7).at(2));
        assertEquals(2, slot.slot());
        assertEquals(Location.NONE, Location.header("B").slot());
        assertThrows(NullPointerException.class, () -> slot.in(null));
    }
}
