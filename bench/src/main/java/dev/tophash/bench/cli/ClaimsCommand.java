// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tophash.bench.lab.Claims;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code ./tophash claims}: what the article says about maps, and what is true.
 */
@Command(
    name = "claims",
    description = "The checkable claims of the article: verdict, our figure measured now, Go's figure.",
    mixinStandardHelpOptions = true)
final class ClaimsCommand implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Prints the table as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException
    {
        final PrintWriter out = spec.commandLine().getOut();
        final List<Claims.Claim> claims = Claims.measure();
        if (json)
        {
            write(claims, out);
        }
        else
        {
            for (final Claims.Claim claim : claims)
            {
                out.printf("%-5s %-7s %s%n", claim.number(), claim.verdict(), claim.claim());
                out.println("              ours: " + claim.ours());
                out.println("              Go:   " + claim.go());
            }
        }
        out.flush();
        return 0;
    }

    private static void write(final List<Claims.Claim> claims, final PrintWriter out) throws IOException
    {
        try (JsonGenerator generator =
            new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET).createGenerator(out))
        {
            generator.useDefaultPrettyPrinter();
            generator.writeStartArray();
            for (final Claims.Claim claim : claims)
            {
                generator.writeStartObject();
                generator.writeStringField("number", claim.number());
                generator.writeStringField("claim", claim.claim());
                generator.writeStringField("verdict", claim.verdict());
                generator.writeStringField("ours", claim.ours());
                generator.writeStringField("go", claim.go());
                generator.writeEndObject();
            }
            generator.writeEndArray();
        }
        out.println();
    }
}
