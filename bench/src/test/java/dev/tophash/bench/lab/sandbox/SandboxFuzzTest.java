// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.conform.Script;
import dev.tophash.bench.lab.sandbox.Answer.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whatever a script breaks, nothing here crashes and nothing runs for ever. */
class SandboxFuzzTest
{
    private static final int SCRIPTS = Integer.getInteger("tophash.sandbox.scripts", 2000);
    private static final long FIRST_SEED = Long.getLong("tophash.sandbox.seed", 1);
    private static final int LENGTH = 30;
    private static final Duration ONE_SCRIPT = Duration.ofSeconds(60);
    private static final Sandbox.Settings SMALL =
        new Sandbox.Settings(Sandbox.Settings.DEFAULT.version(), 1, 256 << 10, false);

    private final Map<Outcome, Integer> goAnswers = new EnumMap<>(Outcome.class);
    private final Map<Outcome, Integer> productAnswers = new EnumMap<>(Outcome.class);
    private int died;
    private int endless;

    @Test
    void shouldSurviveAnyScript()
    {
        for (int i = 0; i < SCRIPTS; i++)
        {
            final long seed = FIRST_SEED + i;
            assertTimeoutPreemptively(ONE_SCRIPT, () -> run(seed), () -> "seed " + seed);
        }

        // The scripts are worth running: every kind of end is met, in both columns.
        assertTrue(died > SCRIPTS / 4, () -> "Go ended " + died + " times");
        assertTrue(endless > SCRIPTS / 200, () -> "without end " + endless + " times");
        for (final Outcome outcome : new Outcome[]{Outcome.VALUE, Outcome.ABSENT, Outcome.FAILED})
        {
            assertTrue(goAnswers.getOrDefault(outcome, 0) > SCRIPTS / 20, goAnswers::toString);
        }
        for (final Outcome outcome : new Outcome[]{Outcome.VALUE, Outcome.ABSENT, Outcome.REFUSED})
        {
            assertTrue(productAnswers.getOrDefault(outcome, 0) > SCRIPTS / 20, productAnswers::toString);
        }
    }

    private void run(final long seed)
    {
        final Script script = Sandbox.parse("seed " + seed, RandomScript.of(seed, LENGTH));
        try (Sandbox sandbox = new Sandbox(script.name(), SMALL))
        {
            for (final Script.Line line : script.lines())
            {
                final SandboxStep step = RandomScript.runOne(sandbox, line);
                assertEquals(0, sandbox.late(), () -> "seed " + seed + ": refused too late: " + line.text());
                if (step != null)
                {
                    count(step);
                    new SandboxPrinter(new PrintWriter(new StringWriter())).print(step);
                    SandboxJson.of(step);
                }
            }
        }
        catch (final RuntimeException | IOException e)
        {
            throw new AssertionError("seed " + seed + ": " + e, e);
        }
    }

    private void count(final SandboxStep step)
    {
        died += step.failure() != null ? 1 : 0;
        endless += step.failure() != null && step.failure().contains("no end") ? 1 : 0;
        if (step.question() != null)
        {
            goAnswers.merge(step.question().go().outcome(), 1, Integer::sum);
            productAnswers.merge(step.question().product().outcome(), 1, Integer::sum);
            endless += step.question().go().text().startsWith("no end") ? 1 : 0;
        }
    }
}
