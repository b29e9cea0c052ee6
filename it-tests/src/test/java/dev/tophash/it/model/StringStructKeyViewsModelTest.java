// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.it.subject.Blob;
import dev.tophash.it.subject.KeyForms;
import dev.tophash.it.subject.SubjectKeys;
import dev.tophash.offheap.IntField;
import dev.tophash.offheap.KeyView;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapStringStructMap;
import dev.tophash.offheap.StructFlyweight;
import dev.tophash.offheap.StructType;
import dev.tophash.offheap.verify.MapVerifier;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every operation of {@link OffHeapStringStructMap} through a {@link KeyView}, from every source, against {@link
 * HashMap}. The build derives this test for the other keys that are no numbers; keys of bytes are {@link Blob} here.
 */
class StringStructKeyViewsModelTest
{
    private static StructType type(final int padding)
    {
        return StructType.parse("struct { rest [" + padding + "]int32; quantity int32 }");
    }

    private static byte[] value(final StructType type, final int number)
    {
        final ByteBuffer bytes = ByteBuffer.allocate(type.size()).order(ByteOrder.LITTLE_ENDIAN);
        return bytes.putInt(type.intField("quantity").offset(), number).array();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 60})
    void shouldAgreeWithHashMap(final int padding)
    {
        final StructType type = type(padding);
        final IntField quantity = type.intField("quantity");
        final SplittableRandom random = Seed.random("views of StringStruct");
        final Map<Object, Integer> model = new HashMap<>();
        final KeyView view = new KeyView();
        final StructFlyweight flyweight = new StructFlyweight();
        final byte[] bytes = new byte[type.size()];
        final MemorySegment segment = Arena.ofAuto().allocate(type.size());
        try (OffHeapStringStructMap map = OffHeapMaps.stringStruct(type).build())
        {
            for (int i = 0; i < 10_000; i++)
            {
                final Object key = SubjectKeys.StringKeys.of(random.nextInt(1 + i % 300));
                final int number = random.nextInt();
                KeyForms.show(view, key, random.nextInt(KeyForms.COUNT));
                switch (random.nextInt(10))
                {
                    case 0 -> assertEquals(model.put(key, number) == null, map.put(view, value(type, number)));
                    case 1 -> assertEquals(
                        model.putIfAbsent(key, number) == null, map.putIfAbsent(view, value(type, number)));
                    case 2 -> assertEquals(model.remove(key) != null, map.remove(view));
                    case 3 ->
                    {
                        assertEquals(!model.containsKey(key), map.getOrCreate(view, flyweight));
                        assertEquals(model.getOrDefault(key, 0), quantity.get(flyweight));
                        quantity.set(flyweight, number);
                        model.put(key, number);
                    }
                    case 4 ->
                    {
                        assertEquals(model.containsKey(key), map.find(view, flyweight));
                        assertEquals(model.containsKey(key), flyweight.isValid());
                    }
                    case 5 -> assertEquals(model.containsKey(key), map.containsKey(view));
                    case 6 -> assertEquals(model.put(key, number) == null,
                        map.put(view, segment.copyFrom(MemorySegment.ofArray(value(type, number)))));
                    case 7 ->
                    {
                        assertEquals(model.containsKey(key), map.get(view, segment));
                        if (model.containsKey(key))
                        {
                            assertArrayEquals(value(type, model.get(key)), segment.toArray(ValueLayout.JAVA_BYTE));
                        }
                    }
                    case 8 ->
                    {
                        assertEquals(model.containsKey(key), map.withValue(
                            view, shown -> shown.copyFrom(MemorySegment.ofArray(value(type, number)))));
                        model.computeIfPresent(key, (same, before) -> number);
                    }
                    default ->
                    {
                        assertEquals(model.containsKey(key), map.get(view, bytes));
                        if (model.containsKey(key))
                        {
                            assertArrayEquals(value(type, model.get(key)), bytes);
                        }
                    }
                }
                if (i % 500 == 0)
                {
                    assertEquals(model.size(), map.size());
                    assertTrue(MapVerifier.verify(map.image()).clean());
                }
            }
        }
    }
}
