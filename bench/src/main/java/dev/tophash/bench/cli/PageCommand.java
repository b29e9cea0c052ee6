// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import dev.tophash.bench.report.BenchReport;
import dev.tophash.bench.report.ReportPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./tophash bench page}: one page of several runs. */
@Command(
    name = "page",
    description = "One page with pictures of what several commands have printed with --json.",
    mixinStandardHelpOptions = true)
final class PageCommand implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    @Mixin
    private FileOutput output;

    @Option(names = "--html", paramLabel = "FILE", required = true, description = "Where the page goes.")
    private Path html;

    @Parameters(arity = "1..*", paramLabel = "RUN.json", description = "What a command has printed with --json.")
    private List<Path> runs;

    @Override
    public Integer call() throws IOException
    {
        final List<BenchReport> reports = new ArrayList<>();
        for (final Path run : runs)
        {
            try
            {
                reports.add(BenchReport.read(Files.readString(run)));
            }
            catch (final IOException e)
            {
                spec.commandLine().getErr().println("cannot be read: path=" + run + ", " + Failures.reason(e));
                return ImageCommands.UNREADABLE;
            }
        }
        output.write(html, ReportPage.of(reports));
        spec.commandLine().getOut().println("written: path=" + html + ", runs=" + reports.size());
        spec.commandLine().getOut().flush();
        return 0;
    }
}
