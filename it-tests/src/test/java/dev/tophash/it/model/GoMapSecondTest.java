// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.LongLongCursor;
import dev.tophash.hash.HashKeys;
import dev.tophash.hash.MemHash;
import dev.tophash.it.subject.ElemBytes;
import dev.tophash.layout.MapType;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapBytesStructMap;
import dev.tophash.offheap.OffHeapIntIntMap;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapStringLongMap;
import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.verify.MapVerifier;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** The second half of Go's map tests, see {@link GoMapTest}; and the list of what does not apply. */
class GoMapSecondTest
{
    /** All tests of Go 1.23's {@code runtime/map_test.go}; those that cannot apply say why. */
    private static final Map<String, String> NOT_APPLICABLE = Map.of(
        "TestMapAppendAssignment", "elems are not slices that append could grow",
        "TestDeferDeleteSlow", "about the language's defer of a delete; there is no such statement here");

    private static final List<String> GO_TESTS = List.of(
        "TestHmapSize", "TestNegativeZero", "TestMapAssignmentNan", "TestMapOperatorAssignmentNan",
        "TestMapOperatorAssignment", "TestMapAppendAssignment", "TestAlias", "TestGrowWithNaN",
        "TestGrowWithNegativeZero", "TestIterGrowAndDelete", "TestIterGrowWithGC", "TestConcurrentReadsAfterGrowth",
        "TestConcurrentReadsAfterGrowthReflect", "TestBigItems", "TestMapHugeZero", "TestEmptyKeyAndValue",
        "TestSingleBucketMapStringKeysDupLen", "TestSingleBucketMapStringKeysNoDupLen", "TestMapNanGrowIterator",
        "TestMapIterOrder", "TestMapSparseIterOrder", "TestMapStringBytesLookup", "TestMapLargeKeyNoPointer",
        "TestMapLargeValNoPointer", "TestIgnoreBogusMapHint", "TestMapBuckets", "TestNonEscapingMap",
        "TestDeferDeleteSlow", "TestIncrementAfterDeleteValueInt", "TestIncrementAfterDeleteValueInt32",
        "TestIncrementAfterDeleteValueInt64", "TestIncrementAfterDeleteKeyStringValueInt",
        "TestIncrementAfterDeleteKeyValueString", "TestIncrementAfterBulkClearKeyStringValueInt", "TestMapTombstones",
        "TestMapInterfaceKey", "TestEmptyMapWithInterfaceKey", "TestLoadFactor", "TestMapKeys", "TestMapValues",
        "TestMemHashGlobalSeed");

    @Test
    void shouldCarryEveryGoTestOrSayWhyNot()
    {
        final Set<String> carried = new HashSet<>();
        for (final Class<?> test : List.of(GoMapTest.class, GoMapSecondTest.class))
        {
            for (final Method method : test.getDeclaredMethods())
            {
                carried.add(method.getName().replace("shouldPass", ""));
            }
        }
        assertEquals(41, GO_TESTS.size());
        for (final String test : GO_TESTS)
        {
            assertNotEquals(carried.contains(test), NOT_APPLICABLE.containsKey(test), test);
        }
    }

    @Test
    void shouldPassTestConcurrentReadsAfterGrowth() throws Exception
    {
        concurrentReads(m -> () ->
        {
            long count = 0;
            try (LongLongCursor cursor = m.cursor())
            {
                while (cursor.next())
                {
                    count += cursor.key() == cursor.value() ? 1 : 0;
                }
            }
            return count;
        });
    }

    @Test
    void shouldPassTestConcurrentReadsAfterGrowthReflect() throws Exception
    {
        concurrentReads(m -> () ->
        {
            final long[] count = new long[1];
            m.forEach((key, elem) -> count[0] += key == elem ? 1 : 0);
            return count[0];
        });
    }

    /** Makes a reader of a map that nobody writes. */
    private interface ReaderMaker
    {
        Callable<Long> reader(OffHeapLongLongMap map);
    }

    private static void concurrentReads(final ReaderMaker maker) throws Exception
    {
        final int stepCount = 250;
        final int readerCount = 16;
        final ExecutorService threads = Executors.newFixedThreadPool(2 * readerCount);
        try
        {
            for (int loop = 0; loop < 2; loop++)
            {
                try (OffHeapLongLongMap m = OffHeapMaps.longLong().missingValue(-1).build())
                {
                    for (int step = 0; step < stepCount; step++)
                    {
                        m.put(step, step);
                        readAll(threads, m, maker, readerCount);
                    }
                    assertTrue(MapVerifier.verify(m.image()).clean());
                }
            }
        }
        finally
        {
            threads.shutdownNow();
        }
    }

    private static void readAll(
        final ExecutorService threads, final OffHeapLongLongMap m, final ReaderMaker maker, final int readerCount)
        throws InterruptedException, ExecutionException
    {
        final long size = m.sizeLong();
        final List<Callable<Long>> readers = new ArrayList<>();
        for (int i = 0; i < readerCount; i++)
        {
            readers.add(maker.reader(m));
            readers.add(() ->
            {
                long count = 0;
                for (long key = 0; key < size; key++)
                {
                    count += m.get(key) == key ? 1 : 0;
                }
                return count;
            });
        }
        for (final Future<Long> result : threads.invokeAll(readers))
        {
            assertEquals(size, result.get());
        }
    }

    /** Go looks a byte slice up without making a string of it; here nothing is allocated by any lookup. */
    @Test
    void shouldPassTestMapStringBytesLookup()
    {
        try (OffHeapStringLongMap m = OffHeapMaps.stringLong().missingValue(-1).build();
            OffHeapLongLongMap n = OffHeapMaps.longLong().build())
        {
            m.put("1000", 1);
            m.put("2000", 2);
            final String key = new String("2000".getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII);
            for (int i = 0; i < 20_000; i++)
            {
                assertEquals(2, m.get(key));
                n.put(i & 255, i);
                n.remove(i + 7 & 255);
            }
            assertEquals(0, allocatedBy(() -> m.get(key)), "bytes");
            assertEquals(0, allocatedBy(() -> n.put(n.get(5), n.remove(6))), "bytes");
        }
    }

    /** The least of several tries: the compiler may be at work during one. */
    private static long allocatedBy(final Runnable operation)
    {
        final com.sun.management.ThreadMXBean threads =
            (com.sun.management.ThreadMXBean)ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 20; attempt++)
        {
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1_000; i++)
            {
                operation.run();
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    @Test
    void shouldPassTestMapLargeKeyNoPointer()
    {
        largeItems(256, 8);
    }

    @Test
    void shouldPassTestMapLargeValNoPointer()
    {
        largeItems(8, 256);
    }

    private static void largeItems(final int keySize, final int elemSize)
    {
        final ElemBytes keys = new ElemBytes(keySize);
        final ElemBytes elems = new ElemBytes(elemSize);
        try (OffHeapBytesStructMap m = OffHeapMaps.bytesStruct(keySize, elemSize).build())
        {
            for (int i = 0; i < 1_000; i++)
            {
                m.put(keys.bytes(i), elems.bytes(3L * i));
                if (i % 250 == 0)
                {
                    System.gc();
                }
            }
            final byte[] elem = new byte[elemSize];
            for (int i = 0; i < 1_000; i++)
            {
                assertTrue(m.get(keys.bytes(i), elem));
                assertEquals(3L * i, elems.number(elem));
            }
        }
    }

    @Test
    void shouldPassTestIgnoreBogusMapHint()
    {
        for (final long hint : new long[] {-1, 1L << 62, Long.MAX_VALUE, Long.MIN_VALUE})
        {
            try (GoMap m = GoMap.make("int64", hint))
            {
                assertEquals(0, m.image().b());
                m.put(1, 2);
                assertEquals(2, m.get(1));
            }
            assertThrows(IllegalArgumentException.class, () -> OffHeapMaps.longLong().capacity(hint));
        }
    }

    /** Four ways: hint or inserts, int64 or string keys. */
    @Test
    void shouldPassTestMapBuckets()
    {
        final int[][] rows = {
            {-(1 << 30), 1}, {-1, 1}, {0, 1}, {1, 1}, {8, 1}, {9, 2}, {13, 2}, {14, 4}, {26, 4}, {27, 8}, {52, 8},
            {53, 16}};
        for (final int[] row : rows)
        {
            for (final String keyType : List.of("int64", "string"))
            {
                for (final long hint : new long[] {-1, row[0]})
                {
                    try (GoMap m = GoMap.make(keyType, hint))
                    {
                        for (int i = 0; i < row[0]; i++)
                        {
                            put(m, keyType, i);
                        }
                        final boolean made = row[0] > 0 || hint > 0;
                        assertEquals(row[1], 1 << m.image().b(), () -> "n=" + row[0] + ", hint=" + hint);
                        assertEquals(made, m.image().bucketsAddress() != 0);
                    }
                }
            }
        }
    }

    private static void put(final GoMap m, final String keyType, final int i)
    {
        if (keyType.equals("string"))
        {
            m.put(staging -> staging.setString(0, "key" + i), i);
        }
        else
        {
            m.put(i, i);
        }
    }

    /** Go puts a small map on the stack; here a map has no bucket until its first put and needs none for a miss. */
    @Test
    void shouldPassTestNonEscapingMap()
    {
        try (OffHeapLongLongMap m = OffHeapMaps.longLong().capacity(8).build())
        {
            final long before = m.stats().usedBytes();
            assertEquals(0, m.get(1));
            assertEquals(0, m.remove(1));
            m.clear();
            m.forEach((key, elem) -> assertEquals(0, key));
            assertEquals(0, m.image().bucketsAddress());
            assertEquals(before, m.stats().usedBytes());
            m.put(1, 1);
            assertEquals(before + 144, m.stats().usedBytes());
        }
    }

    @Test
    void shouldPassTestIncrementAfterDeleteValueInt()
    {
        try (GoMap m = GoMap.make("int64", -1))
        {
            m.put(12, 99);
            m.delete(12);
            m.put(13, m.get(13) + 1);
            assertEquals(1, m.get(13));
        }
    }

    @Test
    void shouldPassTestIncrementAfterDeleteValueInt32()
    {
        try (OffHeapIntIntMap m = OffHeapMaps.intInt().build())
        {
            m.put(12, 99);
            m.remove(12);
            m.put(13, m.get(13) + 1);
            assertEquals(1, m.get(13));
            assertEquals(1, m.putIfAbsent(13, 5));
            assertEquals(0, m.putIfAbsent(12, 7));
            assertEquals(7, m.get(12));
        }
    }

    @Test
    void shouldPassTestIncrementAfterDeleteValueInt64()
    {
        try (OffHeapLongLongMap m = OffHeapMaps.longLong().build())
        {
            m.put(12, 99);
            m.remove(12);
            m.put(13, m.get(13) + 1);
            assertEquals(1, m.get(13));
        }
    }

    @Test
    void shouldPassTestIncrementAfterDeleteKeyStringValueInt()
    {
        try (OffHeapStringLongMap m = OffHeapMaps.stringLong().build())
        {
            m.put("", 99);
            m.remove("");
            m.put("x", m.get("x") + 1);
            assertEquals(1, m.get("x"));
            assertFalse(m.containsKey(""));
        }
    }

    @Test
    void shouldPassTestIncrementAfterDeleteKeyValueString()
    {
        try (OffHeapTypedMap m = OffHeapTypedMap.create(
                MapType.parse("map[string]string"), -1, MapConfig.defaults()))
        {
            m.key().clear().setString(0, "a");
            m.elem().clear().setString(0, "99");
            m.assign();
            m.delete();
            m.key().clear().setString(0, "b");
            final String before = m.find() ? m.found().getString(0) : "";
            m.elem().clear().setString(0, before + "1");
            m.assign();
            assertTrue(m.find());
            assertEquals("1", m.found().getString(0));
        }
    }

    @Test
    void shouldPassTestIncrementAfterBulkClearKeyStringValueInt()
    {
        try (OffHeapStringLongMap m = OffHeapMaps.stringLong().build())
        {
            m.put("", 99);
            m.clear();
            m.put("x", m.get("x") + 1);
            assertEquals(1, m.get("x"));
        }
    }

    /** After every phase a chain holds nothing behind an emptyRest: the verifier's T02. */
    @Test
    void shouldPassTestMapTombstones()
    {
        final int n = 10_000;
        try (GoMap m = GoMap.make("int64", -1))
        {
            phase(m, 0, n, 1, key -> m.put(key, key) ? 1 : 0);
            phase(m, 0, n, 2, key -> m.delete(key) ? 1 : 0);
            phase(m, n, 3 * n / 2, 1, key -> m.put(key, key) ? 1 : 0);
            phase(m, 0, 3 * n / 2, 1, key -> m.delete(key) ? 1 : 0);
            assertEquals(0, m.size());
        }
    }

    private static void phase(
        final GoMap m, final int from, final int to, final int step, final LongUnaryOperator operation)
    {
        for (long key = from; key < to; key += step)
        {
            assertTrue(operation.applyAsLong(key) <= 1);
        }
        m.check();
    }

    /** What cannot be hashed is refused before anything changes, and what can is told apart by type and content. */
    @Test
    void shouldPassTestMapInterfaceKey()
    {
        try (GoMap m = GoMap.make("interface {}", -1))
        {
            final List<Object> keys = Arrays.asList(1L, 1.0, "1", null, 0L, "");
            for (int i = 0; i < keys.size(); i++)
            {
                final Object key = keys.get(i);
                assertTrue(m.put(staging -> staging.setAny(0, key), i));
            }
            for (int i = 0; i < keys.size(); i++)
            {
                final Object key = keys.get(i);
                assertEquals(i, m.get(staging -> staging.setAny(0, key)));
            }
            assertThrows(
                IllegalArgumentException.class, () -> m.put(staging -> staging.setAny(0, new int[1]), 1));
            assertEquals(keys.size(), m.size());
            m.check();
        }
    }

    @Test
    void shouldPassTestEmptyMapWithInterfaceKey()
    {
        try (GoMap m = GoMap.make("interface {}", -1))
        {
            assertThrows(IllegalArgumentException.class, () -> m.get(staging -> staging.setAny(0, new int[1])));
            assertThrows(IllegalArgumentException.class, () -> m.delete(staging -> staging.setAny(0, List.of())));
            assertThrows(
                IllegalArgumentException.class, () -> m.contains(staging -> staging.setAny(0, new Object())));
            assertEquals(0, m.size());
            assertEquals(0, m.image().bucketsAddress());
        }
    }

    @Test
    void shouldPassTestMapKeys()
    {
        expectItems((key, elem) -> key);
    }

    @Test
    void shouldPassTestMapValues()
    {
        expectItems((key, elem) -> elem);
    }

    /** Keys or elems of an iteration, both of them outside the bucket. */
    private static void expectItems(final LongBinaryOperator which)
    {
        final ElemBytes items = new ElemBytes(136);
        try (OffHeapBytesStructMap m = OffHeapMaps.bytesStruct(136, 136).build())
        {
            final long[] right = new long[100];
            for (int i = 0; i < right.length; i++)
            {
                m.put(items.bytes(i), items.bytes(1_000L - i));
                right[i] = which.applyAsLong(i, 1_000L - i);
            }
            final List<Long> found = new ArrayList<>();
            final byte[] key = new byte[136];
            final byte[] elem = new byte[136];
            m.forEach(cursor ->
            {
                cursor.copyKey(key);
                cursor.copyValue(elem);
                found.add(which.applyAsLong(items.number(key), items.number(elem)));
            });
            Arrays.sort(right);
            assertArrayEquals(right, found.stream().mapToLong(Long::longValue).sorted().toArray());
        }
    }

    @Test
    void shouldPassTestMemHashGlobalSeed() throws Exception
    {
        final Set<String> hashes = new HashSet<>();
        for (int i = 0; i < 3; i++)
        {
            hashes.add(hashInAnotherProcess());
        }
        assertTrue(hashes.size() > 1, "three processes hash alike");
    }

    private static String hashInAnotherProcess() throws IOException, InterruptedException
    {
        final String classPath =
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        final Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", classPath,
            HashOfOne.class.getName()).redirectErrorStream(true).start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    /** Prints the hash of one key under a process's own hash keys. */
    static final class HashOfOne
    {
        private HashOfOne()
        {
        }

        public static void main(final String[] arguments)
        {
            final HashKeys keys = HashKeys.processKeys();
            System.out.println(Long.toHexString(MemHash.hash64(1, arguments.length, keys.k0(), keys.k1())));
        }
    }
}
