// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import dev.tophash.bench.latency.LatencyPlan;
import dev.tophash.bench.latency.LatencyRun;
import dev.tophash.bench.latency.driver.GrowSubject;
import java.io.IOException;
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

/** {@code ./tophash bench latency}: percentiles of operations that come at a fixed rate. */
@Command(
    name = "latency",
    description = "How long one put takes while a map grows, at a fixed rate from the scheduled start, beside an " +
        "idle control and other maps; a swap once a second; and what a put does at most, by counting.",
    mixinStandardHelpOptions = true)
final class LatencyCommand implements Callable<Integer>
{
    private static final int NOT_MEASURED = 3;
    private static final int ENTRIES = 50_000_000;
    private static final int QUICK_ENTRIES = 5_000_000;
    private static final int SECONDS = 60;
    private static final int QUICK_SECONDS = 10;
    private static final String SWAP = "swap";

    @Spec
    private CommandSpec spec;

    @Mixin
    private ReportOutput output;

    @Option(names = "--quick", description = "A look: 5,000,000 entries, ten swaps.")
    private boolean quick;

    @Option(names = "--entries", paramLabel = "N", description = "Entries at the end (default: 50000000).")
    private int entries;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "1000000",
        description = "Operations a second (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(names = "--keys", paramLabel = "N", defaultValue = "1000000",
        description = "Keys of the map that is swapped (default: ${DEFAULT-VALUE}).")
    private int keys;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "-1",
        description = "Swaps, one a second (default: 60).")
    private int seconds;

    @Option(names = "--only", paramLabel = "WORD", split = ",",
        description = "tophash, tophash-warm, tophash-ahead, tophash-agent, agrona, fastutil, hashmap, swap " +
            "(default: all).")
    private List<String> only = List.of();

    @Override
    public Integer call() throws IOException
    {
        try
        {
            final LatencyPlan plan = new LatencyPlan(subjects(),
                entries != 0 ? entries : quick ? QUICK_ENTRIES : ENTRIES, rate, keys,
                !only.isEmpty() && !only.contains(SWAP) ? 0 : seconds >= 0 ? seconds : quick ? QUICK_SECONDS : SECONDS);
            output.printAndGive(new LatencyRun(plan, spec.commandLine().getErr()).run());
            return 0;
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
    }

    private Set<GrowSubject> subjects()
    {
        final Set<GrowSubject> subjects = EnumSet.noneOf(GrowSubject.class);
        for (final String word : only)
        {
            final String name = word.toUpperCase(Locale.ROOT).replace('-', '_');
            final GrowSubject subject =
                EnumSet.allOf(GrowSubject.class).stream().filter(any -> any.name().equals(name)).findFirst()
                    .orElse(null);
            if (subject == null && !word.equals(SWAP))
            {
                throw new IllegalArgumentException("neither a map nor swap: only=" + word);
            }
            if (subject != null)
            {
                subjects.add(subject);
            }
        }
        return only.isEmpty() ? EnumSet.allOf(GrowSubject.class) : subjects;
    }
}
