// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.faults;

import dev.tophash.layout.MapType;
import dev.tophash.offheap.GoValue;
import dev.tophash.offheap.KeyView;
import dev.tophash.offheap.LongLongSingleWriterView;
import dev.tophash.offheap.MapBuilder;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.MapMemory;
import dev.tophash.offheap.MapScope;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapLongSet;
import dev.tophash.offheap.OffHeapMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.SingleWriterView;
import dev.tophash.offheap.StructField;
import dev.tophash.offheap.StructType;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.verify.MapVerifier;
import dev.tophash.offheap.verify.VerifyReport;
import dev.tophash.view.MapView;
import dev.tophash.view.SetView;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Objects of the product, and arguments for its methods, found by their types; closed together. */
final class Subjects implements AutoCloseable
{
    private static final int SIZE = 8;
    private static final int DEPTH = 2;

    /** Which factory of {@link OffHeapMaps} leads to an object of a type. */
    private static final Map<Class<?>, Method> FACTORIES = new LinkedHashMap<>();

    private final Path folder;
    private final Arena arena = Arena.ofShared();
    private final List<OffHeapMap> maps = new ArrayList<>();
    private final List<AutoCloseable> memories = new ArrayList<>();

    Subjects(final Path folder)
    {
        this.folder = folder;
    }

    /** An object of a class or an interface of the product; null if there is no way to one. */
    Object instance(final Class<?> type)
    {
        if (type == MapMemory.class)
        {
            final MapMemory memory = MapMemory.of("subject", 1 << 20);
            memories.add(memory);
            return memory;
        }
        if (type == MapBuilder.class)
        {
            return OffHeapMaps.longLong();
        }
        if (type == MapConfig.class)
        {
            return MapConfig.defaults();
        }
        if (type == MapType.class || type == StructType.class)
        {
            return type == StructType.class ? typeOfAMap(type) : MapType.parse("map[int64]int64");
        }
        if (type.isEnum())
        {
            return type.getEnumConstants()[0];
        }
        if (StructField.class.isAssignableFrom(type))
        {
            return field(type);
        }
        final Object part = partOfAMap(type);
        if (part != null)
        {
            return part;
        }
        if (SingleWriterView.class.isAssignableFrom(type))
        {
            return view(type == SingleWriterView.class ? LongLongSingleWriterView.class : type);
        }
        final Method known = FACTORIES.get(type);
        if (known != null)
        {
            return find(type, map(known), DEPTH);
        }
        final Object made = type.isInterface() || type.isRecord() ? null : construct(type);
        if (made != null)
        {
            return made;
        }
        for (final Method factory : factories())
        {
            final Object found = find(type, map(factory), DEPTH);
            if (found != null)
            {
                FACTORIES.put(type, factory);
                return found;
            }
        }
        return type.isInterface() ? null : construct(type);
    }

    /** A field of each type that there is. */
    private static Object field(final Class<?> type)
    {
        final StructType struct =
            StructType.parse("struct { b bool; y int8; s int16; i int32; l int64; f float32; d float64 }");
        return Stream.of(struct.booleanField("b"), struct.byteField("y"), struct.shortField("s"), struct.intField("i"),
            struct.longField("l"), struct.floatField("f"), struct.doubleField("d")).filter(type::isInstance).findFirst()
            .orElseThrow();
    }

    /** What only a map that holds something has, or what it gives by an interface of the JDK. */
    private Object partOfAMap(final Class<?> type)
    {
        if (type == MapView.class || type == SetView.class)
        {
            final OffHeapLongSet set = OffHeapMaps.longSet().build();
            final OffHeapLongLongMap map = OffHeapMaps.longLong().build();
            maps.add(set);
            maps.add(map);
            return type == SetView.class ? set.asSet() : map.asMap();
        }
        if (type == VerifyReport.class || type == GoValue.class)
        {
            final OffHeapTypedMap map = OffHeapMaps.typed(MapType.parse("map[int64]int64")).build();
            maps.add(map);
            map.assign();
            return type == GoValue.class ? map.found() : MapVerifier.verify(map.image());
        }
        return type == MapConfig.Memory.class ? MapConfig.defaults().memory() :
            type == StructLayout.class ? MemoryLayout.structLayout(ValueLayout.JAVA_LONG.withName("x")) : null;
    }

    /** By a public constructor or a static method, with arguments of its own. */
    private Object construct(final Class<?> type)
    {
        if (Modifier.isAbstract(type.getModifiers()))
        {
            return null;
        }
        for (final Constructor<?> constructor : type.getConstructors())
        {
            final Object[] values = values(constructor.getParameterTypes(), type);
            if (values != null)
            {
                try
                {
                    return constructor.newInstance(values);
                }
                catch (final ReflectiveOperationException e)
                {
                    // Another way may do.
                }
            }
        }
        for (final Method method : type.getDeclaredMethods())
        {
            final boolean makes = Modifier.isStatic(method.getModifiers()) &&
                Modifier.isPublic(method.getModifiers()) && type.isAssignableFrom(method.getReturnType());
            final Object[] values = makes ? values(method.getParameterTypes(), type) : null;
            final Object made = values == null ? null : result(method, null, values);
            if (made instanceof final MapScope scope)
            {
                memories.add(scope);
            }
            if (made != null)
            {
                return made;
            }
        }
        return null;
    }

    private Object[] values(final Class<?>[] types, final Class<?> owner)
    {
        final Object[] values = new Object[types.length];
        for (int i = 0; i < types.length; i++)
        {
            values[i] = types[i] == owner ? null : argument(types[i], null, i);
            if (values[i] == null)
            {
                return null;
            }
        }
        return values;
    }

    /** A view of a map that is built for it. */
    private Object view(final Class<?> type)
    {
        final Method of = Arrays.stream(type.getMethods()).filter(method -> method.getName().equals("of"))
            .findFirst().orElseThrow();
        for (final Method factory : factories())
        {
            if (!factory.getName().equals("typed"))
            {
                final OffHeapMap map = (OffHeapMap)builder(factory).singleWriterView(true).build();
                maps.add(map);
                if (of.getParameterTypes()[0].isInstance(map))
                {
                    return result(of, null, map);
                }
            }
        }
        throw new IllegalStateException("no map for a view: type=" + type);
    }

    private static Object typeOfAMap(final Class<?> type)
    {
        return type == StructType.class ? StructType.parse("struct { x int64 }") : MapType.parse("map[string]string");
    }

    private static List<Method> factories()
    {
        return Arrays.stream(OffHeapMaps.class.getMethods())
            .filter(method -> method.getReturnType() == MapBuilder.class && method.getParameterCount() <= 2)
            .sorted(Comparator.comparing(Method::getName)).toList();
    }

    private OffHeapMap map(final Method factory)
    {
        final OffHeapMap map = (OffHeapMap)builder(factory).build();
        maps.add(map);
        return map;
    }

    private static MapBuilder<?> builder(final Method factory)
    {
        final Object[] values = Arrays.stream(factory.getParameterTypes())
            .map(type -> type == int.class ? Integer.valueOf(SIZE) : typeOfAMap(type)).toArray();
        return (MapBuilder<?>)result(factory, null, values);
    }

    /** The map, or what its methods without arguments give, or what these give. */
    private Object find(final Class<?> type, final Object from, final int depth)
    {
        if (type.isInstance(from))
        {
            return from;
        }
        if (depth == 0)
        {
            return null;
        }
        for (final Method method : from.getClass().getMethods())
        {
            final Class<?> result = method.getReturnType();
            if (method.getParameterCount() == 0 && !Modifier.isStatic(method.getModifiers()) &&
                result.getName().startsWith("dev.tophash"))
            {
                final Object got = result(method, from);
                if (got instanceof final OffHeapMap made)
                {
                    maps.add(made);
                }
                // A copy gives what its original gives.
                final boolean isCopy = got != null && got.getClass() == from.getClass() && !type.isInstance(got);
                final Object found = got == null || isCopy ? null : find(type, got, depth - 1);
                if (found != null)
                {
                    return found;
                }
            }
        }
        return null;
    }

    private static Object result(final Method method, final Object receiver, final Object... values)
    {
        try
        {
            method.setAccessible(true);
            return method.invoke(receiver, values);
        }
        catch (final InvocationTargetException e)
        {
            return null;
        }
        catch (final IllegalAccessException e)
        {
            throw new IllegalStateException(e);
        }
    }

    /** A value that a method can be called with; null if none is known. */
    Object argument(final Class<?> type, final Method method, final int index)
    {
        if (type.isPrimitive())
        {
            return primitive(type);
        }
        if (type.isArray())
        {
            return type == byte[].class ? new byte[SIZE] : Array.newInstance(type.getComponentType(), 1);
        }
        if (type == String.class || type == CharSequence.class || type == Object.class)
        {
            return "x";
        }
        if (type == MemorySegment.class)
        {
            return arena.allocate(SIZE * SIZE);
        }
        if (type == KeyView.class)
        {
            return new KeyView().wrap(new byte[SIZE]);
        }
        if (type == ByteBuffer.class)
        {
            return ByteBuffer.allocateDirect(SIZE);
        }
        if (type == Arena.class)
        {
            return arena;
        }
        if (type == Path.class)
        {
            return folder.resolve("file");
        }
        if (type == Map.class)
        {
            return Map.of();
        }
        if (type == Class.class || type == Number.class)
        {
            return type == Class.class ? String.class : Long.valueOf(1);
        }
        final Object one = instance(type);
        return one != null ? one : type.isInterface() && !type.isSealed() ? function(type) : null;
    }

    private static Object primitive(final Class<?> type)
    {
        final Object array = Array.newInstance(type, 1);
        if (type == long.class)
        {
            return 1L;
        }
        if (type == int.class)
        {
            return 1;
        }
        return Array.get(array, 0);
    }

    /** A function that returns nothing. */
    private static Object function(final Class<?> type)
    {
        return Proxy.newProxyInstance(Subjects.class.getClassLoader(), new Class<?>[]{type}, (proxy, method, values) ->
            method.getReturnType().isPrimitive() && method.getReturnType() != void.class ?
                primitive(method.getReturnType()) : method.getName().equals("toString") ? "function" : null);
    }

    /** Whether closing a map or a memory changes something for an argument. */
    boolean isClosable(final Object value)
    {
        return value instanceof OffHeapMap || value instanceof MapMemory || value instanceof MapImage;
    }

    /** Closes maps and memories, and leaves the segments of the caller open. */
    void closeAll()
    {
        try
        {
            for (final AutoCloseable memory : memories)
            {
                memory.close();
            }
        }
        catch (final Exception e)
        {
            throw new IllegalStateException(e);
        }
        maps.forEach(OffHeapMap::close);
    }

    @Override
    public void close()
    {
        closeAll();
        arena.close();
    }
}
