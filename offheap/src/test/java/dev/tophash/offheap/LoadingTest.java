// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.ImageFormatException;
import dev.tophash.OffHeapMemoryException;
import dev.tophash.layout.MapType;
import dev.tophash.offheap.files.WholeFile;
import dev.tophash.offheap.image.ImageFile;
import dev.tophash.offheap.save.SaveReader;
import dev.tophash.offheap.save.SaveWriter;
import dev.tophash.offheap.verify.MapVerifier;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadingTest
{
    private static final int COUNT = 1000;

    @TempDir
    Path folder;

    private Path file;
    private long openBefore;

    @BeforeEach
    void save() throws IOException
    {
        file = folder.resolve("map");
        openBefore = OffHeapMaps.openMapCount();
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
        {
            for (long key = 0; key < COUNT; key++)
            {
                map.put(key, ~key);
            }
            map.save(file);
        }
    }

    private String refused(final MapBuilder<?> builder)
    {
        final ImageFormatException e = assertThrows(ImageFormatException.class, () -> builder.load(file));
        assertEquals(openBefore, OffHeapMaps.openMapCount(), "the map was left open: " + e);
        return e.code();
    }

    /** A file of one block with entries of the test's own making. */
    private interface Entries
    {
        void writeTo(SaveWriter out) throws IOException;
    }

    private void write(final String type, final long count, final Entries entries) throws IOException
    {
        WholeFile.at(file).write(sink ->
        {
            final SaveWriter out = new SaveWriter(sink, type, count);
            entries.writeTo(out);
            out.end();
        });
    }

    @Test
    void shouldTakeNothingButTheEntriesFromTheFile() throws IOException
    {
        try (OffHeapLongLongMap loaded = OffHeapMaps.longLong().name("new").missingValue(-7).load(file);
            OffHeapLongLongMap again = OffHeapMaps.longLong().load(file))
        {
            assertEquals("new", loaded.name());
            assertEquals(-7, loaded.get(COUNT));
            assertEquals(COUNT, loaded.size());
            assertEquals(again, loaded);
            assertNotEquals(loaded.hash0(), again.hash0(), "a seed of its own each time");
            assertEquals(1, loaded.stats().bucketCount() / again.stats().bucketCount());
            loaded.put(COUNT, 1);
            assertTrue(MapVerifier.verify(loaded.image()).clean());
        }
    }

    @Test
    void shouldNotGrowForTheEntriesOrForThoseTheCapacityPromises() throws IOException
    {
        try (OffHeapLongLongMap fresh = OffHeapMaps.longLong().capacity(COUNT).build();
            OffHeapLongLongMap loaded = OffHeapMaps.longLong().load(file);
            OffHeapLongLongMap roomy = OffHeapMaps.longLong().capacity(20 * COUNT).load(file))
        {
            assertEquals(fresh.stats().bucketCount(), loaded.stats().bucketCount());
            assertEquals(16 * fresh.stats().bucketCount(), roomy.stats().bucketCount());
        }
    }

    @Test
    void shouldRefuseAFileOfAnotherMapInWords() throws IOException
    {
        assertEquals("type", refused(OffHeapMaps.longDouble()));
        assertEquals("type", refused(OffHeapMaps.stringLong()));
        final ImageFormatException e =
            assertThrows(ImageFormatException.class, () -> OffHeapMaps.longInt().load(file));
        assertEquals("image type: offset=28, a save of another map: type=map[int64]int64, " +
            "expected=map[int64]int32", e.getMessage());
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
        {
            ImageFile.write(file, map.image());
        }
        final ImageFormatException dump =
            assertThrows(ImageFormatException.class, () -> OffHeapMaps.longLong().load(file));
        assertEquals("magic", dump.code());
        assertTrue(dump.getMessage().contains("a dump, not a save"), dump.getMessage());
    }

    @Test
    void shouldSayThatASaveIsNoDump()
    {
        final ImageFormatException e = assertThrows(ImageFormatException.class, () -> ImageFile.read(file));
        assertEquals("magic", e.code());
        assertTrue(e.getMessage().contains("a save of a map, not a dump"), e.getMessage());
    }

    @Test
    void shouldRefuseCountsThatLie() throws IOException
    {
        final String type = "map[int64]int64";
        for (final long count : new long[]{-1, Long.MIN_VALUE, 3, 1L << 40, Long.MAX_VALUE})
        {
            write(type, count, out ->
            {
                out.putInt(1);
                out.putInt(0);
                out.putInt(1);
                out.putInt(0);
            });
            assertEquals("entries", refused(OffHeapMaps.longLong()), "count: " + count);
        }
        write(type, 0, out -> out.putByte(0));
        assertEquals("trailing", refused(OffHeapMaps.longLong()));
        write(type, 2, out ->
        {
            for (int i = 0; i < 6; i++)
            {
                out.putInt(i);
            }
        });
        assertEquals("entries", refused(OffHeapMaps.longLong()));
        write("map[struct {}]struct {}", 2, out ->
        {
        });
        assertEquals("entries", refused(OffHeapMaps.typed(MapType.parse("map[struct {}]struct {}"))));
    }

    @Test
    void shouldRefuseAKeyThatIsThereTwice() throws IOException
    {
        write("map[int32]int32", 3, out ->
        {
            for (final int word : new int[]{1, 10, 2, 20, 1, 30})
            {
                out.putInt(word);
            }
        });
        assertEquals("duplicate", refused(OffHeapMaps.intInt()));
    }

    @Test
    void shouldRefuseStringsThatLieOrAreNoText() throws IOException
    {
        final String type = "map[string]struct {}";
        for (final int length : new int[]{-1, 1 << 30, Integer.MIN_VALUE, 200})
        {
            write(type, 1, out ->
            {
                out.putInt(length);
                out.putByte('a');
            });
            assertEquals("length", refused(OffHeapMaps.stringSet()), "length: " + length);
        }
        write(type, 1, out ->
        {
            out.putInt(2);
            out.putByte(0xc3);
            out.putByte('a');
        });
        assertEquals("utf-8", refused(OffHeapMaps.stringSet()));
        try (OffHeapVarBytesSet set = OffHeapMaps.varBytesSet().load(file))
        {
            assertTrue(set.contains(new byte[]{(byte)0xc3, 'a'}));
        }
    }

    @Test
    void shouldRefuseKindsThatNoInterfaceHolds() throws IOException
    {
        final MapType type = MapType.parse("map[int64]interface {}");
        for (final int kind : new int[]{17, 25, 32, 255})
        {
            write(type.toString(), 1, out ->
            {
                out.putInt(1);
                out.putInt(0);
                out.putByte(kind);
                out.putInt(0);
                out.putInt(0);
            });
            assertEquals("kind", refused(OffHeapMaps.typed(type)), "kind: " + kind);
        }
    }

    @Test
    void shouldRefuseEntriesThatTheBudgetHasNoRoomFor()
    {
        final OffHeapMemoryException e = assertThrows(
            OffHeapMemoryException.class, () -> OffHeapMaps.longLong().budget(32 << 10).load(file));
        assertEquals(32 << 10, e.limitBytes());
        assertEquals(openBefore, OffHeapMaps.openMapCount());
    }

    @Test
    void shouldKeepNothingIfAFunctionThrowsOrTheThreadIsInterrupted() throws IOException
    {
        final int many = 2 * SaveClock.STEP;
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
        {
            for (long key = 0; key < many; key++)
            {
                map.put(key, key);
            }
            map.save(file);
        }
        final IllegalStateException thrown = new IllegalStateException("enough");
        final List<Long> told = new ArrayList<>();
        final AtomicLong clock = new AtomicLong();
        final OffHeapLongLongMap map = OffHeapMaps.longLong().build();
        try (SaveReader in = SaveReader.open(file))
        {
            new Loading(map, in).load((done, total) -> told.add(done * total),
                () -> clock.getAndAdd(TimeUnit.SECONDS.toNanos(2)));
        }
        assertEquals(List.of((long)SaveClock.STEP * many, (long)many * many), told);
        map.close();
        final OffHeapLongLongMap other = OffHeapMaps.longLong().build();
        try (SaveReader in = SaveReader.open(file))
        {
            assertSame(thrown, assertThrows(IllegalStateException.class, () -> new Loading(other, in).load(
                (done, total) ->
                {
                    throw thrown;
                }, () -> clock.getAndAdd(TimeUnit.SECONDS.toNanos(2)))));
        }
        other.close();
        Thread.currentThread().interrupt();
        assertThrows(ClosedByInterruptException.class, () -> OffHeapMaps.longLong().load(file));
        assertTrue(Thread.interrupted());
        assertEquals(openBefore, OffHeapMaps.openMapCount());
    }

    @Test
    void shouldHaveRoomToLookUpTheLongestKeyAndNoRoomLeftBehind() throws IOException
    {
        final String longest = "k".repeat(100_000);
        final long used;
        try (OffHeapStringLongMap map = OffHeapMaps.stringLong().build())
        {
            map.put(longest, 1);
            map.put("", 2);
            map.put("\ud83d\ude00\u00e9", 3);
            map.save(file);
            used = map.stats().usedBytes();
        }
        try (OffHeapStringLongMap loaded = OffHeapMaps.stringLong().load(file))
        {
            assertEquals(1, loaded.get(longest));
            assertEquals(2, loaded.get(""));
            assertEquals(3, loaded.get("\ud83d\ude00\u00e9"));
            assertEquals(used, loaded.stats().usedBytes());
            assertTrue(MapVerifier.verify(loaded.image()).clean());
        }
        Files.delete(file);
    }
}
