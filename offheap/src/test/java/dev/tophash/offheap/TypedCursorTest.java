// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.layout.MapType;
import org.junit.jupiter.api.Test;

class TypedCursorTest
{
    /** Go's iterator, field by field: it begins where it is told. */
    @Test
    void shouldBeginAtTheGivenBucketAndSlot()
    {
        try (OffHeapTypedMap map =
            OffHeapTypedMap.create(MapType.parse("map[int64]int64"), 100, MapConfig.defaults()))
        {
            for (int i = 0; i < 100; i++)
            {
                map.key().clear().setLong(0, i);
                map.elem().clear().setLong(0, ~i);
                map.assign();
            }
            try (TypedCursor cursor = map.cursor(3, 5))
            {
                assertEquals(3, cursor.startBucket());
                assertEquals(5, cursor.offset());
                assertEquals(4, cursor.b());
                assertThrows(IllegalStateException.class, cursor::key);
                int count = 0;
                while (cursor.next())
                {
                    assertEquals(~cursor.key().getLong(0), cursor.elem().getLong(0));
                    assertTrue(cursor.slotIndex() >= 1 && cursor.slotIndex() <= 8, "the next slot");
                    count++;
                }
                assertEquals(100, count);
                assertFalse(cursor.next());
            }
        }
    }
}
