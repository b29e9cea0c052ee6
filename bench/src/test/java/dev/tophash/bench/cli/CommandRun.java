// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import picocli.CommandLine;

/** What a command did with an input. */
record CommandRun(int code, String out, String err)
{
    static CommandRun of(final String input, final String... arguments)
    {
        final InputStream before = System.in;
        try
        {
            System.setIn(new ByteArrayInputStream(input.getBytes(Charset.defaultCharset())));
            return with(arguments);
        }
        finally
        {
            System.setIn(before);
        }
    }

    static CommandRun with(final String... arguments)
    {
        final StringWriter out = new StringWriter();
        final StringWriter err = new StringWriter();
        final CommandLine commandLine = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return new CommandRun(commandLine.execute(arguments), out.toString(), err.toString());
    }
}
