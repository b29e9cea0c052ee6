// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.peers;

import dev.tophash.bench.peers.driver.Pages;
import dev.tophash.bench.peers.driver.Peer;
import dev.tophash.bench.peers.driver.Row;
import dev.tophash.bench.peers.driver.Shape;
import dev.tophash.bench.report.BenchTable;
import dev.tophash.bench.report.BenchTable.Chart;
import dev.tophash.bench.report.Ratios;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a map loses in a program that uses maps of other kinds of keys as well: the compiler has then seen the code that
 * they have in common with all of them.
 *
 * <p>Each kind runs in three processes, in turns: alone, alone once more, which is the control, and after maps of all
 * five kinds have run there in turns. A process is one observation.
 */
public final class MixedRun
{
    private static final Set<Row> ROWS = EnumSet.range(Row.INSERT, Row.REMOVE);
    private static final List<String> COLUMNS = List.of("alone", "again", "mixed", "again / alone", "mixed / alone");

    private final Set<Shape> shapes;
    private final int size;
    private final int rounds;
    private final int operations;
    private final PrintWriter progress;
    private final PeerProcess process = new PeerProcess(Map.of(), null);

    /** What the processes of one kind have printed. */
    private static final class Side
    {
        private final Map<Row, List<Double>> times = new EnumMap<>(Row.class);

        void add(final List<Sample> samples)
        {
            samples.forEach(sample ->
                times.computeIfAbsent(sample.row(), any -> new ArrayList<>()).add(sample.processor()));
        }

        double median(final Row row)
        {
            final double[] sorted = times.get(row).stream().mapToDouble(Double::doubleValue).sorted().toArray();
            return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
        }
    }

    /**
     * Prepares a run.
     *
     * @param shapes     the kinds that are measured; all are mixed.
     * @param size       entries.
     * @param rounds     processes of each kind and form.
     * @param operations of each row in a process, at least.
     * @param progress   where a line goes for each round.
     */
    public MixedRun(
        final Set<Shape> shapes, final int size, final int rounds, final int operations, final PrintWriter progress)
    {
        this.shapes = shapes;
        this.size = size;
        this.rounds = rounds;
        this.operations = operations;
        this.progress = progress;
    }

    /**
     * Runs all rounds.
     *
     * @return the table.
     * @throws IOException           if a process cannot be started.
     * @throws IllegalStateException if one fails; the message has what it printed.
     * @throws WrongSumException     if the answers of one do not add up to what they must.
     */
    public BenchTable run() throws IOException
    {
        final Map<Shape, List<Side>> sides = new EnumMap<>(Shape.class);
        for (int round = 1; round <= rounds; round++)
        {
            for (final Shape shape : shapes)
            {
                final List<Side> of =
                    sides.computeIfAbsent(shape, any -> List.of(new Side(), new Side(), new Side()));
                for (int i = 0; i < of.size(); i++)
                {
                    // Another one is the first in each round.
                    final int form = (i + round) % of.size();
                    of.get(form).add(process.measure(new PeerProcess.Task(shape, Peer.TOPHASH, Pages.WARM, round,
                        operations, ROWS, List.of(size), false, form == of.size() - 1)));
                }
            }
            progress.printf(Locale.ROOT, "round %d of %d%n", round, rounds);
            progress.flush();
        }
        return table(sides);
    }

    private BenchTable table(final Map<Shape, List<Side>> sides)
    {
        final List<BenchTable.Row> rows = new ArrayList<>();
        final List<Double> ratios = new ArrayList<>();
        sides.forEach((shape, of) -> ROWS.forEach(row ->
        {
            final double[] medians = of.stream().mapToDouble(side -> side.median(row)).toArray();
            ratios.add(medians[2] / medians[0]);
            rows.add(BenchTable.Row.of(shape.title() + ": " + row.title(), medians[0], medians[1], medians[2],
                medians[1] / medians[0], medians[2] / medians[0]));
        }));
        final double mean = Ratios.mean(ratios.stream().mapToDouble(Double::doubleValue).toArray());
        return new BenchTable("mixed", String.format(Locale.ROOT, "Mixed kinds of keys in one JVM, %,d entries", size),
            "ns of processor time an operation, median of the processes; ratios of medians", Chart.NONE, COLUMNS, rows,
            List.of(String.format(Locale.ROOT, "Geometric mean of mixed / alone: %.2f.", mean)));
    }
}
