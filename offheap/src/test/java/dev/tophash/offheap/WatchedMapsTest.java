// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.offheap.values.WriteSequence;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every public method of every map that can have a view, found by reflection: it steps the sequence if it writes. */
class WatchedMapsTest
{
    private static final int SIZE = 16;
    private static final StructType STRUCT = StructType.parse("struct { a, b int64 }");

    /** Methods that change no byte that a lookup reads. Whoever adds a method that writes must override it. */
    private static final Set<String> READS = Set.of(
        "get", "getOrDefault", "containsKey", "containsValue", "contains", "containsAll", "getAll", "keysToArray",
        "valuesToArray", "toArray", "size", "sizeLong", "isEmpty", "isClosed", "close", "forEach", "cursor", "copy",
        "equals", "hashCode", "toString", "image", "stats", "chores", "name", "missingValue", "keySize", "elemSize",
        "valueSize", "asMap", "asSet", "readOnly", "find", "save", "chains", "keyStream", "stream",
        "keysToSegment", "valuesToSegment", "toSegment",
        // The sweep of removeIf; all entries stay.
        "retainIf");

    static Stream<Method> builders()
    {
        return Arrays.stream(OffHeapMaps.class.getMethods()).filter(method ->
            method.getReturnType() == MapBuilder.class && !method.getName().equals("typed"));
    }

    private static OffHeapMap make(final Method builder) throws ReflectiveOperationException
    {
        final Object[] sizes = Arrays.stream(builder.getParameterTypes())
            .map(type -> type == int.class ? (Object)SIZE : STRUCT).toArray();
        return (OffHeapMap)((MapBuilder<?>)builder.invoke(null, sizes)).singleWriterView(true).build();
    }

    private static Object number(final Class<?> type)
    {
        return type == int.class ? (Object)1 : type == double.class ? (Object)1.0 : (Object)1L;
    }

    private static Object key(final String builder)
    {
        return builder.startsWith("string") ? "key" : builder.contains("ytes") ? new byte[SIZE] :
            builder.startsWith("int") ? (Object)1 : (Object)1L;
    }

    private static KeyView view(final String builder)
    {
        final Object key = key(builder);
        return key instanceof final String text ? new KeyView().wrap(text) : new KeyView().wrap((byte[])key);
    }

    private static Object argument(final Class<?> type, final String builder, final OffHeapMap other)
    {
        if (type.isInstance(other))
        {
            return other;
        }
        if (type == boolean.class)
        {
            return true;
        }
        if (type.isPrimitive())
        {
            return number(type);
        }
        if (type == byte[].class)
        {
            return new byte[SIZE];
        }
        if (type.isArray())
        {
            final Object array = Array.newInstance(type.getComponentType(), 2);
            Array.set(array, 0, argument(type.getComponentType(), builder, other));
            Array.set(array, 1, argument(type.getComponentType(), builder, other));
            return array;
        }
        if (type == Map.class)
        {
            final Object value = builder.endsWith("Int") ? (Object)1 : builder.endsWith("Double") ? (Object)1.0 : 1L;
            return Map.of(key(builder), value);
        }
        if (type == Collection.class)
        {
            return List.of(key(builder));
        }
        if (type == MemorySegment.class)
        {
            return Arena.ofAuto().allocate(2 * SIZE);
        }
        if (type == KeyView.class)
        {
            return view(builder);
        }
        if (type.isInterface())
        {
            return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, (proxy, method, values) ->
                method.getReturnType() == void.class ? null : argument(method.getReturnType(), builder, other));
        }
        return type == String.class ? "key" : type == StructFlyweight.class ? new StructFlyweight() :
            ClearStrategy.THREE_STEP;
    }

    private static void call(final Object target, final Method method, final Object... values)
        throws ReflectiveOperationException
    {
        method.setAccessible(true);
        try
        {
            method.invoke(target, values);
        }
        catch (final InvocationTargetException e)
        {
            throw new AssertionError(method.toString(), e.getCause());
        }
    }

    private static void fill(final OffHeapMap map, final String builder, final OffHeapMap other)
        throws ReflectiveOperationException
    {
        for (final Method method : map.getClass().getMethods())
        {
            if (Set.of("put", "add").contains(method.getName()) && !method.isBridge() &&
                Arrays.stream(method.getParameterTypes()).noneMatch(MemorySegment.class::equals))
            {
                call(map, method, Arrays.stream(method.getParameterTypes())
                    .map(type -> argument(type, builder, other)).toArray());
                return;
            }
        }
        throw new AssertionError("no way to fill: " + map.getClass());
    }

    /** Leads a flyweight that a method gets to the entry of {@link #fill}. */
    private static void lead(
        final OffHeapMap map, final String builder, final OffHeapMap other, final Object... arguments)
        throws ReflectiveOperationException
    {
        for (final Object flyweight : arguments)
        {
            if (flyweight instanceof StructFlyweight)
            {
                final Method find = Arrays.stream(map.getClass().getMethods()).filter(method ->
                    method.getName().equals("find") && method.getParameterTypes()[0] != KeyView.class)
                    .findFirst().orElseThrow();
                call(map, find, argument(find.getParameterTypes()[0], builder, other), flyweight);
            }
        }
    }

    /** A bridge leads to a method of this class, or stands for one that a class which is not public declares. */
    private static boolean isDeclared(final OffHeapMap map, final Method bridge)
    {
        return Arrays.stream(map.getClass().getMethods()).anyMatch(method -> !method.isBridge() &&
            method.getName().equals(bridge.getName()) &&
            Arrays.equals(method.getParameterTypes(), bridge.getParameterTypes()));
    }

    @ParameterizedTest
    @MethodSource("builders")
    void shouldStepInEveryMethodThatWrites(final Method builder) throws ReflectiveOperationException
    {
        try (OffHeapMap map = make(builder); OffHeapMap other = make(builder))
        {
            final WriteSequence sequence = ((Hmap)map).heap.steps();
            fill(other, builder.getName(), map);
            int writes = 0;
            for (final Method method : map.getClass().getMethods())
            {
                if (READS.contains(method.getName()) || Modifier.isStatic(method.getModifiers()) ||
                    method.getDeclaringClass() == Object.class || method.isBridge() && isDeclared(map, method))
                {
                    continue;
                }
                fill(map, builder.getName(), other);
                final Object[] arguments = Arrays.stream(method.getParameterTypes())
                    .map(type -> argument(type, builder.getName(), other)).toArray();
                lead(map, builder.getName(), other, arguments);
                final long before = sequence.now();
                call(map, method, arguments);
                assertTrue(sequence.now() > before, () -> "no step in " + method);
                assertEquals(0, sequence.now() & 1, () -> "odd after " + method);
                writes++;
            }
            assertTrue(writes >= 8, "writes=" + writes);
        }
    }
}
