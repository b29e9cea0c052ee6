// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.LongLongCursor;
import dev.tophash.LongLongMap;
import dev.tophash.it.subject.ElemBytes;
import dev.tophash.layout.MapType;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.layout.classic.HmapDescriptor;
import dev.tophash.layout.classic.LoadFactor;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapBytesStructMap;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapStringLongMap;
import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.Staging;
import dev.tophash.offheap.TypedCursor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * The first half of the 41 tests of Go's {@code runtime/map_test.go} as black-box cases, each named after its original;
 * the other half is {@link GoMapSecondTest}. What they check is Go's; the code is new.
 */
class GoMapTest
{
    private static final String FLOAT_INT = "struct { x float64; y int64 }";

    @Test
    void shouldPassTestHmapSize()
    {
        assertEquals(48, HmapDescriptor.SIZE);
        assertArrayEquals(new int[] {0, 8, 9, 10, 12, 16, 24, 32, 40}, new int[] {
            HmapDescriptor.COUNT_OFFSET, HmapDescriptor.FLAGS_OFFSET, HmapDescriptor.B_OFFSET,
            HmapDescriptor.NOVERFLOW_OFFSET, HmapDescriptor.HASH0_OFFSET, HmapDescriptor.BUCKETS_OFFSET,
            HmapDescriptor.OLDBUCKETS_OFFSET, HmapDescriptor.NEVACUATE_OFFSET, HmapDescriptor.EXTRA_OFFSET});
        assertEquals(144, BmapDescriptor.bucketSize(8, 8));
    }

    @Test
    void shouldPassTestNegativeZero()
    {
        for (final double first : new double[] {0.0, -0.0})
        {
            try (GoMap m = GoMap.make("float64", -1))
            {
                m.put(first, 1);
                m.put(-first, 2);
                assertEquals(1, m.size());
                m.range((key, elem) ->
                {
                    assertEquals(Double.doubleToRawLongBits(-first), key.getLong(0), "the later key's bits win");
                    assertEquals(2, elem);
                });
            }
        }
    }

    @Test
    void shouldPassTestMapAssignmentNan()
    {
        try (GoMap m = GoMap.make("float64", -1))
        {
            m.put(GoMap.NAN, 1);
            m.put(GoMap.NAN, 2);
            m.put(GoMap.NAN, 4);
            expectThreeNan(m);
        }
    }

    @Test
    void shouldPassTestMapOperatorAssignmentNan()
    {
        try (GoMap m = GoMap.make("float64", -1))
        {
            m.add(GoMap.NAN, 1);
            m.add(GoMap.NAN, 2);
            m.add(GoMap.NAN, 4);
            expectThreeNan(m);
        }
    }

    private static void expectThreeNan(final GoMap m)
    {
        assertEquals(3, m.size());
        assertFalse(m.contains(GoMap.NAN));
        assertFalse(m.delete(GoMap.NAN));
        final long[] sum = new long[2];
        m.range((key, elem) ->
        {
            assertTrue(Double.isNaN(key.getDouble(0)));
            sum[0]++;
            sum[1] |= elem;
        });
        assertArrayEquals(new long[] {3, 7}, sum);
        m.check();
    }

    @Test
    void shouldPassTestMapOperatorAssignment()
    {
        try (OffHeapLongLongMap m = OffHeapMaps.longLong().build())
        {
            for (int i = 0; i < 100; i++)
            {
                m.put(0, m.get(0) + i);
            }
            assertEquals(4950, m.get(0));
        }
    }

    /** Two references to one map see each other; a second handle on the same header is refused. */
    @Test
    void shouldPassTestAlias()
    {
        try (OffHeapLongLongMap m = OffHeapMaps.longLong().build())
        {
            final LongLongMap n = m;
            m.put(0, 11);
            n.put(1, 22);
            assertEquals(11, n.get(0));
            assertEquals(22, m.get(1));
            try (LongLongCursor cursor = n.cursor())
            {
                while (cursor.next())
                {
                    cursor.setValue(cursor.value() + 1);
                }
            }
            assertEquals(12, m.get(0));
            assertThrows(IllegalStateException.class, () -> OffHeapMaps.longLong().attach(m.image()).close());
        }
    }

    @Test
    void shouldPassTestGrowWithNaN()
    {
        try (GoMap m = GoMap.make("float64", 4))
        {
            m.put(GoMap.NAN, 1);
            m.put(GoMap.NAN, 2);
            m.add(GoMap.NAN, 4);
            final long[] seen = new long[2];
            try (TypedCursor cursor = m.map().cursor())
            {
                for (boolean grow = true; cursor.next(); grow = false)
                {
                    final double key = cursor.key().getDouble(0);
                    final long elem = cursor.elem().getLong(0);
                    for (int i = 0; grow && i < 100; i++)
                    {
                        m.put((double)i, i);
                    }
                    if (Double.isNaN(key))
                    {
                        seen[0]++;
                        seen[1] |= elem;
                    }
                }
            }
            assertArrayEquals(new long[] {3, 7}, seen);
            m.check();
        }
    }

    /** The iterator returns the updated key and the updated elem together. */
    @Test
    void shouldPassTestGrowWithNegativeZero()
    {
        try (GoMap m = GoMap.make(FLOAT_INT, 4))
        {
            for (int y = 0; y < 4; y++)
            {
                m.put(floatInt(0.0, y), 1 << y);
            }
            int count = 0;
            int negativeCount = 0;
            long sum = 0;
            try (TypedCursor cursor = m.map().cursor())
            {
                for (boolean grow = true; cursor.next();)
                {
                    final long elem = cursor.elem().getLong(0);
                    if (elem == 0)
                    {
                        continue;
                    }
                    final boolean negative = cursor.key().getLong(0) < 0;
                    assertEquals(negative, (elem & 16) != 0, "key and elem not updated together");
                    count++;
                    negativeCount += negative ? 1 : 0;
                    sum |= elem & 15;
                    for (int i = 0; grow && i < 100; i++)
                    {
                        m.put(floatInt(3.0, i), 0);
                    }
                    for (int y = 0; grow && y < 4; y++)
                    {
                        m.put(floatInt(-0.0, y), 1 << y | 16);
                    }
                    grow = false;
                }
            }
            assertEquals(15, sum);
            assertEquals(4, count);
            assertEquals(3, negativeCount);
        }
    }

    private static Consumer<Staging> floatInt(final double x, final long y)
    {
        return staging -> staging.setDouble(0, x).setLong(8, y);
    }

    @Test
    void shouldPassTestIterGrowAndDelete()
    {
        try (GoMap m = GoMap.make("int64", 4))
        {
            for (int i = 0; i < 100; i++)
            {
                m.put(i, i);
            }
            try (TypedCursor cursor = m.map().cursor())
            {
                for (boolean grow = true; cursor.next(); grow = false)
                {
                    assertTrue(grow || (cursor.key().getLong(0) & 1) == 0, "odd key returned after its deletion");
                    for (int i = 100; grow && i < 1000; i++)
                    {
                        m.put(i, i);
                    }
                    for (int i = 1; grow && i < 1000; i += 2)
                    {
                        m.delete(i);
                    }
                }
            }
            m.check();
        }
    }

    /** The old array must stay readable while the iteration needs it, though several growths end meanwhile. */
    @Test
    void shouldPassTestIterGrowWithGC()
    {
        for (int round = 0; round < 20; round++)
        {
            try (GoMap m = GoMap.make("int64", 4))
            {
                for (int i = 0; i < 16; i++)
                {
                    m.put(i, i);
                }
                long seen = 0;
                try (TypedCursor cursor = m.map().cursor())
                {
                    for (boolean grow = true; cursor.next(); grow = false)
                    {
                        final long key = cursor.key().getLong(0);
                        seen |= key < 16 ? 1 << key : 0;
                        for (int i = 100; grow && i < 3000; i++)
                        {
                            m.put(i, i);
                        }
                    }
                }
                assertEquals((1 << 16) - 1, seen);
                m.check();
            }
        }
    }

    @Test
    void shouldPassTestBigItems()
    {
        for (final int size : new int[] {1, 2, 4, 8, 128, 129, 1_000, 4_000})
        {
            try (OffHeapBytesStructMap m = OffHeapMaps.bytesStruct(Math.max(2, size), size).build())
            {
                final ElemBytes keys = new ElemBytes(Math.max(2, size));
                final ElemBytes elems = new ElemBytes(size);
                for (int i = 0; i < 100; i++)
                {
                    m.put(keys.bytes(i), elems.bytes(100 - i));
                }
                final byte[] elem = new byte[size];
                for (int i = 0; i < 100; i++)
                {
                    assertTrue(m.get(keys.bytes(i), elem));
                    assertArrayEquals(elems.bytes(100 - i), elem);
                }
                final Set<Long> found = new HashSet<>();
                m.forEach(cursor ->
                {
                    final byte[] key = new byte[m.keySize()];
                    cursor.copyKey(key);
                    assertTrue(found.add(keys.number(key)));
                });
                assertEquals(100, found.size());
            }
        }
    }

    /** Go's key is a struct of 256 strings, outside the bucket as a whole and each string outside of it again. */
    @Test
    void shouldPassTestBigItemsOfStrings()
    {
        final MapType type = MapType.parse("map[[256]string][256]string");
        try (OffHeapTypedMap m = OffHeapTypedMap.create(type, -1, MapConfig.defaults().withReservation(1L << 30)))
        {
            for (int i = 0; i < 100; i++)
            {
                m.key().clear().setString(16 * 37, "string" + i);
                m.elem().clear().setString(16 * 37, "elem" + i);
                assertTrue(m.assign());
            }
            for (int i = 0; i < 100; i++)
            {
                m.key().clear().setString(16 * 37, "string" + i);
                assertTrue(m.find());
                assertEquals("elem" + i, m.found().getString(16 * 37));
                assertEquals("", m.found().getString(0));
            }
        }
    }

    @Test
    void shouldPassTestMapHugeZero()
    {
        try (OffHeapBytesStructMap m = OffHeapMaps.bytesStruct(8, 4_000).build())
        {
            final byte[] elem = new byte[4_000];
            assertFalse(m.get(new byte[8], elem));
            assertArrayEquals(new byte[4_000], elem);
            m.put(new byte[] {1, 0, 0, 0, 0, 0, 0, 0}, new ElemBytes(4_000).bytes(7));
            assertFalse(m.get(new byte[8], elem));
            assertArrayEquals(new byte[4_000], elem);
            assertFalse(m.containsKey(new byte[8]));
        }
    }

    @Test
    void shouldPassTestEmptyKeyAndValue()
    {
        try (OffHeapBytesStructMap set = OffHeapMaps.bytesStruct(8, 0).build();
            GoMap one = GoMap.make("struct {}", -1))
        {
            assertEquals(8 + 8 * 8 + 8, BmapDescriptor.bucketSize(set.image().type()));
            for (byte i = 0; i < 100; i++)
            {
                assertTrue(set.put(new byte[] {i, 0, 0, 0, 0, 0, 0, 0}, new byte[0]));
            }
            assertEquals(100, set.size());
            assertTrue(set.containsKey(new byte[] {99, 0, 0, 0, 0, 0, 0, 0}));
            assertTrue(one.put(GoMapTest::noBytes, 1));
            assertFalse(one.put(GoMapTest::noBytes, 2));
            assertEquals(1, one.size());
            assertEquals(2, one.get(GoMapTest::noBytes));
            one.check();
        }
    }

    private static void noBytes(final Staging staging)
    {
        assertThrows(IllegalArgumentException.class, () -> staging.setByte(0, (byte)1));
    }

    @Test
    void shouldPassTestSingleBucketMapStringKeysDupLen()
    {
        singleBucketOfStrings("x", "xx", "foo", "bar", "foo\u0000", "xxxx".repeat(10), "xxxy".repeat(10));
    }

    @Test
    void shouldPassTestSingleBucketMapStringKeysNoDupLen()
    {
        singleBucketOfStrings("x", "xx", "foo", "xxxx", "xxxxx", "xxxxxx", "a".repeat(128));
    }

    private static void singleBucketOfStrings(final String... keys)
    {
        try (OffHeapStringLongMap m = OffHeapMaps.stringLong().missingValue(-1).build())
        {
            final Map<String, Long> right = new TreeMap<>();
            for (final String key : keys)
            {
                m.put(key, right.size());
                right.put(key, (long)right.size());
            }
            right.forEach((key, elem) -> assertEquals(elem, m.get(key)));
            for (final String absent : List.of("", "y", "xxx", "food", "xxxz".repeat(10), "b".repeat(128)))
            {
                assertEquals(-1, m.get(absent));
                assertFalse(m.containsKey(absent));
            }
            assertEquals(0, m.image().b());
        }
    }

    /** Begun in the middle of a growth, which ends half-way through the iteration. */
    @Test
    void shouldPassTestMapNanGrowIterator()
    {
        final int bucketCount = 16;
        final int keyCount = (int)(bucketCount * 6.5);
        for (int round = 0; round < 50; round++)
        {
            try (GoMap m = GoMap.make("float64", -1))
            {
                for (int i = 0; i < keyCount; i++)
                {
                    m.put(GoMap.NAN, i);
                }
                m.put(1.0, 1);
                m.delete(1.0);
                assertTrue(m.image().growing());
                final Set<Long> found = new HashSet<>();
                try (TypedCursor cursor = m.map().cursor())
                {
                    while (cursor.next())
                    {
                        assertTrue(found.add(cursor.elem().getLong(0)), "delivered twice");
                        for (int i = 0; found.size() == keyCount / 2 && i < bucketCount; i++)
                        {
                            m.delete(1.0);
                        }
                    }
                }
                assertFalse(m.image().growing());
                assertEquals(keyCount, found.size());
            }
        }
    }

    @Test
    void shouldPassTestMapIterOrder()
    {
        for (final int n : new int[] {3, 7, 9, 15})
        {
            for (int round = 0; round < 1_000; round++)
            {
                try (OffHeapLongLongMap m = OffHeapMaps.longLong().reservation(1 << 20).build())
                {
                    for (int i = 0; i < n; i++)
                    {
                        m.put(i, 1);
                    }
                    final List<Long> first = order(m);
                    boolean other = false;
                    for (int i = 0; !other && i < 100; i++)
                    {
                        other = !first.equals(order(m));
                    }
                    assertTrue(other, "the same order a hundred times: n=" + n);
                }
            }
        }
    }

    @Test
    void shouldPassTestMapSparseIterOrder()
    {
        try (OffHeapLongLongMap m = OffHeapMaps.longLong().build())
        {
            for (int i = 0; i < 1_000; i++)
            {
                m.put(i, 1);
            }
            for (int i = 20; i < 1_000; i++)
            {
                m.remove(i);
            }
            final Set<Long> firsts = new HashSet<>();
            for (int i = 0; firsts.size() < 2 && i < 800; i++)
            {
                firsts.add(order(m).get(0));
            }
            assertNotEquals(1, firsts.size());
        }
    }

    private static List<Long> order(final OffHeapLongLongMap m)
    {
        final List<Long> keys = new ArrayList<>();
        m.forEach((key, elem) -> keys.add(key));
        return keys;
    }

    @Test
    void shouldPassTestLoadFactor()
    {
        for (int b = 0; b <= 57; b++)
        {
            final long limit = b == 0 ? 8 : 13 * (1L << b - 1);
            assertFalse(LoadFactor.overLoad(limit, b));
            assertTrue(LoadFactor.overLoad(limit + 1, b));
        }
        for (int b = 0; b < 20; b++)
        {
            final long limit = b == 0 ? 8 : 13 * (1L << b - 1);
            assertEquals(b, LoadFactor.bForHint(limit));
            assertEquals(b + 1, LoadFactor.bForHint(limit + 1));
        }
        try (OffHeapLongLongMap m = OffHeapMaps.longLong().build())
        {
            for (int i = 0; i < 200_000; i++)
            {
                m.put(i, i);
                assertEquals(LoadFactor.bForHint(i + 1), m.image().b());
            }
        }
    }
}
