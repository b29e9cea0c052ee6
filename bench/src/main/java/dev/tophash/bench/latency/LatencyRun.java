// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.latency;

import dev.tophash.bench.against.AgainstRun;
import dev.tophash.bench.latency.driver.GrowSubject;
import dev.tophash.bench.latency.driver.LatencyDriver;
import dev.tophash.bench.report.BenchTable;
import dev.tophash.bench.report.BenchTable.Chart;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Starts a process for each map, one after the other, and makes tables of what they print. */
public final class LatencyRun
{
    private static final List<String> COLUMNS = List.of("p50", "p90", "p99", "p99.9", "max", "samples");
    private static final List<String> PERCENTILES = COLUMNS.subList(0, 5);
    private static final long BASE_MIB = 256;
    private static final int MOST_COUNTED = 2_000_000;

    private final LatencyPlan plan;
    private final PrintWriter progress;

    /**
     * Prepares a run.
     *
     * @param plan     what to measure.
     * @param progress where a line goes for each process.
     */
    public LatencyRun(final LatencyPlan plan, final PrintWriter progress)
    {
        this.plan = plan;
        this.progress = progress;
    }

    private record Line(String row, List<Double> values)
    {
        static Line of(final String text)
        {
            final String[] words = text.split("\t", -1);
            return new Line(words[1], Arrays.stream(words).skip(2).map(Double::valueOf).toList());
        }

        BenchTable.Row named(final String name)
        {
            return new BenchTable.Row(name, values.subList(0, PERCENTILES.size()));
        }
    }

    /**
     * Runs all processes.
     *
     * @return the tables.
     * @throws IOException           if a process cannot be started.
     * @throws IllegalStateException if one fails; the message has what it printed.
     */
    public List<BenchTable> run() throws IOException
    {
        final List<BenchTable> tables = new ArrayList<>();
        if (!plan.subjects().isEmpty())
        {
            tables.add(grow());
        }
        if (plan.seconds() > 0)
        {
            tables.add(swap());
        }
        tables.add(count());
        return tables;
    }

    private BenchTable grow() throws IOException
    {
        final List<BenchTable.Row> rows = new ArrayList<>();
        final List<String> notes = new ArrayList<>();
        for (final GrowSubject subject : plan.subjects())
        {
            final List<Line> lines = measure("LATENCY", BASE_MIB + ((long)subject.heapBytes() * plan.entries() >> 20),
                List.of("grow", subject.name(), String.valueOf(plan.entries()), String.valueOf(plan.rate())));
            rows.add(find(lines, "put").named(subject.title()));
            rows.add(find(lines, "idle").named("  idle in that process"));
        }
        notes.add(String.format(Locale.ROOT, "%,d puts a second, from the moment for which each was scheduled: who " +
            "waits for a long one has waited. Heaps were touched before; maps of ours have fresh pages where nothing " +
            "else is said.", plan.rate()));
        notes.add("MapAgent makes pages ahead in a thread of its own, which takes a processor now and then.");
        return new BenchTable("latency-grow", String.format(Locale.ROOT, "A put, from empty to %,d entries",
            plan.entries()), "ns", Chart.BY_COLUMN_LOG, PERCENTILES, rows, notes);
    }

    private BenchTable swap() throws IOException
    {
        final List<BenchTable.Row> rows = new ArrayList<>();
        for (final Line line : measure("LATENCY", BASE_MIB, List.of("swap", String.valueOf(plan.swapping()),
            String.valueOf(plan.rate()), String.valueOf(plan.seconds()))))
        {
            rows.add(new BenchTable.Row(line.row, line.values));
        }
        return new BenchTable("latency-swap", String.format(Locale.ROOT, "A swap once a second, %,d keys, %,d puts " +
            "a second", plan.swapping(), plan.rate()), "ns", Chart.NONE, COLUMNS, rows, List.of(
            "A swap and its preparation take what they take; what they keep puts waiting is in the puts' latencies.",
            "Every second swap is prepared, ten puts before: its array is clean and in memory, and a scratch map has " +
            "rehearsed it. The code of the others is in no cache."));
    }

    private BenchTable count() throws IOException
    {
        final int entries = Math.min(MOST_COUNTED, plan.entries());
        final List<BenchTable.Row> rows = new ArrayList<>();
        for (final Line line : measure("COUNTER", BASE_MIB, List.of("count", String.valueOf(entries))))
        {
            rows.add(new BenchTable.Row(line.row, line.values));
        }
        return new BenchTable("latency-counters", String.format(Locale.ROOT,
            "What a put does, from empty to %,d entries, by counting", entries), "no clock in it", Chart.NONE,
            List.of("most of one", "mean"), rows);
    }

    private static Line find(final List<Line> lines, final String row)
    {
        return lines.stream().filter(line -> line.row.equals(row)).findFirst()
            .orElseThrow(() -> new IllegalStateException("not what the program prints: row=" + row));
    }

    private List<Line> measure(final String kind, final long heap, final List<String> arguments) throws IOException
    {
        progress.println(String.join(" ", arguments));
        progress.flush();
        final List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseParallelGC",
            "-Xms" + heap + "m", "-Xmx" + heap + "m", "-XX:+AlwaysPreTouch", "--enable-native-access=ALL-UNNAMED",
            "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            LatencyDriver.class.getName()));
        command.addAll(arguments);
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        // A program that is told to end takes its child with it.
        final Thread end = new Thread(process::destroy, "end-of-latency");
        Runtime.getRuntime().addShutdownHook(end);
        try
        {
            process.getOutputStream().close();
            final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0)
            {
                throw new IllegalStateException("could not be measured: " + String.join(" ", arguments) +
                    ", exit code=" + process.exitValue() + System.lineSeparator() + output.strip());
            }
            return output.lines().filter(line -> line.startsWith(kind + "\t")).map(Line::of).toList();
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        finally
        {
            process.destroy();
            AgainstRun.forget(end);
        }
    }
}
