// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.cli;

import dev.tophash.bench.cli.Main;

/** Runs commands one after the other, each ended by a word that no command prints. */
final class PseudoTerminalMain
{
    /** Ends what a command prints. */
    static final String END = "=== end of a command, exit code ";

    private PseudoTerminalMain()
    {
    }

    /** Each argument is a command with its arguments. */
    public static void main(final String... commands)
    {
        for (final String command : commands)
        {
            final int code = Main.execute(command.split(" ", -1));
            System.out.println();
            System.out.println(END + code);
        }
    }
}
