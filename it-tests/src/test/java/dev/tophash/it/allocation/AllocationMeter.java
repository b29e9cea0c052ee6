// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.allocation;

import com.sun.management.ThreadMXBean;
import dev.tophash.offheap.OffHeapMaps;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * Main class of the child JVM of {@link HeapAllocationTest}: warms every operation up, then tells the bytes that the
 * thread allocated during one more round of it, the fewest of three. Once in a hundred runs the JVM throws compiled
 * code away just then, and the interpreter makes an object or two; garbage of the operation itself is in every round.
 */
final class AllocationMeter
{
    /** Number of operations that are measured for each map. */
    static final int OPERATION_COUNT = 11;

    private static final ThreadMXBean THREADS = (ThreadMXBean)ManagementFactory.getThreadMXBean();
    private static final int WARM_UP_ROUNDS = 40;
    private static final int MEASURED_ROUNDS = 3;
    private static final int GROWTH_ROUNDS = 20;
    private static final int KEY_COUNT = MeterKeys.COUNT / 2;
    private static final int KEYS_BETWEEN_BATCHES = 16;
    private static long sink;

    private AllocationMeter()
    {
    }

    /** One map's operations over the keys 0 to KEY_COUNT - 1; misses are the keys from KEY_COUNT on. */
    interface Operations
    {
        void put(int key);

        void putIfAbsent(int key);

        void get(int key);

        void containsKey(int key);

        void update(int key);

        /** Every operation on many keys; the map has the same keys afterwards. */
        void batch(int key);

        void remove(int key);

        void forEach();

        void reserve(long count);

        void clear();

        void close();
    }

    public static void main(final String[] arguments)
    {
        final String name = System.getProperty("meter.map");
        final Operations map = open(name);
        final KeyConsumer miss = key ->
        {
            map.get(key + KEY_COUNT);
            map.containsKey(key + KEY_COUNT);
        };
        final KeyConsumer batch = key ->
        {
            if (key % KEYS_BETWEEN_BATCHES == 0)
            {
                map.batch(key);
            }
        };
        final Runnable[] operations = {
            each(map::put), each(map::get), each(miss), each(map::putIfAbsent), each(map::update),
            each(batch), map::forEach, each(map::remove), map::clear,
        };
        final String[] names = {"put", "get", "miss", "putIfAbsent", "update", "batch", "forEach", "remove",
            "clear"};
        for (int round = 0; round < GROWTH_ROUNDS; round++)
        {
            map.put(round);
            map.clear();
        }
        final long[] allocated = new long[operations.length];
        Arrays.fill(allocated, Long.MAX_VALUE);
        for (int round = 0; round < WARM_UP_ROUNDS + MEASURED_ROUNDS; round++)
        {
            for (int i = 0; i < operations.length; i++)
            {
                each(map::put).run();
                final long before = THREADS.getCurrentThreadAllocatedBytes();
                operations[i].run();
                final long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
                allocated[i] = round < WARM_UP_ROUNDS ? allocated[i] : Math.min(allocated[i], bytes);
            }
        }
        for (int i = 0; i < operations.length; i++)
        {
            System.out.println(names[i] + ": " + allocated[i] + " bytes");
        }
        System.out.println("put with growth: " + growing(name) + " bytes");
        System.out.println("reserve: " + reserving(name) + " bytes");
        control();
    }

    /** Bytes of growing a new map from its first bucket on; the first key made what a map makes once. */
    private static long growing(final String name)
    {
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < GROWTH_ROUNDS + MEASURED_ROUNDS; round++)
        {
            final Operations map = open(name);
            map.put(KEY_COUNT);
            final Runnable operation = each(map::put);
            final long before = THREADS.getCurrentThreadAllocatedBytes();
            operation.run();
            final long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
            allocated = round < GROWTH_ROUNDS ? allocated : Math.min(allocated, bytes);
            map.close();
        }
        return allocated;
    }

    /** Bytes of moving a few entries to a larger array. */
    private static long reserving(final String name)
    {
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < WARM_UP_ROUNDS * GROWTH_ROUNDS + MEASURED_ROUNDS; round++)
        {
            final Operations map = open(name);
            for (int key = 0; key < KEY_COUNT / GROWTH_ROUNDS; key++)
            {
                map.put(key);
            }
            final long before = THREADS.getCurrentThreadAllocatedBytes();
            map.reserve(KEY_COUNT);
            allocated = Math.min(allocated, THREADS.getCurrentThreadAllocatedBytes() - before);
            map.close();
        }
        return allocated;
    }

    private interface KeyConsumer
    {
        void accept(int key);
    }

    private static Runnable each(final KeyConsumer operation)
    {
        return () ->
        {
            for (int key = 0; key < KEY_COUNT; key++)
            {
                operation.accept(key);
            }
        };
    }

    /** Uses a result, so that the compiler has to make it. */
    static void take(final long result)
    {
        sink += result;
    }

    static void take(final double result)
    {
        sink += Double.doubleToRawLongBits(result);
    }

    static void take(final boolean result)
    {
        sink += result ? 1 : 0;
    }

    /** One small object is noticed. */
    private static void control()
    {
        final long before = THREADS.getCurrentThreadAllocatedBytes();
        final long[] object = new long[2];
        Arrays.fill(object, sink);
        final long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        System.out.println(bytes >= 16 && object.length == 2 ? "control: noticed" : "control: missed");
    }

    private static Operations open(final String name)
    {
        return switch (name)
        {
            case "LongLong" -> new LongLongOperations(OffHeapMaps.longLong().build());
            case "LongInt" -> new LongIntOperations(OffHeapMaps.longInt().build());
            case "LongDouble" -> new LongDoubleOperations(OffHeapMaps.longDouble().build());
            case "IntLong" -> new IntLongOperations(OffHeapMaps.intLong().build());
            case "IntInt" -> new IntIntOperations(OffHeapMaps.intInt().build());
            case "IntDouble" -> new IntDoubleOperations(OffHeapMaps.intDouble().build());
            case "StringLong" -> new StringLongOperations(OffHeapMaps.stringLong().build());
            case "StringInt" -> new StringIntOperations(OffHeapMaps.stringInt().build());
            case "StringDouble" -> new StringDoubleOperations(OffHeapMaps.stringDouble().build());
            case "BytesLong" -> new BytesLongOperations(OffHeapMaps.bytesLong(24).build());
            case "BytesInt" -> new BytesIntOperations(OffHeapMaps.bytesInt(24).build());
            case "BytesDouble" -> new BytesDoubleOperations(OffHeapMaps.bytesDouble(24).build());
            case "VarBytesLong" -> new VarBytesLongOperations(OffHeapMaps.varBytesLong().build());
            case "VarBytesInt" -> new VarBytesIntOperations(OffHeapMaps.varBytesInt().build());
            case "VarBytesDouble" -> new VarBytesDoubleOperations(OffHeapMaps.varBytesDouble().build());
            case "LongStruct" ->
                new LongStructOperations(OffHeapMaps.longStruct(LongStructOperations.TYPE).build());
            case "IntStruct" -> new IntStructOperations(OffHeapMaps.intStruct(IntStructOperations.TYPE).build());
            case "StringStruct" ->
                new StringStructOperations(OffHeapMaps.stringStruct(StringStructOperations.TYPE).build());
            case "VarBytesStruct" ->
                new VarBytesStructOperations(OffHeapMaps.varBytesStruct(VarBytesStructOperations.TYPE).build());
            case "LongSet" -> new LongSetOperations(OffHeapMaps.longSet().build());
            case "IntSet" -> new IntSetOperations(OffHeapMaps.intSet().build());
            case "StringSet" -> new StringSetOperations(OffHeapMaps.stringSet().build());
            case "BytesSet" -> new BytesSetOperations(OffHeapMaps.bytesSet(24).build());
            case "VarBytesSet" -> new VarBytesSetOperations(OffHeapMaps.varBytesSet().build());
            case "views-StringLong" ->
                new StringLongKeyViewsOperations(OffHeapMaps.stringLong().build());
            case "views-BytesInt" -> new BytesIntKeyViewsOperations(OffHeapMaps.bytesInt(24).build());
            case "views-VarBytesDouble" ->
                new VarBytesDoubleKeyViewsOperations(OffHeapMaps.varBytesDouble().build());
            case "large-LongLong" -> new LongLongOperations(OffHeapMaps.longLong().capacity(50_000).build());
            case "view" -> ViewOperations.open();
            case "bytes" -> new BytesStructOperations(OffHeapMaps.bytesStruct(24, BytesStructOperations.TYPE).build());
            case "wide-strings" -> new StringLongOperations(OffHeapMaps.stringLong().build());
            default -> throw new IllegalArgumentException("unknown map: name=" + name);
        };
    }
}
