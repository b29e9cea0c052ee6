// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import static dev.tophash.it.subject.SubjectKeys.raw;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.LongStructCursor;
import dev.tophash.OffHeapMemoryException;
import dev.tophash.PutAllException;
import dev.tophash.it.subject.Blob;
import dev.tophash.it.subject.SubjectKeys;
import dev.tophash.offheap.ClearStrategy;
import dev.tophash.offheap.IntField;
import dev.tophash.offheap.LongField;
import dev.tophash.offheap.OffHeapLongStructMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.StructFlyweight;
import dev.tophash.offheap.StructType;
import dev.tophash.offheap.image.MapDiff;
import dev.tophash.offheap.verify.MapVerifier;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@link OffHeapLongStructMap} against {@link HashMap}: as bytes and in place, with values in buckets and in boxes.
 * The build derives this test for the other keys; keys of bytes are {@link Blob} here.
 */
class LongStructModelTest
{
    private static final int KEY_COUNT = 200;
    private static final int STEP_COUNT = 6_000;
    private static final int TWIN_PERIOD = 1_000;

    private final StructFlyweight flyweight = new StructFlyweight();

    private static StructType type(final int padding)
    {
        return StructType.parse("struct { price uint64; rest [" + padding + "]int32; quantity int32 }");
    }

    private static byte[] value(final StructType type, final int number)
    {
        final ByteBuffer bytes = ByteBuffer.allocate(type.size()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(0, number * 1_000_003L);
        bytes.putInt(type.intField("quantity").offset(), number);
        return bytes.array();
    }

    private static void assertSame(
        final Map<Long, Integer> model, final OffHeapLongStructMap map, final StructType type)
    {
        assertEquals(model.size(), map.size());
        assertTrue(MapVerifier.verify(map.image()).clean());
        final byte[] bytes = new byte[type.size()];
        model.forEach((key, number) ->
        {
            assertTrue(map.get(raw(key), bytes));
            assertArrayEquals(value(type, number), bytes);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 29, 60})
    void shouldDoWhatAJavaMapDoes(final int padding)
    {
        final StructType type = type(padding);
        final LongField price = type.longField("price");
        final IntField quantity = type.intField("quantity");
        final Map<Long, Integer> model = new HashMap<>();
        final Random random = new Random(padding);
        try (OffHeapLongStructMap map = OffHeapMaps.longStruct(type).build())
        {
            for (int step = 0; step < STEP_COUNT; step++)
            {
                final Long key = SubjectKeys.LongKeys.of(random.nextInt(KEY_COUNT));
                final int number = random.nextInt();
                switch (random.nextInt(8))
                {
                    case 0 -> assertEquals(model.put(key, number) == null, map.put(raw(key), value(type, number)));
                    case 1 -> assertEquals(
                        model.putIfAbsent(key, number) == null, map.putIfAbsent(raw(key), value(type, number)));
                    case 2 -> assertEquals(model.remove(key) != null, map.remove(raw(key)));
                    case 3 ->
                    {
                        assertEquals(!model.containsKey(key), map.getOrCreate(raw(key), flyweight));
                        final int before = model.getOrDefault(key, 0);
                        assertEquals(before, quantity.get(flyweight));
                        assertEquals(before * 1_000_003L, price.get(flyweight));
                        quantity.set(flyweight, number);
                        price.set(flyweight, number * 1_000_003L);
                        model.put(key, number);
                    }
                    case 4 ->
                    {
                        assertEquals(model.containsKey(key), map.find(raw(key), flyweight));
                        assertEquals(model.containsKey(key), flyweight.isValid());
                        if (flyweight.isValid())
                        {
                            assertEquals(model.get(key), quantity.get(flyweight));
                        }
                    }
                    case 5 -> assertEquals(model.containsKey(key), map.containsKey(raw(key)));
                    case 6 ->
                    {
                        if (map.find(raw(key), flyweight))
                        {
                            map.remove(flyweight);
                        }
                        assertFalse(flyweight.isValid());
                        model.remove(key);
                    }
                    default ->
                    {
                        if (random.nextInt(400) == 0)
                        {
                            map.clear();
                            model.clear();
                        }
                    }
                }
                if (step % 50 == 0)
                {
                    assertSame(model, map, type);
                }
            }
            assertSame(model, map, type);
        }
    }

    /**
     * In each state that a map is in while it grows, a chain has overflow buckets, or its last entry goes: a map that
     * is changed in place has the bytes of one that is changed by put and remove, and every lookup finds the same.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 60})
    void shouldDoInPlaceWhatPutAndRemoveDo(final int padding)
    {
        final StructType type = type(padding);
        final Random random = new Random(padding);
        int inGrowth = 0;
        int behindMain = 0;
        try (OffHeapLongStructMap map = OffHeapMaps.longStruct(type).deterministic(padding).build();
            OffHeapLongStructMap twin = OffHeapMaps.longStruct(type).deterministic(padding).build())
        {
            for (int step = 0; step < STEP_COUNT; step++)
            {
                final int at = step % TWIN_PERIOD;
                final int room = 1 + at / 2;
                final Long key = SubjectKeys.LongKeys.of(random.nextInt(room));
                if (at == 1 || at > 1 && random.nextInt(3) == 0)
                {
                    final boolean present = map.find(raw(key), flyweight);
                    assertEquals(present, twin.remove(raw(key)));
                    if (present)
                    {
                        inGrowth += map.stats().growing() ? 1 : 0;
                        behindMain += map.chains().longestChain() > 1 ? 1 : 0;
                        map.remove(flyweight);
                    }
                    else
                    {
                        map.remove(raw(key));
                    }
                }
                else
                {
                    final byte[] value = value(type, step);
                    final boolean isNew = twin.put(raw(key), value);
                    assertEquals(isNew, map.getOrCreate(raw(key), flyweight));
                    flyweight.putBytes(0, value, 0, value.length);
                }
                assertEquals(List.of(), MapDiff.compare(twin.image(), map.image(), 5));
                final Long other = SubjectKeys.LongKeys.of(random.nextInt(room));
                assertEquals(twin.containsKey(raw(other)), map.find(raw(other), flyweight));
                if (at == TWIN_PERIOD - 1)
                {
                    map.clear(ClearStrategy.RELEASE);
                    twin.clear(ClearStrategy.RELEASE);
                }
            }
        }
        assertTrue(inGrowth > 0, "nothing was removed in a growth");
        assertTrue(behindMain > 0, "nothing was removed where a chain has overflow buckets");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 60})
    void shouldTakeGiveAndCompareWholeMaps(final int padding)
    {
        final StructType type = type(padding);
        final Map<Long, Integer> model = new HashMap<>();
        try (OffHeapLongStructMap map = OffHeapMaps.longStruct(type).name("book").build();
            OffHeapLongStructMap other = OffHeapMaps.longStruct(type).build();
            OffHeapLongStructMap narrow = OffHeapMaps.longStruct(type(63)).build())
        {
            assertEquals(map, narrow);
            assertEquals("OffHeapLongStructMap name=book size=0 {}", map.toString());
            for (int i = 0; i < 300; i++)
            {
                model.put(SubjectKeys.LongKeys.of(i), i);
                map.put(raw(SubjectKeys.LongKeys.of(i)), value(type, i));
            }
            other.putAll(map);
            other.putAll(other);
            assertSame(model, other, type);
            assertEquals(map, other);
            assertEquals(map.hashCode(), other.hashCode());
            assertThrows(IllegalArgumentException.class, () -> narrow.putAll(map));
            try (OffHeapLongStructMap copy = map.copy())
            {
                assertEquals(map, copy);
                assertSame(model, copy, type);
            }
            final Set<Integer> seen = new HashSet<>();
            final byte[] bytes = new byte[type.size()];
            try (LongStructCursor cursor = map.cursor())
            {
                while (cursor.next())
                {
                    cursor.copyValue(bytes);
                    final int number = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN)
                        .getInt(type.intField("quantity").offset());
                    assertTrue(seen.add(number));
                    cursor.setValue(value(type, -number));
                    if (number % 2 == 0)
                    {
                        cursor.remove();
                    }
                    assertThrows(IllegalArgumentException.class, () -> cursor.copyValue(new byte[1]));
                }
            }
            assertEquals(300, seen.size());
            model.values().removeIf(number -> number % 2 == 0);
            model.replaceAll((key, number) -> -number);
            assertSame(model, map, type);
            assertNotEquals(map, other);
            map.close();
            assertEquals("OffHeapLongStructMap name=book closed", map.toString());
            assertNotEquals(map, other);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 60})
    void shouldSayHowManyWerePutBeforeMemoryRanOut(final int padding)
    {
        final StructType type = type(padding);
        try (OffHeapLongStructMap map = OffHeapMaps.longStruct(type).budget(32 << 10).build();
            OffHeapLongStructMap entries = OffHeapMaps.longStruct(type).build())
        {
            for (int i = 0; i < 3_000; i++)
            {
                entries.put(raw(SubjectKeys.LongKeys.of(i)), value(type, i));
            }
            final PutAllException stopped = assertThrows(PutAllException.class, () -> map.putAll(entries));
            assertTrue(stopped.getCause() instanceof OffHeapMemoryException, stopped::toString);
            assertEquals(stopped.doneCount(), map.sizeLong());
            assertFalse(map.isEmpty());
            assertTrue(MapVerifier.verify(map.image()).clean());
            final Long key = SubjectKeys.LongKeys.of(1);
            assertThrows(IllegalArgumentException.class, () -> map.put(raw(key), new byte[1]));
            assertThrows(IllegalArgumentException.class, () -> map.get(raw(key), new byte[1]));
        }
    }
}
