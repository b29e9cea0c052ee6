// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.faults;

import dev.tophash.OffHeapMemoryException;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.MapMemory;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapStringLongMap;
import dev.tophash.offheap.verify.MapVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Main class of a child JVM whose temporary folder is a small disk: maps in files are filled until it is full, and
 * again when there is room. Whatever was put and not refused must be there.
 */
final class FullDiskMain
{
    private static final int FILLER_SIZE = 12 << 20;
    private static final String PADDING = "k".repeat(100);

    private FullDiskMain()
    {
    }

    public static void main(final String[] arguments) throws IOException
    {
        final Path filler = Path.of(System.getProperty("java.io.tmpdir"), "filler");
        final MapConfig config = MapConfig.defaults().withForceFile(true).withMissingValue(-1);
        try (OffHeapStringLongMap map = OffHeapMaps.stringLong().config(config).build())
        {
            fill("alone", map, filler);
        }
        try (MapMemory memory = MapMemory.of("disk", 1L << 30);
            OffHeapStringLongMap map = OffHeapMaps.stringLong().config(config).memory(memory).build())
        {
            fill("shared", map, filler);
        }
    }

    private static void fill(final String name, final OffHeapStringLongMap map, final Path filler) throws IOException
    {
        Files.write(filler, new byte[FILLER_SIZE]);
        final int first = fill(map, 0);
        Files.delete(filler);
        final int second = fill(map, first);
        System.out.println(name + ": entries " + first + ", with room " + second + ", size " + map.size() + ", clean " +
            MapVerifier.verify(map.image()).clean());
        for (int i = 0; i < second; i++)
        {
            if (map.get(PADDING + i) != i)
            {
                throw new AssertionError("lost: " + i);
            }
        }
        map.clear();
        map.put("again", 1);
    }

    /** Puts until the disk is full; the number that was refused. */
    private static int fill(final OffHeapStringLongMap map, final int from)
    {
        for (int i = from; ; i++)
        {
            try
            {
                map.put(PADDING + i, i);
            }
            catch (final OffHeapMemoryException full)
            {
                System.out.println(full.getMessage());
                return i;
            }
        }
    }
}
