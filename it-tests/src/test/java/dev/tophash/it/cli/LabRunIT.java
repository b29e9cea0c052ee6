// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tophash.bench.conform.GoToolchain;
import dev.tophash.it.CommandResult;
import dev.tophash.layout.GoVersion;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The lessons beside the Go of this machine: found by itself, run now, the same lines. */
class LabRunIT
{
    @ParameterizedTest
    @EnumSource(value = GoVersion.class, names = {"GO_1_19", "GO_1_23"})
    void shouldRunTheSameCasesOnTheGoThatIsInstalled(final GoVersion version)
    {
        final Optional<GoToolchain> installed =
            GoToolchain.installed().stream().filter((one) -> one.version() == version).findFirst();
        assumeTrue(installed.isPresent(), "no Go " + version.label() + " here");
        final String release = installed.get().release();

        final CommandResult result = CommandResult.of("lab", "run", "main-only", "--proof", "--go", version.label());
        final String text = result.out();

        assertEquals(0, result.code(), result::err);
        assertTrue(text.startsWith("Real Go beside it: " + release + " ("), text);
        assertTrue(text.contains("| " + release + ", run now"), text);
        assertFalse(text.lines().anyMatch((line) -> line.matches(" {2}.{37} ! .*")), "no line differs");
        assertTrue(text.contains("the same lines as real Go"));
    }
}
