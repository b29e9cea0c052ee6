// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.PutAllException;
import dev.tophash.layout.MapType;
import dev.tophash.offheap.MapBuilder;
import dev.tophash.offheap.MapMemory;
import dev.tophash.offheap.OffHeapMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.StructType;
import dev.tophash.offheap.verify.MapVerifier;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bad input that is no bad value: the wrong thread, parts of arrays that are none, settings that a map cannot have. All
 * methods are found by reflection.
 */
class BadFormsTest
{
    private static final int SIZE = 16;
    private static final StructType STRUCT = StructType.parse("struct { a, b int64 }");
    private static final String NAMED_VALUE = ".+: \\w+=.+";

    /** What any thread may ask a map of a confined memory, and views that ask it later. */
    private static final Set<String> ANYWHERE = Set.of("name", "isClosed", "close", "toString", "missingValue",
        "keySize", "elemSize", "valueSize", "type", "chores", "key", "elem", "found", "asMap", "asSet", "readOnly",
        "image");

    static Stream<String> builders()
    {
        return makers().keySet().stream();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Supplier<MapBuilder<? extends OffHeapMap>>> makers()
    {
        final Map<String, Supplier<MapBuilder<? extends OffHeapMap>>> makers = new TreeMap<>();
        for (final Method method : OffHeapMaps.class.getMethods())
        {
            if (method.getReturnType() == MapBuilder.class)
            {
                final Object[] arguments = Arrays.stream(method.getParameterTypes()).map(type ->
                    type == int.class ? SIZE : type == StructType.class ? STRUCT :
                        (Object)MapType.parse("map[string]string")).toArray();
                makers.put(method.getName() + method.getParameterCount(),
                    () -> (MapBuilder<? extends OffHeapMap>)BadInputTest.call(null, method, arguments));
            }
        }
        return makers;
    }

    private static String refused(final Object map, final Method method, final Object[] arguments)
    {
        try
        {
            BadInputTest.call(map, method, arguments);
            return "not refused";
        }
        catch (final RuntimeException e)
        {
            return e instanceof IllegalArgumentException || e instanceof IndexOutOfBoundsException ?
                e.getMessage() : e instanceof PutAllException ? e.getCause().toString() : e.toString();
        }
    }

    @ParameterizedTest
    @MethodSource("builders")
    void c18ShouldRefuseEveryMethodOfAConfinedMapOnAnotherThread(final String name)
    {
        try (MapMemory memory = MapMemory.confined("confined", 1 << 20);
            OffHeapMap map = makers().get(name).get().memory(memory).build())
        {
            final List<String> complaints = new ArrayList<>();
            int tried = 0;
            fill(map);
            for (final Method method : BadInputTest.methods(map))
            {
                if (!ANYWHERE.contains(method.getName()) && !takesAll(method))
                {
                    final Object[] arguments = BadInputTest.good(method);
                    final String answer = CompletableFuture.supplyAsync(() -> refused(map, method, arguments)).join();
                    if (!answer.matches(WrongThreadException.class.getName() + NAMED_VALUE))
                    {
                        complaints.add(method.getName() + Arrays.toString(method.getParameterTypes()) + ": " + answer);
                    }
                    tried++;
                }
            }
            assertEquals(List.of(), complaints);
            assertTrue(tried > 15, "tried: " + tried);
            assertEquals(1, map.size());
            assertTrue(MapVerifier.verify(map.image()).clean());
        }
    }

    private static void fill(final OffHeapMap map)
    {
        if (map instanceof final OffHeapTypedMap typed)
        {
            typed.assign();
            return;
        }
        final Method put = BadInputTest.methods(map).stream()
            .filter(method -> Set.of("put", "add").contains(method.getName())).findFirst().orElseThrow();
        BadInputTest.call(map, put, BadInputTest.good(put));
    }

    /** Asks another map first, then puts one entry after the other. */
    private static boolean takesAll(final Method method)
    {
        return method.getName().matches("(put|add|contains)All") && method.getParameterCount() == 1 &&
            !method.getParameterTypes()[0].isArray();
    }

    /** Every method that takes a part of an array: (array, offset, count, ...). */
    @ParameterizedTest
    @MethodSource("builders")
    void shouldRefuseEveryPartOfAnArrayThatIsNone(final String name)
    {
        try (OffHeapMap map = makers().get(name).get().build())
        {
            final List<String> complaints = new ArrayList<>();
            for (final Method method : BadInputTest.methods(map))
            {
                final Class<?>[] types = method.getParameterTypes();
                if (method.getName().endsWith("All") && types.length >= 3 && types[0].isArray() &&
                    types[1] == int.class && types[2] == int.class)
                {
                    for (final int[] part : new int[][]{
                        {-1, 1}, {0, -1}, {3, 0}, {2, 1}, {0, 3}, {1, Integer.MAX_VALUE}, {Integer.MIN_VALUE, 1},
                        {Integer.MAX_VALUE, Integer.MAX_VALUE}})
                    {
                        final Object[] arguments = BadInputTest.good(method);
                        arguments[1] = part[0];
                        arguments[2] = part[1];
                        for (int i = 3; i < types.length; i++)
                        {
                            arguments[i] = types[i] == int.class ? (Object)0 : arguments[i];
                        }
                        final String answer = refused(map, method, arguments);
                        if (!answer.matches(NAMED_VALUE))
                        {
                            complaints.add(method.getName() + Arrays.toString(part) + ": " + answer);
                        }
                    }
                }
            }
            assertEquals(List.of(), complaints);
            assertEquals(0, map.size());
        }
    }

    /** A missing value is one of the map's value type; a map whose values are no numbers has none. */
    @ParameterizedTest
    @MethodSource("builders")
    void shouldRefuseMissingValuesThatNoValueIs(final String name)
    {
        final Supplier<MapBuilder<? extends OffHeapMap>> maker = makers().get(name);
        final String values = name.replaceFirst("^(varBytes|[a-z]+)", "");
        final boolean wide = values.startsWith("Long");
        final boolean fraction = values.startsWith("Double");
        final boolean number = wide || fraction || values.startsWith("Int");
        if (number)
        {
            maker.get().missingValue(Integer.MIN_VALUE).build().close();
        }
        else
        {
            assertNamed(() -> maker.get().missingValue(0));
        }
        if (!wide)
        {
            assertNamed(() -> maker.get().missingValue(fraction ? Long.MAX_VALUE : 1L << 31));
        }
        if (!fraction)
        {
            assertNamed(() -> maker.get().missingValue(Double.NaN));
        }
    }

    /** What a map in a common memory would not look at is refused; so is what no map can have. */
    @ParameterizedTest
    @MethodSource("builders")
    void shouldRefuseSettingsThatAMapWouldIgnore(final String name)
    {
        final Supplier<MapBuilder<? extends OffHeapMap>> maker = makers().get(name);
        try (MapMemory memory = MapMemory.of("settings", 1 << 20))
        {
            assertNamed(() -> maker.get().memory(memory).reservation(1 << 20).build());
            assertNamed(() -> maker.get().reservation(1 << 20).memory(memory).build());
            assertNamed(() -> maker.get().memory(memory).allowFile(Path.of("nowhere")).build());
            assertEquals(0, memory.stats().openMaps());
        }
        for (final long bytes : new long[]{-1, 0, (16 << 10) - 1, Long.MIN_VALUE})
        {
            assertNamed(() -> maker.get().budget(bytes));
        }
        for (final long bytes : new long[]{-1, 1, (16 << 10) - 1, (64L << 40) + 1})
        {
            assertNamed(() -> maker.get().reservation(bytes));
        }
        assertNamed(() -> maker.get().keptBytes(-1));
        assertNamed(() -> maker.get().capacity(-1));
        assertNamed(() -> maker.get().capacity((1L << 40) + 1));
        assertNull(() -> maker.get().name(null));
        assertNull(() -> maker.get().pages(null));
        assertNull(() -> maker.get().clearStrategy(null));
        assertNull(() -> maker.get().load(null));
        assertNull(() -> maker.get().load(Path.of("x"), null));
        assertNull(() -> maker.get().attach(null));
    }

    private static void assertNull(final Executable call)
    {
        final NullPointerException e = assertThrows(NullPointerException.class, call);
        assertTrue(e.getMessage().matches(BadArgumentTest.IS_NULL), e.getMessage());
    }

    private static void assertNamed(final Executable call)
    {
        final IllegalArgumentException e = assertThrows(IllegalArgumentException.class, call);
        assertTrue(e.getMessage().matches(NAMED_VALUE), e.getMessage());
    }

    @Test
    void shouldNoticeAMethodThatTakesAnyPart() throws NoSuchMethodException
    {
        final Method careless = BadInputTest.Careless.class.getMethod("put", String.class);
        assertEquals("not refused", refused(new BadInputTest.Careless(), careless, new Object[]{"key"}));
        assertEquals("bad key", refused(new BadInputTest.Careless(), careless, new Object[]{null}));
    }
}
