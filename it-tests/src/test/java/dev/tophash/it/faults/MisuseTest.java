// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.faults;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.LongLongCursor;
import dev.tophash.OffHeapMemoryException;
import dev.tophash.StringLongCursor;
import dev.tophash.layout.MapType;
import dev.tophash.offheap.MapBuilder;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapBytesStructMap;
import dev.tophash.offheap.OffHeapIntIntMap;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapStringLongMap;
import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.Scalpel;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.verify.MapVerifier;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Group B1 of the catalogue: wrong arguments are refused by name and change nothing. */
class MisuseTest
{
    private static final Pattern NAMED_VALUE = Pattern.compile(".+: \\w+=.+");

    private static void assertNamesAValue(final Exception e)
    {
        assertTrue(NAMED_VALUE.matcher(e.getMessage()).matches(), () -> "not \"what: name=value\": " + e.getMessage());
    }

    @Test
    void a01a02ShouldRefuseNullKeysAndConsumers()
    {
        try (OffHeapStringLongMap map = OffHeapMaps.stringLong().build())
        {
            for (int round = 0; round < 2; round++)
            {
                assertThrows(NullPointerException.class, () -> map.put((String)null, 1));
                assertThrows(NullPointerException.class, () -> map.putIfAbsent((String)null, 1));
                assertThrows(NullPointerException.class, () -> map.get((String)null));
                assertThrows(NullPointerException.class, () -> map.getOrDefault((String)null, 1));
                assertThrows(NullPointerException.class, () -> map.remove((String)null));
                assertThrows(NullPointerException.class, () -> map.containsKey((String)null));
                assertEquals(round, map.size());
                assertTrue(MapVerifier.verify(map.image()).clean());
                map.put("a", 1);
            }
        }
        try (OffHeapBytesStructMap map = OffHeapMaps.bytesStruct(4, 4).build())
        {
            assertThrows(NullPointerException.class, () -> map.put((byte[])null, new byte[4]));
            assertThrows(NullPointerException.class, () -> map.put(new byte[4], (byte[])null));
            assertThrows(NullPointerException.class, () -> map.get(new byte[4], (byte[])null));
            assertThrows(NullPointerException.class, () -> map.remove((byte[])null));
            assertEquals(0, map.size());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, 1L << 62, Long.MAX_VALUE, (1L << 40) + 1})
    void a04a05ShouldRefuseAbsurdCapacities(final long capacity)
    {
        final MapBuilder<OffHeapLongLongMap> builder = OffHeapMaps.longLong();
        final IllegalArgumentException e =
            assertThrows(IllegalArgumentException.class, () -> builder.capacity(capacity));
        assertNamesAValue(e);
        assertTrue(e.getMessage().contains("capacity=" + capacity));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, 1L << 62, Long.MAX_VALUE})
    void a04a05ShouldTakeAbsurdHintsForNoneAsGoDoes(final long hint)
    {
        final MapType type = MapType.parse("map[int64]int64");
        try (OffHeapTypedMap map = OffHeapTypedMap.create(type, hint, MapConfig.defaults()))
        {
            assertEquals(0, map.stats().b());
            assertTrue(map.stats().usedBytes() < 16 << 10);
        }
    }

    /** Every hint around each power of two, up to those whose array size overflows a long by one. */
    @Test
    void a06ShouldNeverMisreckonAnArraySize()
    {
        final MapConfig small = MapConfig.defaults().withBudget(1 << 20);
        for (final String goType : new String[]{
            "map[int64]int64", "map[[128]uint8][128]uint8", "map[[1]uint8][0]uint8"})
        {
            final MapType type = MapType.parse(goType);
            for (int shift = 17; shift < 63; shift++)
            {
                for (long delta = -1; delta <= 1; delta++)
                {
                    final long hint = (1L << shift) + delta;
                    try (OffHeapTypedMap map = OffHeapTypedMap.create(type, hint, small))
                    {
                        assertTrue(map.stats().b() == 0 || map.stats().usedBytes() <= 1 << 20, () -> "hint=" + hint);
                    }
                    catch (final OffHeapMemoryException e)
                    {
                        assertTrue(e.needBytes() > e.limitBytes(), e.getMessage());
                    }
                }
            }
        }
    }

    @Test
    void a07ShouldRefuseACapacityAboveTheBudgetBeforeAnyAllocation()
    {
        final long open = OffHeapMaps.openMapCount();
        final MapBuilder<OffHeapLongLongMap> builder = OffHeapMaps.longLong().budget(1 << 20).capacity(1_000_000);
        final OffHeapMemoryException e = assertThrows(OffHeapMemoryException.class, builder::build);
        assertTrue(e.needBytes() > 16_000_000);
        assertEquals(1 << 20, e.limitBytes());
        assertTrue(e.getMessage().contains("need=") && e.getMessage().contains("limit=1048576 bytes"), e.getMessage());
        assertTrue(OffHeapMaps.openMapCount() <= open, "a map is open still");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8, 127, 128, 129, 130, 1_000, 4_000})
    void a09ShouldTakeEverySizeInlineOrIndirect(final int size)
    {
        try (OffHeapBytesStructMap map = OffHeapMaps.bytesStruct(size, size - 1).build())
        {
            final byte[] elem = new byte[size - 1];
            for (int i = 0; i < 100; i++)
            {
                map.put(key(size, i), key(size - 1, i));
            }
            for (int i = 0; i < 100; i++)
            {
                assertTrue(map.get(key(size, i), elem));
                assertArrayEquals(key(size - 1, size == 1 ? 0 : i), elem);
            }
            assertEquals(100, map.size());
        }
    }

    private static byte[] key(final int size, final int number)
    {
        final byte[] key = new byte[size];
        for (int i = 0; i < size; i += 7)
        {
            key[i] = (byte)number;
        }
        return key;
    }

    @Test
    void a09ShouldRefuseImpossibleSizes()
    {
        for (final int size : new int[]{0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, (1 << 20) + 1})
        {
            assertNamesAValue(
                assertThrows(IllegalArgumentException.class, () -> OffHeapMaps.bytesStruct(size, 8)));
        }
        for (final int size : new int[]{-1, Integer.MIN_VALUE, Integer.MAX_VALUE, (1 << 20) + 1})
        {
            assertNamesAValue(
                assertThrows(IllegalArgumentException.class, () -> OffHeapMaps.bytesStruct(8, size)));
        }
    }

    @Test
    void a09ShouldRefuseKeysAndElemsOfAnotherLength()
    {
        try (OffHeapBytesStructMap map = OffHeapMaps.bytesStruct(4, 6).build())
        {
            map.put(new byte[4], new byte[6]);
            for (final int length : new int[]{0, 3, 5, 4096})
            {
                final byte[] wrong = new byte[length];
                assertNamesAValue(
                    assertThrows(IllegalArgumentException.class, () -> map.put(wrong, new byte[6])));
                assertNamesAValue(
                    assertThrows(IllegalArgumentException.class, () -> map.put(new byte[4], wrong)));
                assertNamesAValue(
                    assertThrows(IllegalArgumentException.class, () -> map.get(wrong, new byte[6])));
                assertNamesAValue(assertThrows(IllegalArgumentException.class, () -> map.get(new byte[4], wrong)));
                assertNamesAValue(assertThrows(IllegalArgumentException.class, () -> map.remove(wrong)));
                assertNamesAValue(assertThrows(IllegalArgumentException.class, () -> map.containsKey(wrong)));
            }
            assertEquals(1, map.size());
        }
    }

    @Test
    void a09ShouldRefuseSettingsOutOfRange()
    {
        final MapConfig config = MapConfig.defaults();
        assertNamesAValue(assertThrows(IllegalArgumentException.class, () -> config.withBudget(16383)));
        assertNamesAValue(assertThrows(IllegalArgumentException.class, () -> config.withBudget(-1)));
        assertNamesAValue(assertThrows(IllegalArgumentException.class, () -> config.withReservation(-1)));
        assertNamesAValue(assertThrows(IllegalArgumentException.class, () -> config.withReservation(1L << 47)));
        assertNamesAValue(assertThrows(IllegalArgumentException.class, () -> config.withMaxOpenCursors(0)));
        final MapBuilder<OffHeapIntIntMap> ints = OffHeapMaps.intInt();
        assertNamesAValue(assertThrows(IllegalArgumentException.class, () -> ints.missingValue(1L << 31)));
    }

    @Test
    void a10ShouldTellHugeCountsExactly()
    {
        final MapType type = MapType.parse("map[int64]int64");
        try (OffHeapTypedMap map = OffHeapTypedMap.create(type, -1, invariantless()))
        {
            Scalpel.setCount(map, (1L << 31) + 5);
            assertEquals((1L << 31) + 5, map.sizeLong());
            assertEquals((1L << 31) + 5, map.stats().count());
        }
    }

    private static MapConfig invariantless()
    {
        return MapConfig.defaults().withReservation(1 << 20);
    }

    @Test
    void a11a12a13ShouldGuardTheCursorsPosition()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
        {
            map.put(1, 2);
            try (LongLongCursor cursor = map.cursor())
            {
                assertThrows(IllegalStateException.class, cursor::key);
                assertThrows(IllegalStateException.class, cursor::value);
                assertThrows(IllegalStateException.class, cursor::remove);
                assertThrows(IllegalStateException.class, () -> cursor.setValue(1));
                assertTrue(cursor.next());
                cursor.remove();
                assertThrows(IllegalStateException.class, cursor::remove);
                assertEquals(1, cursor.key());
                assertFalse(cursor.next());
                assertFalse(cursor.next());
                assertThrows(IllegalStateException.class, cursor::key);
                assertThrows(IllegalStateException.class, cursor::remove);
            }
            assertEquals(0, map.size());
            assertTrue(MapVerifier.verify(map.image()).clean());
        }
    }

    @Test
    @SuppressWarnings("try")
    void a13ShouldSayThatACursorIsClosed()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
        {
            map.put(1, 2);
            final LongLongCursor cursor = map.cursor();
            assertTrue(cursor.next());
            cursor.close();
            cursor.close();
            assertThrows(IllegalStateException.class, cursor::next);
            assertThrows(IllegalStateException.class, cursor::value);
        }
    }

    @Test
    void a15ShouldTreatZerosAndNansAsGo()
    {
        final MapType type = MapType.parse("map[float64]int64");
        try (OffHeapTypedMap map = OffHeapTypedMap.create(type, -1, MapConfig.defaults()))
        {
            map.key().setDouble(0, 0.0);
            assertTrue(map.assign());
            map.key().setDouble(0, -0.0);
            assertFalse(map.assign(), "-0 and +0 are one key");
            for (int i = 0; i < 3; i++)
            {
                map.key().setLong(0, 0x7ff8_0000_0000_0000L + i);
                assertTrue(map.assign(), "a NaN is always new");
                assertFalse(map.find());
                assertFalse(map.delete());
            }
            assertEquals(4, map.sizeLong());
        }
    }

    @Test
    void a16ShouldStoreTheMissingValueToo()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().missingValue(-7).build())
        {
            map.put(1, -7);
            assertTrue(map.containsKey(1));
            assertEquals(-7, map.get(1));
            assertEquals(-7, map.getOrDefault(1, 3));
            assertEquals(3, map.getOrDefault(2, 3));
            assertEquals(-7, map.get(2));
        }
    }

    @Test
    @SuppressWarnings("MustBeClosedChecker")
    void a17ShouldRefuseBadSegmentsBeforeTheFirstWrite()
    {
        try (OffHeapBytesStructMap map = OffHeapMaps.bytesStruct(16, 16).build(); Arena arena = Arena.ofConfined())
        {
            final MemorySegment good = arena.allocate(24);
            final byte[] key = new byte[16];
            final byte[] other = {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
            map.put(key, good);
            final MemorySegment misaligned = good.asSlice(4, 16);
            assertTrue(map.put(other, misaligned), "alignment does not matter");
            final Arena gone = Arena.ofConfined();
            final MemorySegment closed = gone.allocate(16);
            gone.close();
            for (final MemorySegment bad : new MemorySegment[]{
                arena.allocate(15), MemorySegment.NULL, MemorySegment.ofArray(new byte[16]), closed})
            {
                assertNamesAValue(assertThrows(IllegalArgumentException.class, () -> map.put(key, bad)));
                assertNamesAValue(assertThrows(IllegalArgumentException.class, () -> map.get(key, bad)));
            }
            final MemorySegment readOnly = good.asReadOnly();
            assertNamesAValue(assertThrows(IllegalArgumentException.class, () -> map.get(key, readOnly)));
            assertFalse(map.put(key, readOnly), "a value that is put is only read");
            assertEquals(2, map.size());
            assertTrue(MapVerifier.verify(map.image()).clean());
        }
    }

    @Test
    @SuppressWarnings("MustBeClosedChecker")
    void a18ShouldRefuseSegmentsOfAnotherThread() throws InterruptedException
    {
        final AtomicReference<MemorySegment> foreign = new AtomicReference<>();
        final Thread owner = new Thread(() -> foreign.set(Arena.ofConfined().allocate(16)));
        owner.start();
        owner.join();
        try (OffHeapBytesStructMap map = OffHeapMaps.bytesStruct(16, 16).build(); Arena arena = Arena.ofConfined())
        {
            final byte[] key = new byte[16];
            final MemorySegment bad = foreign.get();
            assertThrows(WrongThreadException.class, () -> map.put(key, bad));
            assertEquals(0, map.size());
            map.put(key, arena.allocate(16));
            assertThrows(WrongThreadException.class, () -> map.get(key, bad));
        }
    }

    @Test
    void a23ShouldRefuseANullConsumerAlsoOnAnEmptyMap()
    {
        try (OffHeapLongLongMap longs = OffHeapMaps.longLong().build();
            OffHeapIntIntMap ints = OffHeapMaps.intInt().build();
            OffHeapStringLongMap strings = OffHeapMaps.stringLong().build();
            OffHeapBytesStructMap bytes = OffHeapMaps.bytesStruct(1, 1).build())
        {
            assertThrows(NullPointerException.class, () -> longs.forEach(null));
            assertThrows(NullPointerException.class, () -> ints.forEach(null));
            assertThrows(NullPointerException.class, () -> strings.forEach(null));
            assertThrows(NullPointerException.class, () -> bytes.forEach(null));
        }
    }

    @Test
    void a24ShouldFindKeysAtTheEdges()
    {
        try (OffHeapLongLongMap longs = OffHeapMaps.longLong().build();
            OffHeapIntIntMap ints = OffHeapMaps.intInt().build())
        {
            for (int shift = 0; shift < 64; shift++)
            {
                for (int delta = -1; delta <= 1; delta++)
                {
                    final long key = (1L << shift) + delta;
                    longs.put(key, ~key);
                    ints.put((int)key, (int)~key);
                }
            }
            for (int shift = 0; shift < 64; shift++)
            {
                for (int delta = -1; delta <= 1; delta++)
                {
                    final long key = (1L << shift) + delta;
                    assertEquals(~key, longs.get(key));
                    assertEquals((int)~key, ints.get((int)key));
                }
            }
            longs.put(Long.MIN_VALUE, 1);
            longs.put(Long.MAX_VALUE, 2);
            assertEquals(1, longs.get(Long.MIN_VALUE));
            assertEquals(2, longs.get(Long.MAX_VALUE));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "a\udc00b", "\udc00\ud800", "\ud800\ud800\udc00"})
    void shouldRefuseUnpairedSurrogatesAndChangeNothing(final String key)
    {
        try (OffHeapStringLongMap map = OffHeapMaps.stringLong().build())
        {
            map.put("\ud83d\ude00", 1);
            for (final String bad : new String[]{key, "x".repeat(300) + key, "x".repeat(239) + key})
            {
                assertNamesAValue(assertThrows(IllegalArgumentException.class, () -> map.put(bad, 1)));
                assertNamesAValue(assertThrows(IllegalArgumentException.class, () -> map.get(bad)));
                assertNamesAValue(assertThrows(IllegalArgumentException.class, () -> map.remove(bad)));
                assertNamesAValue(assertThrows(IllegalArgumentException.class, () -> map.containsKey(bad)));
            }
            assertEquals(1, map.get("\ud83d\ude00"));
            assertEquals(1, map.size());
            assertTrue(MapVerifier.verify(map.image()).clean());
        }
    }

    @Test
    void shouldKeepStringsOfEveryLengthApart()
    {
        try (OffHeapStringLongMap map = OffHeapMaps.stringLong().build())
        {
            for (int length = 0; length < 600; length++)
            {
                map.put("\u00e9".repeat(length), length);
            }
            for (int length = 0; length < 600; length++)
            {
                assertEquals(length, map.get("\u00e9".repeat(length)));
            }
            try (StringLongCursor cursor = map.cursor())
            {
                while (cursor.next())
                {
                    assertEquals(cursor.key().length(), cursor.value());
                }
            }
            assertNotEquals(0, map.size());
        }
    }

    /** Of a Go process that hashes with AES. */
    @Test
    void i20ShouldRefuseToAttachAnImageWithoutHashKeys()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
        {
            map.put(1, 2);
            final MapImage image = map.image();
            final MapImage unhashed = new MapImage(
                image.memory(), image.base(), image.headerOffset(), image.type(), null, image.version());
            final IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> OffHeapMaps.longLong().attach(unhashed));
            assertTrue(refused.getMessage().startsWith("image was hashed with AES"), refused.getMessage());
            assertTrue(MapVerifier.verify(unhashed).clean());
        }
    }
}
