// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StretchTest
{
    private static final int SLOTS = 8;
    private static final int BUCKETS = 32;

    @Test
    void shouldListTheEntriesOfEveryBucketFromEverySlotOn()
    {
        final Stretch stretch = new Stretch();
        for (int offset = 0; offset < SLOTS; offset++)
        {
            int flags = 0;
            while (flags < 1 << SLOTS)
            {
                stretch.clear();
                final List<String> expected = new ArrayList<>();
                for (long bucket = 0; stretch.hasRoom() && flags < 1 << SLOTS; bucket++, flags++)
                {
                    stretch.add(spread(flags), offset, 4_096 + 144 * bucket, ~bucket, bucket % 3);
                    for (int slot = 0; slot < SLOTS; slot++)
                    {
                        if ((flags >>> slot & 1) != 0)
                        {
                            expected.add(entry(4_096 + 144 * bucket, slot + offset & 7, ~bucket, bucket % 3));
                        }
                    }
                }
                final List<String> actual = new ArrayList<>();
                for (int i = 0; i < stretch.count(); i++)
                {
                    actual.add(entry(stretch.bucket(i), stretch.slot(i), stretch.nextBucket(i), stretch.hops(i)));
                }
                assertEquals(expected, actual, "offset " + offset + ", flags below " + flags);
            }
        }
    }

    private static String entry(final long bucket, final int slot, final long next, final long hops)
    {
        return bucket + " " + slot + " " + next + " " + hops;
    }

    private static long spread(final int flags)
    {
        long spread = 0;
        for (int slot = 0; slot < SLOTS; slot++)
        {
            spread |= (flags >>> slot & 1L) << (slot << 3) + 7;
        }
        return spread;
    }

    @Test
    void shouldHaveRoomForSoManyFullBuckets()
    {
        final Stretch stretch = new Stretch();
        for (int i = 0; i < BUCKETS; i++)
        {
            assertTrue(stretch.hasRoom());
            stretch.add(spread(255), 0, 0, 0, 0);
        }
        assertFalse(stretch.hasRoom());
        assertEquals(BUCKETS * SLOTS, stretch.count());
    }

    /** The consumer removes one entry, each in turn, and makes the map grow some entries later. */
    @Test
    void shouldGoOnBehindTheEntryAtWhichTheConsumerChangesTheMap()
    {
        for (int change = 0; change < 700; change += 7)
        {
            try (OffHeapLongLongMap map = OffHeapMaps.longLong().budget(1 << 20).build())
            {
                for (long key = 0; key < 700; key++)
                {
                    map.put(key, -key);
                }
                final int at = change;
                final Set<Long> seen = new HashSet<>();
                map.forEach((key, value) ->
                {
                    assertTrue(seen.add(key), () -> "delivered twice: key=" + key + ", change=" + at);
                    assertEquals(-key, value);
                    if (seen.size() - 1 == at)
                    {
                        assertEquals(-key, map.remove(key));
                    }
                    else if (seen.size() - 1 == at + 20)
                    {
                        for (long other = 1_000; other < 1_200; other++)
                        {
                            map.put(other, -other);
                        }
                    }
                });
                for (long key = 0; key < 700; key++)
                {
                    assertTrue(seen.contains(key), "not delivered: key=" + key + ", change=" + at);
                }
            }
        }
    }
}
