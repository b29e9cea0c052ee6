// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it;

import dev.tophash.bench.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * What a command of the command line did, run in this JVM.
 *
 * @param code exit code.
 * @param out  standard output.
 * @param err  standard error.
 */
public record CommandResult(int code, String out, String err)
{
    /**
     * Runs a command.
     *
     * @param arguments the command and its arguments.
     * @return what it did.
     */
    public static CommandResult of(final String... arguments)
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final ByteArrayOutputStream err = new ByteArrayOutputStream();
        final PrintStream outBefore = System.out;
        final PrintStream errBefore = System.err;
        try
        {
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
            final int code = Main.execute(arguments);
            return new CommandResult(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        }
        finally
        {
            System.setOut(outBefore);
            System.setErr(errBefore);
        }
    }
}
