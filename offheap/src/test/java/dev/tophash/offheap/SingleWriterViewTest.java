// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.MapClosedException;
import dev.tophash.layout.MapType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SingleWriterViewTest
{
    private static final StructType ORDER = StructType.parse("struct { price int64; quantity int64 }");
    private static final LongField PRICE = ORDER.longField("price");
    private static final LongField QUANTITY = ORDER.longField("quantity");

    private static OffHeapLongDoubleMap numbers()
    {
        return OffHeapMaps.longDouble().missingValue(-1.0).singleWriterView(true).build();
    }

    private static OffHeapLongStructMap orders()
    {
        return OffHeapMaps.longStruct(ORDER).name("orders").singleWriterView(true).build();
    }

    @Test
    void shouldReadWhatTheMapHas()
    {
        try (OffHeapLongDoubleMap map = numbers())
        {
            final LongDoubleSingleWriterView view = LongDoubleSingleWriterView.of(map);
            map.put(1, 0.5);
            assertEquals(0.5, view.get(1));
            assertEquals(-1.0, view.get(2));
            assertEquals(9.0, view.getOrDefault(2, 9.0));
            assertTrue(view.containsKey(1));
            assertFalse(view.containsKey(2));
            assertEquals(1, view.sizeLong());
            assertEquals(0, view.yieldCount());
            assertEquals("OffHeapLongDoubleMap size=1 {1=0.5}", map.toString());
        }
    }

    @Test
    void shouldReadStructsAsCopiesAndWhereTheyLie()
    {
        final StructFlyweight flyweight = new StructFlyweight();
        final AtomicLong price = new AtomicLong();
        try (OffHeapLongStructMap map = orders(); Arena arena = Arena.ofConfined())
        {
            final LongStructSingleWriterView view = LongStructSingleWriterView.of(map);
            map.getOrCreate(7, flyweight);
            flyweight.edit(order ->
            {
                PRICE.set(order, 101);
                QUANTITY.set(order, 5);
            });
            final MemorySegment copy = arena.allocate(16);
            assertTrue(view.get(7, copy));
            assertEquals(5, copy.get(ValueLayout.JAVA_LONG_UNALIGNED, 8));
            final byte[] bytes = new byte[16];
            assertTrue(view.get(7, bytes));
            assertEquals(101, bytes[0]);
            final StructFlyweight reader = new StructFlyweight();
            assertTrue(view.read(7, reader, order -> price.set(PRICE.get(order))));
            assertEquals(101, price.get());
            assertFalse(reader.isValid());
            assertFalse(view.read(8, reader, order -> price.set(-1)));
            assertFalse(view.get(8, copy));
            assertFalse(view.containsKey(8));
            assertEquals(101, price.get());
            assertThrows(ArithmeticException.class, () -> view.read(7, reader, order ->
            {
                throw new ArithmeticException();
            }));
            assertThrows(IllegalArgumentException.class, () -> view.get(7, MemorySegment.ofArray(bytes)));
            assertThrows(IllegalArgumentException.class, () -> view.get(7, new byte[15]));
        }
    }

    /** A reader with a message once had to make a String of the key, or an array. */
    @Test
    void shouldReadByTheViewOfAKey()
    {
        final KeyView key = new KeyView();
        final byte[] message = "..one..two..".getBytes(StandardCharsets.US_ASCII);
        try (OffHeapStringDoubleMap map = OffHeapMaps.stringDouble().missingValue(-1.0).singleWriterView(true).build();
            OffHeapBytesSet set = OffHeapMaps.bytesSet(3).singleWriterView(true).build())
        {
            final StringDoubleSingleWriterView view = StringDoubleSingleWriterView.of(map);
            final BytesSetSingleWriterView keys = BytesSetSingleWriterView.of(set);
            map.put("one", 0.5);
            set.add(key.wrap(message, 2, 3));
            assertEquals(0.5, view.get(key));
            assertEquals(0.5, view.getOrDefault(key, 9.0));
            assertTrue(view.containsKey(key));
            assertTrue(keys.contains(key));
            key.wrap(message, 7, 3);
            assertEquals(-1.0, view.get(key));
            assertEquals(9.0, view.getOrDefault(key, 9.0));
            assertFalse(view.containsKey(key));
            assertFalse(keys.contains(key));
            key.wrap(message, 7, 2);
            assertThrows(IllegalArgumentException.class, () -> keys.contains(key));
            key.unwrap();
            assertThrows(IllegalStateException.class, () -> view.get(key));
        }
    }

    @Test
    void shouldReadStructsByTheViewOfAKey()
    {
        final KeyView key = new KeyView();
        final StructFlyweight flyweight = new StructFlyweight();
        final AtomicLong price = new AtomicLong();
        try (OffHeapVarBytesStructMap map = OffHeapMaps.varBytesStruct(ORDER).singleWriterView(true).build();
            Arena arena = Arena.ofConfined())
        {
            final VarBytesStructSingleWriterView view = VarBytesStructSingleWriterView.of(map);
            final MemorySegment copy = arena.allocate(16);
            final byte[] bytes = new byte[16];
            map.getOrCreate(key.wrap("ABC"), flyweight);
            flyweight.edit(order -> PRICE.set(order, 101));
            assertTrue(view.get(key, bytes));
            assertEquals(101, bytes[0]);
            assertTrue(view.get(key, copy));
            assertEquals(101, copy.get(ValueLayout.JAVA_LONG_UNALIGNED, 0));
            assertTrue(view.containsKey(key));
            assertTrue(view.read(key, flyweight, order -> price.set(PRICE.get(order))));
            assertEquals(101, price.get());
            assertFalse(flyweight.isValid());
            key.wrap("ABCD");
            assertFalse(view.get(key, bytes));
            assertFalse(view.get(key, copy));
            assertFalse(view.containsKey(key));
            assertFalse(view.read(key, flyweight, order -> price.set(-1)));
            assertEquals(101, price.get());
        }
    }

    /** A write by the function itself is one that began within the read. */
    @Test
    void shouldReadAgainByTheViewOfAKeyWhatAWriteHasMet()
    {
        final KeyView key = new KeyView().wrap("A");
        final StructFlyweight flyweight = new StructFlyweight();
        final AtomicLong runs = new AtomicLong();
        try (OffHeapStringStructMap map = OffHeapMaps.stringStruct(ORDER).singleWriterView(true).build())
        {
            map.put("A", new byte[16]);
            assertTrue(StringStructSingleWriterView.of(map).read(key, flyweight, order ->
            {
                if (runs.incrementAndGet() < 4)
                {
                    map.put("B", new byte[16]);
                }
            }));
            assertEquals(4, runs.get());
        }
    }

    /** Values of 64 KiB: a copy takes so long that many a write begins within it. */
    @Test
    void shouldCopyByTheViewOfAKeyNoValueOfTwoWrites() throws InterruptedException
    {
        final int size = 64 << 10;
        final AtomicBoolean over = new AtomicBoolean();
        final AtomicInteger writes = new AtomicInteger();
        try (OffHeapStringStructMap map = OffHeapMaps.stringStruct(
            StructType.parse("struct { words [8192]int64 }")).singleWriterView(true).build())
        {
            map.put("key", new byte[size]);
            final Thread writer = Thread.ofPlatform().start(() ->
            {
                final byte[] value = new byte[size];
                while (!over.get())
                {
                    Arrays.fill(value, (byte)writes.incrementAndGet());
                    map.put("key", value);
                    for (int pause = 0; pause < 100; pause++)
                    {
                        Thread.onSpinWait();
                    }
                }
            });
            try
            {
                final StringStructSingleWriterView view = StringStructSingleWriterView.of(map);
                final KeyView key = new KeyView().wrap("key");
                final byte[] value = new byte[size];
                for (int count = 0; count < 3_000 || writes.get() < 20_000; count++)
                {
                    assertTrue((count & 1) == 0 ? view.get(key, value) : view.get("key", value));
                    assertEquals(-1, Arrays.mismatch(value, 1, size, value, 0, size - 1), "bytes of two writes");
                }
            }
            finally
            {
                over.set(true);
                writer.join();
            }
        }
    }

    @Test
    void shouldRefuseFieldsWrittenOutsideAnEdit()
    {
        final StructFlyweight flyweight = new StructFlyweight();
        final StructFlyweight other = new StructFlyweight();
        try (OffHeapLongStructMap map = orders())
        {
            map.getOrCreate(1, flyweight);
            map.getOrCreate(2, other);
            final String message = "field of a map with a view is written outside an edit: field=price";
            assertEquals(message,
                assertThrows(IllegalStateException.class, () -> PRICE.set(flyweight, 1)).getMessage());
            flyweight.edit(order ->
            {
                PRICE.set(order, 1);
                PRICE.set(other, 2);
            });
            assertEquals(1, PRICE.get(flyweight));
            assertEquals(2, PRICE.get(other));
            assertThrows(IllegalStateException.class, () -> PRICE.set(flyweight, 3));
            assertThrows(IllegalStateException.class, () -> PRICE.set(other, 3));
            flyweight.unwrap();
            assertThrows(IllegalStateException.class, () -> flyweight.edit(order -> PRICE.set(order, 1)));
        }
    }

    @Test
    void shouldEditAMapWithoutAView()
    {
        final StructFlyweight flyweight = new StructFlyweight();
        try (OffHeapLongStructMap map = OffHeapMaps.longStruct(ORDER).build())
        {
            map.getOrCreate(1, flyweight);
            flyweight.edit(order -> PRICE.set(order, 4));
            PRICE.set(flyweight, PRICE.get(flyweight) + 1);
            assertEquals(5, PRICE.get(flyweight));
        }
    }

    @Test
    void shouldWaitForAnEditAndYield() throws InterruptedException
    {
        final StructFlyweight flyweight = new StructFlyweight();
        try (OffHeapLongStructMap map = orders())
        {
            final LongStructSingleWriterView view = LongStructSingleWriterView.of(map);
            map.getOrCreate(1, flyweight);
            final byte[] read = new byte[16];
            final Thread reader = new Thread(() -> view.get(1, read));
            flyweight.edit(order ->
            {
                PRICE.set(order, 1);
                reader.start();
                while (view.yieldCount() == 0)
                {
                    Thread.onSpinWait();
                }
                QUANTITY.set(order, 2);
            });
            reader.join();
            assertEquals(1, read[0]);
            assertEquals(2, read[8]);
        }
    }

    @Test
    void shouldNotWaitForItself()
    {
        final StructFlyweight flyweight = new StructFlyweight();
        try (OffHeapLongStructMap map = orders())
        {
            final LongStructSingleWriterView view = LongStructSingleWriterView.of(map);
            map.getOrCreate(1, flyweight);
            assertEquals("read through the view in an edit of the same thread: map=orders",
                assertThrows(IllegalStateException.class, () -> flyweight.edit(order -> view.containsKey(1)))
                    .getMessage());
            assertTrue(view.containsKey(1));
        }
    }

    @Test
    void shouldReadWhileAFunctionComputes()
    {
        try (OffHeapLongDoubleMap map = numbers())
        {
            final LongDoubleSingleWriterView view = LongDoubleSingleWriterView.of(map);
            map.put(1, 2.0);
            assertEquals(5.0, map.merge(1, 3.0, (before, added) -> view.get(1) + added));
            assertEquals(4.0, map.computeIfAbsent(2, key -> view.containsKey(2) ? -1 : 4.0));
            assertEquals(6.0, map.compute(2, (key, before) -> before + view.sizeLong()));
            assertThrows(ArithmeticException.class, () -> map.computeIfAbsent(3, key ->
            {
                throw new ArithmeticException();
            }));
            assertEquals(6.0, view.get(2));
            assertEquals(5.0, view.get(1));
        }
    }

    @Test
    void shouldSayThatItsMapIsClosed()
    {
        final OffHeapLongDoubleMap map = numbers();
        final LongDoubleSingleWriterView view = LongDoubleSingleWriterView.of(map);
        map.close();
        assertTrue(view.isClosed());
        assertThrows(MapClosedException.class, () -> view.get(1));
        assertThrows(MapClosedException.class, () -> view.containsKey(1));
        assertThrows(MapClosedException.class, view::sizeLong);
        assertThrows(MapClosedException.class, () -> LongDoubleSingleWriterView.of(map));
        assertThrows(MapClosedException.class, () -> map.put(1, 1));
        assertThrows(MapClosedException.class, map::clear);
    }

    @Test
    void shouldNotBeHadUnlessChosen()
    {
        try (OffHeapLongDoubleMap map = OffHeapMaps.longDouble().build())
        {
            assertEquals("built without a view: singleWriterView=false, map=map[int64]float64",
                assertThrows(IllegalArgumentException.class, () -> LongDoubleSingleWriterView.of(map)).getMessage());
        }
        try (MapMemory memory = MapMemory.confined("own", 1 << 20))
        {
            assertThrows(IllegalArgumentException.class, () ->
                OffHeapMaps.longLong().memory(memory).singleWriterView(true).build());
        }
        assertThrows(IllegalArgumentException.class, () ->
            OffHeapMaps.typed(MapType.parse("map[string]string")).singleWriterView(true).build());
    }

    @Test
    void shouldBeHadByACopyToo()
    {
        try (OffHeapLongDoubleMap map = numbers())
        {
            map.put(1, 1.5);
            try (OffHeapLongDoubleMap copy = map.copy())
            {
                map.put(1, 2.5);
                assertEquals(1.5, LongDoubleSingleWriterView.of(copy).get(1));
            }
        }
    }
}
