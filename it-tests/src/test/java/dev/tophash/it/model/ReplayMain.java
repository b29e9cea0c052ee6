// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapStringLongMap;
import dev.tophash.offheap.image.ImageFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A replica: writes a log into two maps and saves them. What else the process does, how often it looks at the maps for
 * instance, must not show.
 */
final class ReplayMain
{
    private static final int OPERATION_COUNT = 40_000;

    private ReplayMain()
    {
    }

    public static void main(final String[] args) throws IOException
    {
        final Path folder = Path.of(System.getProperty("replay.folder"));
        final long seed = Long.getLong("replay.seed");
        final int looks = Integer.getInteger("replay.looks");
        try (OffHeapLongLongMap numbers = OffHeapMaps.longLong().deterministic(seed).build();
            OffHeapStringLongMap texts = OffHeapMaps.stringLong().deterministic(seed).build())
        {
            final SplittableRandom log = new SplittableRandom(99);
            for (int i = 0; i < OPERATION_COUNT; i++)
            {
                write(numbers, texts, log);
                if (i % 1_000 == 0)
                {
                    numbers.forEach((key, value) -> numbers.put(key, value + 1));
                    look(numbers, texts, looks);
                }
            }
            ImageFile.write(folder.resolve("numbers"), numbers.image());
            ImageFile.write(folder.resolve("texts"), texts.image());
            System.out.println("order " + Arrays.hashCode(numbers.keysToArray()) + " " +
                Arrays.hashCode(texts.keysToArray()));
        }
    }

    private static void write(
        final OffHeapLongLongMap numbers, final OffHeapStringLongMap texts, final SplittableRandom log)
    {
        final long key = log.nextInt(3_000);
        final int kind = log.nextInt(1_000);
        if (kind == 0)
        {
            numbers.clear();
            texts.clear();
        }
        else if (kind < 300)
        {
            numbers.remove(key);
            texts.remove("key " + key);
        }
        else
        {
            numbers.put(key, kind);
            texts.put("key " + key, kind);
        }
    }

    /** Every map has been iterated over once at this point, so looking at it sets no flag of Go's either. */
    private static void look(final OffHeapLongLongMap numbers, final OffHeapStringLongMap texts, final int looks)
    {
        texts.forEach((key, value) ->
        {
        });
        for (int i = 0; i < looks; i++)
        {
            numbers.keysToArray();
            texts.keysToArray();
        }
    }
}
