// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.OffHeapMemoryException;
import dev.tophash.it.subject.NumberedMap;
import dev.tophash.it.subject.SubjectKind;
import dev.tophash.offheap.MapConfig;
import dev.tophash.offheap.verify.MapVerifier;
import dev.tophash.offheap.verify.VerifyReport;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * One run of a workload against a map whose memory requests from the n-th on are refused, a given number of times.
 *
 * <p>After <i>every</i> refusal size, all keys, an iteration and the verifier are compared at once; a comparison only
 * at the end hides lost entries, because later churn covers them. A one-shot refusal is followed by a second attempt
 * of the same operation, which has to succeed.
 */
final class FaultRun
{
    private static final int OPERATION_COUNT = 220;

    /** Bursts overlap, so every request is refused several times all the same. */
    private static final int BURST_STEP = 3;

    private final Function<MapConfig, NumberedMap> maker;
    private final long[] keys;
    private final long seed;
    private final Map<Long, Long> model = new HashMap<>();
    private final Deque<AutoCloseable> cursors = new ArrayDeque<>();
    private final int first;
    private final int burst;
    private int requestCount;
    private int faultCount;
    private boolean comparing;
    private NumberedMap subject;

    FaultRun(
        final Function<MapConfig, NumberedMap> maker, final long[] keys, final long seed, final int first,
        final int burst)
    {
        this.maker = maker;
        this.keys = keys;
        this.seed = seed;
        this.first = first;
        this.burst = burst;
    }

    /** Repeats the run with n = 0, 1, … until one meets no fault; returns the number of faults in all. */
    static int all(final Function<MapConfig, NumberedMap> maker, final long[] keys, final long seed, final int burst)
        throws Exception
    {
        int points = 0;
        for (int n = 0; ; n += burst == 1 ? 1 : BURST_STEP)
        {
            final FaultRun run = new FaultRun(maker, keys, seed, n, burst);
            final int faults = run.run();
            if (faults == 0)
            {
                return points;
            }
            points++;
        }
    }

    private void request(final long bytes)
    {
        if (comparing)
        {
            return;
        }
        final int n = requestCount++;
        if (n >= first && n - first < burst)
        {
            faultCount++;
            throw new OffHeapMemoryException("injected", bytes, 0);
        }
    }

    private int run() throws Exception
    {
        final MapConfig config = MapConfig.defaults().withReservation(64L << 20)
            .withUnsafeRandomnessForTests(SubjectKind.STEADY, SubjectKind.KEYS).withGate(this::request);
        while (subject == null)
        {
            try
            {
                subject = maker.apply(config);
            }
            catch (final OffHeapMemoryException e)
            {
                assertTrue(faultCount > 0);
            }
        }
        try
        {
            work();
            closeCursors();
            compare("at the end of the run with n=" + first);
            return faultCount;
        }
        finally
        {
            subject.close();
        }
    }

    /** Fill, then churn with cursors opened and closed on the way, then a clear, then fill again. */
    private void work() throws Exception
    {
        final Random random = new Random(seed);
        for (int i = 0; i < OPERATION_COUNT; i++)
        {
            final long key = keys[random.nextInt(keys.length)];
            final int dice = random.nextInt(100);
            final int putShare = i < 80 ? 95 : 55;
            if (dice < putShare)
            {
                put(key, random.nextInt(1_000_000));
            }
            else if (dice < 97)
            {
                remove(key);
            }
            else
            {
                toggleCursor(dice);
            }
            if (i == OPERATION_COUNT - 30)
            {
                closeCursors();
                subject.clear();
                model.clear();
            }
        }
    }

    private void put(final long key, final long elem)
    {
        final int before = faultCount;
        try
        {
            assertEquals(model.get(key) == null, subject.put(key, elem), "new or not: key=" + key);
        }
        catch (final OffHeapMemoryException e)
        {
            assertTrue(faultCount > before, "a refusal that nobody asked for: " + e);
            compare("after the fault at request " + (requestCount - 1));
            if (burst > 1)
            {
                return;
            }
            assertEquals(model.get(key) == null, subject.put(key, elem), "second attempt: key=" + key);
        }
        model.put(key, elem);
    }

    /** A delete never needs memory, also while it moves chains of a growth. */
    private void remove(final long key)
    {
        final int before = requestCount;
        assertEquals(model.remove(key) != null, subject.remove(key), "present or not: key=" + key);
        assertEquals(before, requestCount, "a delete asked for memory");
    }

    private void toggleCursor(final int dice) throws Exception
    {
        if (dice == 97 && !cursors.isEmpty())
        {
            cursors.removeFirst().close();
        }
        else if (cursors.size() < 3)
        {
            cursors.add(subject.openCursor());
        }
    }

    private void closeCursors() throws Exception
    {
        while (!cursors.isEmpty())
        {
            cursors.removeFirst().close();
        }
    }

    private void compare(final String when)
    {
        comparing = true;
        compareAll(when);
        comparing = false;
    }

    private void compareAll(final String when)
    {
        assertEquals(model.size(), subject.size(), "size " + when);
        final VerifyReport report = MapVerifier.verify(subject.image());
        assertTrue(report.clean(), () -> "verifier " + when + ": " + report);
        assertEquals(model, subject.entries(), "iteration " + when);
        for (final long key : keys)
        {
            final Long expected = model.get(key);
            if (expected == null)
            {
                assertNull(subject.get(key), () -> "ghost " + when + ": key=" + key);
            }
            else
            {
                assertEquals(expected, subject.get(key), () -> "elem " + when + ": key=" + key);
            }
        }
    }
}
