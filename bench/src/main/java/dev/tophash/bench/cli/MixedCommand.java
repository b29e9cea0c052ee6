// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import dev.tophash.bench.peers.MixedRun;
import dev.tophash.bench.peers.WrongSumException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./tophash bench mixed}: what maps of other kinds of keys in the same JVM cost a map. */
@Command(
    name = "mixed",
    description = "A map alone in its JVM, and one in a JVM where maps of all five kinds of keys have run in turns.",
    mixinStandardHelpOptions = true)
final class MixedCommand implements Callable<Integer>
{
    private static final int WRONG = 1;
    private static final int NOT_MEASURED = 3;
    private static final int LEAST_OPERATIONS = 1_000;
    private static final int LEAST_ENTRIES = 10;
    private static final int MOST_ENTRIES = 10_000_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ReportOutput output;

    @Option(names = "--operations", paramLabel = "N", defaultValue = "1000000",
        description = "Of each row in a process, at least (default: ${DEFAULT-VALUE}).")
    private int operations;

    @Option(names = "--entries", paramLabel = "N", defaultValue = "64000",
        description = "Entries of each map (default: ${DEFAULT-VALUE}).")
    private int entries;

    @Option(names = "--map", paramLabel = "MAP", split = ",", defaultValue = "all",
        description = "Which of them are measured: long-long, int-int, long-struct, key16-long, string-long, or all " +
            "(default: ${DEFAULT-VALUE}).")
    private List<String> maps;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "5",
        description = "Processes of each kind and form (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Override
    public Integer call() throws IOException
    {
        if (entries < LEAST_ENTRIES || entries > MOST_ENTRIES || rounds < 1 || operations < LEAST_OPERATIONS)
        {
            throw new ParameterException(spec.commandLine(), "from " + LEAST_ENTRIES + " to " + MOST_ENTRIES +
                " entries, at least one round and " + LEAST_OPERATIONS + " operations: entries=" + entries +
                ", rounds=" + rounds + ", operations=" + operations);
        }
        try
        {
            output.printAndGive(List.of(new MixedRun(CompareCommand.shapes(maps), entries,
                rounds, operations, spec.commandLine().getErr()).run()));
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
    }
}
