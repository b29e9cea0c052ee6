// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.OffHeapMemoryException;
import dev.tophash.PutAllException;
import dev.tophash.it.faults.MapCall.Outcome;
import dev.tophash.offheap.ClearStrategy;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.OffHeapMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.verify.MapVerifier;
import dev.tophash.offheap.verify.VerifyReport;
import java.util.Map;
import java.util.TreeMap;

/**
 * Calls methods of a map whose n-th request for memory within the call is refused, for n from 0 until the call meets no
 * refusal. Each call that is refused has to leave the map equal to a second one, which has memory and did not see it.
 */
final class OperationFaults
{
    private static final String INJECTED = "injected";

    /** In which ways a map is built. */
    enum Mode
    {
        PLAIN,
        WATCHED,
        /** An agent prepares arrays, and takes refusals for an answer. */
        PREPARED
    }

    /** Refuses one request, or all from it on. */
    static final class Gate implements MapConfig.Gate
    {
        private int first = Integer.MAX_VALUE;
        private boolean burst;
        private int requestCount;
        private int hitCount;

        @Override
        public void request(final long bytes)
        {
            final int n = requestCount++;
            if (n == first || burst && n > first)
            {
                hitCount++;
                throw new OffHeapMemoryException(INJECTED, bytes, 0);
            }
        }

        void arm(final int n, final boolean all)
        {
            first = n;
            burst = all;
            requestCount = 0;
            hitCount = 0;
        }

        /** Lets everything through; whether something was refused since it was armed. */
        boolean disarm()
        {
            first = Integer.MAX_VALUE;
            burst = false;
            return hitCount > 0;
        }
    }

    private final Map<String, Integer> points = new TreeMap<>();
    private final String where;
    private final OffHeapMap subject;
    private final OffHeapMap twin;
    private final Gate gate;
    private final Runnable between;

    /**
     * A run.
     *
     * @param where   what a failure is found by.
     * @param subject the map that is refused memory.
     * @param twin    one with the same entries that has memory.
     * @param gate    of the subject.
     * @param between what happens before each attempt.
     */
    OperationFaults(
        final String where, final OffHeapMap subject, final OffHeapMap twin, final Gate gate, final Runnable between)
    {
        this.where = where;
        this.subject = subject;
        this.twin = twin;
        this.gate = gate;
        this.between = between;
    }

    /** How many refusals the calls of each method met. */
    Map<String, Integer> points()
    {
        return points;
    }

    void all(final MapCall call)
    {
        int most = 0;
        for (int n = 0; ; n++)
        {
            final long open = OffHeapMaps.openMapCount();
            gate.arm(n, n % 3 == 2);
            between.run();
            final Outcome outcome = call.on(subject);
            if (gate.disarm())
            {
                points.merge(call.method().getName(), 1, Integer::sum);
            }
            if (outcome.thrown() == null || !isInjected(outcome.thrown()))
            {
                assertDone(call, outcome, most > 0);
                return;
            }
            if (outcome.thrown() instanceof final PutAllException stopped)
            {
                most = Math.max(most, (int)stopped.doneCount());
                assertPart(call, most);
            }
            else
            {
                assertSame(call, twin, "refused at request " + n);
                assertTrue(call.functionCalls()[0] == 0 || call.method().getName().matches("(remove|retain)If"),
                    () -> where + ": " + call + " called its function before it was refused");
            }
            assertTrue(OffHeapMaps.openMapCount() <= open, () -> where + ": " + call + " left a map open");
        }
    }

    private static boolean isInjected(final Throwable e)
    {
        final Throwable cause = e instanceof PutAllException ? e.getCause() : e;
        return cause instanceof OffHeapMemoryException && cause.getMessage().startsWith(INJECTED);
    }

    /** A call whose first part was done by an earlier one counts fewer new keys. */
    private void assertDone(final MapCall call, final Outcome outcome, final boolean partly)
    {
        if (outcome.value() instanceof final OffHeapMap copy)
        {
            try (copy)
            {
                assertEqual(call, copy, twin, "has a copy");
            }
        }
        final Outcome expected = call.on(twin);
        close(expected.value());
        close(outcome.value());
        assertEquals(name(expected.thrown()), name(outcome.thrown()), () -> where + ": " + call);
        if ((outcome.value() instanceof Number || outcome.value() instanceof Boolean) && !partly &&
            !call.method().getName().equals("advance"))
        {
            assertEquals(expected.value(), outcome.value(), () -> where + ": " + call);
        }
        assertSame(call, twin, "done");
    }

    private static void close(final Object made)
    {
        if (made instanceof final AutoCloseable closeable && !made.getClass().getSimpleName().startsWith("ReadOnly"))
        {
            try
            {
                closeable.close();
            }
            catch (final Exception e)
            {
                throw new IllegalStateException(e);
            }
        }
    }

    private static String name(final Throwable thrown)
    {
        return thrown == null ? "" : thrown.toString();
    }

    private void assertPart(final MapCall call, final int done)
    {
        final MapCall first = call.first(done);
        if (first == null)
        {
            assertTrue(subject.sizeLong() >= twin.sizeLong() && subject.sizeLong() <= twin.sizeLong() + done,
                () -> where + ": " + call + " lost entries");
            verify(call, "stopped after " + done);
            return;
        }
        try (OffHeapMap expected = twin.copy())
        {
            first.on(expected);
            assertSame(call, expected, "stopped after " + done);
        }
    }

    private void assertSame(final MapCall call, final OffHeapMap expected, final String what)
    {
        assertEqual(call, subject, expected, what);
        verify(call, what);
    }

    private void assertEqual(final MapCall call, final OffHeapMap map, final OffHeapMap expected, final String what)
    {
        assertEquals(expected.sizeLong(), map.sizeLong(), () -> where + ": size after " + call + ", " + what);
        assertTrue(map.equals(expected) && expected.equals(map), () -> where + ": entries after " + call + ", " + what);
    }

    private void verify(final MapCall call, final String what)
    {
        final VerifyReport report = MapVerifier.verify(subject.image());
        assertTrue(report.clean(), () -> where + ": after " + call + ", " + what + ": " + report);
    }

    /** Emptied, both maps have the same bytes: no refusal has kept any. */
    void assertNothingKept()
    {
        for (final OffHeapMap map : new OffHeapMap[]{subject, twin})
        {
            map.clear(ClearStrategy.RELEASE);
            while (map.advance(Long.MAX_VALUE))
            {
                Thread.onSpinWait();
            }
            map.trim();
        }
        assertEquals(twin.stats().usedBytes(), subject.stats().usedBytes(), () -> where + ": bytes of an empty map");
    }
}
