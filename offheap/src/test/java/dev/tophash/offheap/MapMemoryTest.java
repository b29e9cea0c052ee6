// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static dev.tophash.layout.StringDescriptor.ADDRESS_OFFSET;
import static dev.tophash.layout.classic.HmapDescriptor.BUCKETS_OFFSET;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.LongLongCursor;
import dev.tophash.MapClosedException;
import dev.tophash.MapCorruptionException;
import dev.tophash.OffHeapMemoryException;
import dev.tophash.check.Check;
import dev.tophash.layout.MapType;
import dev.tophash.offheap.image.ImageFile;
import dev.tophash.offheap.image.MapDump;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.verify.MapVerifier;
import dev.tophash.offheap.verify.VerifyReport;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Many maps in one memory: none sees, changes or outlives another. */
class MapMemoryTest
{
    private static final long MIB = 1 << 20;

    @TempDir
    private Path folder;

    private static MapBuilder<OffHeapLongLongMap> longs(final MapMemory memory)
    {
        return OffHeapMaps.longLong().memory(memory).missingValue(-1);
    }

    private static MapBuilder<OffHeapStringLongMap> strings(final MapMemory memory)
    {
        return OffHeapMaps.stringLong().memory(memory).missingValue(-1);
    }

    private static void fill(final OffHeapStringLongMap map, final String begin, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            map.put(begin + i, i);
        }
    }

    private static void assertHolds(final OffHeapStringLongMap map, final String begin, final int count)
    {
        assertEquals(count, map.size());
        for (int i = 0; i < count; i++)
        {
            assertEquals(i, map.get(begin + i));
        }
        assertClean(map);
    }

    private static void assertClean(final MapSkin map)
    {
        final VerifyReport report = MapVerifier.verify(map.image());
        assertTrue(report.clean(), report::toString);
    }

    /** All bytes that a map has. */
    private static byte[] bytesOf(final MapSkin map)
    {
        final long[] ranges = map.heap.region().ranges();
        int size = 0;
        for (int i = 1; i < ranges.length; i += 2)
        {
            size += (int)ranges[i];
        }
        final byte[] bytes = new byte[size];
        int at = 0;
        for (int i = 0; i < ranges.length; i += 2)
        {
            Memory.getBytes(map.memory, ranges[i], bytes, at, (int)ranges[i + 1]);
            at += (int)ranges[i + 1];
        }
        return bytes;
    }

    @ParameterizedTest
    @EnumSource
    void shouldNotTouchTheNeighbourWhenOneIsCleared(final ClearStrategy strategy) throws IOException
    {
        try (MapMemory memory = MapMemory.of("two", 64 * MIB);
            OffHeapStringLongMap a = strings(memory).build();
            OffHeapStringLongMap b = strings(memory).build())
        {
            for (int i = 0; i < 10; i++)
            {
                fill(a, "a" + i + ":", 40);
                fill(b, "b" + i + ":", 40);
            }
            final byte[] before = bytesOf(b);
            final String dump = MapDump.all(a.image(), true);
            assertFalse(dump.contains("b0:"), "a dump of one shows nothing of the other");
            assertTrue(dump.contains("a0:"));
            assertClean(a);
            ImageFile.write(folder.resolve("a.dump"), a.image());
            a.clear(strategy);
            a.trim();
            a.advance(Long.MAX_VALUE);
            assertClean(a);
            assertArrayEquals(before, bytesOf(b));
            fill(a, "again", 300);
            assertHolds(a, "again", 300);
            assertEquals(400, b.size());
            assertClean(b);
            a.close();
            assertArrayEquals(before, bytesOf(b));
        }
    }

    @Test
    void shouldFindAPointerIntoAnotherMap()
    {
        try (MapMemory memory = MapMemory.of("two", 64 * MIB);
            OffHeapStringLongMap a = strings(memory).build();
            OffHeapStringLongMap b = strings(memory).build())
        {
            fill(a, "a", 5);
            fill(b, "b", 5);
            final MapImage image = b.image();
            final long foreign = image.longAt(image.keySlotOffset(b.bucketsOffset(), 0) + ADDRESS_OFFSET);
            final long field = a.image().keySlotOffset(a.bucketsOffset(), 0) + ADDRESS_OFFSET;
            final long own = Memory.getLong(a.memory, field);
            Memory.putLong(a.memory, field, foreign);
            assertTrue(MapVerifier.verify(a.image()).findings().stream()
                .anyMatch(finding -> finding.rule() == Check.P02), "a key of another map");
            assertThrows(MapCorruptionException.class, () -> a.forEach((key, value) ->
            {
            }));
            Memory.putLong(a.memory, field, own);
            assertClean(a);

            final long header = a.headerOffset + BUCKETS_OFFSET;
            final long buckets = Memory.getLong(a.memory, header);
            Memory.putLong(a.memory, header, b.base + b.bucketsOffset());
            assertFalse(MapVerifier.verify(a.image()).clean());
            assertThrows(MapCorruptionException.class, a::clear);
            Memory.putLong(a.memory, header, buckets);
            assertHolds(a, "a", 5);
            assertHolds(b, "b", 5);
        }
    }

    /** What a corrupted map frees is left alone if it is another map's. */
    @Test
    void shouldNotFreeABoxOfAnotherMap()
    {
        try (MapMemory memory = MapMemory.of("two", 64 * MIB);
            OffHeapStringLongMap a = strings(memory).build();
            OffHeapStringLongMap b = strings(memory).build())
        {
            fill(a, "k", 1);
            fill(b, "k", 1);
            final byte[] before = bytesOf(b);
            final long foreign =
                b.image().longAt(b.image().keySlotOffset(b.bucketsOffset(), 0) + ADDRESS_OFFSET);
            Memory.putLong(a.memory, a.image().keySlotOffset(a.bucketsOffset(), 0) + ADDRESS_OFFSET, foreign);
            a.remove("k0");
            assertArrayEquals(before, bytesOf(b));
            assertEquals(0, b.get("k0"));
        }
    }

    @Test
    void shouldSaveOnePieceThatCanBeOpened() throws IOException
    {
        try (MapMemory memory = MapMemory.of("many", 64 * MIB);
            OffHeapStringLongMap other = strings(memory).build();
            OffHeapStringLongMap map = strings(memory).build())
        {
            for (int round = 0; round < 6; round++)
            {
                fill(map, "key", 40 * (round * round + 1));
                fill(other, "other", 40 * (round * round + 1));
                final Path file = folder.resolve("map" + round);
                ImageFile.write(file, map.image());
                final MapImage read = ImageFile.read(file);
                assertTrue(MapVerifier.verify(read).clean());
                try (OffHeapStringLongMap opened = OffHeapMaps.stringLong().missingValue(-1).attach(read))
                {
                    assertHolds(opened, "key", 40 * (round * round + 1));
                    fill(opened, "more", 100);
                    assertClean(opened);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"map[interface {}]interface {}", "map[[200]byte]string", "map[float64]int64",
        "map[string]struct{a string; b interface {}; c [3]string}"})
    void shouldSaveEveryKindOfPointer(final String type) throws IOException
    {
        try (MapMemory memory = MapMemory.of("typed", 64 * MIB))
        {
            final MapConfig config = MapConfig.defaults().withMapMemory(memory);
            try (OffHeapTypedMap other = OffHeapTypedMap.create(MapType.parse(type), 0, config);
                OffHeapTypedMap map = OffHeapTypedMap.create(MapType.parse(type), 0, config))
            {
                for (int i = 0; i < 150; i++)
                {
                    put(map, type, i);
                    put(other, type, i + 7);
                }
                ImageFile.write(folder.resolve("typed"), map.image());
                final MapImage read = ImageFile.read(folder.resolve("typed"));
                final VerifyReport report = MapVerifier.verify(read);
                assertTrue(report.clean(), report::toString);
                assertEquals(contents(map.image()), contents(read));
            }
        }
    }

    private static void put(final OffHeapTypedMap map, final String type, final int i)
    {
        map.key().clear();
        map.elem().clear();
        switch (type.charAt(4))
        {
            case 'i' ->
            {
                map.key().setAny(0, i % 2 == 0 ? "key" + i : (Object)(long)i);
                map.elem().setAny(0, "elem" + i);
            }
            case '[' ->
            {
                map.key().setLong(96, i);
                map.elem().setString(0, "elem" + i);
            }
            case 'f' ->
            {
                map.key().setDouble(0, i);
                map.elem().setLong(0, i);
            }
            default ->
            {
                map.key().setString(0, "key" + i);
                map.elem().setString(0, "a" + i).setAny(16, "b" + i).setString(64, "c" + i);
            }
        }
        assertTrue(map.assign());
    }

    /** The lines of a dump that show keys and elems, without places. */
    private static List<String> contents(final MapImage image)
    {
        return MapDump.all(image, true).lines().filter(line -> line.contains("="))
            .map(line -> line.replaceAll("0x[0-9a-f]+|@[0-9]+|[0-9]+ bytes|size=[0-9]+|base=\\S+", "_")).toList();
    }

    @Test
    void shouldKeepAThousandSmallMapsThroughGrowthClearsAndCursors()
    {
        final Random random = new Random(1);
        try (MapMemory memory = MapMemory.of("thousand", 256 * MIB))
        {
            final List<OffHeapLongLongMap> maps = new ArrayList<>();
            final int[] counts = new int[1_000];
            final List<ClearStrategy> strategies = List.of(ClearStrategy.values());
            for (int i = 0; i < counts.length; i++)
            {
                maps.add(longs(memory).build());
            }
            for (int turn = 0; turn < 4_000; turn++)
            {
                final int index = random.nextInt(counts.length);
                final OffHeapLongLongMap map = maps.get(index);
                final int count = 1 + random.nextInt(40);
                switch (random.nextInt(4))
                {
                    case 0 ->
                    {
                        map.clear(strategies.get(random.nextInt(strategies.size())));
                        counts[index] = 0;
                    }
                    case 1 -> assertEquals(counts[index], iterate(map, index, turn));
                    default ->
                    {
                        for (int i = 0; i < count; i++)
                        {
                            map.put(counts[index]++, index);
                        }
                    }
                }
            }
            for (int i = 0; i < counts.length; i++)
            {
                assertEquals(counts[i], maps.get(i).size());
                assertClean(maps.get(i));
                for (long key = 0; key < counts[i]; key++)
                {
                    assertEquals(i, maps.get(i).get(key));
                }
            }
            assertEquals(1_000, memory.stats().openMaps());
            maps.forEach(OffHeapLongLongMap::close);
            assertEquals(0, memory.stats().openMaps());
            assertEquals(0, memory.stats().claimedBytes());
        }
    }

    private static int iterate(final OffHeapLongLongMap map, final int expected, final int turn)
    {
        int count = 0;
        try (LongLongCursor cursor = map.cursor())
        {
            while (cursor.next())
            {
                assertEquals(expected, cursor.value());
                count++;
                if (turn % 3 == 0)
                {
                    cursor.setValue(expected);
                }
            }
        }
        return count;
    }

    @Test
    void shouldLetFourThreadsWriteFourMaps() throws InterruptedException
    {
        final AtomicReference<Throwable> failed = new AtomicReference<>();
        try (MapMemory memory = MapMemory.of("threads", 256 * MIB))
        {
            final List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 4; t++)
            {
                final int number = t;
                threads.add(new Thread(() -> writeAndClose(memory, number)));
                threads.get(t).setUncaughtExceptionHandler((thread, e) -> failed.set(e));
                threads.get(t).start();
            }
            for (final Thread thread : threads)
            {
                thread.join();
            }
            if (failed.get() != null)
            {
                throw new AssertionError(failed.get());
            }
            assertEquals(0, memory.stats().openMaps());
            assertEquals(0, memory.stats().claimedBytes());
        }
    }

    private static void writeAndClose(final MapMemory memory, final int number)
    {
        for (int round = 0; round < 6; round++)
        {
            try (OffHeapStringLongMap map = strings(memory).build())
            {
                final String begin = number + "-" + "k".repeat(round * 26) + "-";
                fill(map, begin, 300);
                for (int i = 0; i < 150; i++)
                {
                    assertEquals(i, map.remove(begin + i));
                }
                fill(map, begin, 300);
                assertHolds(map, begin, 300);
                map.clear();
                fill(map, begin, 100);
                assertHolds(map, begin, 100);
            }
        }
    }

    @Test
    void shouldCloseOneForItsReadersAndNobodyElse()
    {
        try (MapMemory memory = MapMemory.of("close", 64 * MIB);
            OffHeapLongLongMap b = longs(memory).build())
        {
            final OffHeapLongLongMap a = longs(memory).build();
            for (long i = 0; i < 200; i++)
            {
                a.put(i, i);
                b.put(i, 2 * i);
            }
            final LongLongCursor cursor = a.cursor();
            assertTrue(cursor.next());
            final MapImage image = a.image();
            a.close();
            a.close();
            final OffHeapLongLongMap next = longs(memory).build();
            for (long i = 0; i < 200; i++)
            {
                next.put(i, 3 * i);
            }
            assertThrows(MapClosedException.class, () -> a.get(1));
            assertThrows(MapClosedException.class, () -> a.put(1, 1));
            assertThrows(MapClosedException.class, a::stats);
            assertThrows(MapClosedException.class, cursor::next);
            assertThrows(MapClosedException.class, () -> MapVerifier.verify(image));
            assertTrue(a.isClosed());
            assertEquals(14, b.get(7));
            assertEquals(21, next.get(7));
            next.close();
        }
    }

    /** The epoch counter is common, pins and retired memory are not. */
    @Test
    void shouldLetACursorHoldBackItsOwnMapOnly()
    {
        try (MapMemory memory = MapMemory.of("cursors", 64 * MIB);
            OffHeapLongLongMap a = longs(memory).build();
            OffHeapLongLongMap b = longs(memory).build())
        {
            a.put(0, 0);
            final LongLongCursor cursor = a.cursor();
            assertTrue(cursor.next());
            for (long i = 0; i < 5_000; i++)
            {
                a.put(i, i);
                b.put(i, i);
            }
            a.trim();
            b.trim();
            assertEquals(0, b.stats().retiredBytes());
            assertNotEquals(0, a.stats().retiredBytes());
            cursor.close();
            a.trim();
            assertEquals(0, a.stats().retiredBytes());
        }
    }

    @Test
    void shouldAdoptAnImageIntoARegionOfItsOwn()
    {
        try (MapMemory memory = MapMemory.of("adopted", MIB);
            OffHeapLongLongMap map = longs(memory).build())
        {
            map.put(1, 2);
            final long claimed = memory.stats().claimedBytes();
            try (Arena arena = Arena.ofConfined())
            {
                final MapImage live = map.image();
                final MemorySegment bytes = arena.allocate(live.memory().byteSize(), Long.BYTES);
                bytes.copyFrom(live.memory());
                final MapImage copy = new MapImage(
                    bytes, live.base(), live.headerOffset(), live.type(), live.keys(), live.version());
                try (OffHeapLongLongMap adopted = longs(null).attach(copy))
                {
                    adopted.put(3, 4);
                    assertEquals(2, adopted.get(1));
                    assertEquals(1, memory.stats().openMaps());
                    assertEquals(claimed, memory.stats().claimedBytes());
                }
            }
        }
    }

    @Test
    void shouldCloseAllWithTheMemory()
    {
        final MapMemory memory = MapMemory.of("all", 64 * MIB);
        final OffHeapLongLongMap a = longs(memory).build();
        final OffHeapStringLongMap b = strings(memory).build();
        a.put(1, 1);
        memory.close();
        memory.close();
        assertTrue(memory.isClosed());
        assertTrue(a.isClosed());
        assertThrows(MapClosedException.class, () -> a.get(1));
        assertThrows(MapClosedException.class, () -> b.put("x", 1));
        assertThrows(IllegalStateException.class, () -> longs(memory).build());
        a.close();
    }

    @Test
    void shouldTakeCapsThatSumToMoreThanThereIs()
    {
        final MapBuilder<OffHeapBytesStructMap> large = OffHeapMaps.bytesStruct(8, 4_000).budget(3 * MIB / 2);
        try (MapMemory memory = MapMemory.of("caps", 2 * MIB);
            OffHeapBytesStructMap a = large.memory(memory).build();
            OffHeapBytesStructMap b = large.memory(memory).build())
        {
            assertEquals(3 * MIB / 2, fillUp(a, 0).limitBytes());
            final OffHeapMemoryException usedUp = fillUp(b, 0);
            assertEquals(2 * MIB, usedUp.limitBytes());
            assertTrue(usedUp.getMessage().contains("map memory \"caps\" is used up"), usedUp::getMessage);
            final int size = b.size();
            assertClean(b);
            a.clear(ClearStrategy.RELEASE);
            a.trim();
            assertEquals(3 * MIB / 2, fillUp(b, size).limitBytes(), "what the one gave back the other can have");
            assertTrue(b.size() > 2 * size, "entries: " + size + " and " + b.size());
            assertClean(b);
        }
    }

    private static OffHeapMemoryException fillUp(final OffHeapBytesStructMap map, final int from)
    {
        final ByteBuffer key = ByteBuffer.allocate(8);
        return assertThrows(OffHeapMemoryException.class, () ->
        {
            for (int i = from; ; i++)
            {
                map.put(key.putLong(0, i).array(), new byte[4_000]);
            }
        });
    }

    @Test
    void shouldUseNoPageOfItsOwnForASmallMap()
    {
        try (MapMemory memory = MapMemory.of("small", 64 * MIB))
        {
            final List<OffHeapLongLongMap> maps = new ArrayList<>();
            for (int i = 0; i < 63; i++)
            {
                final OffHeapLongLongMap map = longs(memory).build();
                for (long key = 0; key < 8; key++)
                {
                    map.put(key, i);
                }
                maps.add(map);
            }
            assertEquals(64 << 10, memory.stats().addressBytes(), "63 maps of eight entries in one chunk");
            assertEquals(1 << 10, maps.get(0).stats().addressBytes());
            maps.forEach(MapMemoryTest::assertClean);
        }
    }

    @Test
    void shouldBelongToOneThreadIfItIsConfined() throws InterruptedException
    {
        try (MapMemory memory = MapMemory.confined("mine", 64 * MIB))
        {
            final OffHeapStringLongMap map = strings(memory).build();
            fill(map, "k", 500);
            final AtomicReference<Throwable> thrown = new AtomicReference<>();
            final Thread other = new Thread(() -> map.get("k1"));
            other.setUncaughtExceptionHandler((thread, e) -> thrown.set(e));
            other.start();
            other.join();
            assertTrue(thrown.get() instanceof WrongThreadException, () -> "thrown: " + thrown.get());
            assertHolds(map, "k", 500);
            map.close();
            assertThrows(MapClosedException.class, () -> map.get("k1"));
            final OffHeapStringLongMap dropped = strings(memory).build();
            fill(dropped, "k", 500);
            assertEquals(1, memory.stats().openMaps());
        }
    }

    @Test
    void shouldHaveOneForTheProcess()
    {
        final MapMemory memory = MapMemory.ofProcess();
        assertEquals(memory, MapMemory.ofProcess());
        try (OffHeapLongLongMap map = longs(memory).build())
        {
            assertEquals(-1, map.put(1, 2));
            assertNotEquals(0, memory.stats().openMaps());
        }
        assertThrows(IllegalStateException.class, memory::close);
        assertThrows(IllegalArgumentException.class, () -> MapMemory.of("tiny", 1));
    }

    @Test
    void shouldCopyWithinTheMemory()
    {
        try (MapMemory memory = MapMemory.of("copy", 64 * MIB);
            OffHeapStringLongMap map = strings(memory).build())
        {
            fill(map, "k", 177);
            try (OffHeapStringLongMap copy = map.copy())
            {
                assertEquals(2, memory.stats().openMaps());
                map.clear(ClearStrategy.WIPE);
                assertHolds(copy, "k", 177);
            }
        }
    }
}
