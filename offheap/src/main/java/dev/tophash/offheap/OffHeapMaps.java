// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.check.Required;
import dev.tophash.layout.GoType;
import dev.tophash.layout.MapType;
import dev.tophash.offheap.memory.LeakDetector;
import java.util.List;
import java.util.function.Function;

/**
 * Where maps are made.
 *
 * <pre>{@code
 * try (OffHeapLongLongMap map = OffHeapMaps.longLong().capacity(1_000_000).missingValue(-1).build())
 * {
 *     map.put(42, 7);
 * }
 * }</pre>
 *
 * <p>Maps of other Go types, {@code map[float64]string} for example, are made by {@link OffHeapTypedMap#create}.
 */
public final class OffHeapMaps
{
    /** Most bytes of a key or elem of fixed size. */
    private static final int MAX_SIZE = 1 << 20;

    /** The elem of a set. */
    private static final GoType NOTHING = GoType.struct();

    private OffHeapMaps()
    {
    }

    /**
     * Go's {@code map[int64]int64}.
     *
     * @return a builder.
     * @throws IllegalArgumentException if a system property of the product has a value that it cannot have.
     */
    public static MapBuilder<OffHeapLongLongMap> longLong()
    {
        return new MapBuilder<>(MapType.of(GoType.INT64, GoType.INT64), OffHeapLongLongMap::open, MissingValues.LONG);
    }

    /**
     * Go's {@code map[int64]int32}.
     *
     * @return a builder.
     * @throws IllegalArgumentException if a system property of the product has a value that it cannot have.
     */
    public static MapBuilder<OffHeapLongIntMap> longInt()
    {
        return new MapBuilder<>(MapType.of(GoType.INT64, GoType.INT32), OffHeapLongIntMap::open, MissingValues.INT);
    }

    /**
     * Go's {@code map[int64]float64}.
     *
     * @return a builder.
     * @throws IllegalArgumentException if a system property of the product has a value that it cannot have.
     */
    public static MapBuilder<OffHeapLongDoubleMap> longDouble()
    {
        return new MapBuilder<>(
            MapType.of(GoType.INT64, GoType.FLOAT64), OffHeapLongDoubleMap::open, MissingValues.DOUBLE);
    }

    /**
     * Go's {@code map[int32]int64}.
     *
     * @return a builder.
     * @throws IllegalArgumentException if a system property of the product has a value that it cannot have.
     */
    public static MapBuilder<OffHeapIntLongMap> intLong()
    {
        return new MapBuilder<>(MapType.of(GoType.INT32, GoType.INT64), OffHeapIntLongMap::open, MissingValues.LONG);
    }

    /**
     * Go's {@code map[int32]int32}.
     *
     * @return a builder.
     * @throws IllegalArgumentException if a system property of the product has a value that it cannot have.
     */
    public static MapBuilder<OffHeapIntIntMap> intInt()
    {
        return new MapBuilder<>(MapType.of(GoType.INT32, GoType.INT32), OffHeapIntIntMap::open, MissingValues.INT);
    }

    /**
     * Go's {@code map[int32]float64}.
     *
     * @return a builder.
     * @throws IllegalArgumentException if a system property of the product has a value that it cannot have.
     */
    public static MapBuilder<OffHeapIntDoubleMap> intDouble()
    {
        return new MapBuilder<>(
            MapType.of(GoType.INT32, GoType.FLOAT64), OffHeapIntDoubleMap::open, MissingValues.DOUBLE);
    }

    /**
     * Go's {@code map[string]int64}.
     *
     * @return a builder.
     * @throws IllegalArgumentException if a system property of the product has a value that it cannot have.
     */
    public static MapBuilder<OffHeapStringLongMap> stringLong()
    {
        return new MapBuilder<>(
            MapType.of(GoType.STRING, GoType.INT64), OffHeapStringLongMap::open, MissingValues.LONG);
    }

    /**
     * Go's {@code map[string]int32}.
     *
     * @return a builder.
     * @throws IllegalArgumentException if a system property of the product has a value that it cannot have.
     */
    public static MapBuilder<OffHeapStringIntMap> stringInt()
    {
        return new MapBuilder<>(MapType.of(GoType.STRING, GoType.INT32), OffHeapStringIntMap::open, MissingValues.INT);
    }

    /**
     * Go's {@code map[string]float64}.
     *
     * @return a builder.
     * @throws IllegalArgumentException if a system property of the product has a value that it cannot have.
     */
    public static MapBuilder<OffHeapStringDoubleMap> stringDouble()
    {
        return new MapBuilder<>(
            MapType.of(GoType.STRING, GoType.FLOAT64), OffHeapStringDoubleMap::open, MissingValues.DOUBLE);
    }

    /**
     * Go's {@code map[[K]byte]int64}.
     *
     * @param keySize bytes of a key, 1 to 1,048,576.
     * @return a builder.
     * @throws IllegalArgumentException if a system property of the product has a value that it cannot have.
     */
    public static MapBuilder<OffHeapBytesLongMap> bytesLong(final int keySize)
    {
        return new MapBuilder<>(
            MapType.of(bytes("key", keySize, 1), GoType.INT64), OffHeapBytesLongMap::open, MissingValues.LONG);
    }

    /**
     * Go's {@code map[[K]byte]int32}.
     *
     * @param keySize bytes of a key, 1 to 1,048,576.
     * @return a builder.
     * @throws IllegalArgumentException if a system property of the product has a value that it cannot have.
     */
    public static MapBuilder<OffHeapBytesIntMap> bytesInt(final int keySize)
    {
        return new MapBuilder<>(
            MapType.of(bytes("key", keySize, 1), GoType.INT32), OffHeapBytesIntMap::open, MissingValues.INT);
    }

    /**
     * Go's {@code map[[K]byte]float64}.
     *
     * @param keySize bytes of a key, 1 to 1,048,576.
     * @return a builder.
     * @throws IllegalArgumentException if a system property of the product has a value that it cannot have.
     */
    public static MapBuilder<OffHeapBytesDoubleMap> bytesDouble(final int keySize)
    {
        return new MapBuilder<>(
            MapType.of(bytes("key", keySize, 1), GoType.FLOAT64), OffHeapBytesDoubleMap::open, MissingValues.DOUBLE);
    }

    /**
     * Go's {@code map[string]int64} whose keys are any bytes.
     *
     * @return a builder.
     * @throws IllegalArgumentException if a system property of the product has a value that it cannot have.
     */
    public static MapBuilder<OffHeapVarBytesLongMap> varBytesLong()
    {
        return new MapBuilder<>(
            MapType.of(GoType.STRING, GoType.INT64), OffHeapVarBytesLongMap::open, MissingValues.LONG);
    }

    /**
     * Go's {@code map[string]int32} whose keys are any bytes.
     *
     * @return a builder.
     * @throws IllegalArgumentException if a system property of the product has a value that it cannot have.
     */
    public static MapBuilder<OffHeapVarBytesIntMap> varBytesInt()
    {
        return new MapBuilder<>(
            MapType.of(GoType.STRING, GoType.INT32), OffHeapVarBytesIntMap::open, MissingValues.INT);
    }

    /**
     * Go's {@code map[string]float64} whose keys are any bytes.
     *
     * @return a builder.
     * @throws IllegalArgumentException if a system property of the product has a value that it cannot have.
     */
    public static MapBuilder<OffHeapVarBytesDoubleMap> varBytesDouble()
    {
        return new MapBuilder<>(
            MapType.of(GoType.STRING, GoType.FLOAT64), OffHeapVarBytesDoubleMap::open, MissingValues.DOUBLE);
    }

    /**
     * Go's {@code map[int64]struct{}}, a set.
     *
     * @return a builder.
     */
    public static MapBuilder<OffHeapLongSet> longSet()
    {
        return new MapBuilder<>(MapType.of(GoType.INT64, NOTHING), OffHeapLongSet::open, MissingValues.NONE);
    }

    /**
     * Go's {@code map[int32]struct{}}, a set.
     *
     * @return a builder.
     */
    public static MapBuilder<OffHeapIntSet> intSet()
    {
        return new MapBuilder<>(MapType.of(GoType.INT32, NOTHING), OffHeapIntSet::open, MissingValues.NONE);
    }

    /**
     * Go's {@code map[string]struct{}}, a set.
     *
     * @return a builder.
     */
    public static MapBuilder<OffHeapStringSet> stringSet()
    {
        return new MapBuilder<>(MapType.of(GoType.STRING, NOTHING), OffHeapStringSet::open, MissingValues.NONE);
    }

    /**
     * Go's {@code map[[K]byte]struct{}}, a set.
     *
     * @param keySize bytes of a key, 1 to 1,048,576.
     * @return a builder.
     * @throws IllegalArgumentException if the size is out of range.
     */
    public static MapBuilder<OffHeapBytesSet> bytesSet(final int keySize)
    {
        return new MapBuilder<>(
            MapType.of(bytes("key", keySize, 1), NOTHING), OffHeapBytesSet::open, MissingValues.NONE);
    }

    /**
     * Go's {@code map[string]struct{}} whose keys are any bytes, a set.
     *
     * @return a builder.
     */
    public static MapBuilder<OffHeapVarBytesSet> varBytesSet()
    {
        return new MapBuilder<>(MapType.of(GoType.STRING, NOTHING), OffHeapVarBytesSet::open, MissingValues.NONE);
    }

    /**
     * Go's {@code map[[K]byte][V]byte}.
     *
     * @param keySize   bytes of a key, 1 to 1,048,576.
     * @param valueSize bytes of a value, 0 to 1,048,576.
     * @return a builder.
     * @throws IllegalArgumentException if a system property of the product has a value that it cannot have.
     */
    public static MapBuilder<OffHeapBytesStructMap> bytesStruct(final int keySize, final int valueSize)
    {
        return new MapBuilder<>(
            MapType.of(bytes("key", keySize, 1), bytes("value", valueSize, 0)), OffHeapBytesStructMap::open,
            MissingValues.NONE);
    }

    /**
     * Go's map from {@code int64} to a struct.
     *
     * @param values what a value is made of.
     * @return a builder.
     */
    public static MapBuilder<OffHeapLongStructMap> longStruct(final StructType values)
    {
        return withStructs(GoType.INT64, values, OffHeapLongStructMap::open);
    }

    /**
     * Go's map from {@code int32} to a struct.
     *
     * @param values what a value is made of.
     * @return a builder.
     */
    public static MapBuilder<OffHeapIntStructMap> intStruct(final StructType values)
    {
        return withStructs(GoType.INT32, values, OffHeapIntStructMap::open);
    }

    /**
     * Go's map from {@code string} to a struct.
     *
     * @param values what a value is made of.
     * @return a builder.
     */
    public static MapBuilder<OffHeapStringStructMap> stringStruct(final StructType values)
    {
        return withStructs(GoType.STRING, values, OffHeapStringStructMap::open);
    }

    /**
     * Go's map from {@code string}, whose keys are any bytes, to a struct.
     *
     * @param values what a value is made of.
     * @return a builder.
     */
    public static MapBuilder<OffHeapVarBytesStructMap> varBytesStruct(final StructType values)
    {
        return withStructs(GoType.STRING, values, OffHeapVarBytesStructMap::open);
    }

    /**
     * Go's map from {@code [K]byte} to a struct.
     *
     * @param keySize bytes of a key, 1 to 1,048,576.
     * @param values  what a value is made of.
     * @return a builder.
     */
    public static MapBuilder<OffHeapBytesStructMap> bytesStruct(final int keySize, final StructType values)
    {
        return withStructs(bytes("key", keySize, 1), values, OffHeapBytesStructMap::open);
    }

    /**
     * Go's map of any type.
     *
     * @param type key and elem, for example {@code MapType.parse("map[string]struct { n int64; ok bool }")}.
     * @return a builder.
     * @throws IllegalArgumentException if a system property of the product has a value that it cannot have.
     */
    public static MapBuilder<OffHeapTypedMap> typed(final MapType type)
    {
        return new MapBuilder<>(Required.argument(type, "type"), OffHeapTypedMap::new, MissingValues.NONE, true);
    }

    private static <M extends OffHeapMap> MapBuilder<M> withStructs(
        final GoType key, final StructType values, final Function<Opening, M> opener)
    {
        return new MapBuilder<>(
            MapType.of(key, Required.argument(values, "values").goType()), opener, MissingValues.NONE);
    }

    private static GoType bytes(final String what, final int size, final int least)
    {
        if (size < least || size > MAX_SIZE)
        {
            throw new IllegalArgumentException(
                what + " size out of range: " + what + "Size=" + size + ", maximum=" + MAX_SIZE);
        }
        return GoType.bytes(size);
    }

    /**
     * Number of maps that were dropped without a close since the start of the JVM.
     *
     * @return a count; their memory was freed by the collector.
     */
    public static long leakedMaps()
    {
        return LeakDetector.leakedMaps();
    }

    /**
     * The maps that are open now, in the order in which they were made. A map that was dropped without a close is in
     * the list until the collector has found it. Any thread may ask, and may call {@link OffHeapMap#name} and
     * {@link OffHeapMap#isClosed} of each.
     *
     * @return a new list; O(n log n) in the number of maps.
     */
    public static List<OffHeapMap> openMaps()
    {
        return OpenMaps.list();
    }

    /**
     * Lets a management console see the maps: registers the bean {@code dev.tophash:type=OffHeapMaps} with the
     * platform's server. It has the class, the name and all figures of {@link MapStats} of each open map, and changes
     * nothing. The property {@code tophash.jmx=true} does the same with the first map. Any thread may call it, also
     * again.
     *
     * @return false if the module {@code java.management} is missing; then nothing happens.
     * @throws IllegalStateException if the server refuses the bean.
     */
    public static boolean registerMBean()
    {
        return OpenMaps.registerBean();
    }

    /**
     * Number of maps open now; O(1).
     *
     * @return a count, 0 when every map was closed.
     */
    public static long openMapCount()
    {
        return LeakDetector.openRegions();
    }

    /**
     * Number of maps that were closed while another thread was in the middle of a bulk copy of their memory. They are
     * closed again with the next map that is made or closed.
     *
     * @return a count, 0 nearly always.
     */
    public static int pendingCloses()
    {
        return LeakDetector.pendingCloses();
    }
}
