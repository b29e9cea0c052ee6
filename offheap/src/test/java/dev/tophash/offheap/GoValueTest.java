// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.MapClosedException;
import dev.tophash.layout.MapType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class GoValueTest
{
    private static final MapType TYPE =
        MapType.parse("map[int64]struct { b int8; s int16; i int32; l int64; d float64; t string; a interface {} }");

    private static final int SIZE = TYPE.elem().size();

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

    /** Offsets were added up unasked: the bytes of a neighbour came back, or a bare IndexOutOfBoundsException. */
    @Test
    void shouldRefuseWhatLiesOutsideTheValue()
    {
        try (OffHeapTypedMap map = OffHeapTypedMap.create(TYPE, -1, MapConfig.defaults()))
        {
            map.key().clear().setLong(0, 1);
            map.elem().clear();
            assertTrue(map.assign());
            final GoValue elem = map.found();
            final TypedCursor cursor = map.cursor();
            assertTrue(cursor.next());
            final GoValue key = cursor.key();
            for (final int offset : new int[]{-1, Integer.MIN_VALUE, Integer.MAX_VALUE, SIZE})
            {
                final List<Executable> reads = List.of(() -> elem.getByte(offset), () -> elem.getShort(offset),
                    () -> elem.getInt(offset), () -> elem.getLong(offset), () -> elem.getDouble(offset),
                    () -> elem.getString(offset), () -> elem.getAny(offset), () -> key.getLong(offset));
                for (final Executable read : reads)
                {
                    assertTrue(assertThrows(IllegalArgumentException.class, read).getMessage()
                        .startsWith("field outside the value: offset=" + offset + ", size="));
                }
            }
            assertEquals(0, elem.getByte(SIZE - 1));
            assertThrows(IllegalArgumentException.class, () -> elem.getShort(SIZE - 1));
            assertEquals(1, key.getLong(0));
            assertThrows(IllegalArgumentException.class, () -> key.getLong(1));
        }
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
