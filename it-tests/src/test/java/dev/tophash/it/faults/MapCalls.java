// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.faults;

import dev.tophash.it.subject.KeyForms;
import dev.tophash.it.subject.Packed;
import dev.tophash.offheap.ClearStrategy;
import dev.tophash.offheap.KeyView;
import dev.tophash.offheap.OffHeapMap;
import dev.tophash.offheap.StructFlyweight;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Calls of the public methods of a map, with keys, values, functions and sources that follow from a seed. */
final class MapCalls
{
    static final int KEY_COUNT = 500;

    private static final Pattern MAP = Pattern.compile(
        "(?:OffHeap|Watched)(Long|Int|String|Bytes|VarBytes)(Long|Int|Double|Struct|Set)(?:Map)?");

    /** What writes entries: most calls are of these, so that the map grows. */
    private static final Pattern WRITES = Pattern.compile(
        "put|put(All|IfAbsent)|add|add(All|To)|getAnd(Add|Set)|getOr(Put|Create)|compute(IfAbsent)?|merge");

    /** They end the map, or have nothing to do with its region. */
    private static final Set<String> LEFT_OUT =
        Set.of("close", "save", "wait", "notify", "notifyAll", "getClass", "equals");

    /** They take a number that is no key. */
    private static final Set<String> AMOUNTS = Set.of("advance", "reserve");

    private static final int BULK = 24;
    private static final int WRITES_OF_TEN = 8;
    private static final int LONG_KEY = 400;

    private final SplittableRandom random;
    private final String keys;
    private final int keySize;
    private final int valueSize;
    private final OffHeapMap source;
    private final Arena arena;
    private MemorySegment target;
    private final List<Method> all;
    private final List<Method> writes;

    /**
     * Calls of a map.
     *
     * @param source    a map of the same class, from which bulk operations take entries.
     * @param keySize   of keys of bytes.
     * @param valueSize of structs.
     * @param random    what the calls follow from.
     * @param arena     of the segments.
     */
    MapCalls(
        final OffHeapMap source, final int keySize, final int valueSize, final SplittableRandom random,
        final Arena arena)
    {
        final Matcher name = MAP.matcher(source.getClass().getSimpleName());
        if (!name.matches())
        {
            throw new IllegalArgumentException("map of no family: class=" + source.getClass());
        }
        this.source = source;
        this.keys = name.group(1);
        this.keySize = keySize;
        this.valueSize = valueSize;
        this.random = random;
        this.arena = arena;
        all = methods(source.getClass()).filter(method -> !LEFT_OUT.contains(method.getName()) && of(method) != null)
            .toList();
        all.forEach(method -> method.setAccessible(true));
        writes = all.stream().filter(method -> WRITES.matcher(method.getName()).matches()).toList();
    }

    /**
     * Public methods of objects of a class. A method that a class which is not public declares shows as a bridge; a
     * method that returns more than the one it overrides has a bridge besides.
     */
    static Stream<Method> methods(final Class<?> type)
    {
        final Map<String, Method> methods = new TreeMap<>();
        for (final Method method : type.getMethods())
        {
            final String name = method.getName() + Arrays.toString(method.getParameterTypes());
            if (!Modifier.isStatic(method.getModifiers()) && (!method.isBridge() || !methods.containsKey(name)))
            {
                methods.put(name, method);
            }
        }
        return methods.values().stream();
    }

    MapCall next()
    {
        final List<Method> some = random.nextInt(10) < WRITES_OF_TEN ? writes : all;
        return of(some.get(random.nextInt(some.size())));
    }

    /** A call that writes, for filling a map. */
    MapCall nextWrite()
    {
        return of(writes.get(random.nextInt(writes.size())));
    }

    List<String> names()
    {
        return all.stream().map(Method::getName).distinct().toList();
    }

    /** Null if no argument is known for a parameter. */
    MapCall of(final Method method)
    {
        final Class<?>[] types = method.getParameterTypes();
        final Object[] arguments = new Object[types.length];
        final int[] functionCalls = new int[1];
        final boolean bulk = types.length > 0 && types[0].isArray() && !(types[0] == byte[].class && isBytes());
        final boolean packed = types.length > 1 && types[0] == MemorySegment.class;
        final int number = random.nextInt(KEY_COUNT);
        for (int i = 0; i < types.length; i++)
        {
            final boolean isKey = i == 0 && types[0] == keyType() && !AMOUNTS.contains(method.getName());
            arguments[i] = bulk ? part(types[i], i) : packed ? packed(types.length, i) :
                isKey ? key(number) : argument(method, types[i], functionCalls);
            if (arguments[i] == null)
            {
                return null;
            }
        }
        return new MapCall(method, arguments, functionCalls);
    }

    private boolean isBytes()
    {
        return keys.endsWith("Bytes");
    }

    private Class<?> keyType()
    {
        return switch (keys)
        {
            case "Long" -> long.class;
            case "Int" -> int.class;
            case "String" -> String.class;
            default -> byte[].class;
        };
    }

    private Object key(final int number)
    {
        return switch (keys)
        {
            case "Long" -> (Object)(number * 7_919L);
            case "Int" -> (Object)(number * 7_919);
            case "String" -> text(number);
            case "Bytes" -> Arrays.copyOf(text(number).getBytes(StandardCharsets.UTF_8), keySize);
            default -> text(number).getBytes(StandardCharsets.UTF_8);
        };
    }

    /** Some keys are longer than a staging cell. */
    private String text(final int number)
    {
        return number + "." + (keys.equals("Bytes") ? "" : "k".repeat(number % 9 == 0 ? LONG_KEY : number % 40));
    }

    private KeyView view(final int number)
    {
        final Object key = key(number);
        final byte[] bytes = key instanceof final String text ? KeyForms.bytes(text) : (byte[])key;
        return new KeyView().wrap(bytes);
    }

    /** A value, whatever the method means by it. */
    private Object number(final Class<?> type)
    {
        final int value = random.nextInt(1_000);
        return type == long.class ? (Object)(long)value : type == int.class ? (Object)value :
            type == double.class ? (Object)(double)value : type == boolean.class ? (Object)(value % 8 == 0) : null;
    }

    private Object argument(final Method method, final Class<?> type, final int[] functionCalls)
    {
        if (type.isPrimitive())
        {
            return number(type);
        }
        if (type == byte[].class)
        {
            final byte[] value = new byte[valueSize];
            Arrays.fill(value, (byte)random.nextInt());
            return value;
        }
        if (type == MemorySegment.class)
        {
            return arena.allocate(Math.max(1, valueSize)).fill((byte)random.nextInt()).asSlice(0, valueSize);
        }
        if (type == KeyView.class)
        {
            return keyType().isPrimitive() ? null : view(random.nextInt(KEY_COUNT));
        }
        if (type == StructFlyweight.class)
        {
            return new StructFlyweight();
        }
        if (type == ClearStrategy.class)
        {
            return List.of(ClearStrategy.values()).get(random.nextInt(ClearStrategy.values().length));
        }
        if (type == Map.class)
        {
            return entries(method);
        }
        if (type == Collection.class)
        {
            return List.copyOf(new LinkedHashSet<>(Arrays.asList(keys())));
        }
        if (type.isInstance(source) && type != Object.class)
        {
            return source;
        }
        return type.isInterface() && !type.isSealed() ? function(type, functionCalls) : null;
    }

    private Map<Object, Object> entries(final Method method)
    {
        final String boxed = method.getGenericParameterTypes()[0].getTypeName();
        final Class<?> value = boxed.contains("Double>") ? double.class :
            boxed.contains("Long>") ? long.class : int.class;
        final Map<Object, Object> entries = new LinkedHashMap<>();
        for (final Object key : keys())
        {
            entries.put(key, number(value));
        }
        return entries;
    }

    private Object[] keys()
    {
        return random.ints(BULK, 0, KEY_COUNT).mapToObj(this::key).toArray();
    }

    /** Of (keys, offset, count, values, offset), all of which are in order. */
    private Object part(final Class<?> type, final int index)
    {
        if (type == int.class)
        {
            return index == 2 ? BULK : 0;
        }
        if (!type.isArray())
        {
            return null;
        }
        final Class<?> one = type.getComponentType();
        final Object array = Array.newInstance(one, BULK);
        for (int i = 0; i < BULK; i++)
        {
            Array.set(array, i, index == 0 ? key(random.nextInt(KEY_COUNT)) : number(one));
        }
        return array;
    }

    /** Of (keys, offset, count, values, offset) and of (target, offset); values are of small numbers in all bytes. */
    private Object packed(final int parameterCount, final int index)
    {
        if (index == 0 && parameterCount == 2)
        {
            return target();
        }
        if (index == 0)
        {
            final Object[] some = keys();
            return Packed.of(arena, 0, keys.equals("Long") ?
                Packed.bytes(Arrays.stream(some).mapToLong(Long.class::cast).toArray()) : keys.equals("Int") ?
                Packed.bytes(Arrays.stream(some).mapToInt(Integer.class::cast).toArray()) :
                Packed.bytes(Arrays.stream(some).toArray(byte[][]::new)));
        }
        final long size = (long)BULK * Math.max(valueSize, Long.BYTES);
        return index == 3 ? arena.allocate(size).fill((byte)random.nextInt(64)) :
            (Object)(index == 2 ? (long)BULK : 0L);
    }

    /** Has room for the keys or values of every map here. */
    private MemorySegment target()
    {
        if (target == null)
        {
            target = arena.allocate(4L * KEY_COUNT * Math.max(Math.max(keySize, valueSize), Long.BYTES));
        }
        return target;
    }

    /** Gives the same for the same key and value. */
    private Object function(final Class<?> type, final int[] functionCalls)
    {
        return Proxy.newProxyInstance(MapCalls.class.getClassLoader(), new Class<?>[]{type}, (proxy, method, values) ->
        {
            if (method.getDeclaringClass() == Object.class)
            {
                return method.getName().equals("toString") ? "function" : null;
            }
            functionCalls[0]++;
            final int hash = Arrays.deepHashCode(
                Arrays.stream(values).filter(value -> value instanceof Number || value instanceof String ||
                    value instanceof byte[]).toArray()) * 0x9e37_79b9 >>> 8;
            final Class<?> result = method.getReturnType();
            return result == boolean.class ? (Object)(hash % 8 == 0) : result == long.class ? (Object)(hash + 0L) :
                result == int.class ? (Object)hash : result == double.class ? (Object)(double)hash : null;
        });
    }
}
