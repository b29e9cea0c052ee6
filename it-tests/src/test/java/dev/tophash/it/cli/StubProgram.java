// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The program in the jar that the stub of {@code mvnw} writes. */
final class StubProgram
{
    private StubProgram()
    {
    }

    /**
     * Repeats its arguments, and reads standard input after the word {@code read}.
     *
     * @param args any.
     * @throws IOException if standard input or output cannot be used.
     */
    public static void main(final String[] args) throws IOException
    {
        if (Arrays.asList(args).contains("read"))
        {
            System.in.readAllBytes();
        }
        final PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        out.println("stub runs: " + String.join(" ", args) + ", names in " + System.getProperty("sun.jnu.encoding"));
        System.exit(out.checkError() ? 9 : 0);
    }
}
