// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.concurrent;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.it.ChildJvm;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the contract forbids and people do all the same: it ends in an exception or goes well, and never in a crash, a
 * hang or an error of the JVM. In JVMs of their own.
 */
public class RaceTest
{
    /** C-01 to C-03: two writers, a reader and a writer, an iteration and a writer. */
    @ParameterizedTest
    @ValueSource(strings = {"writers", "reader", "iterator", "string-writers"})
    void c01c02c03ShouldNeverCrashOrHang(final String what)
    {
        final ChildJvm child = ChildJvm.run(MisuseMain.class, "-Dmisuse=" + what, "-XX:+UseSerialGC");
        assertTrue(child.healthy(), child.output());
        assertTrue(child.output().contains("ended: "), child.output());
    }

    /**
     * C-01: straight lines do not look at Go's flag, but a growth sets it, and whoever meets it is told. The verifier
     * takes whatever the two have left.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void c01ShouldTellTwoGrowingWriters(final boolean invariants)
    {
        final ChildJvm child = ChildJvm.run(MisuseMain.class, "-Dmisuse=growing-writers", "-XX:+UseSerialGC",
            "-Dtophash.invariants=" + invariants);
        assertTrue(child.healthy(), child.output());
        assertTrue(child.output().contains("ended: "), child.output());
        assertFalse(child.output().contains("told=0"), child.output());
    }

    /** L-07, L-09: readers and a writer against close, in four modes of the JIT. */
    @ParameterizedTest
    @ValueSource(strings = {"-Xmixed", "-Xint", "-XX:TieredStopAtLevel=1", "-XX:-TieredCompilation"})
    void l07l09ShouldOnlyMeetMapClosedWhenTheMapIsClosedUnderThem(final String mode)
    {
        final ChildJvm child = ChildJvm.run(CloseRaceMain.class, mode, "-XX:+UseSerialGC");
        assertTrue(child.healthy(), child.output());
        assertTrue(child.output().contains("rounds: 400"), child.output());
    }

    /** A closed map's memory goes to another map under its late readers, in four modes of the JIT. */
    @ParameterizedTest
    @ValueSource(strings = {"-Xmixed", "-Xint", "-XX:TieredStopAtLevel=1", "-XX:-TieredCompilation"})
    void shouldNeverSeeTheMapThatHasTheMemoryNow(final String mode)
    {
        final ChildJvm child = ChildJvm.run(ReuseRaceMain.class, mode, "-XX:+UseSerialGC");
        assertTrue(child.healthy(), child.output());
        assertTrue(child.output().contains("rounds: 400 closed: 800"), child.output());
    }
}
