// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.it.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real first builds of a copy of this checkout, interrupted as by Ctrl-C or a killed terminal, and begun anew. The copy
 * is compiled without ErrorProne, which has seen these sources and takes most of a build's time.
 */
@EnabledOnOs(OS.LINUX)
class InterruptedBuildIT
{
    /** An undisturbed build takes a quarter of a minute or more. */
    private static final int MOST_SECONDS = 10;
    private static final String ERROR_PRONE = "<arg>\\$\\{tophash\\.errorprone}[^<]*</arg>";

    @TempDir
    Path folder;

    @Test
    void f06ShouldBeginTwoRealBuildsAnew() throws IOException, InterruptedException
    {
        interruptAndStart(2);
    }

    @Test
    @Tag("long")
    void f06ShouldBeginTwentyRealBuildsAnew() throws IOException, InterruptedException
    {
        for (int i = 0; i < 10; i++)
        {
            interruptAndStart(2);
            Files.writeString(folder.resolve("core/pom.xml"), "<!-- another text " + i + " -->\n",
                java.nio.file.StandardOpenOption.APPEND);
        }
    }

    @BeforeEach
    void copy() throws IOException
    {
        for (final String file : Repository.files())
        {
            final Path target = folder.resolve(file);
            Files.createDirectories(target.getParent());
            Files.copy(Repository.root().resolve(file), target, StandardCopyOption.COPY_ATTRIBUTES);
        }
        final String pom = Repository.read("pom.xml");
        final String lighter = pom.replaceAll(ERROR_PRONE, "");
        assertNotEquals(pom, lighter);
        Files.writeString(folder.resolve("pom.xml"), lighter);
    }

    private void interruptAndStart(final int times) throws IOException, InterruptedException
    {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        for (int i = 0; i < times; i++)
        {
            final Process build = start("setsid", "./tophash", "--version");
            build.waitFor(1000 + random.nextInt(1000 * MOST_SECONDS), TimeUnit.MILLISECONDS);
            final String signal = i % 2 == 0 ? "INT" : "KILL";
            start("sh", "-c", "kill -s " + signal + " -- -" + build.pid() + " || :").waitFor();
            build.waitFor();
        }
        final Process last = start("./tophash", "--version");
        final String text = new String(last.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, last.waitFor(), () -> "seed " + seed + ": " + text);
        assertTrue(text.contains("tophash 0."), () -> "seed " + seed + ": " + text);
    }

    private Process start(final String... command) throws IOException
    {
        final ProcessBuilder builder =
            new ProcessBuilder(List.of(command)).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("TOPHASH_JAVA", System.getProperty("java.home"));
        if (command[0].equals("setsid") || command[0].equals("sh"))
        {
            builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        }
        return builder.start();
    }
}
