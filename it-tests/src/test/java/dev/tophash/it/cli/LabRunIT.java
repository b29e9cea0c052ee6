// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tophash.bench.cli.Main;
import dev.tophash.bench.conform.GoToolchain;
import dev.tophash.layout.GoVersion;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The lessons beside the Go of this machine: found by itself, run now, the same lines. */
class LabRunIT
{
    private static String run(final String... arguments)
    {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final PrintStream before = System.out;
        try
        {
            System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
            assertEquals(0, Main.execute(arguments));
        }
        finally
        {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource(value = GoVersion.class, names = {"GO_1_19", "GO_1_23"})
    void shouldRunTheSameCasesOnTheGoThatIsInstalled(final GoVersion version)
    {
        final Optional<GoToolchain> installed =
            GoToolchain.installed().stream().filter((one) -> one.version() == version).findFirst();
        assumeTrue(installed.isPresent(), "no Go " + version.label() + " here");
        final String release = installed.get().release();

        final String text = run("lab", "run", "main-only", "--go", version.label());

        assertTrue(text.startsWith("Real Go beside it: " + release + " ("), text);
        assertTrue(text.contains("| " + release + ", run now"), text);
        assertFalse(text.lines().anyMatch((line) -> line.matches(" {4}.{62} ! .*")), "no line differs");
        assertTrue(text.contains("the same lines as real Go"));
    }
}
