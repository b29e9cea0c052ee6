// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.jmh;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs peers in turns, many short iterations, several rounds of one fork each, and compares them.
 *
 * <p>On a machine that others use, a mean says more about the neighbours than about the map. An iteration of ten
 * milliseconds often meets no neighbour, so the best of hundreds repeats within a few percent; the quarter that stands
 * beside it tells how rough the hour was. Beyond the cache a process also keeps the pages it was given, placed well
 * or badly, so each round has its own ratio of medians; their spread and the rounds won tell whether a small difference
 * is one.
 */
public final class InterleavedRun
{
    private static final String[] ALL_SIZES = {"1000", "64000", "1000000", "16000000"};
    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final int LARGE = 1_000_000;
    private static final int HUGE = 10_000_000;
    private static final String WITHOUT_PEERS = "ClearStrategyBenchmark|WindowedClearBenchmark|Swap";

    private final CommandLineOptions options;
    private final int rounds;
    private final PrintWriter out;
    private final Map<String, Map<String, Series>> figures = new TreeMap<>();

    /**
     * Prepares a run.
     *
     * @param options what to run, in JMH's own words.
     * @param rounds  rounds, at least 1.
     * @param out     where the table goes.
     */
    public InterleavedRun(final CommandLineOptions options, final int rounds, final PrintWriter out)
    {
        this.options = options;
        this.rounds = rounds;
        this.out = out;
    }

    /**
     * Runs all rounds and prints the table.
     *
     * @throws RunnerException          if a benchmark fails.
     * @throws IllegalArgumentException if no benchmark that compares peers was asked for.
     */
    public void run() throws RunnerException
    {
        final Collection<String> sizes = options.getParameter("size").orElse(List.of(ALL_SIZES));
        for (int round = 1; round <= rounds; round++)
        {
            for (final String size : sizes)
            {
                out.printf(Locale.ROOT, "round %d of %d, size %s%n", round, rounds, size);
                out.flush();
                runOnce(size, true);
                runOnce(size, false);
            }
        }
        if (figures.isEmpty())
        {
            throw new IllegalArgumentException(
                "no benchmark that compares peers, as GetHit does: " + options.getIncludes());
        }
        print();
    }

    private void runOnce(final String size, final boolean whole) throws RunnerException
    {
        final int count = Integer.parseInt(size);
        final boolean heavy = whole && count >= LARGE;
        final OptionsBuilder builder = new OptionsBuilder();
        builder.parent(options).param("size", size).forks(1).shouldFailOnError(true).verbosity(VerboseMode.SILENT)
            .addProfiler(GCProfiler.class);
        builder.exclude(whole ? "GetHit|GetMiss|Remove" : "PutGrow|PutPresized|Iterate|Clear");
        builder.exclude(WITHOUT_PEERS);
        if (!options.getMeasurementIterations().hasValue())
        {
            builder.measurementIterations(heavy ? count >= HUGE ? 3 : 10 : 80);
        }
        if (!options.getMeasurementTime().hasValue())
        {
            builder.measurementTime(TimeValue.milliseconds(10));
        }
        if (!options.getWarmupIterations().hasValue())
        {
            builder.warmupIterations(heavy && count >= HUGE ? 2 : 8);
        }
        final Collection<RunResult> results;
        try
        {
            results = new Runner(builder.build()).run();
        }
        catch (final org.openjdk.jmh.runner.NoBenchmarksException nothingOfThisKind)
        {
            return;
        }
        results.forEach(this::collect);
    }

    private void collect(final RunResult result)
    {
        final BenchmarkParams params = result.getParams();
        final String[] name = params.getBenchmark().split("\\.", -1);
        final String key = String.format(Locale.ROOT, "%-14s %9s", name[name.length - 2].replace("Benchmark", ""),
            params.getParam("size"));
        final Series series = figures.computeIfAbsent(key, k -> new TreeMap<>())
            .computeIfAbsent(params.getParam("peer"), k -> new Series());
        for (final BenchmarkResult fork : result.getBenchmarkResults())
        {
            final List<Double> times = new ArrayList<>();
            for (final IterationResult iteration : fork.getIterationResults())
            {
                final Result<?> perEntry = iteration.getSecondaryResults().get("entries");
                times.add((perEntry == null ? iteration.getPrimaryResult() : perEntry).getScore());
            }
            series.add(times);
            final Result<?> allocated = fork.getSecondaryResults().get(ALLOCATED);
            if (allocated != null)
            {
                final boolean whole = fork.getSecondaryResults().containsKey("entries");
                series.allocated(allocated.getScore() / (whole ? Double.parseDouble(params.getParam("size")) : 1));
            }
        }
    }

    private void print()
    {
        out.printf(Locale.ROOT,
            "%n%-14s %9s  %-9s %10s %10s %10s %8s %20s %9s%n", "benchmark", "size", "peer", "best ns",
            "quarter", "median", "ratio", "by round", "B/entry");
        figures.forEach((key, peers) ->
        {
            final Series agrona = peers.get(LongPeer.AGRONA);
            peers.forEach((peer, series) -> out.printf(Locale.ROOT,
                "%s  %-9s %10.2f %10.2f %10.2f %8s %20s %9.3f%n", key, peer,
                series.at(0), series.at(0.25), series.at(0.5),
                agrona == null ? "" : String.format(Locale.ROOT, "%.2f", series.at(0) / agrona.at(0)),
                agrona == null || series == agrona ? "" : series.byRound(agrona), series.allocated()));
        });
        out.println();
        out.println("ratio: best against best of " + LongPeer.AGRONA + "; under 1 is faster than it.");
        out.println("by round: lowest, median and highest ratio of a round's medians, and the rounds below 1.");
        out.flush();
    }
}
