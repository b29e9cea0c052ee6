// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.it.ChildJvm;
import dev.tophash.offheap.image.ImageFile;
import dev.tophash.offheap.image.MapDiff;
import dev.tophash.offheap.image.MapImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replicas that apply the same log to maps with the same seed, each in a process of its own. */
class DeterministicTest
{
    @TempDir
    private Path folder;

    private String replay(final String name, final long seed, final int looks) throws IOException
    {
        Files.createDirectory(folder.resolve(name));
        final ChildJvm child = ChildJvm.run(ReplayMain.class, "-Dreplay.folder=" + folder.resolve(name),
            "-Dreplay.seed=" + seed, "-Dreplay.looks=" + looks);
        assertEquals(0, child.exit(), child::output);
        assertTrue(child.output().contains("order "), child::output);
        return child.output().lines().filter(line -> line.startsWith("order ")).findFirst().orElseThrow();
    }

    private MapImage image(final String replica, final String map) throws IOException
    {
        return ImageFile.read(folder.resolve(replica).resolve(map));
    }

    /** H-07: a third one with another seed is the control. */
    @Test
    void h07ShouldHaveTheSameBytesAndOrderInTwoProcesses() throws IOException
    {
        final String order = replay("one", 42, 0);
        assertEquals(order, replay("two", 42, 3));
        assertNotEquals(order, replay("other", 43, 0));
        for (final String map : List.of("numbers", "texts"))
        {
            assertEquals(List.of(), MapDiff.compare(image("one", map), image("two", map), 5), map);
            assertFalse(MapDiff.compare(image("one", map), image("other", map), 5).isEmpty(), map);
        }
    }
}
