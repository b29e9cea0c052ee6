// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.sandbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.bench.conform.Script;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is undone is as it was, to the byte. */
class UndoTest
{
    private static final Sandbox.Settings SMALL =
        new Sandbox.Settings(Sandbox.Settings.DEFAULT.version(), 1, 256 << 10, false);

    static Stream<Long> seeds()
    {
        return IntStream.range(0, 60).mapToObj((i) -> 7000L + i);
    }

    private static SandboxStep run(final Sandbox sandbox, final String line)
    {
        final Script script = Sandbox.parse("undo", List.of("map i64 i64", line));
        return sandbox.run(script.lines().getLast());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldGoBackStepByStep(final long seed)
    {
        final List<Script.Line> lines = Sandbox.parse("undo", RandomScript.of(seed, 25)).lines();
        try (Sandbox sandbox = new Sandbox("undo", SMALL))
        {
            sandbox.run(lines.getFirst());
            final Deque<byte[]> states = new ArrayDeque<>();
            for (final Script.Line line : lines.subList(1, lines.size()))
            {
                final byte[] before = sandbox.snapshot();
                RandomScript.runOne(sandbox, line);
                if (!Arrays.equals(before, sandbox.snapshot()) && !line.text().startsWith("undo"))
                {
                    states.push(before);
                }
                else if (line.text().startsWith("undo") && !states.isEmpty())
                {
                    states.pop();
                }
            }
            while (!states.isEmpty())
            {
                run(sandbox, "undo");
                assertArrayEquals(states.pop(), sandbox.snapshot());
            }
            assertEquals("nothing to undo since the map was made", run(sandbox, "undo").note().text());
        }
    }

    @Test
    void shouldTakeBackWritesThatNobodyMeant()
    {
        try (Sandbox sandbox = new Sandbox("undo", Sandbox.Settings.DEFAULT))
        {
            sandbox.run(Sandbox.parse("undo", List.of("map i64 i64 100")).lines().getFirst());
            run(sandbox, "crowd 5 9");
            final byte[] before = sandbox.snapshot();
            // The sentinel is gone: the third overflow bucket lies behind the array, in the neighbour.
            run(sandbox, "zero spare");
            final SandboxStep beyond = run(sandbox, "crowd 6 30");
            assertTrue(beyond.changedBytes() > 0);

            final SandboxStep undone = run(sandbox, "undo 2");

            assertEquals("taken back: crowd 6 30; zero spare", undone.note().text());
            assertTrue(undone.changedBytes() > beyond.changedBytes());
            assertArrayEquals(before, sandbox.snapshot());
        }
    }

    @Test
    void shouldSeeADifferenceOfOneBit()
    {
        try (Sandbox sandbox = new Sandbox("undo", Sandbox.Settings.DEFAULT))
        {
            sandbox.run(Sandbox.parse("undo", List.of("map i64 i64 100")).lines().getFirst());
            final byte[] before = sandbox.snapshot();
            assertEquals(1, run(sandbox, "poke M3 byte 9 1").changedBytes());
            assertFalse(Arrays.equals(before, sandbox.snapshot()), "the control: a snapshot sees one bit");
            run(sandbox, "undo");
            assertArrayEquals(before, sandbox.snapshot());
        }
    }
}
