// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import dev.tophash.bench.report.BenchReport;
import dev.tophash.bench.report.BenchTable;
import dev.tophash.bench.report.ChartFile;
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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./tophash bench page}: one page of several runs, or one table of them as a picture. */
@Command(
    name = "page",
    description = "One page with pictures of what several commands have printed with --json, or one table of it as " +
        "a picture.",
    mixinStandardHelpOptions = true)
final class PageCommand implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    @Mixin
    private FileOutput output;

    @Option(names = "--html", paramLabel = "FILE", description = "Where the page goes.")
    private Path html;

    @Option(names = "--svg", paramLabel = "FILE", description = "Where a picture of one table goes.")
    private Path svg;

    @Option(names = "--table", paramLabel = "ID",
        description = "Which table: its id in the JSON (default: the first that is drawn row by row).")
    private String id;

    @Parameters(arity = "1..*", paramLabel = "RUN.json", description = "What a command has printed with --json.")
    private List<Path> runs;

    @Override
    public Integer call() throws IOException
    {
        if (html == null && svg == null)
        {
            throw new ParameterException(spec.commandLine(), "nowhere to write to: --html FILE or --svg FILE");
        }
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
        if (html != null)
        {
            write(html, ReportPage.of(reports), reports.size());
        }
        if (svg != null)
        {
            write(svg, picture(reports), reports.size());
        }
        return 0;
    }

    private void write(final Path path, final String text, final int runs) throws IOException
    {
        output.write(path, text);
        spec.commandLine().getOut().println("written: path=" + path + ", runs=" + runs);
        spec.commandLine().getOut().flush();
    }

    private String picture(final List<BenchReport> reports)
    {
        for (final BenchReport report : reports)
        {
            for (final BenchTable table : report.tables())
            {
                if (table.chart() == BenchTable.Chart.BY_ROW && (id == null || table.id().equals(id)))
                {
                    return ChartFile.of(table, report.machine().sentence());
                }
            }
        }
        throw new ParameterException(spec.commandLine(), "no table that is drawn row by row: table=" + id);
    }
}
