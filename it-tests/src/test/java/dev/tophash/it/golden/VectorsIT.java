// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.conform.ConformReport;
import dev.tophash.bench.conform.DumpReader;
import dev.tophash.bench.conform.EngineMap;
import dev.tophash.bench.conform.Mismatch;
import dev.tophash.bench.conform.RecordedConformance;
import dev.tophash.bench.conform.ReplayMaps;
import dev.tophash.bench.conform.Script;
import dev.tophash.bench.conform.ScriptParser;
import dev.tophash.bench.conform.ScriptReplay;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.verify.MapVerifier;
import dev.tophash.offheap.verify.VerifyReport;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Go 1.19 and 1.23 were recorded to do, our engine does: every byte, field, lookup, order and position. */
class VectorsIT
{
    private static final ReplayMaps MAPS = EngineMap.maps(MapConfig.defaults());

    static List<Path> dumps() throws IOException, URISyntaxException
    {
        try (Stream<Path> files = Files.list(folder()))
        {
            return files.filter(file -> file.toString().endsWith(".jsonl.gz")).sorted().toList();
        }
    }

    static Path folder() throws URISyntaxException
    {
        return Path.of(VectorsIT.class.getResource("/dev/tophash/it/vectors/basic.txt").toURI()).getParent();
    }

    @ParameterizedTest
    @MethodSource("dumps")
    void shouldDoWhatGoDid(final Path dump) throws IOException
    {
        final String name = dump.getFileName().toString();
        final Script script = ScriptParser.parse(dump.resolveSibling(name.substring(0, name.indexOf(".go")) + ".txt"));
        try (DumpReader records = DumpReader.open(dump); ScriptReplay replay = new ScriptReplay(script, records, MAPS))
        {
            final Mismatch mismatch = replay.run().mismatch();
            assertNull(mismatch, () -> mismatch.text());
            final VerifyReport report = MapVerifier.verify(((EngineMap)replay.map()).map().image());
            assertTrue(report.clean(), report::toString);
        }
    }

    /** With the straight line of writes and without it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldCompareEverythingThatWasRecorded(final boolean slowWrites) throws IOException, URISyntaxException
    {
        final ReplayMaps maps = EngineMap.maps(MapConfig.defaults().withSlowWrites(slowWrites));
        final ConformReport report = RecordedConformance.replay(folder(), maps, ignored ->
        {
        });

        assertEquals("27 scripts, 5276 records, 525830 comparisons, 0 mismatches", report.summary());
    }
}
