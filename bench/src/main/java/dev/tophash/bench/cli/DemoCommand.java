// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import dev.tophash.bench.demo.Demo;
import dev.tophash.bench.demo.DemoResult;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code ./tophash demo}: the tour.
 */
@Command(
    name = "demo",
    description = {
        "Fills two maps from the class files of this JDK, shows a chain and a growth, verifies them,",
        "breaks one on a copy and resets it right. Takes about ten seconds; needs no file and no network."},
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    @Option(names = "--plain", description = "no colours, also in a terminal")
    private boolean plain;

    @Option(names = "--json", description = "only the result, as one JSON object")
    private boolean json;

    @Override
    public Integer call()
    {
        final PrintWriter out = spec.commandLine().getOut();
        final boolean terminal = Terminal.interactive();
        final boolean colour = Terminal.colourful() && !plain && !json;
        final PrintWriter tour = json ? new PrintWriter(Writer.nullWriter()) : out;
        final DemoResult result = new Demo(tour, spec.commandLine().getErr(), terminal, colour).run();
        if (json)
        {
            out.println(result.toJson());
        }
        out.flush();
        return result.asTold() ? 0 : 1;
    }
}
