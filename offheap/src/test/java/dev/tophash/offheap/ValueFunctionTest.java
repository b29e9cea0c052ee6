// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.MapClosedException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A function of the caller on a value: {@code withValue} of the maps to structs. */
class ValueFunctionTest
{
    /** In a bucket, and in a box of its own. */
    private static final int[] SIZES = {8, 200};

    private static final byte[] KEY = "key".getBytes(StandardCharsets.UTF_8);

    private static StructType struct(final int size)
    {
        return StructType.parse("struct { bytes [" + size + "]uint8 }");
    }

    private static Consumer<MemorySegment> writing(final int number)
    {
        return value -> value.set(ValueLayout.JAVA_INT, value.byteSize() - 4, number);
    }

    private static int last(final OffHeapLongStructMap map, final long key)
    {
        final byte[] bytes = new byte[map.valueSize()];
        assertTrue(map.get(key, bytes));
        return MemorySegment.ofArray(bytes).get(ValueLayout.JAVA_INT_UNALIGNED, bytes.length - 4L);
    }

    @Test
    void shouldReadAndWriteAValue()
    {
        for (final int size : SIZES)
        {
            try (OffHeapLongStructMap map = OffHeapMaps.longStruct(struct(size)).build())
            {
                for (int key = 0; key < 100; key++)
                {
                    map.put(key, new byte[size]);
                }
                for (int key = 0; key < 100; key++)
                {
                    assertTrue(map.withValue(key, writing(key)));
                }
                for (int key = 0; key < 100; key++)
                {
                    final int number = key;
                    assertEquals(key, last(map, key));
                    assertTrue(map.withValue(key, value -> assertEquals(
                        number, value.get(ValueLayout.JAVA_INT, value.byteSize() - 4))));
                }
                assertFalse(map.withValue(100, value -> assertEquals(0, 1, "called without a value")));
                assertEquals(100, map.size());
            }
        }
    }

    @Test
    void shouldTakeAViewOfAKey()
    {
        try (OffHeapStringStructMap strings = OffHeapMaps.stringStruct(struct(8)).build();
            OffHeapBytesStructMap bytes = OffHeapMaps.bytesStruct(3, 8).build();
            OffHeapVarBytesStructMap any = OffHeapMaps.varBytesStruct(struct(8)).build();
            OffHeapVarBytesStructMap watched = OffHeapMaps.varBytesStruct(struct(8)).singleWriterView(true).build())
        {
            final KeyView key = new KeyView().wrap(KEY);
            final byte[] value = new byte[8];
            strings.put("key", value);
            bytes.put(KEY, value);
            any.put(KEY, value);
            watched.put(KEY, value);
            assertTrue(strings.withValue(key, writing(5)) && bytes.withValue(key, writing(5)) &&
                any.withValue(key, writing(5)) && watched.withValue(key, writing(5)));
            assertTrue(strings.withValue("key", segment -> assertEquals(5, segment.get(ValueLayout.JAVA_INT, 4))));
            for (final OffHeapMap map : List.of(strings, bytes, any, watched))
            {
                assertTrue(map.toString().contains("05000000") || map.toString().contains("5"), map::toString);
            }
            key.wrap(new byte[] {'k', 'e', 'z'});
            assertFalse(strings.withValue(key, writing(5)) || bytes.withValue(key, writing(5)) ||
                any.withValue(key, writing(5)) || watched.withValue(key, writing(5)));
            key.unwrap();
            assertThrows(IllegalStateException.class, () -> strings.withValue(key, writing(5)));
            assertThrows(NullPointerException.class, () -> strings.withValue(key, null));
        }
    }

    @Test
    void shouldEndTheSegmentWithTheCall()
    {
        try (OffHeapLongStructMap map = OffHeapMaps.longStruct(struct(8)).build())
        {
            map.put(1, new byte[8]);
            final MemorySegment[] kept = {null};
            map.withValue(1, value ->
            {
                kept[0] = value;
                assertEquals(8, value.byteSize());
                assertThrows(IndexOutOfBoundsException.class, () -> value.get(ValueLayout.JAVA_BYTE, 8));
                assertFalse(CompletableFuture.supplyAsync(() ->
                    value.isAccessibleBy(Thread.currentThread())).join());
            });
            assertFalse(kept[0].scope().isAlive());
            assertThrows(IllegalStateException.class, () -> kept[0].get(ValueLayout.JAVA_BYTE, 0));
        }
    }

    @Test
    void shouldLeaveTheValueOfAFunctionThatThrows()
    {
        final IllegalStateException thrown = new IllegalStateException("planted");
        try (OffHeapLongStructMap map = OffHeapMaps.longStruct(struct(8)).build())
        {
            map.put(1, new byte[8]);
            assertSame(thrown, assertThrows(IllegalStateException.class, () -> map.withValue(1, value ->
            {
                writing(7).accept(value);
                throw thrown;
            })));
            assertEquals(0, last(map, 1));
            assertTrue(map.put(2, new byte[8]), "the map can be written again");
        }
    }

    @Test
    void shouldRefuseWritesMeanwhile()
    {
        try (OffHeapLongStructMap map = OffHeapMaps.longStruct(struct(8)).build())
        {
            map.put(1, new byte[8]);
            assertTrue(map.withValue(1, value ->
            {
                assertTrue(map.containsKey(1));
                assertThrows(ConcurrentModificationException.class, () -> map.put(1, new byte[8]));
                assertThrows(ConcurrentModificationException.class, () -> map.put(2, new byte[8]));
                assertThrows(ConcurrentModificationException.class, () -> map.remove(1));
                assertThrows(ConcurrentModificationException.class, map::clear);
                assertThrows(ConcurrentModificationException.class, () -> map.withValue(1, writing(4)));
                writing(9).accept(value);
            }));
            assertEquals(9, last(map, 1));
            map.remove(1);
            assertTrue(map.isEmpty());
        }
    }

    @Test
    void shouldTellAMapThatTheFunctionCloses()
    {
        final OffHeapLongStructMap map = OffHeapMaps.longStruct(struct(8)).build();
        map.put(1, new byte[8]);
        assertThrows(MapClosedException.class, () -> map.withValue(1, value -> map.close()));
        assertThrows(MapClosedException.class, () -> map.withValue(1, writing(1)));
    }

    /** A view sees the value of before or the one of after. */
    @Test
    void shouldBeOneWriteOfAMapWithAView()
    {
        try (OffHeapLongStructMap map = OffHeapMaps.longStruct(struct(8)).singleWriterView(true).build())
        {
            map.put(1, new byte[8]);
            final LongStructSingleWriterView view = LongStructSingleWriterView.of(map);
            final byte[] seen = new byte[8];
            final long before = map.heap.steps().now();
            assertTrue(map.withValue(1, value ->
            {
                writing(3).accept(value);
                assertTrue(view.get(1, seen));
                assertArrayEquals(new byte[8], seen);
            }));
            assertTrue(map.heap.steps().now() > before);
            assertTrue(view.get(1, seen));
            assertEquals(3, seen[4]);
        }
    }
}
