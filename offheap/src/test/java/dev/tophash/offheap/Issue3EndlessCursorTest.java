// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tophash.LongLongCursor;
import dev.tophash.MapCorruptionException;
import dev.tophash.check.Check;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A bucket linked to itself, full of entries: a cursor counted its hops anew with each entry and never ended. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Issue3EndlessCursorTest
{
    @Test
    void shouldEndACursorInALoopOfLiveEntries()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
        {
            for (long key = 0; key < 8; key++)
            {
                map.put(key, key);
            }
            map.putAddress(map.bucketsOffset() + map.overflowOffset, map.bucketsOffset());
            try (LongLongCursor cursor = map.cursor())
            {
                final MapCorruptionException refused =
                    assertThrows(MapCorruptionException.class, () -> readAll(cursor));

                assertEquals(Check.O01, refused.finding().rule());
            }
        }
    }

    private static long readAll(final LongLongCursor cursor)
    {
        long count = 0;
        while (cursor.next())
        {
            count++;
        }
        return count;
    }
}
