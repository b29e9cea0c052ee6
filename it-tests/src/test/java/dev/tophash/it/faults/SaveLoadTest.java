// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.hash.HashKeys;
import dev.tophash.layout.GoVersion;
import dev.tophash.layout.MapType;
import dev.tophash.layout.classic.HmapDescriptor;
import dev.tophash.offheap.ClearStrategy;
import dev.tophash.offheap.FixedRandom;
import dev.tophash.offheap.MapBuilder;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.MapMemory;
import dev.tophash.offheap.OffHeapMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapStringLongMap;
import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.StructType;
import dev.tophash.offheap.image.ImageFile;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.verify.MapVerifier;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A map of every builder, found by reflection, is saved in every state and loaded into every kind of memory: the same
 * entries, healthy, and a file that is no larger than what the map has in use.
 */
class SaveLoadTest
{
    private static final int KEY_SIZE = 20;
    private static final StructType STRUCT = StructType.parse("struct { price int64; qty int32; side int8 }");
    /** Goes behind a pointer. */
    private static final StructType LARGE = StructType.parse("struct { head int64; body [150]uint8 }");
    private static final int COUNT = 700;

    /** What keys and values are given as here. */
    private static final Set<Class<?>> PLAIN = Set.of(long.class, int.class, double.class, String.class, byte[].class);

    @TempDir
    Path folder;

    static Stream<String> builders()
    {
        return makers().keySet().stream();
    }

    private static Map<String, Supplier<MapBuilder<? extends OffHeapMap>>> makers()
    {
        final Map<String, Supplier<MapBuilder<? extends OffHeapMap>>> makers = new TreeMap<>();
        for (final Method method : OffHeapMaps.class.getMethods())
        {
            if (method.getReturnType() == MapBuilder.class && !method.getName().equals("typed"))
            {
                for (final StructType struct : new StructType[]{STRUCT, LARGE})
                {
                    final String name = method.getName() + Arrays.toString(method.getParameterTypes());
                    makers.put(name + (struct.equals(LARGE) ? " large" : ""), () -> builder(method, struct));
                }
            }
        }
        for (final String type : new String[]{
            "map[float64]complex128", "map[interface {}][3]interface {}", "map[struct { s string; n int32 }]string",
            "map[[200]uint8][200]uint8", "map[string][20]string"})
        {
            makers.put(type, () -> OffHeapMaps.typed(MapType.parse(type)));
        }
        return makers;
    }

    @SuppressWarnings("unchecked")
    private static MapBuilder<? extends OffHeapMap> builder(final Method method, final StructType struct)
    {
        return (MapBuilder<? extends OffHeapMap>)invoke(null, method, Arrays.stream(method.getParameterTypes())
            .map(type -> type == int.class ? (Object)KEY_SIZE : struct).toArray());
    }

    private static Object invoke(final Object target, final Method method, final Object... arguments)
    {
        try
        {
            method.setAccessible(true);
            return method.invoke(target, arguments);
        }
        catch (final InvocationTargetException e)
        {
            throw new AssertionError(method.toString(), e.getCause());
        }
        catch (final IllegalAccessException e)
        {
            throw new AssertionError(method.toString(), e);
        }
    }

    /** The bytes of a number, over and over. */
    private static byte[] bytes(final long number, final int size)
    {
        final byte[] bytes = new byte[size];
        final byte[] word = ByteBuffer.allocate(Long.BYTES).putLong(number * 0x9e37_79b9_7f4a_7c15L + 1).array();
        for (int i = 0; i < size; i++)
        {
            bytes[i] = word[i % word.length];
        }
        return bytes;
    }

    private static String text(final long number)
    {
        return number == 0 ? "" : "\u00e9" + number + "x".repeat((int)(number % 50)) + "\ud83d\ude00";
    }

    private static Object value(final Class<?> type, final long number, final OffHeapMap map, final boolean key)
    {
        return switch (type.getSimpleName())
        {
            case "long" -> number * 0x9e37_79b9_7f4a_7c15L;
            case "int" -> (int)number * 0x9e37_79b9;
            case "double" -> number == 3 ? Double.NaN : -number / 7.0;
            case "String" -> text(number);
            default -> bytes(number, size(map, key, number));
        };
    }

    private static int size(final OffHeapMap map, final boolean key, final long number)
    {
        for (final Method method : map.getClass().getMethods())
        {
            if (key ? method.getName().equals("keySize") : method.getName().matches("(value|elem)Size"))
            {
                return (int)invoke(map, method);
            }
        }
        return 9 + (int)(number % 40);
    }

    private static void put(final OffHeapMap map, final long number)
    {
        if (map instanceof final OffHeapTypedMap typed)
        {
            stage(typed, number);
            typed.assign();
            return;
        }
        final Method put = methods(map, Set.of("put", "add"));
        final Class<?>[] types = put.getParameterTypes();
        invoke(map, put, types.length == 1 ? new Object[]{value(types[0], number, map, true)} :
            new Object[]{value(types[0], number, map, true), value(types[1], number, map, false)});
    }

    private static void remove(final OffHeapMap map, final long number)
    {
        if (map instanceof final OffHeapTypedMap typed)
        {
            stage(typed, number);
            typed.delete();
            return;
        }
        final Method remove = methods(map, Set.of("remove"));
        invoke(map, remove, value(remove.getParameterTypes()[0], number, map, true));
    }

    private static Method methods(final OffHeapMap map, final Set<String> names)
    {
        return Arrays.stream(map.getClass().getMethods())
            .filter(method -> names.contains(method.getName()))
            .filter(method -> PLAIN.containsAll(List.of(method.getParameterTypes())))
            .min((a, b) -> Integer.compare(a.getParameterCount(), b.getParameterCount())).orElseThrow();
    }

    private static void stage(final OffHeapTypedMap map, final long number)
    {
        map.key().clear();
        map.elem().clear();
        switch (map.type().toString())
        {
            case "map[float64]complex128" ->
            {
                map.key().setDouble(0, number / 3.0);
                map.elem().setDouble(0, (double)number).setDouble(8, -(double)number);
            }
            case "map[interface {}][3]interface {}" ->
            {
                map.key().setAny(0, any(number));
                map.elem().setAny(0, any(number + 1)).setAny(16, any(number + 2)).setAny(32, null);
            }
            case "map[struct { s string; n int32 }]string" ->
            {
                map.key().setString(0, text(number % 20)).setInt(16, (int)number);
                map.elem().setString(0, text(number));
            }
            case "map[[200]uint8][200]uint8" ->
            {
                map.key().setLong(0, number).setLong(192, ~number);
                map.elem().setLong(100, number);
            }
            default ->
            {
                map.key().setString(0, text(number));
                map.elem().setString(0, text(number)).setString(19 * 16, "last");
            }
        }
    }

    private static Object any(final long number)
    {
        return switch ((int)(number % 4))
        {
            case 0 -> number;
            case 1 -> number / 5.0;
            default -> text(number);
        };
    }

    private static void assertSameMap(final OffHeapMap map, final OffHeapMap loaded)
    {
        assertEquals(map, loaded);
        assertEquals(loaded, map);
        assertEquals(map.hashCode(), loaded.hashCode());
        assertEquals(map.sizeLong(), loaded.sizeLong());
        assertTrue(MapVerifier.verify(loaded.image()).clean());
    }

    private void assertSaved(final OffHeapMap map, final Supplier<MapBuilder<? extends OffHeapMap>> builder)
        throws IOException
    {
        final Path file = folder.resolve("map");
        map.save(file);
        assertTrue(Files.size(file) * 10 <= map.stats().usedBytes() * 11,
            "file: " + Files.size(file) + ", in use: " + map.stats().usedBytes());
        try (OffHeapMap loaded = builder.get().load(file))
        {
            assertSameMap(map, loaded);
        }
        try (MapMemory memory = MapMemory.of("common", 64 << 20);
            OffHeapMap loaded = builder.get().memory(memory).load(file))
        {
            assertSameMap(map, loaded);
        }
        try (MapMemory memory = MapMemory.confined("confined", 64 << 20);
            OffHeapMap loaded = builder.get().memory(memory).load(file))
        {
            assertSameMap(map, loaded);
            loaded.save(folder.resolve("again"));
        }
        try (OffHeapMap loaded = builder.get().load(folder.resolve("again")))
        {
            assertSameMap(map, loaded);
        }
    }

    @ParameterizedTest
    @MethodSource("builders")
    void i19ShouldSaveAndLoadEveryMapInEveryState(final String name) throws IOException
    {
        final Supplier<MapBuilder<? extends OffHeapMap>> builder = makers().get(name);
        try (OffHeapMap map = builder.get().build())
        {
            assertSaved(map, builder);
            for (int i = 0; i < COUNT; i++)
            {
                put(map, i);
                if (i == 0 || i == 7 || map.stats().growing() && i % 211 == 210)
                {
                    assertSaved(map, builder);
                }
            }
            for (int i = 0; i < COUNT; i += 2)
            {
                remove(map, i);
            }
            assertSaved(map, builder);
            map.clear(ClearStrategy.SWAP);
            assertSaved(map, builder);
            put(map, 5);
            assertSaved(map, builder);
        }
    }

    /** A faithful dump has them all, and shows that the test would find them. */
    @Test
    void s04ShouldSaveNeitherDeletedKeysNorSeedsNorAddresses() throws IOException
    {
        final HashKeys words = HashKeys.of(GoVersion.GO_1_23,
            0x1122_3344_5566_7788L, 0x99aa_bbcc_ddee_ff01L, 0x2132_4354_6576_8798L, 0xa9ba_cbdc_edfe_0f10L);
        try (OffHeapStringLongMap map = OffHeapMaps.stringLong().config(MapConfig.defaults()
            .withUnsafeRandomnessForTests(FixedRandom.from(new SplittableRandom(4)), words)).build())
        {
            for (int i = 0; i < 300; i++)
            {
                map.put("deleted canary " + i, 0x6361_6e61_7279_2121L);
                map.put("kept " + i, i);
            }
            for (int i = 0; i < 300; i++)
            {
                assertEquals(0x6361_6e61_7279_2121L, map.remove("deleted canary " + i));
            }
            final Path saved = folder.resolve("saved");
            map.save(saved);
            final Path dumped = folder.resolve("dumped");
            ImageFile.write(dumped, map.image());
            assertEquals(Set.of("deleted key", "hash word", "seed", "address"),
                traces(Files.readAllBytes(dumped), map));
            assertEquals(Set.of(), traces(Files.readAllBytes(saved), map));
        }
    }

    /** What a file tells of a map besides its entries. */
    private static Set<String> traces(final byte[] file, final OffHeapStringLongMap map)
    {
        final MapImage image = map.image();
        final Set<String> traces = new TreeSet<>();
        if (contains(file, "canary".getBytes(StandardCharsets.UTF_8)))
        {
            traces.add("deleted key");
        }
        for (final long word : new long[]{0x1122_3344_5566_7788L, 0xa9ba_cbdc_edfe_0f10L})
        {
            if (contains(file, word(word, Long.BYTES)))
            {
                traces.add("hash word");
            }
        }
        final int seed = image.memory().get(
            ValueLayout.JAVA_INT_UNALIGNED, image.headerOffset() + HmapDescriptor.HASH0_OFFSET);
        if (contains(file, word(seed, Integer.BYTES)))
        {
            traces.add("seed");
        }
        final long buckets = image.memory().get(
            ValueLayout.JAVA_LONG_UNALIGNED, image.headerOffset() + HmapDescriptor.BUCKETS_OFFSET);
        if (contains(file, word(buckets, Long.BYTES)))
        {
            traces.add("address");
        }
        return traces;
    }

    private static byte[] word(final long value, final int size)
    {
        return Arrays.copyOf(
            ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array(), size);
    }

    private static boolean contains(final byte[] file, final byte[] part)
    {
        for (int i = 0; i + part.length <= file.length; i++)
        {
            if (Arrays.equals(file, i, i + part.length, part, 0, part.length))
            {
                return true;
            }
        }
        return false;
    }

    @Test
    void shouldHaveFoundEveryBuilder()
    {
        final long builders = Arrays.stream(OffHeapMaps.class.getMethods())
            .filter(method -> method.getReturnType() == MapBuilder.class).count();
        assertTrue(makers().size() >= 2 * (builders - 1), "makers: " + makers().size());
        assertTrue(builders >= 26, "builders: " + builders);
    }
}
