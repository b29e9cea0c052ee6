// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.LongLongMap;
import dev.tophash.it.CommandResult;
import dev.tophash.offheap.OffHeapMaps;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The gate against slow changes, on a jar made of the classes of this build: it lets the same classes pass, and notices
 * added work.
 */
class AgainstTest
{
    @TempDir
    private Path folder;

    private Path jar;

    @BeforeEach
    void makeJar() throws IOException
    {
        jar = folder.resolve("old.jar");
        try (FileSystem zip = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of("create", "true")))
        {
            for (final Class<?> part : List.of(LongLongMap.class, OffHeapMaps.class))
            {
                final Path place =
                    Path.of(URI.create(part.getProtectionDomain().getCodeSource().getLocation().toString()));
                if (Files.isDirectory(place))
                {
                    copy(place, zip.getPath("/"));
                    continue;
                }
                try (FileSystem from = FileSystems.newFileSystem(place))
                {
                    copy(from.getPath("/"), zip.getPath("/"));
                }
            }
        }
    }

    @Test
    @Tag("long")
    void shouldLetTheSameClassesPass()
    {
        final CommandResult result = gate("--plant", "0");
        assertEquals(0, result.code(), result::toString);
        assertTrue(result.out().contains("passed: 0 slower"), result::toString);
    }

    @Test
    void shouldNoticeAddedWork()
    {
        final CommandResult result = gate("--plant", "100");
        assertEquals(1, result.code(), result::toString);
        assertTrue(result.out().contains("FAILED: 1 slower"), result::toString);
    }

    /** The driver's classes are ours, the map's are the jar's. */
    @Test
    void shouldRunTheMapOfTheOldJar() throws IOException
    {
        try (FileSystem zip = FileSystems.newFileSystem(jar))
        {
            Files.delete(zip.getPath("/dev/tophash/offheap/OffHeapLongLongMap.class"));
        }
        final CommandResult result = gate("--plant", "0");
        assertEquals(3, result.code());
        assertTrue(result.err().contains("could not be measured: jar=" + jar), result.err());
        assertTrue(result.err().contains("NoClassDefFoundError: dev/tophash/offheap/OffHeapLongLongMap"),
            result.err());
    }

    private CommandResult gate(final String... options)
    {
        return CommandResult.of(Stream.concat(
            Stream.of("bench", "--against", jar.toString(), "--quick", "--rounds", "6", "--entries", "1000", "--only",
                "hit"),
            Stream.of(options)).toArray(String[]::new));
    }

    private static void copy(final Path from, final Path to) throws IOException
    {
        try (Stream<Path> files = Files.walk(from))
        {
            for (final Path file : files.filter(Files::isRegularFile).toList())
            {
                final Path target = to.resolve(from.relativize(file).toString());
                if (!Files.exists(target))
                {
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                }
            }
        }
    }
}
