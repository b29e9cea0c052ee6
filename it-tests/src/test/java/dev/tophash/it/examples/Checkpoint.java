// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.examples;

import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Saves a map's entries and loads them again. */
final class Checkpoint
{
    private Checkpoint()
    {
    }

    public static void main(final String[] arguments) throws IOException
    {
        final Path file = Files.createTempDirectory("checkpoint").resolve("positions.map");
        try (OffHeapLongLongMap positions = OffHeapMaps.longLong().budget(16 << 20).build())
        {
            positions.put(1, 100);
            positions.save(file); // the old file or the new one at every moment
        }
        try (OffHeapLongLongMap positions = OffHeapMaps.longLong().budget(16 << 20).load(file))
        {
            System.out.println(positions.get(1)); // 100
        }
        Files.delete(file);
    }
}
