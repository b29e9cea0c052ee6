// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.golden;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.conform.ConformReport;
import dev.tophash.bench.conform.EngineMap;
import dev.tophash.bench.conform.GoPrograms;
import dev.tophash.bench.conform.LiveConformance;
import dev.tophash.offheap.MapConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random scripts on a live Go and on our engine. The seed is another one in every build; a script that fails stays in
 * {@code target/live}, and its message says how to run it again.
 */
class LiveDifferentialIT
{
    private static final int SCRIPTS = 200;
    private static final int LONG_SCRIPTS = 10_000;

    private static void compare(final int scripts) throws IOException
    {
        final Path work = Files.createDirectories(Path.of("target", "live").toAbsolutePath());
        for (final GoPrograms programs : Go.programs())
        {
            final long seed = Long.getLong("tophash.seed", new SecureRandom().nextInt(Integer.MAX_VALUE));
            final LiveConformance live = new LiveConformance(programs, EngineMap.maps(MapConfig.defaults()), work);
            final ConformReport report = live.run(seed, 1, scripts, ignored ->
            {
            });
            System.out.println(programs.toolchain().release() + ", seed " + seed + ": " + report.summary());
            assertTrue(report.mismatches().isEmpty(), () -> report.mismatches().get(0).text() + System.lineSeparator() +
                "again: ./tophash conform --live " + programs.toolchain().command() + " --ops 1 --seed " +
                (seed + report.scripts() - 1) + System.lineSeparator() + "script and records: " + work);
        }
    }

    @Test
    void shouldDoWhatALiveGoDoes() throws IOException
    {
        compare(SCRIPTS);
    }

    @Test
    @Tag("long")
    void shouldDoWhatALiveGoDoesForHours() throws IOException
    {
        compare(LONG_SCRIPTS);
    }
}
