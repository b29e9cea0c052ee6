// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import dev.tophash.bench.report.BenchReport;
import dev.tophash.bench.report.BenchTable;
import dev.tophash.bench.report.ChartFile;
import dev.tophash.bench.report.Machine;
import dev.tophash.bench.report.ReportPage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command that measures offers, as a mixin: text, JSON, a page. */
final class ReportOutput
{
    private static final ImageCommands.JsonWriter NO_MORE = json ->
    {
        // The report is all.
    };

    @Option(names = "--json", description = "Prints the result as JSON.")
    private boolean json;

    @Option(names = "--html", paramLabel = "FILE", description = "Writes a page with pictures, which loads nothing.")
    private Path html;

    @Mixin
    private FileOutput files;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    private final Machine machine = Machine.here();

    /** Where the text goes that people read: nowhere, if JSON is wanted. */
    PrintWriter text()
    {
        return json ? new PrintWriter(java.io.Writer.nullWriter()) : spec.commandLine().getOut();
    }

    /** Gives out what the text does not say. */
    void give(final List<BenchTable> tables) throws IOException
    {
        give(tables, NO_MORE);
    }

    /** The same, with more fields in the JSON. */
    void give(final List<BenchTable> tables, final ImageCommands.JsonWriter more) throws IOException
    {
        final BenchReport report = report(tables);
        if (json)
        {
            spec.commandLine().getOut().println(ImageCommands.object(generator ->
            {
                report.write(generator);
                more.write(generator);
            }));
            spec.commandLine().getOut().flush();
        }
        if (html != null)
        {
            files.write(html, ReportPage.of(List.of(report)));
        }
    }

    /** As {@link #give}, for a command that has no text of its own. */
    void printAndGive(final List<BenchTable> tables, final ImageCommands.JsonWriter more) throws IOException
    {
        if (!json)
        {
            report(tables).print(spec.commandLine().getOut());
        }
        give(tables, more);
    }

    /** Writes one table as a file with pictures. */
    void writeChart(final Path path, final BenchTable table) throws IOException
    {
        files.write(path, ChartFile.of(table, machine.sentence()));
    }

    /** The same, with no more fields in the JSON. */
    void printAndGive(final List<BenchTable> tables) throws IOException
    {
        printAndGive(tables, NO_MORE);
    }

    private BenchReport report(final List<BenchTable> tables)
    {
        final CommandLine.ParseResult parsed = spec.root().commandLine().getParseResult();
        return new BenchReport("./tophash " + String.join(" ", parsed.originalArgs()), machine, tables);
    }
}
