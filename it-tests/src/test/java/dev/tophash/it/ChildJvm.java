// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs a main class in a JVM of its own, for what could end the JVM or needs other options. A crash is told by the
 * error file, not by the exit status.
 *
 * @param exit    exit status, -1 after a time-out.
 * @param output  standard output and standard error.
 * @param crashed whether the JVM left an error file.
 */
public record ChildJvm(int exit, String output, boolean crashed)
{
    private static final int DEFAULT_SECONDS = 240;

    /**
     * Runs a class with native access granted.
     *
     * @param main    the class.
     * @param options further options of the JVM.
     * @return how it ended.
     */
    public static ChildJvm run(final Class<?> main, final String... options)
    {
        final List<String> all = new ArrayList<>(List.of("--enable-native-access=ALL-UNNAMED"));
        all.addAll(List.of(options));
        return run(main, 0, all);
    }

    /**
     * Runs a class with exactly these options.
     *
     * @param main         the class.
     * @param addressBytes most address space the process may have, 0 for no limit.
     * @param options      options of the JVM.
     * @return how it ended.
     */
    public static ChildJvm run(final Class<?> main, final long addressBytes, final List<String> options)
    {
        try
        {
            final Path folder = Files.createTempDirectory("tophash-child");
            try
            {
                return run(main, addressBytes, options, folder);
            }
            finally
            {
                delete(folder);
            }
        }
        catch (final IOException e)
        {
            throw new IllegalStateException(e);
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static ChildJvm run(
        final Class<?> main, final long addressBytes, final List<String> options, final Path folder)
        throws IOException, InterruptedException
    {
        final List<String> command = new ArrayList<>();
        if (addressBytes != 0)
        {
            command.addAll(List.of("sh", "-c", "ulimit -v " + addressBytes / 1024 + "; exec \"$@\"", "sh"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:ErrorFile=" + folder.resolve("hs_%p.log"), "-XX:-CreateCoredumpOnCrash",
            "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        command.addAll(options);
        command.add(main.getName());
        final Path output = folder.resolve("output.txt");
        final Process process =
            new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        final boolean ended = process.waitFor(DEFAULT_SECONDS, TimeUnit.SECONDS);
        if (!ended)
        {
            process.destroyForcibly().waitFor();
        }
        try (Stream<Path> files = Files.list(folder))
        {
            final boolean crashed = files.anyMatch(file -> file.getFileName().toString().startsWith("hs_"));
            return new ChildJvm(ended ? process.exitValue() : -1, Files.readString(output), crashed);
        }
    }

    private static void delete(final Path folder) throws IOException
    {
        try (Stream<Path> files = Files.list(folder))
        {
            for (final Path file : files.toList())
            {
                Files.deleteIfExists(file);
            }
        }
        Files.delete(folder);
    }

    /** Whether the child ended by itself with status 0 and no crash. */
    public boolean healthy()
    {
        return exit == 0 && !crashed;
    }
}
