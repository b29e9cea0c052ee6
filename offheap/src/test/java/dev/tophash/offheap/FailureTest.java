// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.LongLongCursor;
import dev.tophash.MapClosedException;
import dev.tophash.MapCorruptionException;
import dev.tophash.OffHeapMemoryException;
import dev.tophash.check.Check;
import dev.tophash.hash.HashKeys;
import dev.tophash.layout.MapType;
import dev.tophash.offheap.image.ImageFile;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.memory.Memory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What a segment throws becomes what the product promises; a bug of our own stays what it is. */
class FailureTest
{
    private static final long FAR = 1L << 60;

    private static OffHeapLongLongMap map()
    {
        final OffHeapLongLongMap map = OffHeapMaps.longLong().budget(1 << 20).reservation(1 << 20).build();
        for (long key = 0; key < 100; key++)
        {
            map.put(key, key);
        }
        return map;
    }

    private static RuntimeException thrownBy(final Executable code)
    {
        return assertThrows(RuntimeException.class, code);
    }

    @Test
    void shouldTellTheOffsetOfAnAccessOutsideTheRegion()
    {
        try (OffHeapLongLongMap map = map())
        {
            for (final long offset : new long[] {FAR, map.memory.byteSize() - 4, -8})
            {
                final RuntimeException thrown = thrownBy(() -> Memory.getLong(map.memory, offset));
                final MapCorruptionException failure =
                    (MapCorruptionException)map.failure(thrown);
                assertEquals(Check.P01, failure.finding().rule());
                assertEquals(offset, failure.finding().offset());
                assertEquals("offset " + offset, failure.finding().actual());
                assertSame(thrown, failure.getCause());
            }
        }
    }

    @Test
    void shouldTranslateEveryKindOfAccess()
    {
        try (OffHeapLongLongMap map = map())
        {
            final byte[] bytes = new byte[8];
            final List<Executable> accesses = List.of(
                () -> Memory.putByte(map.memory, FAR, (byte)1), () -> Memory.zero(map.memory, FAR, 8),
                () -> Memory.zero(map.memory, map.memory.byteSize() - 600, 601),
                () -> Memory.copy(map.memory, 0, FAR, 8), () -> Memory.putBytes(bytes, 0, map.memory, FAR, 8),
                () -> Memory.getBytes(map.memory, FAR, bytes, 0, 8), () -> Memory.equal(map.memory, FAR, 0, 8),
                () -> Memory.getAndBitwiseOrInt(map.memory, FAR, 1), () -> Memory.SOURCE.getLong(map.memory, FAR));
            for (final Executable access : accesses)
            {
                final RuntimeException failure = map.failure(thrownBy(access));
                assertTrue(failure instanceof MapCorruptionException, failure::toString);
            }
        }
    }

    @Test
    void shouldShowABugInAnArrayOfOursAsItself()
    {
        try (OffHeapLongLongMap map = map())
        {
            final long[] array = new long[4];
            final byte[] bytes = new byte[4];
            final List<Executable> bugs = List.of(
                () -> array[4]++, () -> List.of().get(0), () -> Objects.checkIndex(4, 4),
                () -> Memory.putBytes(bytes, 0, map.memory, 64, 5), () -> Memory.getBytes(map.memory, 64, bytes, -1, 2),
                () -> "abc".charAt(3));
            for (final Executable bug : bugs)
            {
                final RuntimeException thrown = thrownBy(bug);
                assertTrue(thrown instanceof IndexOutOfBoundsException);
                assertSame(thrown, map.failure(thrown));
            }
        }
    }

    /** The bug is planted where a remove of the last entry asks for a new seed. */
    @Test
    void shouldLetABugReachTheCallerOfAnOperation()
    {
        final List<Integer> seeds = List.of(1);
        final AtomicInteger next = new AtomicInteger();
        final MapRandom random =
            new FixedRandom(() -> seeds.get(next.getAndIncrement()), () -> 0, () -> 0, () -> 0);
        try (OffHeapLongLongMap map =
            OffHeapMaps.longLong().unsafeRandomnessForTests(random, HashKeys.processKeys()).build())
        {
            map.put(1, 1);
            final RuntimeException thrown = thrownBy(() -> map.remove(1));
            assertTrue(thrown instanceof IndexOutOfBoundsException, thrown::toString);
        }
    }

    @Test
    void shouldCallAClosedMapClosed()
    {
        final OffHeapLongLongMap map = map();
        map.close();
        assertThrows(MapClosedException.class, () -> map.get(1));
    }

    /** A budget refusal while a cursor pins memory once named neither. */
    @Test
    void shouldNameWhatHoldsMemoryAndWhoSetsTheLimit()
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().budget(64 << 10).build())
        {
            for (long key = 0; key < 100; key++)
            {
                map.put(key, key);
            }
            final LongLongCursor cursor = map.cursor();
            final OffHeapMemoryException refused = assertThrows(OffHeapMemoryException.class, () ->
            {
                for (long key = 0; ; key++)
                {
                    map.put(key, key);
                }
            });
            final MapStats stats = map.stats();
            assertTrue(stats.pendingBytes() > 0, "the cursor holds nothing");
            assertTrue(refused.getMessage().endsWith(
                ", limit=65536 bytes, pendingBytes=" + stats.pendingBytes() + ", openCursors=1" +
                    ", setter=MapBuilder.budget"), refused.getMessage());
            assertEquals(64 << 10, refused.limitBytes());
            cursor.close();
        }
    }

    /** A refusal to make a map once named neither what is pending nor the setter. */
    @Test
    void shouldNameWhoSetsTheLimitOfAMapThatCannotBeMade(@TempDir final Path folder) throws IOException
    {
        final Path file = folder.resolve("map");
        try (OffHeapLongLongMap map = map(); MapMemory memory = MapMemory.of("full", 1 << 20))
        {
            map.save(file);
            final String alone = ", pendingBytes=0, openCursors=0, setter=MapBuilder.budget";
            for (final MapBuilder<?> builder : List.of(
                OffHeapMaps.longLong().budget(16 << 10).capacity(1 << 20), OffHeapMaps.longLong().capacity(1L << 40),
                OffHeapMaps.typed(MapType.parse("map[int8]int8")).budget(16 << 10).capacity(1 << 20)))
            {
                assertEnds(alone, () -> builder.build().close());
            }
            map.put(-1, 1);
            for (long key = 100; key < 1000; key++)
            {
                map.put(key, key);
            }
            map.save(file);
            assertEnds(alone, () -> OffHeapMaps.longLong().budget(16 << 10).load(file).close());
            final Path dump = folder.resolve("dump");
            ImageFile.write(dump, map.image());
            final MapImage image = ImageFile.read(dump);
            assertEnds(", setter=MapBuilder.budget",
                () -> OffHeapMaps.longLong().budget(16 << 10).attach(image).close());
            final String common = ", setter=MapBuilder.budget or MapMemory.of";
            assertEnds(common, () -> OffHeapMaps.longLong().memory(memory).capacity(1 << 20).build().close());
            assertEnds(common, () ->
            {
                for (int count = 0; count < 1 << 20; count++)
                {
                    OffHeapMaps.longLong().memory(memory).build().put(1, 1);
                }
            });
        }
    }

    private static void assertEnds(final String end, final Executable code)
    {
        final OffHeapMemoryException refused = assertThrows(OffHeapMemoryException.class, code);
        assertTrue(refused.getMessage().endsWith(end), refused::getMessage);
    }

    @Test
    void shouldNameTheCommonMemoryThatIsUsedUpAndAddressesThatAre()
    {
        try (MapMemory memory = MapMemory.of("small", 1 << 20);
            OffHeapLongLongMap map = OffHeapMaps.longLong().memory(memory).build();
            OffHeapLongLongMap addresses = OffHeapMaps.longLong().reservation(64 << 10).build())
        {
            final OffHeapMemoryException refused =
                assertThrows(OffHeapMemoryException.class, () -> map.reserve(1 << 20));
            assertTrue(refused.getMessage().endsWith("openCursors=0, setter=MapBuilder.budget or MapMemory.of"),
                refused.getMessage());
            final OffHeapMemoryException used =
                assertThrows(OffHeapMemoryException.class, () -> addresses.reserve(1 << 14));
            assertTrue(used.getMessage().contains("setter=MapBuilder.reservation"), used.getMessage());
        }
    }
}
