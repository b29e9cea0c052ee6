// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.report.BenchReport;
import dev.tophash.bench.report.BenchTable;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MixedCommandTest
{
    @Test
    void shouldMeasureAKindAloneAndMixed() throws IOException
    {
        final CommandRun run = CommandRun.with(
            "bench mixed --entries 100 --rounds 1 --operations 2000 --map int-int --json".split(" ", -1));
        assertEquals(0, run.code(), run.toString());
        final BenchTable table = BenchReport.read(run.out()).tables().getFirst();
        assertEquals(List.of("alone", "again", "mixed", "again / alone", "mixed / alone"), table.columns());
        assertEquals(
            List.of("insert, presized", "update", "hit", "miss", "iterate", "remove"),
            table.rows().stream().map(row -> row.name().replace("int to int: ", "")).toList());
        for (final BenchTable.Row row : table.rows())
        {
            assertEquals(row.values().get(2) / row.values().get(0), row.values().get(4), 1e-9, row.name());
        }
        assertTrue(table.notes().getFirst().startsWith("Geometric mean of mixed / alone: "), table.toString());
    }

    @Test
    void shouldRefuseWhatCannotBeMeasured()
    {
        final CommandRun run = CommandRun.with("bench", "mixed", "--entries", "9");
        assertEquals(2, run.code());
        assertTrue(run.err().contains("from 10 to 10000000 entries, at least one round and 1000 operations: " +
            "entries=9, rounds=5, operations=1000000"), run.err());
        assertEquals(2, CommandRun.with("bench", "mixed", "--map", "long-short").code());
    }
}
