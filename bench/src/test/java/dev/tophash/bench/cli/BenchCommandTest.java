// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tophash.bench.jmh.MemoryReport;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class BenchCommandTest
{
    @Test
    void shouldRefuseLessThanOneRound()
    {
        final StringWriter err = new StringWriter();

        assertEquals(2, Main.commandLine().setErr(new PrintWriter(err)).execute("bench", "--rounds", "-1", "GetHit"));
        assertTrue(err.toString().startsWith("at least one round: rounds=-1"), err.toString());
    }

    @Test
    void shouldRefuseAnOptionThatJmhDoesNotKnow()
    {
        final StringWriter err = new StringWriter();

        assertEquals(2,
            Main.commandLine().setErr(new PrintWriter(err)).execute("bench", "--rounds", "1", "--no-such-option"));
        assertTrue(err.toString().contains("no-such-option"), err.toString());
    }

    @Test
    void shouldMeasureTheMemoryOfASmallMap()
    {
        assumeTrue(MemoryReport.isSupported());
        final StringWriter out = new StringWriter();

        assertEquals(0, Main.commandLine().setOut(new PrintWriter(out)).execute("bench", "memory", "--b", "4"));
        assertTrue(out.toString().lines().skip(1).findFirst().orElse("").matches(" +4 +104 .*"), out.toString());
    }
}
