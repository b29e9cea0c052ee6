// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.conform.GoPrograms;
import dev.tophash.hash.HashKeys;
import dev.tophash.layout.GoVersion;
import dev.tophash.layout.MapType;
import dev.tophash.layout.classic.TopHash;
import dev.tophash.offheap.FixedRandom;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.TypedCursor;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.verify.MapVerifier;
import dev.tophash.offheap.verify.VerifyReport;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Keys that are not equal to themselves (layout section 10.5). Their hash is random, so scripts cannot compare them
 * with Go; here the random word is a known one. The Go program {@code nan} measured the same rules.
 */
class NanKeysIT
{
    private static final MapType TYPE = MapType.parse("map[float64]int64");
    private static final HashKeys KEYS = HashKeys.of(GoVersion.GO_1_23, 1, 2, 3, 4);
    private static final long C0 = 33054211828000289L;
    private static final long C1 = 23344194077549503L;
    private static final long SEED = 0x12345678L;
    private static final int FULL_16 = 104;

    private final SplittableRandom words = new SplittableRandom(1);

    /** The next random words of a NaN's hash, if a test holds them. */
    private Long held;

    private FixedRandom random()
    {
        return FixedRandom.from(words).withSeed((int)SEED)
            .withNanHash(() -> held == null ? words.nextLong() : held);
    }

    private OffHeapTypedMap create(final GoVersion version)
    {
        return OffHeapTypedMap.create(TYPE, -1, MapConfig.defaults().withReservation(1 << 24)
            .withGoProfile(new MapConfig.GoProfile(version, false, false, 0))
            .withUnsafeRandomnessForTests(random(), KEYS));
    }

    private static void put(final OffHeapTypedMap map, final double key, final long elem)
    {
        map.key().clear().setDouble(0, key);
        map.elem().clear().setLong(0, elem);
        map.assign();
    }

    private static boolean delete(final OffHeapTypedMap map, final double key)
    {
        map.key().clear().setDouble(0, key);
        return map.delete();
    }

    /** Every write of a growing map moves something. */
    private static void finishGrowth(final OffHeapTypedMap map)
    {
        while (map.image().growing())
        {
            put(map, 1, 1);
            delete(map, 1);
        }
    }

    private static void assertClean(final OffHeapTypedMap map)
    {
        final VerifyReport report = MapVerifier.verify(map.image());
        assertTrue(report.clean(), report::toString);
    }

    /** Where an entry stands. */
    private record Place(long bucket, int top)
    {
    }

    /** Live entries of an array, by their elems, which are all different. */
    private static Map<Long, Place> places(final MapImage image, final long array, final long count)
    {
        final Map<Long, Place> places = new HashMap<>();
        for (long i = 0; i < count; i++)
        {
            long bucket = image.bucketOffset(array, i);
            for (; bucket != MapImage.NOWHERE; bucket = image.nextInChain(bucket))
            {
                for (int slot = 0; slot < 8; slot++)
                {
                    if (image.tophash(bucket, slot) >= TopHash.MIN_TOP_HASH)
                    {
                        final Place place = new Place(i, image.tophash(bucket, slot));
                        places.put(image.longAt(image.elemOffset(bucket, slot)), place);
                    }
                }
            }
        }
        return places;
    }

    private static Map<Long, Place> places(final OffHeapTypedMap map)
    {
        return places(map.image(), map.image().bucketsAddress(), 1L << map.image().b());
    }

    @ParameterizedTest
    @CsvSource({
        "GO_1_19,false,0x5", "GO_1_19,true,0x5", "GO_1_23,false,0x5", "GO_1_23,true,0x5",
        "GO_1_19,false,0x7fffffff00000005", "GO_1_19,true,0x1234567800000005",
        "GO_1_23,false,0x7fffffff00000005", "GO_1_23,true,0x1234567800000005"})
    void shouldMoveByTheFreshHashOrByTheStoredByte(final GoVersion version, final boolean iterate, final String word)
    {
        try (OffHeapTypedMap map = create(version))
        {
            for (int i = 0; i < FULL_16; i++)
            {
                put(map, Double.NaN, i);
            }
            finishGrowth(map);
            assertEquals(4, map.image().b());
            final Map<Long, Place> before = places(map);
            put(map, Double.NaN, FULL_16);
            assertTrue(map.image().growing());
            if (iterate)
            {
                try (TypedCursor cursor = map.cursor())
                {
                    assertTrue(cursor.next());
                }
            }
            final Map<Long, Place> unmoved = places(map.image(), map.image().oldbucketsAddress(), 16);
            held = Long.decode(word);
            finishGrowth(map);
            final Map<Long, Place> after = places(map);
            assertClean(map);

            final long random = version == GoVersion.GO_1_19 ? held & 0xffff_ffffL : held;
            final long fresh = C1 * (C0 ^ SEED ^ random);
            assertTrue(unmoved.size() > 50, () -> "left to move: " + unmoved.size());
            for (final Map.Entry<Long, Place> entry : unmoved.entrySet())
            {
                final Place old = before.get(entry.getKey());
                final long side = iterate ? old.top & 1 : fresh >>> 4 & 1;
                final int top = iterate ? TopHash.of(fresh) : old.top;
                assertEquals(new Place(old.bucket + 16 * side, top), after.get(entry.getKey()), entry::toString);
            }
            assertEquals(FULL_16 + 1, after.size());
        }
    }

    @Test
    void shouldNeverFindAndSurviveTheLoopThatDeletesEachKey()
    {
        try (OffHeapTypedMap map = create(GoVersion.GO_1_23))
        {
            put(map, 1, 1);
            put(map, Double.NaN, 2);
            put(map, Double.NaN, 3);
            map.key().clear().setDouble(0, Double.NaN);
            assertFalse(map.find());
            assertFalse(delete(map, Double.NaN));
            try (TypedCursor cursor = map.cursor())
            {
                while (cursor.next())
                {
                    delete(map, cursor.key().getDouble(0));
                }
            }
            assertEquals(2, map.sizeLong());
            map.clear();
            assertEquals(0, map.sizeLong());
            assertClean(map);
        }
    }

    @Test
    void shouldDeliverEachOneOnceInTheMiddleOfAGrowth()
    {
        for (int round = 0; round < 50; round++)
        {
            try (OffHeapTypedMap map = create(GoVersion.GO_1_23))
            {
                for (int i = 0; i <= FULL_16 + round % 7; i++)
                {
                    put(map, Double.NaN, i);
                }
                assertTrue(map.image().growing());
                final Set<Long> seen = new HashSet<>();
                try (TypedCursor cursor = map.cursor())
                {
                    for (int i = 0; cursor.next(); i++)
                    {
                        assertTrue(seen.add(cursor.elem().getLong(0)), seen::toString);
                        if (i % 10 == 0)
                        {
                            delete(map, i); // moves two old buckets while the cursor stands between them
                        }
                    }
                }
                assertEquals(map.sizeLong(), seen.size());
            }
        }
    }

    /**
     * A cursor over an array whose growth has ended meets cleared NaNs there and cannot look them up. Every Go delivers
     * them (103 of 105 measured on 1.23.5); here that is left to the profile that delivers other cleared entries, too.
     */
    @ParameterizedTest
    @CsvSource({"GO_1_19,103", "GO_1_23,0"})
    void shouldNotBeDeliveredAfterAClearUnlessAllClearedEntriesAre(final GoVersion version, final int expected)
    {
        try (OffHeapTypedMap map = create(version))
        {
            for (int i = 0; i < FULL_16; i++)
            {
                put(map, Double.NaN, i);
            }
            finishGrowth(map);
            try (TypedCursor cursor = map.cursor())
            {
                assertTrue(cursor.next());
                put(map, Double.NaN, FULL_16);
                finishGrowth(map);
                map.clear();
                int delivered = 0;
                while (cursor.next())
                {
                    delivered++;
                }
                assertEquals(expected, delivered);
            }
        }
    }

    @Test
    void shouldFollowTheRulesThatGoFollows() throws IOException
    {
        final Pattern line = Pattern.compile("iterator flag set: (\\w+) +" +
            "side follows tophash bit 0: yes (\\d+) no (\\d+) \\| tophash kept (\\d+) changed (\\d+)");
        for (final GoPrograms programs : Go.programs())
        {
            final String output = programs.run("nan");
            final Matcher matcher = line.matcher(output);
            assertTrue(matcher.find(), output);
            assertEquals("false", matcher.group(1));
            assertTrue(Integer.parseInt(matcher.group(3)) > 1_000, output);
            assertEquals("0", matcher.group(5), output);
            assertTrue(matcher.find(), output);
            assertEquals("true", matcher.group(1));
            assertEquals("0", matcher.group(3), output);
            assertTrue(Integer.parseInt(matcher.group(5)) > 50 * Integer.parseInt(matcher.group(4)), output);
            assertTrue(output.contains("len after the range-delete loop: 2"), output);
            assertTrue(output.contains("len after clear: 0"), output);
            assertTrue(output.contains("lookup of NaN: false"), output);
        }
    }
}
