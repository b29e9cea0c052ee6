// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.it.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shell scripts at the top: what they say when they cannot start, and that they start. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest
{
    private static final String OWN_JDK = System.getProperty("java.home");

    private record Outcome(int exitCode, String text)
    {
    }

    private static Outcome run(final String jdk, final String... command) throws IOException, InterruptedException
    {
        final ProcessBuilder builder =
            new ProcessBuilder(command).directory(Repository.root().toFile()).redirectErrorStream(true);
        builder.environment().remove("TOPHASH_JVM_OPTS");
        builder.environment().put("TOPHASH_JAVA", jdk);
        final Process process = builder.start();
        final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(10, TimeUnit.MINUTES), "hangs: " + List.of(command));
        return new Outcome(process.exitValue(), text);
    }

    @Test
    void shouldTellItsVersion() throws IOException, InterruptedException
    {
        final Outcome outcome = run(OWN_JDK, "./tophash", "--version");
        assertEquals(0, outcome.exitCode, outcome.text);
        assertTrue(outcome.text.contains("0.1.0"), outcome.text);
    }

    @Test
    void shouldListEveryCommandInItsHelp() throws IOException, InterruptedException
    {
        final Outcome outcome = run(OWN_JDK, "./tophash", "--help");
        assertEquals(0, outcome.exitCode, outcome.text);
        for (final String command : List.of(
            "demo", "conform", "fsck", "dump", "diff", "bench", "lab", "claims"))
        {
            assertTrue(outcome.text.contains("\n  " + command), command + " is missing: " + outcome.text);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tophash", "mvnw"})
    void shouldSayInOneSentenceThatAChosenJdkIsNone(final String script) throws IOException, InterruptedException
    {
        final Outcome outcome = run("/nothing/here", "./" + script, "--version");
        assertEquals(script.equals("tophash") ? 3 : 1, outcome.exitCode);
        assertEquals(script + ": TOPHASH_JAVA is not a JDK 22 or newer: TOPHASH_JAVA=/nothing/here",
            outcome.text.strip());
    }

    /** The machine that runs this has a JDK, so the scripts' common part is asked for one that nobody has. */
    @Test
    void shouldSayInOneSentenceWhatToInstall() throws IOException, InterruptedException
    {
        final Outcome outcome =
            run("", "sh", "-c", ". .mvn/jdk.sh; JDK_NEEDED=999; find_jdk && exit 0; say_no_jdk mvnw; exit 7");
        assertEquals(7, outcome.exitCode, outcome.text);
        assertEquals(1, outcome.text.strip().lines().count());
        assertTrue(outcome.text.startsWith("mvnw: no JDK 999 or newer was found: install one, for example"),
            outcome.text);
    }
}
