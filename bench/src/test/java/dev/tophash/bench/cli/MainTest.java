// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest
{
    @Test
    void shouldPrintTheVersionOfTheBuild()
    {
        final StringWriter out = new StringWriter();
        final CommandLine commandLine = Main.commandLine().setOut(new PrintWriter(out));

        assertEquals(0, commandLine.execute("--version"));
        assertTrue(out.toString().matches("tophash \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\R"), out.toString());
    }

    @Test
    void shouldRefuseToRunWithoutACommand()
    {
        final StringWriter err = new StringWriter();
        final CommandLine commandLine = Main.commandLine().setErr(new PrintWriter(err));

        assertEquals(2, commandLine.execute());
        assertTrue(err.toString().startsWith("a command is missing"), err.toString());
    }
}
