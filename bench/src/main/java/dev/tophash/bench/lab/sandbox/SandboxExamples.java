// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Scripts that come with the program.
 */
public final class SandboxExamples
{
    /** Their names, in the order in which they are best read. */
    public static final List<String> NAMES = List.of("dangling", "main-only", "three-steps", "growing");

    private SandboxExamples()
    {
    }

    /**
     * One of them.
     *
     * @param name its name.
     * @return its text.
     * @throws IllegalArgumentException if there is none of this name.
     */
    public static String text(final String name)
    {
        if (!NAMES.contains(name))
        {
            throw new IllegalArgumentException("no such example: name=" + name + ", names=" + NAMES);
        }
        try (InputStream in = SandboxExamples.class.getResourceAsStream(name + ".txt"))
        {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What one of them is about.
     *
     * @param name its name.
     * @return its first line, without the sign of a comment.
     */
    public static String title(final String name)
    {
        return text(name).lines().filter((line) -> !line.contains("SPDX")).findFirst().orElseThrow()
            .replaceFirst("^# ", "");
    }
}
