// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.hash.HashKeys;
import dev.tophash.it.ChildJvm;
import dev.tophash.it.subject.SubjectKind;
import dev.tophash.layout.MapType;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapBytesStructMap;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.TypedCursor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Group B6 of the catalogue: keys chosen to collide. Bars are numbers of overflow buckets, not times: they do not
 * depend on the machine.
 */
class FloodingTest
{
    private static final int MAP_COUNT = 400;

    @Test
    void h01ShouldGiveEveryMapItsOwnSeed()
    {
        final Set<Integer> seeds = new HashSet<>();
        for (int i = 0; i < MAP_COUNT; i++)
        {
            try (OffHeapLongLongMap map = OffHeapMaps.longLong().reservation(1 << 20).build())
            {
                seeds.add(map.image().hash0());
            }
        }
        assertTrue(seeds.size() >= MAP_COUNT - 1, () -> "seeds: " + seeds.size());
    }

    @Test
    void h02ShouldHaveOtherHashWordsInEveryProcess()
    {
        final Set<String> words = new HashSet<>();
        for (int i = 0; i < 3; i++)
        {
            final ChildJvm child = ChildJvm.run(TellOrder.class, "-XX:+UseSerialGC");
            assertTrue(child.healthy(), child.output());
            words.add(child.output());
        }
        assertEquals(3, words.size());
    }

    /** Tells the order of the entries under a fixed seed and start: it depends on the hash words only. */
    static final class TellOrder
    {
        private TellOrder()
        {
        }

        public static void main(final String[] arguments)
        {
            final MapConfig config = MapConfig.defaults().withUnsafeRandomnessForTests(SubjectKind.STEADY, null);
            try (OffHeapLongLongMap map = OffHeapMaps.longLong().config(config).build())
            {
                for (long key = 0; key < 100; key++)
                {
                    map.put(key, key);
                }
                map.forEach((key, elem) -> System.out.print(key + " "));
            }
        }
    }

    @Test
    void h03ShouldChangeTheSeedWhenTheMapIsEmptied()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
        {
            for (int round = 0; round < 20; round++)
            {
                final int before = map.image().hash0();
                map.put(1, 1);
                map.put(2, 2);
                assertEquals(before, map.image().hash0());
                if (round % 2 == 0)
                {
                    map.clear();
                }
                else
                {
                    map.remove(1);
                    map.remove(2);
                }
                assertNotEquals(before, map.image().hash0());
                assertEquals(0, map.get(1));
            }
        }
    }

    /** Keys made for one known seed and known words are ordinary keys to a map with secret ones. */
    @Test
    void h04ShouldSpreadKeysThatWereMadeForAnotherSeed()
    {
        final Set<Long> colliding = new HashSet<>();
        final MapConfig known = MapConfig.defaults().withUnsafeRandomnessForTests(SubjectKind.STEADY, SubjectKind.KEYS);
        final MapType type = SubjectKind.LONG.type();
        try (OffHeapTypedMap probe = OffHeapTypedMap.create(type, 3_000, known))
        {
            for (long key = 0; key < 3_000; key++)
            {
                probe.key().setLong(0, key);
                probe.assign();
            }
            try (TypedCursor cursor = probe.cursor(0, 0))
            {
                while (cursor.next())
                {
                    if (cursor.bucket() % 32 == 1)
                    {
                        colliding.add(cursor.key().getLong(0));
                    }
                }
            }
        }
        assertTrue(colliding.size() > 60, () -> "keys: " + colliding.size());
        assertTrue(overflowBuckets(known, colliding) > overflowBuckets(MapConfig.defaults(), colliding) + 3);
    }

    private static long overflowBuckets(final MapConfig config, final Set<Long> keys)
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().config(config).capacity(keys.size()).build())
        {
            keys.forEach(key -> map.put(key, key));
            return map.stats().overflowCount();
        }
    }

    /** The constants of wyhash and of Go 1.19's fallback as one half of the key. */
    @ParameterizedTest
    @ValueSource(longs = {0xa0761d6478bd642fL, 0xe7037ed1a0b428dbL, 0x8ebc6af09c88c6e3L, 0x589965cc75374cc3L,
        0x1d8e4e27c47d124fL, 0xeb44accab455d165L, 0})
    void h05ShouldSpreadKeysWithAPublishedConstant(final long constant)
    {
        try (OffHeapBytesStructMap map = OffHeapMaps.bytesStruct(16, 0).capacity(1_000).build())
        {
            final byte[] key = new byte[16];
            for (long i = 0; i < 1_000; i++)
            {
                ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN).putLong(0, constant).putLong(8, i);
                map.put(key, new byte[0]);
            }
            assertTrue(map.stats().overflowCount() < 200, () -> "overflow buckets: " + map.stats().overflowCount());
        }
    }

    @Test
    void h07ShouldTellThatRandomnessWasGiven()
    {
        try (OffHeapLongLongMap secret = OffHeapMaps.longLong().build();
            OffHeapLongLongMap given =
                OffHeapMaps.longLong().unsafeRandomnessForTests(SubjectKind.STEADY, SubjectKind.KEYS).build())
        {
            assertFalse(secret.stats().unsafeRandomness());
            assertTrue(given.stats().unsafeRandomness());
        }
        assertTrue(Stream.of(MapConfig.class.getMethods(), OffHeapMaps.longLong().getClass().getMethods())
            .flatMap(Stream::of)
            .filter(method -> Stream.of(method.getParameterTypes()).anyMatch(HashKeys.class::equals))
            .allMatch(method -> method.getName().toLowerCase(Locale.ROOT).contains("unsafe")));
    }

    @Test
    void h08ShouldNeverTellASecret()
    {
        final MapConfig config =
            MapConfig.defaults().withUnsafeRandomnessForTests(SubjectKind.STEADY, SubjectKind.KEYS);
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().config(config).build())
        {
            map.put(1, 1);
            final String told = config + " " + map.stats() + " " + SubjectKind.KEYS;
            final int seed = SubjectKind.STEADY.seed();
            for (final long secret : new long[]{
                seed & 0xffff_ffffL, SubjectKind.KEYS.k0(), SubjectKind.KEYS.k1(), SubjectKind.KEYS.k2(),
                SubjectKind.KEYS.k3()})
            {
                for (final String form : new String[]{
                    Long.toString(secret), Long.toUnsignedString(secret), Long.toHexString(secret)})
                {
                    final Pattern word = Pattern.compile("\\b(0x)?" + form + "\\b", Pattern.CASE_INSENSITIVE);
                    assertFalse(word.matcher(told).find(),
                        () -> form + " in " + told);
                }
            }
        }
    }

    @Test
    void h09ShouldStartEveryIterationElsewhere()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
        {
            for (long key = 0; key < 100; key++)
            {
                map.put(key, key);
            }
            final Set<Long> firsts = new HashSet<>();
            for (int i = 0; i < 200; i++)
            {
                try (var cursor = map.cursor())
                {
                    cursor.next();
                    firsts.add(cursor.key());
                }
            }
            assertTrue(firsts.size() > 20, () -> "first entries: " + firsts.size());
        }
    }

    /** f(2n) &lt; 3 f(n): chains do not grow with the map for sequences in any part of the key. */
    @ParameterizedTest
    @ValueSource(ints = {0, 8, 32, 48})
    void h12ShouldStayLinearForShiftedSequences(final int shift)
    {
        final LongUnaryOperator overflow = count ->
        {
            try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
            {
                for (long key = 0; key < count; key++)
                {
                    map.put(key << shift, key);
                }
                return map.stats().overflowCount();
            }
        };
        final long small = overflow.applyAsLong(800);
        final long large = overflow.applyAsLong(1_600);
        assertTrue(large < 3 * small + 40, () -> small + " then " + large);
    }
}
