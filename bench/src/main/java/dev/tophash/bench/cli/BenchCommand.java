// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import dev.tophash.bench.jmh.BatchReport;
import dev.tophash.bench.jmh.DependentReport;
import dev.tophash.bench.jmh.GrowReport;
import dev.tophash.bench.jmh.InterleavedRun;
import dev.tophash.bench.jmh.MakeReport;
import dev.tophash.bench.jmh.MemoryReport;
import dev.tophash.bench.jmh.OrderBookReport;
import dev.tophash.bench.jmh.SaveReport;
import dev.tophash.bench.jmh.StringKeyReport;
import dev.tophash.bench.jmh.SwapReport;
import dev.tophash.bench.jmh.ViewReport;
import dev.tophash.bench.report.BenchTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/**
 * {@code ./tophash bench}: passes on to JMH, or runs peers in turns and compares them, or compares an old jar with this
 * program.
 */
@Command(
    name = "bench",
    description = "Measures maps with JMH. All that is not listed here goes to JMH: bench GetHit -f 3 -p size=64000",
    mixinStandardHelpOptions = true,
    subcommands = {CompareCommand.class, LatencyCommand.class, MixedCommand.class, PageCommand.class})
final class BenchCommand implements Callable<Integer>
{
    private static final String[] QUICK =
        {"-f", "1", "-wi", "4", "-w", "250ms", "-i", "10", "-r", "50ms", "-p", "size=1000,64000"};
    private static final int MOST_ORDERS = 20_000_000;
    private static final int MOST_STRINGS = 10_000_000;
    private static final int MOST_GROWN = 50_000_000;
    private static final int MOST_BATCHED = 30_000_000;
    private static final String HUGE_PEER = "-XX:+UseTransparentHugePages";
    private static final String HUGE_TOPHASH = "-Dtophash.bench.pages=huge";

    @Spec
    private CommandSpec spec;

    @Option(names = "--list", description = "Lists the benchmarks.")
    private boolean list;

    @Option(names = "--quick", description = "A look that takes a minute: one fork, the two small sizes.")
    private boolean quick;

    @Option(names = "--rounds", paramLabel = "N",
        description = "Runs the peers in turns, N rounds of one fork each, and prints best, quarter, median, ratio.")
    private int rounds;

    @Option(names = "--huge", description = "Huge pages for every peer: by the JVM's flag, by madvise for Tophash.")
    private boolean huge;

    @ArgGroup(exclusive = false, heading = "The gate against slow changes (--quick and --rounds hold for it too):%n")
    private AgainstOptions against;

    @Unmatched
    private final List<String> rest = new ArrayList<>();

    @Override
    public Integer call() throws RunnerException, IOException
    {
        if (list)
        {
            org.openjdk.jmh.Main.main(new String[]{"-l"});
            return 0;
        }
        if (against != null)
        {
            if (huge || !rest.isEmpty())
            {
                throw new ParameterException(spec.commandLine(), "not together with --against: " +
                    (huge ? "--huge" : String.join(" ", rest)));
            }
            return against.run(spec, rounds, quick);
        }
        final List<String> args = new ArrayList<>(rest);
        if (quick)
        {
            args.addAll(List.of(QUICK));
        }
        if (huge)
        {
            args.addAll(List.of("-jvmArgsAppend", HUGE_PEER + " " + HUGE_TOPHASH));
        }
        if (rounds == 0)
        {
            org.openjdk.jmh.Main.main(args.toArray(String[]::new));
            return 0;
        }
        if (rounds < 0)
        {
            throw new ParameterException(spec.commandLine(), "at least one round: rounds=" + rounds);
        }
        try
        {
            new InterleavedRun(new CommandLineOptions(args.toArray(String[]::new)), rounds, out()).run();
        }
        catch (final CommandLineOptionException | IllegalArgumentException ex)
        {
            throw new ParameterException(spec.commandLine(), ex.getMessage(), ex);
        }
        return 0;
    }

    @Command(name = "grow",
        description = "A put of a map that grows from empty, with fresh and with warm pages, beside Agrona.",
        mixinStandardHelpOptions = true)
    int grow(
        @Option(names = "--entries", defaultValue = "64000", paramLabel = "N",
            description = "Entries of a full map (default: ${DEFAULT-VALUE}).") final int size,
        @Option(names = "--rounds", defaultValue = "300", paramLabel = "N",
            description = "Maps of each form, in turns (default: ${DEFAULT-VALUE}).") final int count,
        @Mixin final ReportOutput output) throws IOException
    {
        if (size < 1 || size > MOST_GROWN || count < 1)
        {
            throw new ParameterException(spec.commandLine(), "from 1 to " + MOST_GROWN +
                " entries, at least one round: entries=" + size + ", rounds=" + count);
        }
        output.give(List.of(GrowReport.measure(size, count, output.text())));
        return 0;
    }

    @Command(name = "make",
        description = "Making and closing an empty map: with a range of its own, in a MapMemory, in a confined one.",
        mixinStandardHelpOptions = true)
    int make(
        @Option(names = "--rounds", defaultValue = "1000", paramLabel = "N",
            description = "Turns of each form, 64 maps a turn (default: ${DEFAULT-VALUE}).") final int count,
        @Option(names = "--against", paramLabel = "OLD.jar",
            description = "An earlier bench/target/tophash.jar, whose maps take their turn, too.") final Path oldJar,
        @Mixin final ReportOutput output) throws IOException
    {
        if (count < 1)
        {
            throw new ParameterException(spec.commandLine(), "at least one round: rounds=" + count);
        }
        if (oldJar != null && !Files.isRegularFile(oldJar))
        {
            throw new ParameterException(spec.commandLine(), "no such jar: file=" + oldJar);
        }
        try
        {
            output.give(List.of(MakeReport.measure(count, oldJar, output.text())));
        }
        catch (final IllegalArgumentException e)
        {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        return 0;
    }

    @Command(name = "book",
        description = "An event of an order book: orders in place in a map, beside a slab with our map and Agrona's.",
        mixinStandardHelpOptions = true)
    int book(
        @Option(names = "--orders", defaultValue = "64000", paramLabel = "N", split = ",",
            description = "Live orders; more numbers give their mean, too (default: ${DEFAULT-VALUE}).")
            final int[] sizes,
        @Option(names = "--events", defaultValue = "1048576", paramLabel = "N",
            description = "Events of a round (default: ${DEFAULT-VALUE}).") final int eventCount,
        @Option(names = "--rounds", defaultValue = "30", paramLabel = "N",
            description = "Replays of each form, in turns (default: ${DEFAULT-VALUE}).") final int count,
        @Option(names = "--more",
            description =
                "Also a slab off the heap, and buckets written by hand, which a table compares with the others.")
            final boolean more,
        @Mixin final ReportOutput output) throws IOException
    {
        if (Arrays.stream(sizes).anyMatch(size -> size < 1 || size > MOST_ORDERS) || eventCount < 1 ||
            eventCount > MOST_ORDERS || count < 1)
        {
            throw new ParameterException(spec.commandLine(), "from 1 to " + MOST_ORDERS +
                " orders and events, at least one round: orders=" + Arrays.toString(sizes) + ", events=" + eventCount +
                ", rounds=" + count);
        }
        output.give(OrderBookReport.measure(sizes, eventCount, count, more, output.text()));
        return 0;
    }

    @Command(name = "strings",
        description = "An operation with a string: as a String, or as bytes of a message; one and two readers.",
        mixinStandardHelpOptions = true)
    int strings(
        @Option(names = "--entries", defaultValue = "16000", paramLabel = "N",
            description = "Entries of each map (default: ${DEFAULT-VALUE}).") final int size,
        @Option(names = "--rounds", defaultValue = "100", paramLabel = "N",
            description = "Rounds of each form, in turns (default: ${DEFAULT-VALUE}).") final int count,
        @Mixin final ReportOutput output) throws IOException
    {
        if (size < 1 || size > MOST_STRINGS || count < 1)
        {
            throw new ParameterException(spec.commandLine(), "from 1 to " + MOST_STRINGS +
                " entries, at least one round: entries=" + size + ", rounds=" + count);
        }
        output.give(StringKeyReport.measure(size, count, output.text()));
        return 0;
    }

    @Command(name = "batch",
        description = "A key of getAll, putAll, removeAll, beside a loop of single operations and beside Agrona.",
        mixinStandardHelpOptions = true)
    int batch(
        @Option(names = "--entries", defaultValue = "6000000", paramLabel = "N",
            description = "Entries of the maps (default: ${DEFAULT-VALUE}).") final int size,
        @Option(names = "--batch", defaultValue = "64", paramLabel = "N",
            description = "Keys of a batch, at most as many (default: ${DEFAULT-VALUE}).") final int count,
        @Option(names = "--rounds", defaultValue = "100", paramLabel = "N",
            description = "Measurements of each form, in turns (default: ${DEFAULT-VALUE}).") final int times,
        @Mixin final ReportOutput output) throws IOException
    {
        if (size < 1 || size > MOST_BATCHED || count < 1 || count > Math.min(size, BatchReport.KEYS_OF_A_ROUND) ||
            times < 1)
        {
            throw new ParameterException(spec.commandLine(), "from 1 to " + MOST_BATCHED +
                " entries, batches from 1 to as many and at most " + BatchReport.KEYS_OF_A_ROUND +
                ", at least one round: entries=" + size + ", batch=" + count + ", rounds=" + times);
        }
        output.give(List.of(BatchReport.measure(size, count, times, output.text())));
        return 0;
    }

    @Command(name = "dependent",
        description = "A get whose key is the value of the get before, and one whose key is not: with and without " +
            "dependentLookups, beside Agrona and a single cache line.",
        mixinStandardHelpOptions = true)
    int dependent(
        @Option(names = "--entries", split = ",", defaultValue = "64000,1000000,12000000", paramLabel = "N",
            description = "Sizes of the maps (default: ${DEFAULT-VALUE}).") final int[] sizes,
        @Option(names = "--rounds", defaultValue = "30", paramLabel = "N",
            description = "Measurements of each form, in turns (default: ${DEFAULT-VALUE}).") final int count,
        @Mixin final ReportOutput output) throws IOException
    {
        for (final int size : sizes)
        {
            if (size < 1 || size > MOST_BATCHED || count < 1)
            {
                throw new ParameterException(spec.commandLine(), "from 1 to " + MOST_BATCHED +
                    " entries, at least one round: entries=" + size + ", rounds=" + count);
            }
        }
        output.give(List.of(DependentReport.measure(sizes, count, output.text())));
        return 0;
    }

    @Command(name = "view",
        description = "What a view for other threads costs the writer of a map, and a read by it beside a plain get.",
        mixinStandardHelpOptions = true)
    int view(
        @Option(names = "--entries", defaultValue = "64000", paramLabel = "N",
            description = "Entries of the maps (default: ${DEFAULT-VALUE}).") final int size,
        @Option(names = "--rounds", defaultValue = "100", paramLabel = "N",
            description = "Measurements of each form, in turns (default: ${DEFAULT-VALUE}).") final int count,
        @Mixin final ReportOutput output) throws IOException
    {
        if (size < 1 || size > MOST_ORDERS || count < 1)
        {
            throw new ParameterException(spec.commandLine(), "from 1 to " + MOST_ORDERS +
                " entries, at least one round: entries=" + size + ", rounds=" + count);
        }
        output.give(List.of(ViewReport.measure(size, count, output.text())));
        return 0;
    }

    @Command(name = "memory", description = "Resident bytes an entry of full long to long maps.",
        mixinStandardHelpOptions = true)
    int memory(
        @Option(names = "--b", split = ",", defaultValue = "10,14,17,20", paramLabel = "B",
            description = "Maps of 2^B buckets (default: ${DEFAULT-VALUE}).") final int[] sizes,
        @Mixin final ReportOutput output) throws IOException
    {
        if (!MemoryReport.isSupported())
        {
            throw new ParameterException(spec.commandLine(), "this system has no /proc/self/pagemap");
        }
        MemoryReport.head(output.text());
        final List<BenchTable.Row> rows = new ArrayList<>();
        for (final int b : sizes)
        {
            if (b < 1 || b > 26)
            {
                throw new ParameterException(spec.commandLine(), "from 1 to 26: b=" + b);
            }
            rows.add(MemoryReport.measure(b, output.text()));
        }
        output.give(List.of(new BenchTable("memory", "A full map from long to long", "bytes", BenchTable.Chart.NONE,
            MemoryReport.COLUMNS, rows)));
        return 0;
    }

    @Command(name = "swap",
        description = "Latency of ClearStrategy.SWAP on a large map, beside controls; a round takes some 20 ms.",
        mixinStandardHelpOptions = true)
    int swap(
        @Option(names = "--b", defaultValue = "21", paramLabel = "B",
            description = "A map of 2^B buckets, full (default: ${DEFAULT-VALUE}).") final int b,
        @Option(names = "--rounds", defaultValue = "12000", paramLabel = "N",
            description = "Swaps; half of them rehearsed on a small map, half right after an interruption " +
                "(default: ${DEFAULT-VALUE}).")
        final int count,
        @Option(names = "--puts", defaultValue = "2000", paramLabel = "N",
            description = "Keys put before each swap (default: ${DEFAULT-VALUE}).") final int puts,
        @Option(names = "--prepared", description = "A rehearsal is prepareSwap(), not a swap of a small map.")
        final boolean prepares,
        @Mixin final ReportOutput output) throws IOException
    {
        if (b < 4 || b > 26)
        {
            throw new ParameterException(spec.commandLine(), "from 4 to 26: b=" + b);
        }
        if (count < 4 || puts < 0)
        {
            throw new ParameterException(spec.commandLine(), "at least four rounds, puts not negative: rounds=" +
                count + ", puts=" + puts);
        }
        output.give(List.of(SwapReport.measure(b, count, puts, prepares, output.text(),
            spec.commandLine().getErr())));
        return 0;
    }

    @Command(name = "save",
        description = "Seconds for each GB of a file that a map is saved to and loaded from.",
        mixinStandardHelpOptions = true)
    int save(
        @Option(names = "--entries", defaultValue = "4000000", paramLabel = "N",
            description = "Entries of the maps (default: ${DEFAULT-VALUE}).") final int size,
        @Option(names = "--rounds", defaultValue = "3", paramLabel = "N",
            description = "How often each map is saved and loaded (default: ${DEFAULT-VALUE}).") final int times,
        @Mixin final ReportOutput output) throws IOException
    {
        if (size < 1 || size > MOST_BATCHED || times < 1)
        {
            throw new ParameterException(spec.commandLine(), "from 1 to " + MOST_BATCHED +
                " entries, at least one round: entries=" + size + ", rounds=" + times);
        }
        output.give(List.of(SaveReport.measure(size, times, output.text())));
        return 0;
    }

    private PrintWriter out()
    {
        return spec.commandLine().getOut();
    }
}
