// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tophash.MapClosedException;
import dev.tophash.MapCorruptionException;
import dev.tophash.layout.classic.HmapDescriptor;
import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.verify.MapVerifier;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavingTest
{
    private static final int MANY = 3 * SaveClock.STEP;

    @TempDir
    Path folder;

    private OffHeapLongLongMap filled(final int count)
    {
        final OffHeapLongLongMap map = OffHeapMaps.longLong().build();
        for (long key = 0; key < count; key++)
        {
            map.put(key, ~key);
        }
        return map;
    }

    private List<String> files() throws IOException
    {
        try (var files = Files.list(folder))
        {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** A clock that goes on by half a second with each look. */
    private static AtomicLong clock()
    {
        return new AtomicLong();
    }

    private static long tick(final AtomicLong clock)
    {
        return clock.getAndAdd(TimeUnit.MILLISECONDS.toNanos(500));
    }

    @Test
    void shouldSaveAMapWhileItGrows() throws IOException
    {
        final Path file = folder.resolve("map");
        for (int count = 0; count < 300; count++)
        {
            try (OffHeapLongLongMap map = filled(count))
            {
                map.save(file);
                try (OffHeapLongLongMap loaded = OffHeapMaps.longLong().load(file))
                {
                    assertEquals(map, loaded, "entries: " + count);
                    assertTrue(MapVerifier.verify(loaded.image()).clean());
                }
            }
        }
        assertEquals(List.of("map"), files());
    }

    @Test
    void shouldHoldTheEntriesOnlyAndForTheOwnerOnly() throws IOException
    {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
        final Path file = folder.resolve("map");
        try (OffHeapLongLongMap map = filled(1000))
        {
            map.save(file);
            final long size = Files.size(file);
            assertTrue(size < 1000 * 16 + 100, "size: " + size);
            assertTrue(size * 10 <= map.stats().usedBytes() * 11, "size: " + size);
            for (int key = 0; key < 990; key++)
            {
                map.remove(key);
            }
            map.save(file);
            assertTrue(Files.size(file) < 10 * 16 + 100, "removed entries are in the file");
        }
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void shouldTellTheProgressOfLongWorkAndRefuseWritesMeanwhile() throws IOException
    {
        try (OffHeapLongLongMap map = filled(2 * MANY))
        {
            final AtomicLong clock = clock();
            final List<Long> told = new ArrayList<>();
            new Saving(map, (done, total) ->
            {
                assertEquals(2 * MANY, total);
                assertEquals(~5L, map.get(5));
                assertThrows(ConcurrentModificationException.class, () -> map.put(1, 1));
                told.add(done);
            }, () -> tick(clock)).save(folder.resolve("map"));
            // The first look is at the begin, then one each SaveClock.STEP entries.
            assertEquals(List.of(4L * SaveClock.STEP, 6L * SaveClock.STEP), told);
            map.put(-1, 1);
            assertEquals(2 * MANY + 1, map.size());
            assertTrue(MapVerifier.verify(map.image()).clean());
        }
    }

    @Test
    void shouldLeaveMapAndOlderFileAsTheyWereIfAFunctionThrows() throws IOException
    {
        final Path file = folder.resolve("map");
        try (OffHeapLongLongMap map = filled(MANY))
        {
            map.save(file);
            final byte[] before = Files.readAllBytes(file);
            map.put(-1, -1);
            final IllegalStateException thrown = new IllegalStateException("enough");
            final AtomicLong clock = clock();
            final Saving saving = new Saving(map, (done, total) ->
            {
                throw thrown;
            }, () -> clock.getAndAdd(TimeUnit.SECONDS.toNanos(2)));
            assertSame(thrown, assertThrows(IllegalStateException.class, () -> saving.save(file)));
            assertArrayEquals(before, Files.readAllBytes(file));
            assertEquals(List.of("map"), files());
            map.put(-2, -2);
            assertEquals(MANY + 2, map.size());
            assertTrue(MapVerifier.verify(map.image()).clean());
        }
    }

    @Test
    void shouldStopAtAnInterruptAndKeepTheOlderFile() throws IOException
    {
        final Path file = Files.writeString(folder.resolve("map"), "older");
        try (OffHeapLongLongMap map = filled(100))
        {
            Thread.currentThread().interrupt();
            assertThrows(ClosedByInterruptException.class, () -> map.save(file));
            assertTrue(Thread.interrupted(), "the interrupt is still told");
            assertEquals("older", Files.readString(file));
            assertEquals(List.of("map"), files());
            assertEquals(~7L, map.get(7));
        }
    }

    @Test
    void shouldEndWithTheMapIfTheFunctionClosesIt() throws IOException
    {
        final OffHeapLongLongMap map = filled(MANY);
        final AtomicLong clock = clock();
        final Saving saving = new Saving(map, (done, total) -> map.close(),
            () -> clock.getAndAdd(TimeUnit.SECONDS.toNanos(2)));
        assertThrows(IllegalStateException.class, () -> saving.save(folder.resolve("map")));
        assertThrows(MapClosedException.class, () -> map.save(folder.resolve("map")));
        assertEquals(List.of(), files());
    }

    @Test
    void shouldRefuseADamagedMap() throws IOException
    {
        final Path file = folder.resolve("map");
        try (OffHeapLongLongMap map = filled(100))
        {
            final long count = map.headerOffset + HmapDescriptor.COUNT_OFFSET;
            Memory.putLong(map.memory, count, 101);
            assertThrows(MapCorruptionException.class, () -> map.save(file));
            assertFalse(Files.exists(file));
            Memory.putLong(map.memory, count, 100);
            final long overflow = map.bucketsOffset() + map.overflowOffset;
            final long old = Memory.getLong(map.memory, overflow);
            map.putAddress(overflow, map.bucketsOffset());
            assertThrows(MapCorruptionException.class, () -> map.save(file));
            map.putAddress(overflow, 1L << 40);
            assertThrows(MapCorruptionException.class, () -> map.save(file));
            Memory.putLong(map.memory, overflow, old);
            assertEquals(List.of(), files());
            map.save(file);
        }
    }

    @Test
    void shouldRefuseAMapThatIsWritten() throws IOException
    {
        try (OffHeapLongLongMap map = filled(1))
        {
            map.setWriting();
            assertThrows(ConcurrentModificationException.class, () -> map.save(folder.resolve("map")));
            map.endWrite();
            assertThrows(ConcurrentModificationException.class, () -> map.computeIfAbsent(2, (key) ->
            {
                try
                {
                    map.save(folder.resolve("map"));
                }
                catch (final IOException e)
                {
                    throw new IllegalStateException(e);
                }
                return 1;
            }));
            assertEquals(List.of(), files());
        }
    }
}
