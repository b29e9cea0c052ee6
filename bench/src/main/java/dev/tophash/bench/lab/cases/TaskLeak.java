// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.cases;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs {@link LeakingTasks} and shows what it and the leak detector say. There are no bytes to look at.
 */
final class TaskLeak
{
    private static final int LIMIT_SECONDS = 60;
    private static final String HERE = "\tat " + LeakingTasks.class.getName();

    private TaskLeak()
    {
    }

    static void run(final Stage stage)
    {
        stage.plain();
        try
        {
            output().filter(TaskLeak::tells).forEach((line) -> stage.say(line.replace("\t", "    ")));
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
            stage.say("interrupted");
        }
    }

    /** Of each report: its text, its title and the frames of the program. */
    private static boolean tells(final String line)
    {
        return !line.isBlank() && (!line.startsWith("\tat ") || line.startsWith(HERE));
    }

    private static Stream<String> output() throws IOException, InterruptedException
    {
        final Path output = Files.createTempFile("tophash-leak", ".txt");
        try
        {
            final Process process = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m", "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED", "-Dtophash.leakDetection=paranoid",
                "-Djava.util.logging.SimpleFormatter.format=%4$s: %5$s%6$s%n",
                "-Duser.language=en", "-cp", System.getProperty("java.class.path"), LeakingTasks.class.getName()))
                .redirectErrorStream(true).redirectOutput(output.toFile()).start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
            {
                process.destroyForcibly().waitFor();
            }
            return Files.readAllLines(output).stream();
        }
        finally
        {
            Files.delete(output);
        }
    }
}
