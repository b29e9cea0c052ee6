// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.report.BenchReport;
import dev.tophash.bench.report.BenchTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatencyCommandTest
{
    private static CommandRun run(final String arguments)
    {
        return CommandRun.with(("bench latency " + arguments).split(" ", -1));
    }

    @Test
    void shouldMeasureEachMapBesideAnIdleControlAndCount() throws IOException
    {
        final CommandRun run =
            run("--only tophash-agent,agrona,swap --entries 20000 --rate 50000 --keys 1000 --seconds 2 --json");
        assertEquals(0, run.code(), run.toString());
        final List<BenchTable> tables = BenchReport.read(run.out()).tables();
        assertEquals(List.of("latency-grow", "latency-swap", "latency-counters"),
            tables.stream().map(BenchTable::id).toList());
        assertEquals(List.of("p50", "p90", "p99", "p99.9", "max"), tables.getFirst().columns());
        assertEquals(
            List.of("Tophash, MapAgent", "  idle in that process", "Agrona", "  idle in that process"),
            tables.getFirst().rows().stream().map(BenchTable.Row::name).toList());
        for (final BenchTable.Row row : tables.getFirst().rows())
        {
            assertEquals(row.values().stream().sorted().toList(), row.values());
        }
        final List<BenchTable.Row> swap = tables.get(1).rows();
        assertEquals(
            List.of("idle", "put between swaps", "swap, prepared", "swap, as it comes", "prepareSwap"),
            swap.stream().map(BenchTable.Row::name).toList());
        assertEquals(
            List.of(50_000.0, 100_000.0, 1.0, 1.0, 1.0), swap.stream().map(row -> row.values().getLast()).toList());
    }

    /** What one put does at most does not depend on the size, nor on the machine. */
    @Test
    void shouldCountTheSameInEachRun() throws IOException
    {
        final BenchTable first = counters();
        assertEquals(first.rows().subList(0, 3), counters().rows().subList(0, 3));
        assertEquals("old chains known to be moved", first.rows().getFirst().name());
    }

    private static BenchTable counters() throws IOException
    {
        final CommandRun run = run("--only swap --seconds 0 --entries 50000 --json");
        assertEquals(0, run.code(), run.toString());
        return BenchReport.read(run.out()).tables().getFirst();
    }

    @Test
    void shouldRefuseWhatCannotBeMeasured()
    {
        final List<String> complaints = new ArrayList<>();
        for (final List<String> refused : List.of(
            List.of("--only trove", "neither a map nor swap: only=trove"),
            List.of("--rate 1", "from 1000 to 5000000 operations a second: rate=1"),
            List.of("--entries -1", "from 1 to 100000000 entries: entries=-1, swapping=1000000"),
            List.of("--seconds 4000", "from 0 to 3600: seconds=4000")))
        {
            final CommandRun run = run(refused.getFirst());
            if (run.code() != 2 || !run.err().contains(refused.getLast()))
            {
                complaints.add(refused + ": " + run);
            }
        }
        assertEquals(List.of(), complaints);
        assertTrue(run("--help").out().contains("--rate"));
    }
}
