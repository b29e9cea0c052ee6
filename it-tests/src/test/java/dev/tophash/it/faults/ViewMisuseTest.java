// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.it.faults.OperationFaultTest.Kind;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapLongSet;
import dev.tophash.offheap.OffHeapMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapStringDoubleMap;
import dev.tophash.offheap.verify.MapVerifier;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Group B1 of the catalogue for views: those of {@code java.util}, and those that only read. */
class ViewMisuseTest
{
    /** What a view that only reads answers; everything else it refuses. */
    private static final Set<String> ANSWERED = Set.of("get", "getOrDefault", "getAll", "contains", "containsKey",
        "containsValue", "containsAll", "missingValue", "size", "sizeLong", "isEmpty", "isClosed", "forEach",
        "keysToArray", "valuesToArray", "toArray", "cursor", "asMap", "asSet", "readOnly", "keyStream", "stream",
        "equals", "hashCode", "toString");

    /** Who asks a view for its first entry, or removes a value, ends no iteration; after 1,024 it was refused. */
    @Test
    void shouldNotRunOutOfCursorsWhereIterationsEndEarly()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
        {
            for (long key = 0; key < 10; key++)
            {
                map.put(key, key);
            }
            final Map<Long, Long> view = map.asMap();
            for (int count = 0; count < 1_500; count++)
            {
                assertTrue(view.keySet().iterator().hasNext());
                assertTrue(view.values().stream().findFirst().isPresent());
                assertTrue(view.values().remove(3L));
                map.put(3, 3);
            }
            assertEquals(10, view.size());
        }
    }

    @Test
    @SuppressWarnings("CollectionIncompatibleType")
    void a03ShouldRefuseAKeyOfAnotherClassAndChangeNothing()
    {
        try (OffHeapLongLongMap longs = OffHeapMaps.longLong().build();
            OffHeapStringDoubleMap strings = OffHeapMaps.stringDouble().build();
            OffHeapLongSet set = OffHeapMaps.longSet().build())
        {
            longs.put(1, 2);
            strings.put("1", 2);
            set.add(1);
            final Map<Long, Long> numbers = longs.asMap();
            final Map<String, Double> texts = strings.asMap();
            for (final Executable question : new Executable[]{
                () -> numbers.get("x"), () -> numbers.get(1), () -> numbers.containsKey(1),
                () -> numbers.containsValue(2), () -> numbers.remove(1), () -> numbers.getOrDefault("x", 1L),
                () -> numbers.keySet().contains("x"), () -> numbers.keySet().remove(1),
                () -> numbers.entrySet().contains(Map.entry("x", 2L)),
                () -> numbers.entrySet().remove(Map.entry(1, 2L)), () -> texts.get(1L), () -> texts.remove(1),
                () -> texts.containsValue(2), () -> set.asSet().contains(1), () -> set.asSet().remove("x")})
            {
                assertThrows(ClassCastException.class, question);
            }
            assertFalse(numbers.values().remove("x"), "an iteration compares it with each");
            assertFalse(numbers.entrySet().contains("x"), "no entry");
            assertEquals(Map.of(1L, 2L), numbers);
            assertEquals(Map.of("1", 2.0), texts);
            assertEquals(Set.of(1L), set.asSet());
            for (final OffHeapMap map : List.of(longs, strings, set))
            {
                assertTrue(MapVerifier.verify(map.image()).clean());
            }
        }
    }

    /** An entry is a snapshot; what is set goes to its own key, also after others were removed. */
    @Test
    void a14ShouldShowInAKeptEntryItsOwnPair()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
        {
            for (long key = 0; key < 60; key++)
            {
                map.put(key, -key);
            }
            final List<Map.Entry<Long, Long>> kept = new ArrayList<>();
            for (final Iterator<Map.Entry<Long, Long>> entries = map.asMap().entrySet().iterator();
                entries.hasNext(); )
            {
                kept.add(entries.next());
                if (kept.getLast().getKey() % 5 == 0)
                {
                    entries.remove();
                }
            }
            assertEquals(60, kept.size());
            for (final Map.Entry<Long, Long> entry : kept)
            {
                assertEquals(-entry.getKey(), entry.getValue());
                if (entry.getKey() % 5 != 0)
                {
                    assertEquals(-entry.getKey(), entry.setValue(entry.getKey() + 1));
                    assertEquals(entry.getKey() + 1, map.get(entry.getKey()));
                }
            }
            assertEquals(48, map.size());
            assertTrue(MapVerifier.verify(map.image()).clean());
        }
    }

    /** Those of maps with numbers as values, and those of sets. */
    static Stream<Kind> kinds()
    {
        return OperationFaultTest.kinds().filter(
            kind -> !kind.factory().getName().contains("Struct") && kind.keySize() == 8);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void a19ShouldRefuseEveryMethodOfAReadOnlyViewThatChanges(final Kind kind) throws ReflectiveOperationException
    {
        try (OffHeapMap map = kind.builder().build(); Arena arena = Arena.ofConfined())
        {
            final MapCalls calls = new MapCalls(map, kind.keySize(), 0, new SplittableRandom(19), arena);
            for (int i = 0; i < 40; i++)
            {
                calls.nextWrite().on(map);
            }
            final Method readOnly = map.getClass().getMethod("readOnly");
            readOnly.setAccessible(true);
            final Object view = readOnly.invoke(map);
            final byte[] before = bytes(map);
            final long size = map.sizeLong();
            assertEquals(List.of(), complaints(view, calls));
            assertEquals(-1, map.image().memory().mismatch(MemorySegment.ofArray(before)), "a byte changed");
            assertEquals(size, map.sizeLong());
            assertNotEquals(List.of(), complaints(map, calls), "a map that takes writes is found out");
        }
    }

    private static byte[] bytes(final OffHeapMap map)
    {
        return map.image().memory().toArray(ValueLayout.JAVA_BYTE);
    }

    private static List<String> complaints(final Object view, final MapCalls calls)
    {
        final List<String> complaints = new ArrayList<>();
        int refused = 0;
        for (final Method method : MapCalls.methods(view.getClass()).toList())
        {
            if (!ANSWERED.contains(method.getName()) && method.getDeclaringClass() != Object.class)
            {
                method.setAccessible(true);
                final MapCall call = calls.of(method);
                if (call == null || !(call.on(view).thrown() instanceof UnsupportedOperationException))
                {
                    complaints.add(call == null ? "no arguments: " + method : call.toString());
                }
                refused++;
            }
        }
        assertTrue(refused > 6, "methods: " + refused);
        return complaints;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9, 300})
    void a25ShouldAgreeWithHashMapInEqualsHashCodeAndText(final int count)
    {
        try (OffHeapLongLongMap longs = OffHeapMaps.longLong().build();
            OffHeapStringDoubleMap strings = OffHeapMaps.stringDouble().build();
            OffHeapLongSet set = OffHeapMaps.longSet().build())
        {
            final Map<Long, Long> numbers = new HashMap<>();
            final Map<String, Double> texts = new HashMap<>();
            for (long key = 0; key < count; key++)
            {
                numbers.put(key << 33, -key);
                texts.put("k" + key, key / 2.0);
            }
            longs.putAll(numbers);
            strings.putAll(texts);
            set.addAll(numbers.keySet());
            assertAgrees(numbers, longs.asMap());
            assertAgrees(numbers.keySet(), longs.asMap().keySet());
            assertAgrees(numbers.entrySet(), longs.asMap().entrySet());
            assertAgrees(numbers.keySet(), set.asSet());
            assertAgrees(texts, strings.asMap());
            numbers.put(5L, 5L);
            texts.put("k0", -1.0);
            assertDiffers(numbers, longs.asMap());
            assertDiffers(numbers.keySet(), set.asSet());
            assertDiffers(texts, strings.asMap());
        }
    }

    private static void assertAgrees(final Object expected, final Object view)
    {
        assertEquals(expected, view);
        assertEquals(view, expected);
        assertEquals(expected.hashCode(), view.hashCode());
        assertEquals(parts(expected), parts(view));
    }

    /** What stands between the brackets, in any order. */
    private static Set<String> parts(final Object object)
    {
        final String text = object.toString();
        assertTrue(text.matches(object instanceof Map ? "\\{.*}" : "\\[.*]"), text);
        final List<String> parts = List.of(text.substring(1, text.length() - 1).split(", ", -1));
        final Set<String> sorted = new TreeSet<>(parts);
        assertEquals(parts.size(), sorted.size(), text);
        return sorted;
    }

    private static void assertDiffers(final Object other, final Object view)
    {
        assertNotEquals(other, view);
        assertNotEquals(view, other);
        assertNotEquals(parts(other), parts(view));
    }
}
