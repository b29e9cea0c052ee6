// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tophash.check.Check;
import dev.tophash.check.Finding;
import dev.tophash.offheap.image.MapImage;
import dev.tophash.offheap.verify.MapVerifier;
import dev.tophash.offheap.verify.VerifyReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code ./tophash fsck}: verifies a map in a file.
 */
@Command(
    name = "fsck",
    description = "Checks that the bytes in a dump file are a healthy map.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:healthy, perhaps with information", "1:broken", "2:wrong arguments", "3:not a readable dump"})
final class FsckCommand implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FILE",
        description = "A dump file, or an image of the oracle's mapload; .gz is unpacked," +
            " - reads standard input.")
    private Path file;

    @Option(names = "--rules", description = "Explains the rules that are broken.")
    private boolean rules;

    @Option(names = "--json", description = "Prints the result as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException
    {
        final MapImage image = ImageCommands.read(spec, file);
        if (image == null)
        {
            return ImageCommands.UNREADABLE;
        }
        final VerifyReport report = MapVerifier.verify(image);
        final PrintWriter out = spec.commandLine().getOut();
        if (json)
        {
            out.println(ImageCommands.object(generator -> write(generator, image, report)));
        }
        else
        {
            print(out, image, report);
        }
        out.flush();
        return report.clean() ? ImageCommands.CLEAN : ImageCommands.FINDINGS;
    }

    private void print(final PrintWriter out, final MapImage image, final VerifyReport report)
    {
        out.println(image.type() + ", Go " + image.version() + ", " + image.size() + " bytes");
        if (!report.hashChecked())
        {
            out.println("no hash keys in the file: tophash bytes and bucket numbers are not checked");
        }
        if (rules)
        {
            for (final Check check : Check.values())
            {
                if (report.count(check) > 0)
                {
                    out.println(check.code() + " " + check.severity() + ": " + check.meaning());
                }
            }
        }
        out.println(report);
    }

    private void write(final JsonGenerator out, final MapImage image, final VerifyReport report) throws IOException
    {
        out.writeStringField("file", file.toString());
        out.writeStringField("type", image.type().toString());
        out.writeStringField("go", image.version().label());
        out.writeBooleanField("clean", report.clean());
        out.writeBooleanField("hashChecked", report.hashChecked());
        out.writeNumberField("errors", report.errorCount());
        out.writeNumberField("entries", report.entryCount());
        out.writeNumberField("buckets", report.bucketCount());
        out.writeObjectFieldStart("counts");
        for (final Check check : Check.values())
        {
            if (report.count(check) > 0)
            {
                out.writeNumberField(check.code(), report.count(check));
            }
        }
        out.writeEndObject();
        out.writeArrayFieldStart("findings");
        for (final Finding finding : report.findings())
        {
            out.writeStartObject();
            out.writeStringField("check", finding.rule().code());
            out.writeStringField("severity", finding.rule().severity().toString());
            out.writeNumberField("offset", finding.offset());
            out.writeStringField("location", finding.location().toString());
            out.writeStringField("expected", finding.expected());
            out.writeStringField("actual", finding.actual());
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}
