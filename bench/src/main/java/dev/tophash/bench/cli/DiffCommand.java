// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import dev.tophash.offheap.image.MapDiff;
import dev.tophash.offheap.image.MapDiff.Difference;
import dev.tophash.offheap.image.MapImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code ./tophash diff}: compares the maps in two files.
 */
@Command(
    name = "diff",
    description = "Compares two maps field by field and slot by slot; where they lie does not matter.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:no difference", "1:differences", "2:wrong arguments", "3:not a readable dump"})
final class DiffCommand implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "A",
        description = "A dump file, or an image of the oracle's mapload; .gz is unpacked," +
            " - reads standard input.")
    private Path fileA;

    @Parameters(index = "1", paramLabel = "B", description = "Another one.")
    private Path fileB;

    @Option(names = "--max", paramLabel = "N", defaultValue = "100",
        description = "Differences to show at most (default: ${DEFAULT-VALUE}).")
    private int max;

    @Option(names = "--json", description = "Prints the result as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException
    {
        if (max < 1)
        {
            throw new ParameterException(spec.commandLine(), "at least one difference: max=" + max);
        }
        final MapImage a = ImageCommands.read(spec, fileA);
        final MapImage b = a == null ? null : ImageCommands.read(spec, fileB);
        if (b == null)
        {
            return ImageCommands.UNREADABLE;
        }
        final List<Difference> differences = MapDiff.compare(a, b, max);
        final PrintWriter out = spec.commandLine().getOut();
        if (json)
        {
            out.println(ImageCommands.object(generator ->
            {
                generator.writeArrayFieldStart("differences");
                for (final Difference difference : differences)
                {
                    generator.writeStartObject();
                    generator.writeStringField("place", difference.place());
                    generator.writeStringField("a", difference.a());
                    generator.writeStringField("b", difference.b());
                    generator.writeEndObject();
                }
                generator.writeEndArray();
            }));
        }
        else
        {
            differences.forEach(out::println);
            if (differences.size() == max)
            {
                out.println("... stopped at " + max);
            }
        }
        out.flush();
        return differences.isEmpty() ? ImageCommands.CLEAN : ImageCommands.FINDINGS;
    }
}
