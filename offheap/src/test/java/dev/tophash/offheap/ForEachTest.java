// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.LongLongCursor;
import dev.tophash.MapClosedException;
import dev.tophash.hash.HashKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code forEach} reads a bucket at once and delivers what a cursor delivers, whatever the consumer does meanwhile. */
class ForEachTest
{
    private static final HashKeys KEYS = HashKeys.random(new SplittableRandom(5));

    private static OffHeapLongLongMap map(final int seed, final int count)
    {
        final OffHeapLongLongMap map = OffHeapMaps.longLong().config(MapConfig.defaults()
            .withUnsafeRandomnessForTests(FixedRandom.from(new SplittableRandom(seed)), KEYS)).build();
        for (long key = 0; key < count; key++)
        {
            map.put(key, -key);
        }
        return map;
    }

    /** Now and then puts new keys, which grows the map, and removes keys near and far. */
    private static void disturb(final OffHeapLongLongMap map, final int step, final int every)
    {
        if (every != 0 && step % every == 0)
        {
            map.remove(step * 7L % 500);
            map.remove(step * 11L % 500);
            map.put(10_000 + step, step);
            map.put(step * 13L % 500, step);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 7})
    void shouldDeliverWhatACursorDelivers(final int every)
    {
        int differentFromQuiet = 0;
        for (int round = 0; round < 40; round++)
        {
            final List<Long> one = new ArrayList<>();
            final List<Long> other = new ArrayList<>();
            try (OffHeapLongLongMap first = map(round, 20 + round * 12);
                OffHeapLongLongMap second = map(round, 20 + round * 12))
            {
                try (LongLongCursor cursor = first.cursor())
                {
                    while (cursor.next())
                    {
                        one.add(cursor.key());
                        one.add(cursor.value());
                        disturb(first, one.size(), every);
                    }
                }
                second.forEach((key, value) ->
                {
                    other.add(key);
                    other.add(value);
                    disturb(second, other.size(), every);
                });
            }
            assertEquals(one, other, "round " + round);
            differentFromQuiet += one.size() == 2 * (20 + round * 12) ? 0 : 1;
        }
        assertTrue(every == 0 ? differentFromQuiet == 0 : differentFromQuiet > 10, "disturbed " + differentFromQuiet);
    }

    @Test
    void shouldSayThatTheConsumerHasClosedTheMap()
    {
        final OffHeapLongLongMap map = map(1, 100);
        assertThrows(MapClosedException.class, () -> map.forEach((key, value) -> map.close()));
    }
}
