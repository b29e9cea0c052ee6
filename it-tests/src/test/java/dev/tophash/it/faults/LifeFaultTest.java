// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.faults;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.MapClosedException;
import dev.tophash.OffHeapMemoryException;
import dev.tophash.StringLongCursor;
import dev.tophash.it.ChildJvm;
import dev.tophash.offheap.ClearStrategy;
import dev.tophash.offheap.MapBuilder;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapBytesStructMap;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapStringLongMap;
import dev.tophash.offheap.image.ImageFile;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.verify.MapVerifier;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Faults met in the field, each named after its row: what is closed, attached, stale, foreign or silently changed. */
class LifeFaultTest
{
    private static final int ENTRY_COUNT = 100_000;
    private static final int ELEM_SIZE = 8_192;

    @TempDir
    private Path folder;

    private static OffHeapLongLongMap filled(final int count)
    {
        final OffHeapLongLongMap map = OffHeapMaps.longLong().missingValue(-1).build();
        for (long i = 0; i < count; i++)
        {
            map.put(i, i);
        }
        return map;
    }

    /** While a map was saved to a slow disk its close failed, and nothing ever freed the map. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void f03ShouldCloseAMapThatIsSavedToASlowDisk() throws IOException, InterruptedException
    {
        final Path pipe = folder.resolve("slow");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        final long open = OffHeapMaps.openMapCount();
        final OffHeapLongLongMap map = filled(ENTRY_COUNT);
        final MapImage image = map.image();
        final AtomicReference<Throwable> thrown = new AtomicReference<>();
        final Thread saver = new Thread(() ->
        {
            try
            {
                ImageFile.write(pipe, image);
            }
            catch (final IOException | RuntimeException e)
            {
                thrown.set(e);
            }
        });
        saver.start();
        try (InputStream slow = Files.newInputStream(pipe))
        {
            assertTrue(slow.read() >= 0, "the saver has begun, and waits for us");
            map.close();
            assertTrue(map.isClosed());
            assertTrue(OffHeapMaps.openMapCount() <= open, "a map is open still");
            assertThrows(MapClosedException.class, () -> map.get(1));
            slow.readAllBytes();
        }
        saver.join();
        assertTrue(thrown.get() instanceof MapClosedException, () -> "thrown: " + thrown.get());
        map.close();
        assertEquals(0, OffHeapMaps.pendingCloses());
    }

    /** A refused attach, or attach and close, left the image "already attached". */
    @Test
    void f13ShouldAttachAnImageAgainAfterARefusalOrAClose() throws IOException
    {
        final Path file = folder.resolve("map");
        try (OffHeapLongLongMap map = filled(5_000))
        {
            ImageFile.write(file, map.image());
        }
        final MapImage image = ImageFile.read(file);
        final MapBuilder<OffHeapLongLongMap> small = OffHeapMaps.longLong().budget(16 << 10);
        assertThrows(OffHeapMemoryException.class, () -> small.attach(image));
        final MapBuilder<OffHeapLongLongMap> nowhere = OffHeapMaps.longLong().config(MapConfig.defaults().withGate(
            bytes ->
            {
                throw new OffHeapMemoryException("planted", bytes, 0);
            }));
        assertThrows(OffHeapMemoryException.class, () -> nowhere.attach(image));
        assertThrows(IllegalArgumentException.class, () -> OffHeapMaps.stringLong().attach(image));
        for (int i = 0; i < 3; i++)
        {
            try (OffHeapLongLongMap map = OffHeapMaps.longLong().attach(image))
            {
                assertEquals(5_000, map.size());
                assertThrows(IllegalStateException.class, () -> OffHeapMaps.longLong().attach(image));
                map.put(-1, 1);
                assertEquals(5_001, map.size());
            }
        }
    }

    /** An elem came from a file that was truncated: there was an exception, yet the key was in, with another elem. */
    @Test
    void f14ShouldChangeNothingWhenASegmentFails() throws IOException
    {
        final Path file = folder.resolve("elems");
        Files.write(file, new byte[1 << 20]);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            Arena arena = Arena.ofShared();
            OffHeapBytesStructMap map = OffHeapMaps.bytesStruct(8, ELEM_SIZE).build())
        {
            final MemorySegment mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, 1 << 20, arena);
            final byte[] key = new byte[8];
            mapped.asSlice(0, ELEM_SIZE).fill((byte)7);
            assertTrue(map.put(key, mapped));
            channel.truncate(4_096);
            final byte[] elem = new byte[ELEM_SIZE];
            final MemorySegment gone = mapped.asSlice(500_000);
            assertThrows(IllegalArgumentException.class, () -> map.put(key, mapped), "an overwrite");
            assertTrue(map.get(new byte[8], elem));
            final byte[] sevens = new byte[ELEM_SIZE];
            Arrays.fill(sevens, (byte)7);
            assertArrayEquals(sevens, elem, "the old elem is whole");
            assertThrows(IllegalArgumentException.class, () -> map.get(key, gone), "a target that fails");
            key[0] = 2;
            assertThrows(IllegalArgumentException.class, () -> map.put(key, gone), "a new key");
            assertFalse(map.containsKey(key));
            assertEquals(1, map.size());
            assertTrue(MapVerifier.verify(map.image()).clean());
        }
    }

    /**
     * A page of a map's own file cannot be had: the map closes itself and says why, and no other one is touched. In a
     * JVM of its own, without C2: behind an access in C2's code the JVM may tell it when the operation has returned, so
     * that its InternalError goes past the map.
     */
    @Test
    @EnabledOnOs(OS.LINUX)
    void f01ShouldCloseAMapWhoseFileIsCutOff()
    {
        final ChildJvm child = ChildJvm.run(CutOffMain.class, "-Dfolder=" + folder, "-XX:TieredStopAtLevel=1");
        assertEquals(0, child.exit(), child.output());
        assertTrue(child.output().contains(CutOffMain.DONE), child.output());
    }

    /** A cursor that stood on a wiped entry put a key of NULs into the map. */
    @ParameterizedTest
    @EnumSource
    void f17ShouldNotWriteWhatACursorRemembersOfAWipedMap(final ClearStrategy strategy)
    {
        try (OffHeapStringLongMap map = OffHeapMaps.stringLong().missingValue(-1).build())
        {
            for (int i = 0; i < 100; i++)
            {
                map.put("key" + i, i);
            }
            try (StringLongCursor cursor = map.cursor())
            {
                assertTrue(cursor.next());
                final String key = cursor.key();
                map.clear(strategy);
                if (strategy == ClearStrategy.WIPE)
                {
                    assertThrows(IllegalStateException.class, cursor::key);
                    assertThrows(IllegalStateException.class, () -> cursor.setValue(5));
                    assertThrows(IllegalStateException.class, cursor::remove);
                    assertEquals(0, map.size());
                }
                else
                {
                    cursor.setValue(5);
                    assertEquals(5, map.get(key), "as Go's m[k] = 5 in a loop");
                    assertEquals(1, map.size());
                }
                assertTrue(MapVerifier.verify(map.image()).clean());
            }
        }
    }

    /**
     * The JDK leaves some threads interrupted under which it closed a segment. Which, nobody can tell afterwards; so
     * the javadoc of close says it, every reader gets its exception, and an interrupt that was sent is never lost.
     */
    @Test
    void f18ShouldKeepInterruptsAndTellEveryReader() throws InterruptedException
    {
        int interrupted = 0;
        for (int round = 0; round < 100; round++)
        {
            final OffHeapLongLongMap map = filled(1_000);
            final boolean sent = round % 4 == 0;
            final Thread closer = new Thread(() ->
            {
                LockSupport.parkNanos(200_000);
                map.close();
            });
            if (sent)
            {
                Thread.currentThread().interrupt();
            }
            closer.start();
            assertThrows(MapClosedException.class, () ->
            {
                for (long sum = 0; ; )
                {
                    sum += map.get(sum & 511);
                }
            });
            final boolean is = Thread.interrupted();
            closer.join();
            assertTrue(is || !sent, "an interrupt was lost");
            interrupted += is && !sent ? 1 : 0;
        }
        System.out.println("readers that the JDK left interrupted: " + interrupted + " of 75");
    }

    /** Settings that could not be had were taken without a word. */
    @Test
    void f30ShouldRefuseACapacityThatNoArrayCanHave()
    {
        final OffHeapMemoryException refused = assertThrows(
            OffHeapMemoryException.class, () -> OffHeapMaps.bytesStruct(128, 128).capacity(1L << 37).build());
        assertTrue(refused.getMessage().contains("capacity=" + (1L << 37)), refused::getMessage);
        try (OffHeapBytesStructMap map = OffHeapMaps.bytesStruct(128, 128).capacity(1_000).build())
        {
            assertEquals(8, map.stats().b());
        }
        for (long capacity = 0; capacity < 200; capacity++)
        {
            OffHeapMaps.longLong().capacity(capacity).build().close();
        }
    }

    @Test
    void f30ShouldRefuseAMissingValueThatNoElemCanHave()
    {
        final MapConfig config = MapConfig.defaults().withMissingValue(1L << 40);
        final IllegalArgumentException refused =
            assertThrows(IllegalArgumentException.class, () -> OffHeapMaps.intInt().config(config).build());
        assertTrue(refused.getMessage().contains("missingValue=" + (1L << 40)), refused::getMessage);
        OffHeapMaps.longLong().config(config).build().close();
        try (OffHeapLongLongMap map = filled(1))
        {
            final MapImage image = map.image();
            assertThrows(IllegalArgumentException.class, () -> OffHeapMaps.intInt().config(config).attach(image));
        }
    }
}
