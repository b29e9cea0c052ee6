// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.golden;

import dev.tophash.bench.conform.DumpReader;
import dev.tophash.bench.conform.DumpRecord;
import dev.tophash.bench.conform.ScriptParser;
import dev.tophash.bench.conform.ScriptType;
import dev.tophash.hash.HashKeys;
import dev.tophash.layout.GoVersion;
import dev.tophash.offheap.image.MapImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.BiConsumer;

/** The states that real Go maps were recorded in, as images. */
final class GoStates
{
    static final String SUFFIX = ".jsonl.gz";

    private GoStates()
    {
    }

    /** Hands on every state of a recording with its image; the script lies beside it. */
    static void forEach(final Path dump, final BiConsumer<DumpRecord, MapImage> consumer) throws IOException
    {
        final String name = dump.getFileName().toString();
        final Path script = dump.resolveSibling(name.substring(0, name.indexOf(".go")) + ".txt");
        final GoDumpImage.Keys scriptKeys = new GoDumpImage.Keys(ScriptParser.parse(script));
        try (DumpReader reader = DumpReader.open(dump))
        {
            HashKeys keys = null;
            for (DumpRecord dumped = reader.next(); dumped != null; dumped = reader.next())
            {
                final GoVersion version = GoVersion.parse(dumped.go());
                if (dumped.opening() != null)
                {
                    keys = HashKeys.of(version, Arrays.stream(dumped.opening().hashKey().split(","))
                        .mapToLong((word) -> Long.parseUnsignedLong(word, 16)).toArray());
                }
                if (dumped.state() != null)
                {
                    consumer.accept(dumped,
                        GoDumpImage.of(ScriptType.of(dumped.type()), dumped.state(), keys, version, scriptKeys));
                }
            }
        }
    }
}
