// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.MapClosedException;
import dev.tophash.OffHeapMemoryException;
import dev.tophash.it.ChildJvm;
import dev.tophash.it.subject.NumberedMap;
import dev.tophash.it.subject.SubjectKind;
import dev.tophash.layout.classic.HmapFlags;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapStringLongMap;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.verify.MapVerifier;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Group B4 of the catalogue: memory runs out. The walk over all requests is {@link AllocationFaultTest}. */
class ExhaustionTest
{
    private final AtomicBoolean refusing = new AtomicBoolean();

    private MapConfig config()
    {
        return MapConfig.defaults().withReservation(256L << 20)
            .withUnsafeRandomnessForTests(SubjectKind.STEADY, SubjectKind.KEYS).withGate(bytes ->
            {
                if (refusing.get())
                {
                    throw new OffHeapMemoryException("injected", bytes, 0);
                }
            });
    }

    private static void assertHolds(final Map<Long, Long> model, final NumberedMap map)
    {
        assertEquals(model.size(), map.size());
        assertEquals(model, map.entries());
        model.forEach((key, elem) -> assertEquals(elem, map.get(key)));
        assertTrue(MapVerifier.verify(map.image()).clean());
    }

    @ParameterizedTest
    @EnumSource(SubjectKind.class)
    void x01ShouldStayEmptyWhenTheFirstBucketIsRefused(final SubjectKind kind)
    {
        try (NumberedMap map = kind.open(config()))
        {
            map.get(7);
            refusing.set(true);
            assertThrows(OffHeapMemoryException.class, () -> map.put(7, 7));
            assertEquals(0, map.size());
            assertNull(map.get(7));
            assertFalse(map.remove(7));
            refusing.set(false);
            assertTrue(map.put(7, 7));
            assertHolds(Map.of(7L, 7L), map);
        }
    }

    /** Header fields of a growth that is refused stay as they were; X-05. */
    @Test
    void x05ShouldLeaveTheHeaderAloneWhenAGrowthIsRefused()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().config(config()).build())
        {
            for (long key = 0; key < 8; key++)
            {
                map.put(key, key);
            }
            final MapImage before = map.image();
            final long buckets = before.bucketsAddress();
            final int flags = before.flags();
            refusing.set(true);
            assertThrows(OffHeapMemoryException.class, () -> map.put(8, 8));
            final MapImage after = map.image();
            assertEquals(0, after.b());
            assertEquals(buckets, after.bucketsAddress());
            assertEquals(0, after.oldbucketsAddress());
            assertEquals(flags, after.flags());
            assertEquals(8, map.put(7, 70) + 1, "an update needs no memory");
            refusing.set(false);
            map.put(8, 8);
            assertEquals(1, map.image().b());
        }
    }

    /** A same-size growth that was refused leaves no flag behind; then the map grows for real; X-06. */
    @Test
    void x06ShouldNotLeaveTheSameSizeFlagBehind()
    {
        final SubjectKind kind = SubjectKind.LONG;
        final long[] keys = kind.collidingKeys();
        try (NumberedMap map = kind.open(config()))
        {
            final Map<Long, Long> model = new HashMap<>();
            for (long key = 1_000_000; key < 1_000_100; key++)
            {
                map.put(key, key);
                model.put(key, key);
            }
            int refused = 0;
            for (int round = 0; round < 400 && refused < 3; round++)
            {
                final long key = keys[round % keys.length];
                refusing.set(true);
                try
                {
                    map.put(key, round);
                    model.put(key, (long)round);
                }
                catch (final OffHeapMemoryException e)
                {
                    refused++;
                    assertEquals(0, map.image().flags() & (HmapFlags.SAME_SIZE_GROW | HmapFlags.HASH_WRITING));
                    assertFalse(map.image().growing());
                    refusing.set(false);
                    map.put(key, round);
                    model.put(key, (long)round);
                    while (map.image().growing())
                    {
                        map.remove(-1);
                    }
                }
                assertEquals(model.size(), map.size());
            }
            refusing.set(false);
            for (long key = 2_000_000; key < 2_001_000; key++)
            {
                map.put(key, key);
                model.put(key, key);
            }
            assertTrue(refused > 0, "no growth was refused");
            assertHolds(model, map);
        }
    }

    @ParameterizedTest
    @EnumSource(SubjectKind.class)
    void x08ShouldFreeTheTargetOfACloneAtEveryFault(final SubjectKind kind)
    {
        final AtomicInteger remaining = new AtomicInteger(Integer.MAX_VALUE);
        final MapConfig config = MapConfig.defaults().withReservation(64L << 20).withGate(bytes ->
        {
            if (remaining.getAndDecrement() <= 0)
            {
                throw new OffHeapMemoryException("injected", bytes, 0);
            }
        });
        try (NumberedMap source = kind.open(config))
        {
            final Map<Long, Long> model = new HashMap<>();
            for (long key = 1; key <= 108; key++)
            {
                source.put(key, key);
                model.put(key, key);
            }
            final long open = OffHeapMaps.openMapCount();
            int faults = 0;
            for (int n = 0; ; n++)
            {
                remaining.set(n);
                try (NumberedMap copy = source.copy())
                {
                    remaining.set(Integer.MAX_VALUE);
                    assertHolds(model, copy);
                    break;
                }
                catch (final OffHeapMemoryException e)
                {
                    remaining.set(Integer.MAX_VALUE);
                    faults++;
                    assertTrue(OffHeapMaps.openMapCount() <= open, "the clone's region was left open");
                    assertEquals(model.size(), source.size());
                }
            }
            assertTrue(faults > 0);
            assertHolds(model, source);
        }
    }

    /** what never needs memory works when there is none, also in the middle of a growth. */
    @ParameterizedTest
    @EnumSource(SubjectKind.class)
    void x07x09ShouldNeedNoMemoryToReadRemoveIterateAndClear(final SubjectKind kind) throws Exception
    {
        for (int size = 50; size < 130; size += 3)
        {
            refusing.set(false);
            try (NumberedMap map = kind.open(config()))
            {
                final Map<Long, Long> model = new HashMap<>();
                for (long key = 1; key <= size; key++)
                {
                    map.put(key, key);
                    model.put(key, key);
                }
                map.get(0);
                map.get(1);
                map.get(2);
                refusing.set(true);
                assertHolds(model, map);
                try (AutoCloseable cursor = map.openCursor())
                {
                    assertNotNull(cursor);
                    for (long key = 1; key <= size; key += 2)
                    {
                        assertTrue(map.remove(key));
                        assertFalse(map.remove(key));
                        model.remove(key);
                    }
                    assertHolds(model, map);
                    map.clear();
                }
                assertHolds(Map.of(), map);
            }
        }
    }

    /** a key too long for a staging cell is looked up without memory: it is absent, or it was staged before. */
    @Test
    void x09ShouldNeedNoMemoryToLookUpLongKeys()
    {
        final String stored = "\u00e9".repeat(3_000);
        try (OffHeapStringLongMap map = OffHeapMaps.stringLong().config(config()).build())
        {
            refusing.set(true);
            assertLongKeysAreAbsent(map);
            refusing.set(false);
            map.put(stored, 5);
            map.put("short", 6);
            refusing.set(true);
            assertLongKeysAreAbsent(map);
            assertEquals(5, map.get(stored));
            assertThrows(OffHeapMemoryException.class, () -> map.put(stored + stored, 7));
            refusing.set(false);
            try (OffHeapStringLongMap copy = map.copy();
                OffHeapStringLongMap adopted = OffHeapMaps.stringLong().config(config()).attach(image(map)))
            {
                refusing.set(true);
                for (final OffHeapStringLongMap other : List.of(copy, adopted, map))
                {
                    assertLongKeysAreAbsent(other);
                    assertEquals(2, other.size());
                    assertEquals(5, other.get(stored));
                    assertEquals(5, other.remove(stored));
                    assertEquals(0, other.remove(stored));
                    assertTrue(MapVerifier.verify(other.image()).clean());
                }
            }
        }
    }

    /** An adopted key may end anywhere around the end of a staging cell. */
    @Test
    void x09ShouldFindAdoptedKeysOfEveryLength()
    {
        for (int length = 60; length < 130; length++)
        {
            final String key = "a".repeat(length % 3) + "\u00e9".repeat(length);
            try (OffHeapStringLongMap map = OffHeapMaps.stringLong().config(config()).build())
            {
                map.put(key, length);
                try (OffHeapStringLongMap adopted = OffHeapMaps.stringLong().config(config()).attach(image(map)))
                {
                    refusing.set(true);
                    assertEquals(length, adopted.get(key));
                    assertFalse(adopted.containsKey(key + "a"));
                    assertEquals(length, adopted.remove(key));
                    refusing.set(false);
                }
            }
        }
    }

    private static MapImage image(final OffHeapStringLongMap map)
    {
        final MapImage live = map.image();
        return new MapImage(Arena.ofAuto().allocate(live.memory().byteSize()).copyFrom(live.memory()), live.base(),
            live.headerOffset(), live.type(), live.keys(), live.version());
    }

    private static void assertLongKeysAreAbsent(final OffHeapStringLongMap map)
    {
        for (final String key : List.of("x".repeat(241), "\u00e9".repeat(3_001), "\ud83d\ude00".repeat(500_000)))
        {
            assertEquals(0, map.get(key));
            assertEquals(-3, map.getOrDefault(key, -3));
            assertFalse(map.containsKey(key));
            assertEquals(0, map.remove(key));
            assertThrows(IllegalArgumentException.class, () -> map.get(key + '\ud800'));
        }
    }

    @Test
    void x09ShouldRefuseLongKeysOfAClosedMap()
    {
        final OffHeapStringLongMap map = OffHeapMaps.stringLong().build();
        map.close();
        final String key = "x".repeat(10_000);
        assertThrows(MapClosedException.class, () -> map.get(key));
        assertThrows(MapClosedException.class, () -> map.containsKey(key));
        assertThrows(MapClosedException.class, () -> map.remove(key));
    }

    @ParameterizedTest
    @EnumSource(SubjectKind.class)
    void x10ShouldStayUsableAtTheBudgetAndNameIt(final SubjectKind kind)
    {
        for (long budget = 48 << 10; budget < 100 << 10; budget += 5_000)
        {
            try (NumberedMap map = kind.open(MapConfig.defaults().withBudget(budget)))
            {
                fillUntilRefused(map, budget);
            }
        }
    }

    /** The addresses run out long before the budget does. */
    @ParameterizedTest
    @EnumSource(SubjectKind.class)
    void x10ShouldStayUsableWhenTheAddressesRunOut(final SubjectKind kind)
    {
        for (long reservation = 64 << 10; reservation < 220 << 10; reservation += 12 << 10)
        {
            try (NumberedMap map = kind.open(MapConfig.defaults().withReservation(reservation)))
            {
                fillUntilRefused(map, 0);
            }
            catch (final OffHeapMemoryException e)
            {
                assertTrue(reservation < 80 << 10, () -> "no map at all: " + e.getMessage());
            }
        }
    }

    private static void fillUntilRefused(final NumberedMap map, final long budget)
    {
        final Map<Long, Long> model = new HashMap<>();
        int refusals = 0;
        for (long key = 1; key < 6_000 && refusals < 4; key++)
        {
            try
            {
                map.put(key, key);
                model.put(key, key);
            }
            catch (final OffHeapMemoryException e)
            {
                refusals++;
                if (budget != 0)
                {
                    assertEquals(budget, e.limitBytes());
                    assertTrue(e.needBytes() > budget);
                }
                assertHolds(model, map);
                final long removed = model.keySet().iterator().next();
                assertTrue(map.remove(removed));
                model.remove(removed);
            }
        }
        assertTrue(refusals > 0, "never refused");
        assertHolds(model, map);
        map.clear();
        assertHolds(Map.of(), map);
        assertTrue(map.put(1, 1), "unusable after a clear");
    }

    @Test
    void x11ShouldRefuseUnderALimitOfAddresses()
    {
        final ChildJvm child = ChildJvm.run(FillUntilRefused.class, 3L << 30,
            List.of("--enable-native-access=ALL-UNNAMED", "-Xmx64m", "-XX:+UseSerialGC",
                "-XX:ReservedCodeCacheSize=64m", "-XX:CompressedClassSpaceSize=64m", "-XX:MaxMetaspaceSize=128m"));
        assertTrue(child.healthy(), child.output());
        assertTrue(child.output().contains("all readable"), child.output());
    }

    @Test
    void x12ShouldKeepItsStateWhenTheJavaHeapRunsOut()
    {
        final ChildJvm child = ChildJvm.run(FillUntilRefused.class, 0,
            List.of("--enable-native-access=ALL-UNNAMED", "-Xmx16m", "-XX:+UseSerialGC", "-Dfill.limit=1000000"));
        assertTrue(child.healthy(), child.output());
        assertTrue(child.output().contains("all readable"), child.output());
        assertTrue(child.output().contains("heap ran out, map clean"), child.output());
    }

    /** Fills a map until it is refused or has enough, reads everything back, then lets the Java heap run out. */
    static final class FillUntilRefused
    {
        private FillUntilRefused()
        {
        }

        public static void main(final String[] arguments)
        {
            final long limit = Long.getLong("fill.limit", 12_000_000);
            try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
            {
                long count = 0;
                try
                {
                    for (; count < limit; count++)
                    {
                        map.put(count, ~count);
                    }
                }
                catch (final OffHeapMemoryException e)
                {
                    System.out.println(e.getMessage());
                }
                check(map, count);
                System.out.println("all readable: " + count);
                if (Long.getLong("fill.limit", 0) != 0)
                {
                    exhaustHeap(map);
                    check(map, count);
                    System.out.println("heap ran out, map clean");
                }
            }
        }

        private static void check(final OffHeapLongLongMap map, final long count)
        {
            if (map.sizeLong() != count)
            {
                throw new AssertionError("size " + map.sizeLong());
            }
            for (long key = 0; key < count; key++)
            {
                if (map.getOrDefault(key, 0) != ~key)
                {
                    throw new AssertionError("key " + key);
                }
            }
        }

        private static void exhaustHeap(final OffHeapLongLongMap map)
        {
            final Map<Long, Long> boxed = new HashMap<>();
            try
            {
                map.forEach(boxed::put);
                throw new AssertionError("the heap was large enough");
            }
            catch (final OutOfMemoryError e)
            {
                boxed.clear();
            }
        }
    }

    /** an image that is larger than the budget is refused before a byte of it is taken. */
    @Test
    void x14ShouldRefuseAnImageThatDoesNotFitTheBudget()
    {
        try (OffHeapStringLongMap map = OffHeapMaps.stringLong().build())
        {
            for (int i = 0; i < 5_000; i++)
            {
                map.put("key" + i, i);
            }
            final long open = OffHeapMaps.openMapCount();
            final MapImage image = image(map);
            final OffHeapMemoryException e = assertThrows(
                OffHeapMemoryException.class, () -> OffHeapMaps.stringLong().budget(64 << 10).attach(image));
            assertTrue(e.getMessage().startsWith("image: "), e.getMessage());
            assertTrue(e.needBytes() >= image.size());
            assertEquals(64 << 10, e.limitBytes());
            assertTrue(OffHeapMaps.openMapCount() <= open, "a map is open still");
            assertThrows(OffHeapMemoryException.class,
                () -> OffHeapMaps.stringLong().budget(image.size() + 512).attach(image));
            assertTrue(OffHeapMaps.openMapCount() <= open, "a map is open still");
            try (OffHeapStringLongMap adopted = OffHeapMaps.stringLong().attach(image))
            {
                assertEquals(4_999, adopted.get("key4999"));
            }
        }
    }

    /** churn at random sizes keeps neither memory nor addresses. */
    @Test
    void x15ShouldStayFlatUnderChurn()
    {
        try (OffHeapLongLongMap longs = OffHeapMaps.longLong().build();
            OffHeapStringLongMap strings = OffHeapMaps.stringLong().build())
        {
            long longBytes = 0;
            long stringBytes = 0;
            for (int round = 0; round < 60; round++)
            {
                final int size = 1 + round * 7 % 60;
                for (int i = 0; i < size; i++)
                {
                    longs.put((long)round << 32 | i, i);
                    strings.put("key" + round + "-" + i, i);
                }
                longs.clear();
                strings.clear();
                if (round == 30)
                {
                    longBytes = longs.stats().usedBytes();
                    stringBytes = strings.stats().usedBytes();
                }
            }
            assertTrue(longs.stats().usedBytes() <= longBytes + 4096, "long map: " + longs.stats());
            assertTrue(strings.stats().usedBytes() <= stringBytes + 8192, "string map: " + strings.stats());
        }
    }
}
