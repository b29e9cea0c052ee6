// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.conform.DumpReader;
import dev.tophash.bench.conform.DumpRecord;
import dev.tophash.bench.conform.ScriptParser;
import dev.tophash.bench.conform.ScriptType;
import dev.tophash.hash.HashKeys;
import dev.tophash.layout.GoVersion;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.verify.MapVerifier;
import dev.tophash.offheap.verify.VerifyReport;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever state a real Go process left a map in, the verifier calls it healthy. */
class GoDumpVerifyTest
{
    private static final String SUFFIX = ".jsonl.gz";

    static List<Path> dumps() throws IOException, URISyntaxException
    {
        final Path folder = Path.of(GoDumpVerifyTest.class.getResource("/dev/tophash/it/vectors/basic.txt").toURI())
            .getParent();
        try (Stream<Path> files = Files.list(folder))
        {
            return files.filter((file) -> file.toString().endsWith(SUFFIX)).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("dumps")
    void shouldCallEveryRecordedStateHealthy(final Path dump) throws IOException
    {
        assertTrue(verifyAll(dump) > 0);
    }

    @Test
    void shouldHaveAllRecordings() throws IOException, URISyntaxException
    {
        assertEquals(54, dumps().size());
    }

    private static int verifyAll(final Path dump) throws IOException
    {
        final String name = dump.getFileName().toString();
        final Path script = dump.resolveSibling(name.substring(0, name.indexOf(".go")) + ".txt");
        final GoDumpImage.Keys scriptKeys = new GoDumpImage.Keys(ScriptParser.parse(script));
        int count = 0;
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
                    final MapImage image =
                        GoDumpImage.of(ScriptType.of(dumped.type()), dumped.state(), keys, version, scriptKeys);
                    final VerifyReport report = MapVerifier.verify(image);
                    final int step = dumped.step();
                    assertTrue(report.clean(), () -> name + ", step " + step + "\n" + report);
                    assertEquals(dumped.state().header().count(), report.entryCount());
                    count++;
                }
            }
        }
        return count;
    }
}
