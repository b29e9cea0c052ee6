// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.MapClosedException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keys as streams, of maps and of sets of each kind of key. */
class KeyStreamsTest
{
    private static final int COUNT = 300;

    private static StructType struct(final int size)
    {
        return StructType.parse("struct { bytes [" + size + "]uint8 }");
    }

    private static byte[] bytes(final int number)
    {
        return String.valueOf(1_000 + number).getBytes(StandardCharsets.UTF_8);
    }

    private static String text(final byte[] bytes)
    {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Set<String> texts()
    {
        return IntStream.range(0, COUNT).mapToObj(i -> text(bytes(i))).collect(Collectors.toCollection(TreeSet::new));
    }

    private static long cursors(final OffHeapMap map)
    {
        return map.stats().openCursors();
    }

    @Test
    void shouldGiveEachKeyOnce()
    {
        try (OffHeapLongDoubleMap longs = OffHeapMaps.longDouble().build();
            OffHeapIntIntMap ints = OffHeapMaps.intInt().build();
            OffHeapStringLongMap strings = OffHeapMaps.stringLong().build();
            OffHeapBytesIntMap fixed = OffHeapMaps.bytesInt(4).build();
            OffHeapVarBytesDoubleMap any = OffHeapMaps.varBytesDouble().build())
        {
            for (int i = 0; i < COUNT; i++)
            {
                longs.put(i, i);
                ints.put(i, i);
                strings.put(text(bytes(i)), i);
                fixed.put(bytes(i), i);
                any.put(bytes(i), i);
            }
            assertArrayEquals(LongStream.range(0, COUNT).toArray(), longs.keyStream().sorted().toArray());
            assertArrayEquals(IntStream.range(0, COUNT).toArray(), ints.readOnly().keyStream().sorted().toArray());
            assertEquals(COUNT * (COUNT - 1L) / 2, longs.keyStream().parallel().sum());
            assertEquals(texts(), strings.keyStream().collect(Collectors.toSet()));
            assertEquals(texts(), fixed.keyStream().map(KeyStreamsTest::text).collect(Collectors.toSet()));
            assertEquals(texts(), any.keyStream().map(KeyStreamsTest::text).collect(Collectors.toSet()));
            assertEquals(COUNT, any.keyStream().distinct().count(), "arrays of their own");
            assertEquals(0, cursors(longs) + cursors(ints) + cursors(strings) + cursors(fixed) + cursors(any));
        }
    }

    @Test
    void shouldBeThereForSetsAndMapsToStructs()
    {
        try (OffHeapLongSet longs = OffHeapMaps.longSet().build();
            OffHeapIntSet ints = OffHeapMaps.intSet().build();
            OffHeapStringSet strings = OffHeapMaps.stringSet().build();
            OffHeapBytesSet fixed = OffHeapMaps.bytesSet(4).build();
            OffHeapVarBytesSet any = OffHeapMaps.varBytesSet().build();
            OffHeapLongStructMap structs = OffHeapMaps.longStruct(struct(8)).build();
            OffHeapStringStructMap named = OffHeapMaps.stringStruct(struct(8)).build())
        {
            for (int i = 0; i < COUNT; i++)
            {
                longs.add(i);
                ints.add(i);
                strings.add(text(bytes(i)));
                fixed.add(bytes(i));
                any.add(bytes(i));
                structs.put(i, new byte[8]);
                named.put(text(bytes(i)), new byte[8]);
            }
            assertArrayEquals(LongStream.range(0, COUNT).toArray(), longs.stream().sorted().toArray());
            assertArrayEquals(LongStream.range(0, COUNT).toArray(), structs.keyStream().sorted().toArray());
            assertArrayEquals(IntStream.range(0, COUNT).toArray(), ints.stream().sorted().toArray());
            assertEquals(texts(), strings.stream().collect(Collectors.toSet()));
            assertEquals(texts(), named.keyStream().collect(Collectors.toSet()));
            assertEquals(texts(), fixed.readOnly().stream().map(KeyStreamsTest::text).collect(Collectors.toSet()));
            assertEquals(texts(), any.stream().map(KeyStreamsTest::text).collect(Collectors.toSet()));
        }
    }

    @Test
    void shouldHoldACursorFromTheFirstKeyToTheLast()
    {
        try (OffHeapLongSet set = OffHeapMaps.longSet().build())
        {
            assertEquals(0, set.stream().count());
            set.add(1);
            set.add(2);
            assertEquals(3, set.stream().peek(key -> assertEquals(1, cursors(set))).sum());
            assertEquals(0, cursors(set));
            try (LongStream dropped = set.stream())
            {
                assertFalse(dropped.isParallel());
                assertEquals(0, cursors(set));
            }
            try (LongStream first = set.stream())
            {
                assertTrue(first.findFirst().isPresent());
                assertEquals(1, cursors(set));
            }
            assertEquals(0, cursors(set));
            assertThrows(ArithmeticException.class, () ->
            {
                try (LongStream failing = set.stream())
                {
                    failing.map(key -> Math.toIntExact(key << 40)).sum();
                }
            });
            assertEquals(0, cursors(set));
        }
    }

    @Test
    void shouldStayAtItsEnd()
    {
        try (OffHeapStringSet set = OffHeapMaps.stringSet().build())
        {
            set.add("a");
            final var keys = set.stream().spliterator();
            assertEquals(1, keys.estimateSize());
            assertNull(keys.trySplit());
            assertTrue(keys.tryAdvance(key -> assertEquals("a", key)));
            assertFalse(keys.tryAdvance(key -> set.clear()));
            set.add("b");
            assertFalse(keys.tryAdvance(key -> set.clear()));
            assertEquals(2, set.size());
            final Stream<String> closed = set.stream();
            final var none = closed.spliterator();
            closed.close();
            assertFalse(none.tryAdvance(key -> set.clear()));
            assertEquals(0, cursors(set));
        }
    }

    @Test
    void shouldRefuseAClosedMap()
    {
        final OffHeapLongSet set = OffHeapMaps.longSet().build();
        set.add(1);
        final LongStream before = set.stream();
        final LongStream begun = set.stream();
        final var keys = begun.spliterator();
        assertTrue(keys.tryAdvance((long key) -> assertEquals(1, key)));
        set.close();
        assertThrows(MapClosedException.class, set::stream);
        assertThrows(MapClosedException.class, before::sum);
        assertThrows(MapClosedException.class, () -> keys.tryAdvance((long key) -> assertEquals(1, key)));
        begun.close();
    }
}
