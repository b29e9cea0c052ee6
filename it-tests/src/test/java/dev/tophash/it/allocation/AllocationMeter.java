// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.allocation;

import com.sun.management.ThreadMXBean;
import dev.tophash.BytesStructCursor;
import dev.tophash.IntIntConsumer;
import dev.tophash.LongLongConsumer;
import dev.tophash.offheap.OffHeapBytesStructMap;
import dev.tophash.offheap.OffHeapIntIntMap;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapStringLongMap;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Main class of the child JVM of {@link HeapAllocationTest}: warms every operation up, then tells the bytes that the
 * thread allocated during one more round of it, the fewest of three. Once in a hundred runs the JVM throws compiled
 * code away just then, and the interpreter makes an object or two; garbage of the operation itself is in every round.
 */
final class AllocationMeter
{
    /** Number of operations that are measured for each map. */
    static final int OPERATION_COUNT = 8;

    private static final ThreadMXBean THREADS = (ThreadMXBean)ManagementFactory.getThreadMXBean();
    private static final int WARM_UP_ROUNDS = 40;
    private static final int MEASURED_ROUNDS = 3;
    private static final int GROWTH_ROUNDS = 20;
    private static final int KEY_COUNT = 3_000;
    private static final long SPREAD = 0x9e37_79b9_7f4a_7c15L;
    private static final List<String> LATIN_KEYS = keys("key-");
    private static final List<String> WIDE_KEYS = keys("schl\u00fcssel-\u2603-\ud83d\ude00-");
    private static final byte[] ELEM = new byte[40];
    private static final byte[][] BYTE_KEYS =
        keys("").stream().map(key -> Arrays.copyOf(key.getBytes(StandardCharsets.US_ASCII), 24))
            .toArray(byte[][]::new);

    private static long sink;

    private AllocationMeter()
    {
    }

    private static List<String> keys(final String prefix)
    {
        return IntStream.range(0, 2 * KEY_COUNT).mapToObj(i -> prefix + i).toList();
    }

    /** One map's operations over the keys 0 to KEY_COUNT - 1; misses are the keys from KEY_COUNT on. */
    private interface Operations
    {
        void put(int key);

        void putIfAbsent(int key);

        long get(int key);

        boolean containsKey(int key);

        void remove(int key);

        void forEach();

        void clear();

        void close();
    }

    public static void main(final String[] arguments)
    {
        final String name = System.getProperty("meter.map");
        final Operations map = open(name);
        final KeyConsumer miss = key -> sink += map.get(key + KEY_COUNT) + (map.containsKey(key + KEY_COUNT) ? 1 : 0);
        final Runnable[] operations = {
            each(map::put), each(key -> sink += map.get(key)), each(miss), each(map::putIfAbsent), map::forEach,
            each(map::remove), map::clear,
        };
        final String[] names = {"put", "get", "miss", "putIfAbsent", "forEach", "remove", "clear"};
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

    private static void count(final BytesStructCursor cursor)
    {
        sink++;
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
            case "longs" -> new Longs(OffHeapMaps.longLong().build());
            case "ints" -> new Ints(OffHeapMaps.intInt().build());
            case "bytes" -> new Bytes(OffHeapMaps.bytesStruct(24, 40).build());
            case "strings" -> new Strings(OffHeapMaps.stringLong().build(), LATIN_KEYS);
            case "wide-strings" -> new Strings(OffHeapMaps.stringLong().build(), WIDE_KEYS);
            default -> throw new IllegalArgumentException("unknown map: name=" + name);
        };
    }

    private record Longs(OffHeapLongLongMap map) implements Operations
    {
        private static final LongLongConsumer LONG_SUM = (key, elem) -> sink += key ^ elem;

        @Override
        public void put(final int key)
        {
            map.put(key * SPREAD, key);
        }

        @Override
        public void putIfAbsent(final int key)
        {
            map.putIfAbsent(key * SPREAD, -key);
        }

        @Override
        public long get(final int key)
        {
            return map.get(key * SPREAD);
        }

        @Override
        public boolean containsKey(final int key)
        {
            return map.containsKey(key * SPREAD);
        }

        @Override
        public void remove(final int key)
        {
            map.remove(key * SPREAD);
        }

        @Override
        public void forEach()
        {
            map.forEach(LONG_SUM);
        }

        @Override
        public void clear()
        {
            map.clear();
        }

        @Override
        public void close()
        {
            map.close();
        }
    }

    private record Ints(OffHeapIntIntMap map) implements Operations
    {
        private static final IntIntConsumer INT_SUM = (key, elem) -> sink += key ^ elem;

        @Override
        public void put(final int key)
        {
            map.put(key, key);
        }

        @Override
        public void putIfAbsent(final int key)
        {
            map.putIfAbsent(key, -key);
        }

        @Override
        public long get(final int key)
        {
            return map.get(key);
        }

        @Override
        public boolean containsKey(final int key)
        {
            return map.containsKey(key);
        }

        @Override
        public void remove(final int key)
        {
            map.remove(key);
        }

        @Override
        public void forEach()
        {
            map.forEach(INT_SUM);
        }

        @Override
        public void clear()
        {
            map.clear();
        }

        @Override
        public void close()
        {
            map.close();
        }
    }

    private record Bytes(OffHeapBytesStructMap map) implements Operations
    {
        @Override
        public void put(final int key)
        {
            map.put(BYTE_KEYS[key], ELEM);
        }

        @Override
        public void putIfAbsent(final int key)
        {
            map.putIfAbsent(BYTE_KEYS[key], ELEM);
        }

        @Override
        public long get(final int key)
        {
            return map.get(BYTE_KEYS[key], ELEM) ? ELEM[0] : 0;
        }

        @Override
        public boolean containsKey(final int key)
        {
            return map.containsKey(BYTE_KEYS[key]);
        }

        @Override
        public void remove(final int key)
        {
            map.remove(BYTE_KEYS[key]);
        }

        @Override
        public void forEach()
        {
            map.forEach(AllocationMeter::count);
        }

        @Override
        public void clear()
        {
            map.clear();
        }

        @Override
        public void close()
        {
            map.close();
        }
    }

    private record Strings(OffHeapStringLongMap map, List<String> keys) implements Operations
    {
        @Override
        public void put(final int key)
        {
            map.put(keys.get(key), key);
        }

        @Override
        public void putIfAbsent(final int key)
        {
            map.putIfAbsent(keys.get(key), -key);
        }

        @Override
        public long get(final int key)
        {
            return map.get(keys.get(key));
        }

        @Override
        public boolean containsKey(final int key)
        {
            return map.containsKey(keys.get(key));
        }

        @Override
        public void remove(final int key)
        {
            map.remove(keys.get(key));
        }

        @Override
        public void forEach()
        {
            // An iteration delivers strings, which are Java objects; its cursor is pooled as in the other maps.
        }

        @Override
        public void clear()
        {
            map.clear();
        }

        @Override
        public void close()
        {
            map.close();
        }
    }
}
