// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.MapClosedException;
import dev.tophash.layout.MapType;
import org.junit.jupiter.api.Test;

class GoValueTest
{
    private static final MapType TYPE =
        MapType.parse("map[int64]struct { b int8; s int16; i int32; l int64; d float64; t string; a interface {} }");

    @Test
    void shouldReadEveryFieldWhereGoHasIt()
    {
        final OffHeapTypedMap map = OffHeapTypedMap.create(TYPE, -1, MapConfig.defaults());
        map.key().clear().setLong(0, 1);
        map.elem().clear().setByte(0, (byte)-1).setShort(2, (short)-2).setInt(4, -3).setLong(8, -4).setDouble(16, 0.5)
            .setString(24, "text").setAny(40, "any");
        assertTrue(map.assign());
        map.key().clear().setLong(0, 1);
        assertTrue(map.find());
        final GoValue elem = map.found();
        assertEquals(-1, elem.getByte(0));
        assertEquals(-2, elem.getShort(2));
        assertEquals(-3, elem.getInt(4));
        assertEquals(-4, elem.getLong(8));
        assertEquals(0.5, elem.getDouble(16));
        assertEquals("text", elem.getString(24));
        assertEquals("any", elem.getAny(40));
        map.close();
        assertThrows(MapClosedException.class, () -> elem.getLong(8));
        assertThrows(MapClosedException.class, () -> elem.getString(24));
    }

    @Test
    void shouldReadWhatAnInterfaceHolds()
    {
        try (OffHeapTypedMap map =
            OffHeapTypedMap.create(MapType.parse("map[int64]interface {}"), -1, MapConfig.defaults()))
        {
            for (final Object value : new Object[]{42L, 0.25, "", "text", null})
            {
                map.key().clear().setLong(0, 1);
                map.elem().clear().setAny(0, value);
                map.assign();
                map.key().clear().setLong(0, 1);
                map.find();
                if (value == null)
                {
                    assertNull(map.found().getAny(0));
                }
                else
                {
                    assertEquals(value, map.found().getAny(0));
                }
            }
        }
    }
}
