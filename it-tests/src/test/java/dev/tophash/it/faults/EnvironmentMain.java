// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.faults;

import dev.tophash.ImageFormatException;
import dev.tophash.OffHeapMemoryException;
import dev.tophash.layout.MapType;
import dev.tophash.offheap.ClearStrategy;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.image.ImageFile;
import dev.tophash.offheap.image.MapDiff;
import dev.tophash.offheap.image.MapDump;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.verify.MapVerifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/**
 * Does what the public methods offer, in an environment where something is missing, and prints what each came to. It
 * ends with 1 if one throws what its contract does not name.
 */
final class EnvironmentMain
{
    private static boolean broken;

    private EnvironmentMain()
    {
    }

    /** A call that may fail. */
    @FunctionalInterface
    private interface Call
    {
        void run() throws IOException;
    }

    private static void call(final String name, final Set<Class<? extends Exception>> named, final Call call)
    {
        try
        {
            if (Boolean.getBoolean("interrupted"))
            {
                Thread.currentThread().interrupt();
            }
            call.run();
            System.out.println(name + ": done");
        }
        catch (final Exception | LinkageError e)
        {
            final boolean expected = named.stream().anyMatch(type -> type.isInstance(e));
            broken |= !expected;
            System.out.println(name + (expected ? ": " : ": NOT NAMED: ") + e);
            if (!expected)
            {
                e.printStackTrace(System.out);
            }
        }
    }

    public static void main(final String[] args)
    {
        final Set<Class<? extends Exception>> memory = Set.of(OffHeapMemoryException.class);
        final MapConfig config = MapConfig.defaults().withForceFile(Boolean.getBoolean("force"));
        call("longLong", memory, () -> OffHeapMaps.longLong().config(config).build().close());
        call("intInt", memory, () -> OffHeapMaps.intInt().config(config).build().close());
        call("stringLong", memory, () -> OffHeapMaps.stringLong().config(config).build().close());
        call("bytesStruct", memory, () -> OffHeapMaps.bytesStruct(16, 24).config(config).build().close());
        call("typed", memory,
            () -> OffHeapTypedMap.create(MapType.parse("map[string]int64"), 100, config).close());
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
        {
            call("use", Set.of(), () -> use(map));
            files(map.image());
            final Path file = Path.of(System.getProperty("folder"), "map.save");
            call("save", Set.of(IOException.class), () -> map.save(file));
            call("load", Set.of(IOException.class, ImageFormatException.class, OffHeapMemoryException.class),
                () -> OffHeapMaps.longLong().load(file).close());
            call("use", Set.of(), () -> use(map));
        }
        System.exit(broken ? 1 : 0);
    }

    private static void use(final OffHeapLongLongMap map)
    {
        for (final ClearStrategy strategy : ClearStrategy.values())
        {
            for (long i = 0; i < 1000; i++)
            {
                map.put(i, i);
            }
            map.remove(7);
            map.forEach((key, value) ->
            {
            });
            map.clear(strategy);
        }
        for (long i = 0; i < 1000; i++)
        {
            map.put(i, i);
        }
    }

    private static void files(final MapImage image)
    {
        final Path file = Path.of(System.getProperty("folder"), "map.dump");
        call("verify", Set.of(), () -> MapVerifier.verify(image));
        call("dump", Set.of(), () -> MapDump.all(image, true));
        call("diff", Set.of(), () -> MapDiff.compare(image, image, 10));
        call("write", Set.of(IOException.class), () -> ImageFile.write(file, image));
        call("read", Set.of(IOException.class, ImageFormatException.class, OffHeapMemoryException.class),
            () -> ImageFile.read(file));
        call("writeInPlace", Set.of(IOException.class), () -> ImageFile.writeInPlace(file, image));
    }
}
