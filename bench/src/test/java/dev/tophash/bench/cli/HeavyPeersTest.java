// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tophash.bench.report.BenchReport;
import dev.tophash.bench.report.BenchTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeavyPeersTest
{
    @TempDir
    private Path folder;

    private static CommandRun run(final String arguments)
    {
        return CommandRun.with(("bench compare " + arguments).split(" ", -1));
    }

    @Test
    void shouldSayWhatIsMissingInOneSentence()
    {
        final Path none = folder.resolve("peers.class-path");
        for (final String arguments : List.of("--heavy " + none, "--only ohc,hit --heavy=" + none))
        {
            final CommandRun run = run(arguments);
            assertEquals(3, run.code(), run.toString());
            assertEquals(List.of("Chronicle Map and OHC are not built, ./mvnw -q -Ppeers -pl bench -am " +
                "process-classes does it: file=" + none), run.err().lines().toList());
            assertEquals("", run.out());
        }
    }

    /** Where the profile was on; nobody has to build it. */
    @Test
    void shouldMeasureThemWhereTheyAreBuilt() throws IOException
    {
        final CommandRun run = run("--only chronicle,ohc,insert,update,hit,miss,iterate,remove,grow,hit-two " +
            "--entries 100 --rounds 1 --quick --json");
        assumeTrue(run.code() != 3 || !run.err().contains("are not built"), run.err());
        assertEquals(0, run.code(), run.toString());
        final BenchTable table = BenchReport.read(run.out()).tables().getFirst();
        assertEquals(List.of("Tophash", "Chronicle Map", "OHC"), table.columns());
        assertEquals(7, table.rows().stream().filter(row -> row.values().stream().allMatch(Double::isFinite)).count());
        assertTrue(table.notes().stream().anyMatch(note -> note.startsWith("Chronicle Map and OHC are told")));
    }
}
