// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.MapClosedException;
import dev.tophash.layout.MapType;
import dev.tophash.offheap.ClearStrategy;
import dev.tophash.offheap.KeyView;
import dev.tophash.offheap.MapBuilder;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.StructFlyweight;
import dev.tophash.offheap.StructType;
import dev.tophash.offheap.image.MapDiff;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.verify.MapVerifier;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every public method of every map and cursor, found by reflection, with every bad argument of each parameter: the
 * documented exception, its text names the value, and the map is as it was.
 */
class BadInputTest
{
    private static final int SIZE = 16;
    /** Has as many bytes. */
    private static final StructType STRUCT = StructType.parse("struct { a, b int64 }");
    private static final Arena ARENA = Arena.ofAuto();
    private static final String NAMED_VALUE = ".+: \\w+=.+";

    /** What a closed map still answers. */
    private static final Set<String> ALWAYS =
        Set.of("close", "isClosed", "missingValue", "keySize", "elemSize", "valueSize", "type", "chores", "key",
            "elem", "found", "name", "toString");

    /** A bad argument and what it must lead to. */
    private record Bad(String name, Object value, Class<? extends Exception> error)
    {
    }

    static Stream<String> maps()
    {
        return makers().keySet().stream();
    }

    /** Every builder of the front door, and the low-level face. */
    private static Map<String, Supplier<AutoCloseable>> makers()
    {
        final Map<String, Supplier<AutoCloseable>> makers = new TreeMap<>();
        for (final Method method : OffHeapMaps.class.getMethods())
        {
            if (method.getReturnType() == MapBuilder.class)
            {
                final String name = method.getName() + (method.getParameterCount() == 2 ? " of " +
                    method.getParameterTypes()[1].getSimpleName() : "");
                makers.put(name, () -> (AutoCloseable)((MapBuilder<?>)call(null, method, goodTypes(method))).build());
            }
        }
        makers.put("typed", () ->
            OffHeapTypedMap.create(MapType.parse("map[string]string"), -1, MapConfig.defaults()));
        return makers;
    }

    private static AutoCloseable filled(final String name)
    {
        final AutoCloseable map = makers().get(name).get();
        if (map instanceof final OffHeapTypedMap typed)
        {
            typed.key().clear().setString(0, "key");
            typed.elem().clear().setString(0, "elem");
            typed.assign();
        }
        else
        {
            final Method put = methods(map).stream()
                .filter(method -> Set.of("put", "add").contains(method.getName())).findFirst().orElseThrow();
            call(map, put, good(put));
        }
        return map;
    }

    static List<Method> methods(final Object target)
    {
        final Class<?> type = target.getClass();
        final Stream<Class<?>> faces = Modifier.isPublic(type.getModifiers()) ? Stream.of(type) :
            Stream.<Class<?>>iterate(type, Objects::nonNull, Class::getSuperclass)
                .flatMap(one -> Arrays.stream(one.getInterfaces())).distinct();
        return faces.flatMap(MapCalls::methods).filter(
            method -> method.getDeclaringClass() != Object.class && !method.getName().equals("equals")).toList();
    }

    static Object[] good(final Method method)
    {
        return Arrays.stream(method.getParameterTypes()).map(BadInputTest::good).toArray();
    }

    private static Object good(final Class<?> type)
    {
        if (type == Path.class)
        {
            return Path.of(System.getProperty("java.io.tmpdir"), "tophash-bad-input.map");
        }
        if (type.isInterface() && type != MemorySegment.class)
        {
            return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, (proxy, method, args) -> null);
        }
        if (type.isArray() && !type.getComponentType().equals(byte.class))
        {
            final Object array = Array.newInstance(type.getComponentType(), 2);
            Array.set(array, 0, good(type.getComponentType()));
            Array.set(array, 1, good(type.getComponentType()));
            return array;
        }
        return switch (type.getSimpleName())
        {
            case "int" -> 1;
            case "long" -> 1L;
            case "double" -> 1.0;
            case "String" -> "key";
            case "byte[]" -> new byte[SIZE];
            case "MemorySegment" -> ARENA.allocate(2 * SIZE);
            case "StructFlyweight" -> new StructFlyweight();
            case "KeyView" -> new KeyView().wrap(new byte[SIZE]);
            case "ClearStrategy" -> ClearStrategy.THREE_STEP;
            case "OffHeapTypedMap" -> closedMap();
            default -> throw new AssertionError("no good value for a parameter: type=" + type);
        };
    }

    private static List<Bad> bad(final Method method, final int index, final boolean anyLength, final boolean isUtf8)
    {
        final Class<?> type = method.getParameterTypes()[index];
        final boolean target = method.getName().equals("get") && index == 1 ||
            method.getName().equals("getAll") && index > 0 || method.getName().endsWith("oSegment");
        final List<Bad> bad = new ArrayList<>();
        if (method.getName().equals("reserve"))
        {
            bad.add(new Bad("negative", -1L, IllegalArgumentException.class));
            bad.add(new Bad("too many", Long.MAX_VALUE, IllegalArgumentException.class));
        }
        if (type == long.class && index > 0 && method.getParameterTypes()[0] == MemorySegment.class)
        {
            bad.add(new Bad("negative", -1L, IndexOutOfBoundsException.class));
            final boolean counts = method.getParameterCount() > 2 && index == 2;
            bad.add(new Bad("too far", counts ? Long.MAX_VALUE : 2L * SIZE, IllegalArgumentException.class));
        }
        if (!type.isPrimitive())
        {
            bad.add(new Bad("null", null, NullPointerException.class));
        }
        if (type == String.class)
        {
            bad.add(new Bad("unpaired surrogate", "a\ud800", IllegalArgumentException.class));
        }
        if (type == byte[].class && !anyLength)
        {
            bad.add(new Bad("too short", new byte[SIZE - 1], IllegalArgumentException.class));
            bad.add(new Bad("too long", new byte[SIZE + 1], IllegalArgumentException.class));
        }
        if (type == KeyView.class)
        {
            addBadViews(bad, anyLength, isUtf8);
        }
        if (type == MemorySegment.class)
        {
            // Less than a value, or than one entry from place 1 on.
            final int size = index == 1 ? SIZE - 1 : 1;
            bad.add(new Bad("too short", ARENA.allocate(size), IllegalArgumentException.class));
            bad.add(new Bad(
                "on the heap", MemorySegment.ofArray(new byte[SIZE]), IllegalArgumentException.class));
            bad.add(new Bad("closed", closedSegment(), IllegalArgumentException.class));
            bad.add(new Bad("of another thread", foreignSegment(), WrongThreadException.class));
            if (target)
            {
                bad.add(new Bad("read-only", ARENA.allocate(SIZE).asReadOnly(), IllegalArgumentException.class));
            }
        }
        return bad;
    }

    private static OffHeapTypedMap closedMap()
    {
        final OffHeapTypedMap map =
            OffHeapTypedMap.create(MapType.parse("map[string]string"), -1, MapConfig.defaults());
        map.close();
        return map;
    }

    @SuppressWarnings("MustBeClosedChecker")
    private static void addBadViews(final List<Bad> bad, final boolean anyLength, final boolean isUtf8)
    {
        bad.add(new Bad("shows nothing", new KeyView(), IllegalStateException.class));
        final Arena arena = Arena.ofShared();
        bad.add(new Bad("shows a segment that was closed", new KeyView().wrap(arena.allocate(SIZE)),
            IllegalArgumentException.class));
        arena.close();
        if (isUtf8)
        {
            bad.add(new Bad("malformed UTF-8", new KeyView().wrap(new byte[] {'a', (byte)0xff}),
                IllegalArgumentException.class));
        }
        else if (!anyLength)
        {
            bad.add(new Bad("too short", new KeyView().wrap(new byte[SIZE - 1]), IllegalArgumentException.class));
            bad.add(new Bad("too long", new KeyView().wrap(new byte[SIZE + 1]), IllegalArgumentException.class));
        }
    }

    private static MemorySegment closedSegment()
    {
        try (Arena gone = Arena.ofConfined())
        {
            return gone.allocate(SIZE);
        }
    }

    @SuppressWarnings("MustBeClosedChecker")
    private static MemorySegment foreignSegment()
    {
        return CompletableFuture.supplyAsync(() -> Arena.ofConfined().allocate(SIZE)).join();
    }

    /** As a caller's code calls it: through a public class, wherever the method is declared. */
    static Object call(final Object target, final Method method, final Object... arguments)
    {
        try
        {
            final MethodType type = MethodType.methodType(method.getReturnType(), method.getParameterTypes());
            if (target == null)
            {
                return MethodHandles.publicLookup().findStatic(method.getDeclaringClass(), method.getName(), type)
                    .invokeWithArguments(arguments);
            }
            final Class<?> face = Modifier.isPublic(target.getClass().getModifiers()) ? target.getClass() :
                method.getDeclaringClass();
            return MethodHandles.publicLookup().findVirtual(face, method.getName(), type).bindTo(target)
                .invokeWithArguments(arguments);
        }
        catch (final RuntimeException | Error e)
        {
            throw e;
        }
        catch (final Throwable e)
        {
            throw new AssertionError(method.toString(), e);
        }
    }

    /** What is wrong with the answer to a call; empty if it is refused as it should be. */
    private static List<String> complaints(
        final Object target, final Method method, final Object[] arguments, final Class<? extends Exception> error)
    {
        final String what = method.getName() + Arrays.toString(method.getParameterTypes());
        try
        {
            call(target, method, arguments);
            return List.of(what + ": not refused, expected " + error.getSimpleName());
        }
        catch (final RuntimeException e)
        {
            if (!error.isInstance(e))
            {
                return List.of(what + ": " + e + ", expected " + error.getSimpleName());
            }
            final String form = e instanceof NullPointerException ? isNull(method, arguments) : NAMED_VALUE;
            return String.valueOf(e.getMessage()).matches(form) ? List.of() :
                List.of(what + ": does not name a value: " + e.getMessage());
        }
    }

    /** How a null argument is told: by the parameter's name, if the class has it. */
    private static String isNull(final Method method, final Object[] arguments)
    {
        final int index = Arrays.asList(arguments).indexOf(null);
        final Parameter parameter = index < 0 ? null : method.getParameters()[index];
        return parameter != null && parameter.isNamePresent() ?
            "argument is null: " + parameter.getName() + "=null" : BadArgumentTest.IS_NULL;
    }

    private static MapImage image(final Object map)
    {
        return ((OffHeapMap)map).image();
    }

    private static MapImage copyOf(final MapImage image)
    {
        final MemorySegment bytes = Arena.ofAuto().allocate(image.size(), Long.BYTES).copyFrom(image.memory());
        return new MapImage(
            bytes, image.base(), image.headerOffset(), image.type(), image.keys(), image.version());
    }

    @ParameterizedTest
    @MethodSource("maps")
    void shouldRefuseEveryBadArgumentAndChangeNothing(final String name) throws Exception
    {
        try (AutoCloseable map = filled(name))
        {
            final int tried = assertAllRefused(name, map, map);
            assertTrue(tried >= (name.equals("typed") ? 1 : 2), "tried=" + tried);
        }
    }

    /** Every bad argument of every method of a map, or of something that leads to it; how many were tried. */
    private static int assertAllRefused(final String name, final Object map, final Object target)
    {
        final MapImage before = copyOf(image(map));
        final List<String> complaints = new ArrayList<>();
        final boolean anyLength = name.startsWith("varBytes");
        int tried = 0;
        for (final Method method : methods(target))
        {
            for (int i = 0; i < method.getParameterCount(); i++)
            {
                for (final Bad bad : bad(method, i, anyLength, name.startsWith("string")))
                {
                    final Object[] arguments = good(method);
                    arguments[i] = bad.value;
                    complaints(target, method, arguments, bad.error)
                        .forEach(complaint -> complaints.add(bad.name + ": " + complaint));
                    tried++;
                }
            }
        }
        assertEquals(List.of(), complaints);
        assertEquals(List.of(), MapDiff.compare(before, image(map), 10));
        assertTrue(MapVerifier.verify(image(map)).clean());
        return tried;
    }

    /** The view of a single writer's map, which other threads read. */
    @ParameterizedTest
    @MethodSource("pairs")
    void shouldRefuseEveryBadArgumentOfASingleWriterView(final String pair) throws Exception
    {
        final Class<?> type = Class.forName("dev.tophash.offheap." + Character.toUpperCase(pair.charAt(0)) +
            pair.substring(1) + "SingleWriterView");
        final Method of = Arrays.stream(type.getMethods()).filter(method -> method.getName().equals("of")).findFirst()
            .orElseThrow();
        final Method factory = Arrays.stream(OffHeapMaps.class.getMethods())
            .filter(method -> method.getName().equals(pair)).findFirst().orElseThrow();
        try (OffHeapMap map = ((MapBuilder<? extends OffHeapMap>)call(null, factory, goodTypes(factory)))
            .singleWriterView(true).build())
        {
            final int tried = assertAllRefused(pair, map, call(null, of, map));
            assertTrue(tried > 0 || pair.matches("(long|int)(Long|Int|Double|Set)"), "tried=" + tried);
        }
    }

    /** Each kind of map but the typed one. */
    static Stream<String> pairs()
    {
        return maps().map(name -> name.replaceFirst(" of .*", "")).filter(name -> !name.equals("typed")).distinct();
    }

    private static Object[] goodTypes(final Method factory)
    {
        return Arrays.stream(factory.getParameterTypes()).map(type -> type == int.class ? SIZE : STRUCT).toArray();
    }

    /** A cursor that stands on an entry: what it copies and takes. */
    @ParameterizedTest
    @MethodSource("maps")
    void shouldRefuseEveryBadArgumentOfACursorOnAnEntry(final String name) throws Exception
    {
        try (AutoCloseable map = filled(name); AutoCloseable cursor = (AutoCloseable)cursor(map))
        {
            call(cursor, methods(cursor).stream().filter(method -> method.getName().equals("next")).findFirst()
                .orElseThrow());
            final List<String> complaints = new ArrayList<>();
            for (final Method method : methods(cursor))
            {
                final Class<?>[] types = method.getParameterTypes();
                for (int i = 0; i < types.length; i++)
                {
                    final Object[] arguments = good(method);
                    final boolean isNull = !types[i].isPrimitive();
                    if (isNull || method.getName().equals("copyKey"))
                    {
                        arguments[i] = isNull ? null : Integer.valueOf(-1);
                        complaints.addAll(complaints(cursor, method, arguments,
                            isNull ? NullPointerException.class : IndexOutOfBoundsException.class));
                    }
                }
            }
            assertEquals(List.of(), complaints);
        }
    }

    @ParameterizedTest
    @MethodSource("maps")
    void shouldRefuseEveryMethodOnceClosed(final String name) throws Exception
    {
        final AutoCloseable map = filled(name);
        final Object cursor = cursor(map);
        map.close();
        final List<String> complaints = new ArrayList<>();
        for (final Object target : List.of(map, cursor))
        {
            final boolean ofMap = target.equals(map);
            methods(target).stream().filter(method -> !(ofMap ? ALWAYS : Set.of("close")).contains(method.getName()))
                .filter(method -> ofMap || !isPosition(method))
                .forEach(method -> complaints.addAll(complaints(target, method, good(method),
                    ofMap || method.getName().equals("next") ? MapClosedException.class :
                        IllegalStateException.class)));
        }
        assertEquals(List.of(), complaints);
        map.close();
    }

    @ParameterizedTest
    @MethodSource("maps")
    void shouldRefuseEveryMethodOfACursorThatIsClosedOrStandsNowhere(final String name) throws Exception
    {
        try (AutoCloseable map = filled(name))
        {
            final Object cursor = cursor(map);
            final List<String> complaints = new ArrayList<>();
            for (int round = 0; round < 2; round++)
            {
                final boolean closed = round == 1;
                methods(cursor).stream().filter(method -> !method.getName().equals("close") && !isPosition(method))
                    .filter(method -> closed || !method.getName().equals("next"))
                    .forEach(method -> complaints.addAll(
                        complaints(cursor, method, good(method), IllegalStateException.class)));
                ((AutoCloseable)cursor).close();
            }
            assertEquals(List.of(), complaints);
            assertTrue(MapVerifier.verify(image(map)).clean());
        }
    }

    private static Object cursor(final Object map)
    {
        return call(map, methods(map).stream()
            .filter(method -> method.getName().equals("cursor") && method.getParameterCount() == 0).findFirst()
            .orElseThrow());
    }

    /** Go's iterator fields, which a typed cursor shows at any time. */
    private static boolean isPosition(final Method method)
    {
        return Set.of("bucket", "bucketOffset", "slotIndex", "startBucket", "offset", "wrapped", "b", "checkBucket")
            .contains(method.getName());
    }

    /** A method that takes anything. */
    public static final class Careless implements AutoCloseable
    {
        public void put(final String key)
        {
            if (key == null)
            {
                throw new IllegalArgumentException("bad key");
            }
            if (key.isEmpty())
            {
                throw new NullPointerException("key");
            }
            if (key.length() == 1)
            {
                throw new IllegalArgumentException("key too short: length=1");
            }
        }

        @Override
        public void close()
        {
            // Nothing to close.
        }
    }

    @Test
    void shouldNoticeAMethodThatTakesAnything() throws NoSuchMethodException
    {
        final Careless careless = new Careless();
        assertEquals(2, methods(careless).size());
        final Method put = Careless.class.getMethod("put", String.class);
        assertFalse(complaints(careless, put, new Object[]{"key"}, MapClosedException.class).isEmpty());
        assertFalse(complaints(careless, put, new Object[]{null}, NullPointerException.class).isEmpty());
        assertFalse(complaints(careless, put, new Object[]{null}, IllegalArgumentException.class).isEmpty());
        assertFalse(complaints(careless, put, new Object[]{""}, NullPointerException.class).isEmpty(), "its text");
        assertTrue(complaints(careless, put, new Object[]{"k"}, IllegalArgumentException.class).isEmpty());
        assertTrue(maps().count() >= 6, "maps found");
    }
}
