// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import dev.tophash.bench.against.AgainstRun;
import dev.tophash.bench.peers.ComparePlan;
import dev.tophash.bench.peers.CompareRun;
import dev.tophash.bench.peers.CompareTables;
import dev.tophash.bench.peers.HeavyPath;
import dev.tophash.bench.peers.Sample;
import dev.tophash.bench.peers.WrongSumException;
import dev.tophash.bench.peers.driver.Pages;
import dev.tophash.bench.peers.driver.Peer;
import dev.tophash.bench.peers.driver.Row;
import dev.tophash.bench.peers.driver.Shape;
import dev.tophash.bench.report.BenchTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./tophash bench compare}: our maps beside those of others and of Go. */
@Command(
    name = "compare",
    description = "Our maps beside Agrona, fastutil, HPPC, Eclipse Collections, Koloboke, HashMap, JCTools and Go " +
        "itself, each in processes of its own, in turns, with the same keys. Exit code 1 if the answers of one do " +
        "not add up to what they must, 3 if it could not be measured.",
    mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer>
{
    private static final int WRONG = 1;
    private static final int NOT_MEASURED = 3;
    private static final List<Integer> SIZES = List.of(1_000, 64_000, 1_000_000);
    private static final List<Integer> QUICK_SIZES = List.of(1_000, 64_000);
    private static final int ROUNDS = 5;
    private static final int QUICK_ROUNDS = 3;
    private static final int OPERATIONS = 1_000_000;
    private static final int QUICK_OPERATIONS = 200_000;
    private static final int LEAST_DECADE = 1_000;
    private static final int MOST_DECADE = 999_999;
    private static final int QUICK_LEAST_DECADE = 10_000;
    private static final int QUICK_MOST_DECADE = 99_999;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ReportOutput output;

    @Option(names = "--quick", description = "A look that takes about a minute: two sizes, three rounds.")
    private boolean quick;

    @Option(names = "--map", paramLabel = "MAP", split = ",", defaultValue = "long-long",
        description = "long-long, int-int, long-struct (32 bytes), key16-long, string-long (8 to 40 bytes), or all " +
            "(default: ${DEFAULT-VALUE}).")
    private List<String> maps;

    @Option(names = "--entries", paramLabel = "N", split = ",",
        description = "Sizes of the maps (default: 1000,64000,1000000).")
    private List<Integer> sizes;

    @Option(names = "--doublings",
        description = "Five sizes a decade instead, so that each table is met at all its fills; geometric mean and " +
            "worst. With two --entries: from the first to the second (default: from 1000 to below a million).")
    private boolean doublings;

    @Option(names = "--only", paramLabel = "WORD", split = ",",
        description = "Peers: go-classic, go-swiss, agrona, agrona-slab, fastutil, hppc, eclipse, koloboke, hashmap, " +
            "jctools, chronicle, ohc; operations: insert, update, hit, miss, iterate, remove, grow, hit-one, hit-two " +
            "(default: all that --heavy does not name; Tophash always).")
    private List<String> only = List.of();

    @Option(names = "--fresh", description = "Measures growing in pages that nobody has touched, too.")
    private boolean fresh;

    @Option(names = "--huge", description = "Measures with huge pages for all, too.")
    private boolean huge;

    @Option(names = "--heavy", paramLabel = "FILE", arity = "0..1", fallbackValue = "",
        description = "Chronicle Map and OHC, too. Their class path stands in the file that " +
            "./mvnw -q -Ppeers -pl bench -am process-classes writes (default: bench/target/peers.class-path).")
    private String heavy;

    @Option(names = "--rounds", paramLabel = "N", description = "Processes of each peer (default: 5).")
    private int rounds;

    @Option(names = "--svg", paramLabel = "FILE", description = "Writes the largest size as a file with pictures.")
    private Path svg;

    @Option(names = "--plant", paramLabel = "PEER",
        description = "A control: makes the sums of this peer wrong. The run must fail.")
    private String plant;

    @Override
    public Integer call() throws IOException
    {
        final Path folder = Files.createTempDirectory("tophash-compare");
        final Thread end = new Thread(() -> AgainstOptions.delete(folder), "end-of-programs");
        Runtime.getRuntime().addShutdownHook(end);
        try
        {
            final ComparePlan plan = plan();
            final CompareRun run = new CompareRun(plan, folder, spec.commandLine().getErr());
            final List<Sample> samples = run.run();
            final CompareTables tables = new CompareTables(samples, run.missing(), run::title);
            final List<BenchTable> all = tables.tables(doublings);
            output.printAndGive(all, tables::writeSamples);
            if (svg != null)
            {
                output.writeChart(svg, tables.picture(all).orElseThrow(() -> new IllegalArgumentException(
                    "no picture of doublings: svg=" + svg)));
            }
            return 0;
        }
        catch (final IllegalArgumentException e)
        {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        catch (final WrongSumException e)
        {
            spec.commandLine().getErr().println(e.getMessage());
            return WRONG;
        }
        catch (final IllegalStateException e)
        {
            spec.commandLine().getErr().println(e.getMessage());
            return NOT_MEASURED;
        }
        finally
        {
            AgainstOptions.delete(folder);
            AgainstRun.forget(end);
        }
    }

    private ComparePlan plan()
    {
        final Set<Peer> peers = EnumSet.noneOf(Peer.class);
        final Set<Row> rows = EnumSet.noneOf(Row.class);
        for (final String word : only)
        {
            final Peer peer = find(Peer.class, word);
            final Row row = find(Row.class, word);
            if (peer == null && row == null)
            {
                throw new IllegalArgumentException("neither a peer nor an operation: only=" + word);
            }
            if (peer != null)
            {
                peers.add(peer);
            }
            else
            {
                rows.add(row);
            }
        }
        if (peers.isEmpty())
        {
            peers.addAll(EnumSet.allOf(Peer.class));
            peers.removeIf(peer -> heavy == null && peer.isHeavy());
        }
        peers.add(Peer.TOPHASH);
        return new ComparePlan(shapes(maps), sizes(), peers, rows.isEmpty() ? EnumSet.allOf(Row.class) : rows,
            rounds != 0 ? rounds : quick ? QUICK_ROUNDS : ROUNDS, quick ? QUICK_OPERATIONS : OPERATIONS, pages(),
            planted(), peers.stream().noneMatch(Peer::isHeavy) ? null :
            HeavyPath.read(heavy == null || heavy.isEmpty() ? null : Path.of(heavy)));
    }

    private Set<Pages> pages()
    {
        final Set<Pages> pages = EnumSet.of(Pages.WARM);
        if (fresh)
        {
            pages.add(Pages.FRESH);
        }
        if (huge)
        {
            pages.add(Pages.HUGE);
        }
        return pages;
    }

    private Peer planted()
    {
        final Peer peer = plant == null ? null : find(Peer.class, plant);
        if (plant != null && peer == null)
        {
            throw new IllegalArgumentException("no peer: plant=" + plant);
        }
        return peer;
    }

    static Set<Shape> shapes(final List<String> maps)
    {
        final Set<Shape> shapes = EnumSet.noneOf(Shape.class);
        for (final String word : maps)
        {
            final Shape shape = find(Shape.class, word);
            if (shape == null && !word.equals("all"))
            {
                throw new IllegalArgumentException("not long-long, int-int, long-struct, key16-long, string-long or " +
                    "all: map=" + word);
            }
            shapes.addAll(shape == null ? EnumSet.allOf(Shape.class) : EnumSet.of(shape));
        }
        return shapes;
    }

    private List<Integer> sizes()
    {
        if (!doublings)
        {
            return sizes != null ? sizes : quick ? QUICK_SIZES : SIZES;
        }
        if (sizes != null && sizes.size() != 2)
        {
            throw new IllegalArgumentException("the least and the most entries of the decades: entries=" + sizes);
        }
        return ComparePlan.decades(sizes != null ? sizes.getFirst() : quick ? QUICK_LEAST_DECADE : LEAST_DECADE,
            sizes != null ? sizes.getLast() : quick ? QUICK_MOST_DECADE : MOST_DECADE);
    }

    private static <E extends Enum<E>> E find(final Class<E> type, final String word)
    {
        final String name = word.toUpperCase(Locale.ROOT).replace('-', '_');
        return EnumSet.allOf(type).stream().filter(value -> value.name().equals(name)).findFirst().orElse(null);
    }
}
