// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.LongKeyCursor;
import dev.tophash.MapClosedException;
import dev.tophash.MapCorruptionException;
import dev.tophash.OffHeapMemoryException;
import dev.tophash.hash.HashKeys;
import dev.tophash.layout.MapType;
import dev.tophash.layout.classic.HmapFlags;
import dev.tophash.layout.classic.LoadFactor;
import dev.tophash.offheap.image.MapDiff;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.verify.MapVerifier;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Room for entries to come: as much as was asked for, all at once or not at all. */
class ReservingTest
{
    private static final HashKeys KEYS = HashKeys.random(new SplittableRandom(11));
    private static final int[] COUNTS = {0, 1, 8, 9, 14, 60, 105, 209, 500, 1_200};

    /** What a set has been through. */
    enum State
    {
        NEW,
        FILLED
        {
            @Override
            void prepare(final OffHeapLongSet set)
            {
                addRange(set, 0, 200);
            }
        },
        GROWING
        {
            @Override
            void prepare(final OffHeapLongSet set)
            {
                addRange(set, 0, 210);
                assertTrue(set.growing() && !set.sameSizeGrow());
            }
        },
        /** Most entries are gone, their overflow buckets are not. */
        GROWING_TO_THE_SAME_SIZE
        {
            @Override
            void prepare(final OffHeapLongSet set)
            {
                for (int key = 0; !set.sameSizeGrow(); key++)
                {
                    set.add(key);
                    if (set.size() == 100)
                    {
                        set.removeIf(old -> old % 10 != 0);
                    }
                    if (set.size() > 80)
                    {
                        set.removeIf(old -> set.size() > 12);
                    }
                }
            }
        },
        CLEARED
        {
            @Override
            void prepare(final OffHeapLongSet set)
            {
                addRange(set, 0, 300);
                set.clear();
            }
        };

        void prepare(final OffHeapLongSet set)
        {
            // A new set has been through nothing.
        }
    }

    private static void addRange(final OffHeapLongSet set, final long from, final long to)
    {
        for (long key = from; key < to; key++)
        {
            set.add(key);
        }
    }

    private static OffHeapLongSet open(final State state, final MapConfig config)
    {
        final OffHeapLongSet set = OffHeapMaps.longSet().config(config.withReservation(1L << 28)
            .withUnsafeRandomnessForTests(FixedRandom.from(new SplittableRandom(3)), KEYS)).build();
        state.prepare(set);
        return set;
    }

    private static Set<Long> contents(final OffHeapLongSet set)
    {
        final Set<Long> contents = new HashSet<>();
        set.forEach(key -> assertTrue(contents.add(key), "twice: " + key));
        return contents;
    }

    private static MapImage copyOf(final MapImage image)
    {
        final MemorySegment bytes = Arena.ofAuto().allocate(image.size(), Long.BYTES).copyFrom(image.memory());
        return new MapImage(bytes, image.base(), image.headerOffset(), image.type(), image.keys(), image.version());
    }

    private static void assertWhole(final Set<Long> expected, final OffHeapLongSet set)
    {
        assertTrue(MapVerifier.verify(set.image()).clean(), () -> MapVerifier.verify(set.image()).toString());
        assertEquals(expected, contents(set));
        expected.forEach(key -> assertTrue(set.contains(key), "lost: " + key));
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeThatManyWithoutAGrowth(final State state)
    {
        for (final int count : COUNTS)
        {
            try (OffHeapLongSet set = open(state, MapConfig.defaults()))
            {
                final Set<Long> expected = contents(set);
                final boolean growing = set.growing();
                final int before = set.b();
                final boolean enough = LoadFactor.growLimit(before) >= count;
                set.reserve(count);
                assertEquals(Math.max(before, LoadFactor.bForHint(count)), set.b());
                assertEquals(enough && growing, set.growing(), "growing");
                assertWhole(expected, set);
                final int b = set.b();
                for (long key = 1L << 40; set.size() < count; key++)
                {
                    set.add(key);
                    expected.add(key);
                    assertEquals(b, set.b());
                    assertTrue(!set.growing() || enough && growing, "a growth was begun");
                }
                assertWhole(expected, set);
                if (count >= 9 && !enough)
                {
                    addRange(set, 1L << 50, (1L << 50) + LoadFactor.growLimit(b) + 1 - set.size());
                    assertEquals(b + 1, set.b(), "and then it grows");
                    assertTrue(MapVerifier.verify(set.image()).clean());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldChangeNothingWhereThereIsRoom(final State state)
    {
        try (OffHeapLongSet set = open(state, MapConfig.defaults()))
        {
            final MapImage before = copyOf(set.image());
            set.reserve(LoadFactor.growLimit(set.b()));
            set.reserve(0);
            assertEquals(List.of(), MapDiff.compare(before, set.image(), 10));
        }
    }

    /** Every request for memory is refused once: not a byte of the map changes, and the next attempt succeeds. */
    @ParameterizedTest
    @EnumSource
    void shouldChangeNothingWhenItIsRefused(final State state)
    {
        int points = 0;
        for (int allowed = 0; ; allowed++)
        {
            final int[] left = {Integer.MAX_VALUE};
            try (OffHeapLongSet set = open(state, MapConfig.defaults().withGate(bytes ->
            {
                if (left[0]-- == 0)
                {
                    throw new OffHeapMemoryException("gate", bytes, 0);
                }
            })))
            {
                final Set<Long> expected = contents(set);
                final MapImage before = copyOf(set.image());
                final MapStats stats = set.stats();
                left[0] = allowed;
                try
                {
                    set.reserve(1_000);
                    assertTrue(points > 0, "no point at all");
                    return;
                }
                catch (final OffHeapMemoryException e)
                {
                    points++;
                    assertEquals(List.of(), MapDiff.compare(before, set.image(), 10));
                    assertEquals(stats.usedBytes(), set.stats().usedBytes());
                }
                left[0] = Integer.MAX_VALUE;
                set.reserve(1_000);
                assertEquals(LoadFactor.bForHint(1_000), set.b());
                assertWhole(expected, set);
            }
        }
    }

    /** Keys that stay together need overflow buckets in the new array too. All is asked for before a byte changes. */
    @Test
    void shouldAskForEverythingBeforeTheFirstByteChanges()
    {
        final OffHeapLongSet[] opened = new OffHeapLongSet[1];
        final int[] requests = new int[1];
        try (OffHeapLongSet set = open(State.NEW, MapConfig.defaults().withGate(bytes ->
        {
            if (opened[0] != null)
            {
                requests[0]++;
                assertEquals(2, opened[0].b(), "asked for memory when the header was changed");
            }
        })))
        {
            for (long key = 0; set.size() < 20; key++)
            {
                if ((set.hash(key) & 7) == 3)
                {
                    set.add(key);
                }
            }
            final Set<Long> expected = contents(set);
            assertEquals(2, set.b());
            opened[0] = set;
            set.reserve(52);
            assertEquals(3, set.b());
            assertEquals(2, set.arrays.current().overflowCount());
            assertTrue(requests[0] > 0, "requests=" + requests[0]);
            opened[0] = null;
            assertWhole(expected, set);
        }
    }

    @Test
    void shouldStayWithinTheBudget()
    {
        try (OffHeapLongSet set = OffHeapMaps.longSet().budget(1 << 20).build())
        {
            addRange(set, 0, 1_000);
            final long used = set.stats().usedBytes();
            final var refused = assertThrows(OffHeapMemoryException.class, () -> set.reserve(1_000_000));
            assertTrue(refused.getMessage().startsWith("room for more entries"), refused::getMessage);
            assertEquals(used, set.stats().usedBytes());
            assertThrows(OffHeapMemoryException.class, () -> set.reserve(1L << 40));
            set.reserve(20_000);
            assertEquals(1_000, contents(set).size());
            assertTrue(MapVerifier.verify(set.image()).clean());
        }
    }

    /** All keys are delivered once, those that go before they are reached are not; from every position. */
    @ParameterizedTest
    @EnumSource(names = {"FILLED", "GROWING", "GROWING_TO_THE_SAME_SIZE"})
    void shouldLetCursorsGoOn(final State state)
    {
        for (int before = 0; before < 60; before += 3)
        {
            try (OffHeapLongSet set = open(state, MapConfig.defaults()))
            {
                final Set<Long> expected = contents(set);
                final Set<Long> delivered = new HashSet<>();
                try (LongKeyCursor cursor = set.cursor())
                {
                    for (int i = 0; i < before && cursor.next(); i++)
                    {
                        assertTrue(delivered.add(cursor.key()));
                    }
                    set.reserve(2_000);
                    final Set<Long> removed = new HashSet<>(expected);
                    removed.removeAll(delivered);
                    removed.removeIf(key -> key % 3 != 0);
                    removed.forEach(set::remove);
                    expected.removeAll(removed);
                    addRange(set, 1L << 40, (1L << 40) + 1_500);
                    while (cursor.next())
                    {
                        assertTrue(delivered.add(cursor.key()), () -> "twice: " + cursor.key());
                    }
                }
                delivered.removeIf(key -> key >= 1L << 40);
                assertEquals(expected, delivered);
                assertFalse((set.flags() & HmapFlags.ITERATOR) != 0);
                assertTrue(MapVerifier.verify(set.image()).clean());
            }
        }
    }

    /** Go's map of that hint, filled in the order of the buckets, has the same bytes. */
    @ParameterizedTest
    @ValueSource(strings = {"map[int64]struct {}", "map[int32]int8", "map[string]int64", "map[[200]uint8]int64",
        "map[int64][200]uint8", "map[string]string"})
    void shouldLeaveWhatMakeWithThisHintWouldHold(final String type)
    {
        for (final int count : new int[]{0, 7, 100, 400, 411})
        {
            final int wanted = 2 * count + 40;
            final MapConfig config =
                MapConfig.defaults().withUnsafeRandomnessForTests(FixedRandom.steady(77), KEYS);
            try (OffHeapTypedMap map = OffHeapTypedMap.create(MapType.parse(type), -1, config);
                OffHeapTypedMap made = OffHeapTypedMap.create(MapType.parse(type), wanted, config))
            {
                for (int i = 0; i < count; i++)
                {
                    stage(map, i);
                    map.assign();
                }
                while (map.table().growing())
                {
                    stage(map, count - 1);
                    map.assign();
                }
                final List<Integer> order = new ArrayList<>();
                try (TypedCursor cursor = map.cursor(0, 0))
                {
                    while (cursor.next())
                    {
                        order.add(numberOf(map, cursor));
                    }
                }
                map.reserve(wanted);
                for (final int number : order)
                {
                    stage(made, number);
                    made.assign();
                }
                final List<MapDiff.Difference> differences = MapDiff.compare(made.image(), map.image(), 10).stream()
                    .filter(difference -> !difference.place().matches("header, (flags|nevacuate)")).toList();
                assertEquals(List.of(), differences);
            }
        }
    }

    private static void stage(final OffHeapTypedMap map, final int number)
    {
        switch (map.type().keyKind())
        {
            case STRING -> map.key().clear().setString(0, "key" + number);
            case INT -> map.key().clear().setInt(0, number);
            default -> map.key().clear().setLong(0, number);
        }
    }

    private static int numberOf(final OffHeapTypedMap map, final TypedCursor cursor)
    {
        return switch (map.type().keyKind())
        {
            case STRING -> Integer.parseInt(cursor.key().getString(0).substring(3));
            case INT -> cursor.key().getInt(0);
            default -> (int)cursor.key().getLong(0);
        };
    }

    /** Each NaN is an entry of its own that nobody can look up. */
    @Test
    void shouldKeepEveryNan()
    {
        try (OffHeapTypedMap map =
            OffHeapTypedMap.create(MapType.parse("map[float64]int64"), -1, MapConfig.defaults()))
        {
            for (int i = 0; i < 300; i++)
            {
                map.key().clear().setDouble(0, i % 3 == 0 ? Double.NaN : i);
                map.elem().clear().setLong(0, i);
                map.assign();
            }
            final Set<Long> delivered = new HashSet<>();
            try (TypedCursor cursor = map.cursor())
            {
                cursor.next();
                delivered.add(cursor.elem().getLong(0));
                map.reserve(5_000);
                while (cursor.next())
                {
                    assertTrue(delivered.add(cursor.elem().getLong(0)), "twice");
                }
            }
            assertEquals(300, delivered.size());
            assertEquals(300, map.size());
            assertTrue(MapVerifier.verify(map.image()).clean());
        }
    }

    static Stream<String> damages()
    {
        return Stream.of("tophash", "link", "string");
    }

    /** Damage that is met on the way: the entries are where they were, and so is every byte of the map. */
    @ParameterizedTest
    @MethodSource("damages")
    void shouldLeaveADamagedMapInItsArray(final String what)
    {
        try (OffHeapStringSet set = OffHeapMaps.stringSet().build())
        {
            for (int i = 0; i < 100; i++)
            {
                set.add("key " + i);
            }
            assertFalse(set.growing());
            final long last = set.bucketsOffset() + set.mask() * set.bucketSize;
            final long field = switch (what)
            {
                case "tophash" -> last;
                case "link" -> last + set.overflowOffset;
                default -> Place.keyOffset(last, set.keySize);
            };
            final long good = Memory.getLong(set.memory, field);
            Memory.putLong(set.memory, field, what.equals("tophash") ? good & ~0xffL | 2 : 0x7777_7777_7777_7770L);
            final MapImage before = copyOf(set.image());
            final long used = set.stats().usedBytes();
            final Throwable refused = assertThrows(Throwable.class, () -> set.reserve(10_000));
            assertEquals(Hmap.INVARIANTS ? AssertionError.class : MapCorruptionException.class, refused.getClass());
            assertEquals(List.of(), MapDiff.compare(before, set.image(), 10));
            Memory.putLong(set.memory, field, good);
            assertTrue(MapVerifier.verify(set.image()).clean(), () -> MapVerifier.verify(set.image()).toString());
            while (set.advance(Long.MAX_VALUE))
            {
                // Until what was given back is free.
            }
            assertEquals(used, set.stats().usedBytes());
            set.reserve(10_000);
            for (int i = 0; i < 100; i++)
            {
                assertTrue(set.contains("key " + i));
            }
        }
    }

    @Test
    void shouldMarkTheBucketsThatItFills()
    {
        try (OffHeapLongSet set = OffHeapMaps.longSet().trackDirtyBuckets(true).build())
        {
            addRange(set, 0, 50);
            set.reserve(10_000);
            assertTrue(MapVerifier.verify(set.image()).clean());
            set.clear();
            addRange(set, 0, 5_000);
            assertEquals(5_000, contents(set).size());
            set.clear();
            assertEquals(Set.of(), contents(set));
        }
    }

    @Test
    void shouldRefuseWhatIsNoCountAndWhatIsNoTime()
    {
        final OffHeapLongLongMap map = OffHeapMaps.longLong().build();
        assertEquals("count out of range: count=-1, maximum=1099511627776",
            assertThrows(IllegalArgumentException.class, () -> map.reserve(-1)).getMessage());
        assertThrows(IllegalArgumentException.class, () -> map.reserve((1L << 40) + 1));
        assertThrows(ConcurrentModificationException.class, () -> map.computeIfAbsent(1, key ->
        {
            map.reserve(0);
            return 1;
        }));
        map.reserve(100);
        assertEquals(4, map.b());
        map.setWriting();
        assertThrows(ConcurrentModificationException.class, () -> map.reserve(1_000));
        map.endWrite();
        map.close();
        assertThrows(MapClosedException.class, () -> map.reserve(1));
    }
}
