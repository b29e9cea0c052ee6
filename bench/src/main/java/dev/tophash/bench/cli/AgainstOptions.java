// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import dev.tophash.bench.against.AgainstReport;
import dev.tophash.bench.against.AgainstRun;
import dev.tophash.bench.against.MeasuredJar;
import dev.tophash.bench.against.Plan;
import dev.tophash.bench.against.driver.Operation;
import dev.tophash.bench.report.BenchReport;
import dev.tophash.bench.report.Machine;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code ./tophash bench --against OLD.jar}: the gate against slow changes. */
final class AgainstOptions
{
    private static final int PASSED = 0;
    private static final int SLOWER = 1;
    private static final int NOT_MEASURED = 3;
    private static final int ROUNDS = 15;
    private static final int QUICK_ROUNDS = 7;
    private static final List<Integer> SIZES = List.of(1_000, 64_000, 6_000_000);
    private static final List<Integer> QUICK_SIZES = List.of(1_000, 64_000);
    private static final String PUT = "put";

    @Option(names = "--against", paramLabel = "OLD.jar", required = true,
        description = "An earlier bench/target/tophash.jar. Its map and this one are measured in turns, each time in " +
            "a JVM of its own (default: 15 rounds, 1000, 64000 and 6000000 entries; some ten minutes). Exit code 1 " +
            "if the 95 %% interval of new by old lies above 1.03 (1.10 from a million entries on), 3 if it could not " +
            "be measured.")
    private Path oldJar;

    @Option(names = "--only", paramLabel = "OPERATION", split = ",",
        description = "What to measure: hit, miss, insert, update, put (both), remove, grow (default: these), " +
            "add-to, put-if-absent.")
    private List<String> only = List.of();

    @Option(names = "--entries", paramLabel = "N", split = ",", description = "Sizes of the maps.")
    private List<Integer> sizes;

    @Option(names = "--json", description = "Prints the result as JSON, with the ratio of each round.")
    private boolean json;

    @Option(names = "--plant", paramLabel = "PERCENT", defaultValue = "0",
        description = "A control: gives the new side this much more work. The gate must notice.")
    private int plantPercent;

    int run(final CommandSpec spec, final int rounds, final boolean quick) throws IOException
    {
        final Path folder = Files.createTempDirectory("tophash-against");
        final Thread end = new Thread(() -> delete(folder), "end-of-copies");
        Runtime.getRuntime().addShutdownHook(end);
        try
        {
            final Plan plan = new Plan(rounds != 0 ? rounds : quick ? QUICK_ROUNDS : ROUNDS,
                sizes != null ? sizes : quick ? QUICK_SIZES : SIZES, operations(), quick ? 250 : 500,
                quick ? 150 : 400, plantPercent);
            final MeasuredJar before = MeasuredJar.of(oldJar, folder.resolve("old"));
            final MeasuredJar now = MeasuredJar.ofThisProgram(folder.resolve("new"));
            final AgainstReport report = new AgainstReport(plan, before, now,
                new AgainstRun(plan, before, now, spec.commandLine().getErr()).run(folder.resolve("driver")));
            final PrintWriter out = spec.commandLine().getOut();
            if (json)
            {
                out.println(ImageCommands.object(generator ->
                {
                    new BenchReport("./tophash bench --against " + oldJar, Machine.here(),
                        List.of(report.table())).write(generator);
                    report.write(generator);
                }));
                out.flush();
            }
            else
            {
                report.print(out);
            }
            return report.passed() ? PASSED : SLOWER;
        }
        catch (final IllegalArgumentException e)
        {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        catch (final IllegalStateException e)
        {
            spec.commandLine().getErr().println(e.getMessage());
            return NOT_MEASURED;
        }
        finally
        {
            delete(folder);
            AgainstRun.forget(end);
        }
    }

    private Set<Operation> operations()
    {
        final Set<Operation> operations = EnumSet.noneOf(Operation.class);
        for (final String word : only)
        {
            if (PUT.equalsIgnoreCase(word))
            {
                operations.add(Operation.INSERT);
                operations.add(Operation.UPDATE);
                continue;
            }
            try
            {
                operations.add(Operation.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_')));
            }
            catch (final IllegalArgumentException e)
            {
                throw new IllegalArgumentException(
                    "no hit, miss, insert, update, put, remove, grow, add-to, put-if-absent: only=" + word, e);
            }
        }
        return operations.isEmpty() ? EnumSet.range(Operation.HIT, Operation.GROW) : operations;
    }

    /** As far as it can be deleted. */
    static void delete(final Path folder)
    {
        try (Stream<Path> files = Files.walk(folder))
        {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
        catch (final IOException e)
        {
            // It is gone.
        }
    }
}
