// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeavyPathTest
{
    @TempDir
    private Path folder;

    /** Libraries without our classes are of no use, and neither are the classes alone. */
    @Test
    void shouldTakeWhatIsWhole() throws IOException
    {
        final Path file = folder.resolve("peers.class-path");
        requireRefused(file);
        Files.writeString(file, "a.jar:b.jar\n");
        requireRefused(file);
        final Path heavy = Files.createDirectories(folder.resolve("classes/dev/tophash/bench/peers/heavy"));
        Files.createFile(heavy.resolve("HeavySubjects.class"));
        assertEquals(folder.resolve("classes") + File.pathSeparator + "a.jar:b.jar", HeavyPath.read(file));
        Files.delete(file);
        requireRefused(file);
    }

    private static void requireRefused(final Path file)
    {
        assertEquals("Chronicle Map and OHC are not built, ./mvnw -q -Ppeers -pl bench -am process-classes does it: " +
            "file=" + file, assertThrows(IllegalStateException.class, () -> HeavyPath.read(file)).getMessage());
    }
}
