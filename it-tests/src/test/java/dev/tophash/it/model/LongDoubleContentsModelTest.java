// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import static dev.tophash.it.subject.NumberElems.toDouble;
import static dev.tophash.it.subject.SubjectKeys.box;
import static dev.tophash.it.subject.SubjectKeys.raw;
import static dev.tophash.it.subject.SubjectKeys.rawMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.OffHeapMemoryException;
import dev.tophash.PutAllException;
import dev.tophash.it.subject.Blob;
import dev.tophash.it.subject.SubjectKeys;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapLongDoubleMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.verify.MapVerifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A whole {@link OffHeapLongDoubleMap} against {@link LinkedHashMap}: filled from another map, copied, compared.
 * The build derives this test for every pair; keys of bytes are {@link Blob} here.
 */
class LongDoubleContentsModelTest
{
    private static OffHeapLongDoubleMap open(final MapConfig config)
    {
        return OffHeapMaps.longDouble().config(config.withMissingValue(-1)).build();
    }

    private static Map<Long, Double> model(final int count)
    {
        final Map<Long, Double> model = new LinkedHashMap<>();
        for (int i = 0; i < count; i++)
        {
            model.put(SubjectKeys.LongKeys.of(i), toDouble(i));
        }
        return model;
    }

    private static void assertSameEntries(final Map<Long, Double> model, final OffHeapLongDoubleMap map)
    {
        assertEquals(model.size(), map.size());
        model.forEach((key, value) -> assertEquals(value, map.get(raw(key))));
        assertTrue(MapVerifier.verify(map.image()).clean());
    }

    @Test
    void shouldTakeAndGiveWholeMaps()
    {
        for (final int count : new int[] {0, 1, 8, 9, 27, 300})
        {
            final Map<Long, Double> model = model(count);
            final Map<? extends Long, ? extends Double> boxes = rawMap(model, key -> raw(key));
            try (OffHeapLongDoubleMap map = open(MapConfig.defaults());
                OffHeapLongDoubleMap other = open(MapConfig.defaults()))
            {
                map.putAll(boxes);
                assertSameEntries(model, map);
                other.putAll(map.readOnly());
                other.putAll(other);
                assertSameEntries(model, other);
                assertEquals(map, other);
                assertEquals(map.hashCode(), other.hashCode());
                assertArrays(model, map);
            }
        }
    }

    private static void assertArrays(final Map<Long, Double> model, final OffHeapLongDoubleMap map)
    {
        final List<Long> keys = new ArrayList<>();
        for (final var key : map.keysToArray())
        {
            keys.add(box(key));
        }
        final List<Double> values = new ArrayList<>();
        for (final var value : map.valuesToArray())
        {
            values.add(value);
        }
        assertEquals(model.size(), keys.size());
        assertTrue(keys.containsAll(model.keySet()), "all keys");
        assertEquals(model.size(), values.size());
        assertTrue(values.containsAll(model.values()), "all values");
    }

    @Test
    void shouldBeEqualExactlyWhenTheEntriesAre()
    {
        try (OffHeapLongDoubleMap map = open(MapConfig.defaults());
            OffHeapLongDoubleMap other = open(MapConfig.defaults()))
        {
            final Map<? extends Long, ? extends Double> boxes = rawMap(model(50), key -> raw(key));
            map.putAll(boxes);
            other.putAll(boxes);
            assertEquals(map, other);
            other.put(raw(SubjectKeys.LongKeys.of(7)), toDouble(8));
            assertNotEquals(map, other);
            assertNotEquals(map.hashCode(), other.hashCode());
            other.remove(raw(SubjectKeys.LongKeys.of(7)));
            assertNotEquals(map, other);
            other.put(raw(SubjectKeys.LongKeys.of(60)), toDouble(7));
            assertNotEquals(map, other);
            other.remove(raw(SubjectKeys.LongKeys.of(60)));
            other.put(raw(SubjectKeys.LongKeys.of(7)), toDouble(7));
            assertEquals(other, map);
            assertNotEquals(map, new Object());
            map.clear();
            other.clear();
            assertEquals(map, other);
            assertEquals(0, map.hashCode());
        }
    }

    /** A null value, and memory that is refused at any entry: what was put before stays, the exception counts it. */
    @Test
    void x08ShouldSayHowManyEntriesWerePut()
    {
        final Map<Long, Double> model = model(40);
        final Map<Long, Double> holed = new LinkedHashMap<>(model);
        holed.put(SubjectKeys.LongKeys.of(40), null);
        final Map<? extends Long, ? extends Double> boxes = rawMap(holed, key -> raw(key));
        try (OffHeapLongDoubleMap map = open(MapConfig.defaults()))
        {
            final PutAllException e = assertThrows(PutAllException.class, () -> map.putAll(boxes));
            assertEquals(40, e.doneCount());
            assertInstanceOf(NullPointerException.class, e.getCause());
            assertSameEntries(model, map);
        }
        long points = 0;
        boolean refused = true;
        for (int allowed = 0; refused; allowed++)
        {
            refused = isRefused(model, allowed);
            points += refused ? 1 : 0;
        }
        assertTrue(points > 2, "points=" + points);
    }

    private static boolean isRefused(final Map<Long, Double> model, final int allowed)
    {
        final int[] left = {Integer.MAX_VALUE};
        try (OffHeapLongDoubleMap source = open(MapConfig.defaults());
            OffHeapLongDoubleMap map = open(MapConfig.defaults().withGate(bytes ->
            {
                if (left[0]-- == 0)
                {
                    throw new OffHeapMemoryException("gate", bytes, 0);
                }
            })))
        {
            final Map<? extends Long, ? extends Double> boxes = rawMap(model, key -> raw(key));
            source.putAll(boxes);
            left[0] = allowed;
            try
            {
                map.putAll(source);
                assertEquals(source, map);
                return false;
            }
            catch (final PutAllException e)
            {
                assertInstanceOf(OffHeapMemoryException.class, e.getCause());
                assertEquals(e.doneCount(), map.size());
                assertTrue(MapVerifier.verify(map.image()).clean());
                return true;
            }
        }
    }

    @Test
    void shouldPrintWhateverItsState()
    {
        try (OffHeapLongDoubleMap map = open(MapConfig.defaults().withName("orders")))
        {
            assertEquals("OffHeapLongDoubleMap name=orders size=0 {}", map.toString());
            final Map<? extends Long, ? extends Double> boxes = rawMap(model(1), key -> raw(key));
            map.putAll(boxes);
            assertTrue(
                map.toString().matches("OffHeapLongDoubleMap name=orders size=1 \\{.+=0(\\.0)?}"), map::toString);
            final Map<? extends Long, ? extends Double> more = rawMap(model(101), key -> raw(key));
            map.putAll(more);
            assertTrue(map.toString().endsWith(", ...}"), map::toString);
            assertEquals(101, map.toString().chars().filter(c -> c == ',').count() + 1);
            map.close();
            assertEquals("OffHeapLongDoubleMap name=orders closed", map.toString());
            assertFalse(OffHeapMaps.openMaps().contains(map));
        }
    }
}
