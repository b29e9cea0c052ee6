// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** One claim, with its reason and its Go program. */
class ClaimsShowCommandTest
{
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(final String... arguments)
    {
        return new CommandLine(new ClaimsShowCommand()).setCaseInsensitiveEnumValuesAllowed(true)
            .setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    }

    @Test
    void shouldShowReasonConditionLessonAndProgram()
    {
        assertEquals(0, run("4.8"));

        final String text = out.toString();
        assertTrue(text.contains("The iterator began before a growth, and the clear comes in the middle"), text);
        assertTrue(text.contains("./tophash lab run cursor-growth"), text);
        assertTrue(text.contains("    func iterClear(bool) {"), text);
        assertTrue(text.contains("cd it-tests/src/test/go && go run ./corrupt"), text);
        assertTrue(text.lines().takeWhile((line) -> !line.startsWith("Go program"))
            .allMatch((line) -> line.length() <= 80), text);
    }

    @Test
    void shouldSpeakChineseAndJson()
    {
        assertEquals(0, run("4.6", "--lang", "ZH", "--json"));

        final String text = out.toString();
        assertTrue(text.contains("\"quote\" : \"正确reset的三步法:size校验→bucket清零→tophash重置\""), text);
        assertTrue(text.contains("\"lesson\" : \"three-steps\""), text);
    }

    @Test
    void shouldRefuseANumberThatNoClaimHas()
    {
        assertEquals(2, run("9.9"));

        assertTrue(err.toString().contains("no such claim, they go from 1.1 to 4.8: number=9.9"), err.toString());
    }
}
