// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.tophash.layout.MapType;
import org.junit.jupiter.api.Test;

class CursorPoolTest
{
    @Test
    void shouldLendACursorToOneIterationAtATime()
    {
        final MapType type = MapType.parse("map[int64]int64");
        try (OffHeapTypedMap map = OffHeapTypedMap.create(type, -1, MapConfig.defaults());
            TypedCursor cursor = map.cursor())
        {
            final CursorPool<TypedCursor> pool = new CursorPool<>();
            assertNull(pool.take());
            pool.give(cursor);
            assertSame(cursor, pool.take());
            assertNull(pool.take(), "it is lent");
        }
    }
}
