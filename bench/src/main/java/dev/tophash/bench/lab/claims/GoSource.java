// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.claims;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A function of one of the Go programs that travel with the classes.
 *
 * @param file     the program's file, below the folder of the Go programs.
 * @param function its name.
 * @param lines    its source.
 */
public record GoSource(String file, String function, List<String> lines)
{
    /** Folder of the programs in the repository. */
    public static final String FOLDER = "it-tests/src/test/go";

    /** A fixed list. */
    public GoSource
    {
        lines = List.copyOf(lines);
    }

    /**
     * Reads a function.
     *
     * @param name file and function with a '#' between them.
     * @return its source.
     * @throws IllegalArgumentException if the file or the function is missing: a test asks for all.
     */
    static GoSource named(final String name)
    {
        final int hash = name.indexOf('#');
        final String file = name.substring(0, hash);
        final String function = name.substring(hash + 1);
        final List<String> lines = read(file).stream().dropWhile((line) -> !begins(line, function)).toList();
        final int end = lines.indexOf("}");
        if (end < 0)
        {
            throw new IllegalArgumentException("no such function in the Go program: name=" + name);
        }
        return new GoSource(file, function, lines.subList(0, end + 1));
    }

    /** A plain function begins its parameters behind the name, a generic one its type parameters. */
    private static boolean begins(final String line, final String function)
    {
        return line.startsWith("func " + function + "(") || line.startsWith("func " + function + "[");
    }

    private static List<String> read(final String file)
    {
        try (InputStream in = GoSource.class.getResourceAsStream("/golang/" + file))
        {
            if (in == null)
            {
                throw new IllegalArgumentException("no such Go program: file=" + file);
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines().toList();
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The command that builds and runs the whole program.
     *
     * @return a line for a shell.
     */
    public String command()
    {
        return "cd " + FOLDER + " && go run ./" + file.substring(0, file.indexOf('/'));
    }
}
