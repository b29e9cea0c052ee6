// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.MapClosedException;
import dev.tophash.OffHeapMemoryException;
import dev.tophash.PutAllException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is refused before anything changes; what the operations do is shown by LongDoubleSegmentsModelTest. */
class LongDoubleSegmentsTest
{
    /** Some parts, and one that is not full. */
    private static final int COUNT = 1_300;

    private final Arena arena = Arena.ofConfined();

    @AfterEach
    void close()
    {
        arena.close();
    }

    private static void fill(final MemorySegment keys, final int first, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            keys.set(ValueLayout.JAVA_LONG_UNALIGNED, 1 + 8L * i, first + i);
        }
    }

    /** The operations of one map that take segments; each is tried with what it must refuse. */
    private record Forms(OffHeapMap map, int keySize, int valueSize, Write put, Write get, Read contains, Read remove)
    {
    }

    private interface Write
    {
        void call(MemorySegment keys, long offset, long count, MemorySegment values, long valuesOffset);
    }

    private interface Read
    {
        void call(MemorySegment keys, long offset, long count);
    }

    private static Forms of(final OffHeapLongDoubleMap map)
    {
        return new Forms(map, 8, 8, map::putAll, map::getAll, map::containsAll, map::removeAll);
    }

    private static Forms of(final OffHeapIntIntMap map)
    {
        return new Forms(map, 4, 4, map::putAll, map::getAll, map::containsAll, map::removeAll);
    }

    private static Forms of(final OffHeapBytesLongMap map)
    {
        return new Forms(map, 24, 8, map::putAll, map::getAll, map::containsAll, map::removeAll);
    }

    private static Forms of(final OffHeapBytesStructMap map)
    {
        return new Forms(map, 24, 40, map::putAll, map::getAll, map::containsAll, map::removeAll);
    }

    private static Forms of(final OffHeapLongStructMap map)
    {
        return new Forms(map, 8, 40, map::putAll, map::getAll, map::containsAll, map::removeAll);
    }

    private static Forms of(final OffHeapIntSet set)
    {
        return new Forms(set, 4, 4, (keys, offset, count, values, at) -> set.addAll(keys, offset, count),
            (keys, offset, count, values, at) -> set.containsAll(keys, offset, count), set::containsAll,
            set::removeAll);
    }

    private static List<Forms> all()
    {
        final StructType struct = StructType.parse("struct { bytes [40]uint8 }");
        return List.of(of(OffHeapMaps.longDouble().build()), of(OffHeapMaps.intInt().build()),
            of(OffHeapMaps.bytesLong(24).build()), of(OffHeapMaps.bytesStruct(24, struct).build()),
            of(OffHeapMaps.longStruct(struct).build()), of(OffHeapMaps.intSet().build()));
    }

    private static void assertAllRefused(
        final Class<? extends Exception> refusal, final Forms forms, final MemorySegment keys, final long offset,
        final long count, final MemorySegment values)
    {
        assertThrows(refusal, () -> forms.put.call(keys, offset, count, values, 0), forms::toString);
        assertThrows(refusal, () -> forms.get.call(keys, offset, count, values, 0), forms::toString);
        assertThrows(refusal, () -> forms.contains.call(keys, offset, count), forms::toString);
        assertThrows(refusal, () -> forms.remove.call(keys, offset, count), forms::toString);
    }

    @Test
    void shouldCheckKeysBeforeAnythingChanges()
    {
        final Arena ended = Arena.ofConfined();
        final MemorySegment closed = ended.allocate(800);
        ended.close();
        final MemorySegment foreign = CompletableFuture.supplyAsync(() -> Arena.ofConfined().allocate(800)).join();
        for (final Forms forms : all())
        {
            final OffHeapMap map = forms.map;
            final long size = forms.keySize;
            final MemorySegment good = arena.allocate(10 * size);
            final MemorySegment values = arena.allocate(10L * forms.valueSize);
            for (final long[] range : new long[][] {{-1, 1}, {0, -1}, {Long.MIN_VALUE, 1}})
            {
                assertAllRefused(IndexOutOfBoundsException.class, forms, good, range[0], range[1], values);
            }
            for (final long[] range : new long[][] {
                {0, 11}, {1, 10}, {size, 10}, {10 * size + 1, 0}, {0, Long.MAX_VALUE}, {Long.MAX_VALUE, 1}})
            {
                assertAllRefused(IllegalArgumentException.class, forms, good, range[0], range[1], values);
            }
            assertAllRefused(IllegalArgumentException.class, forms, closed, 0, 1, values);
            assertAllRefused(IllegalArgumentException.class, forms, MemorySegment.ofArray(new byte[80]), 0, 1,
                values);
            assertAllRefused(NullPointerException.class, forms, null, 0, 0, values);
            assertAllRefused(WrongThreadException.class, forms, foreign, 0, 1, values);
            assertEquals(0, map.sizeLong());
            map.close();
            assertAllRefused(MapClosedException.class, forms, good, 0, 0, values);
        }
    }

    @Test
    void shouldCheckValuesBeforeAnythingChanges()
    {
        final Arena ended = Arena.ofConfined();
        final MemorySegment closed = ended.allocate(800);
        ended.close();
        for (final Forms forms : all())
        {
            try (OffHeapMap map = forms.map)
            {
                final MemorySegment good = arena.allocate(10L * forms.keySize);
                final MemorySegment values = arena.allocate(10L * forms.valueSize);
                if (!(map instanceof OffHeapIntSet))
                {
                    for (final Write form : List.of(forms.put, forms.get))
                    {
                        assertThrows(IllegalArgumentException.class, () -> form.call(good, 0, 10, values, 1));
                        assertThrows(IllegalArgumentException.class, () -> form.call(good, 0, 10, closed, 0));
                        assertThrows(IllegalArgumentException.class,
                            () -> form.call(good, 0, 1, MemorySegment.ofArray(new byte[80]), 0));
                        assertThrows(IndexOutOfBoundsException.class, () -> form.call(good, 0, 1, values, -1));
                        assertThrows(NullPointerException.class, () -> form.call(good, 0, 0, null, 0));
                    }
                    assertThrows(
                        IllegalArgumentException.class, () -> forms.get.call(good, 0, 10, values.asReadOnly(), 0));
                }
                assertEquals(0, map.sizeLong());
                forms.put.call(good.asReadOnly(), 0, 10, values.asReadOnly(), 0);
                assertEquals(1, map.sizeLong(), "ten times the same key");
            }
        }
    }

    @Test
    void shouldCheckTargets()
    {
        try (OffHeapLongDoubleMap map = OffHeapMaps.longDouble().build();
            OffHeapStringLongMap strings = OffHeapMaps.stringLong().build();
            OffHeapIntSet set = OffHeapMaps.intSet().build())
        {
            for (int i = 0; i < 10; i++)
            {
                map.put(i, i);
                strings.put("key-" + i, i);
                set.add(i);
            }
            final MemorySegment target = arena.allocate(80);
            final List<LongFunction<Long>> copies = List.of(at -> map.keysToSegment(target, at),
                at -> map.valuesToSegment(target, at), at -> strings.valuesToSegment(target, at),
                at -> set.toSegment(target, 40 + at));
            for (final LongFunction<Long> copy : copies)
            {
                assertEquals(10L, copy.apply(0));
                assertThrows(IllegalArgumentException.class, () -> copy.apply(1));
                assertThrows(IndexOutOfBoundsException.class, () -> copy.apply(-41));
            }
            assertThrows(IllegalArgumentException.class, () -> map.keysToSegment(target.asReadOnly(), 0));
            assertThrows(IllegalArgumentException.class, () -> map.valuesToSegment(target.asReadOnly(), 0));
            assertThrows(IllegalArgumentException.class, () -> set.toSegment(target.asReadOnly(), 0));
        }
    }

    /** Keys of several sizes on one thread: each map gets those of its own. */
    @Test
    void shouldKeepKeysOfEachSizeApart()
    {
        for (final int size : new int[] {3, 128, 3, 129, 200, 129})
        {
            try (OffHeapBytesIntMap map = OffHeapMaps.bytesInt(size).build())
            {
                final MemorySegment keys = arena.allocate(300L * size);
                for (int i = 0; i < 300; i++)
                {
                    keys.set(ValueLayout.JAVA_BYTE, (long)i * size, (byte)i);
                    keys.set(ValueLayout.JAVA_BYTE, (long)i * size + 1, (byte)(i >> 8));
                }
                map.putAll(keys, 0, 300, arena.allocate(1_200), 0);
                assertEquals(300, map.size());
                assertEquals(300, map.removeAll(keys, 0, 300));
            }
        }
    }

    /** Keys of all parts count. */
    @Test
    void x08ShouldSayHowManyEntriesWerePut()
    {
        final int[] left = {Integer.MAX_VALUE};
        final MemorySegment keys = arena.allocate(8L * COUNT + 1);
        fill(keys, 0, COUNT);
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().config(MapConfig.defaults().withGate(bytes ->
        {
            if (left[0]-- == 0)
            {
                throw new OffHeapMemoryException("gate", bytes, 0);
            }
        })).build())
        {
            int points = 0;
            for (int allowed = 0; allowed < 200; allowed++)
            {
                map.clear(ClearStrategy.RELEASE);
                left[0] = allowed;
                try
                {
                    map.putAll(keys, 1, COUNT, keys, 1);
                    break;
                }
                catch (final PutAllException e)
                {
                    assertInstanceOf(OffHeapMemoryException.class, e.getCause());
                    assertEquals(e.doneCount(), map.size());
                    points += e.doneCount() > SegmentPart.SIZE ? 1 : 0;
                }
                finally
                {
                    left[0] = Integer.MAX_VALUE;
                }
            }
            assertTrue(points > 0, "points=" + points);
            assertEquals(COUNT, map.size());
        }
    }

    /** A gate is the caller's and may fill another map from a segment, while the batch that asked it goes on. */
    @Test
    void shouldLetAGateRunABatchOfItsOwn()
    {
        final MemorySegment keys = arena.allocate(8L * COUNT);
        final MemorySegment others = arena.allocate(8L * COUNT);
        fill(others, COUNT, COUNT - 1);
        for (int i = 0; i < COUNT; i++)
        {
            keys.set(ValueLayout.JAVA_LONG, 8L * i, i);
        }
        try (OffHeapLongLongMap other = OffHeapMaps.longLong().build();
            OffHeapLongLongMap map = OffHeapMaps.longLong().config(MapConfig.defaults().withGate(
                bytes -> other.putAll(others, 1, COUNT - 1, others, 1))).build())
        {
            map.putAll(keys, 0, COUNT, keys, 0);
            assertEquals(COUNT, map.size());
            map.forEach((key, value) -> assertTrue(key == value && key < COUNT, () -> key + "=" + value));
            assertEquals(COUNT - 1, other.size());
        }
    }
}
