// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.LongLongCursor;
import dev.tophash.MapClosedException;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.image.ImageFile;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.verify.MapVerifier;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;

/** What {@link LifeFaultTest} runs in a JVM of its own: a map whose file is cut off, in the folder {@code -Dfolder}. */
final class CutOffMain
{
    static final String DONE = "the map closed itself";

    private CutOffMain()
    {
    }

    public static void main(final String[] arguments) throws IOException
    {
        final Path folder = Path.of(System.getProperty("folder"));
        final MapConfig config = MapConfig.defaults().withAllowFile(folder).withForceFile(true).withMissingValue(-1);
        try (OffHeapLongLongMap other = OffHeapMaps.longLong().build();
            OffHeapLongLongMap map = OffHeapMaps.longLong().config(config).capacity(10_000).build())
        {
            other.put(1, 1);
            map.put(1, 1);
            final LongLongCursor cursor = map.cursor();
            assertTrue(cursor.next());
            final MapImage image = map.image();
            cutOffFilesOf(folder);
            final Path dump = folder.resolve("dump");
            assertUnreadable(() -> MapVerifier.verify(image));
            assertUnreadable(() -> ImageFile.write(dump, image));
            assertUnreadable(image::count);
            assertFalse(Files.exists(dump));
            final MapClosedException first = assertThrows(MapClosedException.class, () -> map.get(1));
            assertEquals("map closed: a page of its temporary file could not be read or written: map=map[int64]int64",
                first.getMessage());
            assertEquals(first.getMessage(), assertThrows(MapClosedException.class, () -> map.put(2, 2)).getMessage());
            assertEquals(first.getMessage(), assertThrows(MapClosedException.class, cursor::key).getMessage());
            assertTrue(map.isClosed());
            assertEquals(1, other.get(1));
        }
        System.out.println(DONE);
    }

    private static void assertUnreadable(final Executable call)
    {
        final String message = assertThrows(MapClosedException.class, call).getMessage();
        assertTrue(message.startsWith("map closed: a page of its file could not be read: segment="), message);
    }

    /** The file has no name any more; the process still has it open. */
    private static void cutOffFilesOf(final Path folder) throws IOException
    {
        int count = 0;
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd")))
        {
            for (final Path link : open.toList())
            {
                if (Files.exists(link) && Files.readSymbolicLink(link).startsWith(folder))
                {
                    try (FileChannel file = FileChannel.open(link, StandardOpenOption.WRITE))
                    {
                        file.truncate(0);
                        count++;
                    }
                }
            }
        }
        assertEquals(1, count, "files of the map");
    }
}
