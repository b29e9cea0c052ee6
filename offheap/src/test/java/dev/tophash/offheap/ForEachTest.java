// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.LongLongCursor;
import dev.tophash.LongStructCursor;
import dev.tophash.MapClosedException;
import dev.tophash.hash.HashKeys;
import java.nio.ByteBuffer;
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
    private static final StructType STRUCT = StructType.parse("struct { a, b int64 }");

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

    private static OffHeapLongStructMap structs(final int seed, final int count)
    {
        final OffHeapLongStructMap map = OffHeapMaps.longStruct(STRUCT).config(MapConfig.defaults()
            .withUnsafeRandomnessForTests(FixedRandom.from(new SplittableRandom(seed)), KEYS)).build();
        for (long key = 0; key < count; key++)
        {
            map.put(key, value(key));
        }
        return map;
    }

    private static byte[] value(final long number)
    {
        return ByteBuffer.allocate(STRUCT.size()).putLong(number).array();
    }

    /** As for numbers, and now and then through the cursor itself. */
    private static void take(
        final OffHeapLongStructMap map, final LongStructCursor cursor, final List<Long> taken, final int every)
    {
        final byte[] bytes = new byte[STRUCT.size()];
        cursor.copyValue(bytes);
        taken.add(cursor.key());
        taken.add(ByteBuffer.wrap(bytes).getLong());
        final int step = taken.size();
        if (every != 0 && step % every == 0)
        {
            map.remove(step * 7L % 500);
            map.put(10_000 + step, value(step));
            map.put(step * 13L % 500, value(step));
        }
        if (every != 0 && step % (4 * every) == 0)
        {
            cursor.setValue(value(-step));
        }
        else if (every != 0 && step % (6 * every) == 0)
        {
            cursor.remove();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 7})
    void shouldDeliverTheStructsThatACursorDelivers(final int every)
    {
        for (int round = 0; round < 40; round++)
        {
            final List<Long> one = new ArrayList<>();
            final List<Long> other = new ArrayList<>();
            try (OffHeapLongStructMap first = structs(round, 20 + round * 12);
                OffHeapLongStructMap second = structs(round, 20 + round * 12))
            {
                try (LongStructCursor cursor = first.cursor())
                {
                    while (cursor.next())
                    {
                        take(first, cursor, one, every);
                    }
                }
                second.forEach(cursor -> take(second, cursor, other, every));
                assertEquals(first, second);
            }
            assertEquals(one, other, "round " + round);
        }
    }

    @Test
    void shouldSayThatTheConsumerOfStructsHasClosedTheMap()
    {
        final OffHeapLongStructMap map = structs(1, 100);
        assertThrows(MapClosedException.class, () -> map.forEach(cursor -> map.close()));
    }
}
