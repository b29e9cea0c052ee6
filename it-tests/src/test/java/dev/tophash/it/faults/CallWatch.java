// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.faults;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * Runs the calls of {@link EveryMethod} in a thread of their own, and names the call that does not come back. A call
 * that runs is given more time of a processor than any needs, however many threads share the machine; a call that waits
 * is given as much time as nobody would wait.
 */
final class CallWatch
{
    private static final long PROCESSOR_LIMIT = TimeUnit.SECONDS.toNanos(60);
    private static final long WAIT_LIMIT = TimeUnit.MINUTES.toNanos(10);
    private static final int LOOK_MILLIS = 100;
    private static final int FRAME_COUNT = 8;

    private final Calls calls;
    private final long processorLimit;
    private final long waitLimit;
    private final Thread caller = new Thread(this::callAll, "caller");
    private final AtomicReference<Throwable> thrown = new AtomicReference<>();

    CallWatch(final Calls calls)
    {
        this(calls, PROCESSOR_LIMIT, WAIT_LIMIT);
    }

    CallWatch(final Calls calls, final long processorLimit, final long waitLimit)
    {
        this.calls = calls;
        this.processorLimit = processorLimit;
        this.waitLimit = waitLimit;
    }

    /** Calls, one after the other; all but {@code run} are asked by the thread that watches. */
    interface Calls
    {
        /** Calls them all; the number of calls. */
        int run() throws IOException;

        /** How many calls have begun. */
        int callCount();

        /** The call that began last. */
        String underWay();
    }

    /** Calls them all; the number of calls. */
    int run() throws InterruptedException
    {
        caller.setDaemon(true); // it may never end
        caller.start();
        final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        int count = -1;
        long used = 0;
        long since = System.nanoTime();
        while (!caller.join(Duration.ofMillis(LOOK_MILLIS)))
        {
            final long usedNow = threads.getThreadCpuTime(caller.threadId());
            final long now = System.nanoTime();
            if (count != calls.callCount())
            {
                count = calls.callCount();
                used = usedNow;
                since = now;
            }
            else if (usedNow - used > processorLimit || now - since > waitLimit)
            {
                throw new AssertionError("does not come back: " + calls.underWay() + frames());
            }
        }
        if (thrown.get() != null)
        {
            throw new AssertionError("the calls ended early: " + calls.underWay(), thrown.get());
        }
        return calls.callCount();
    }

    /** Who calls. */
    Thread caller()
    {
        return caller;
    }

    private void callAll()
    {
        try
        {
            calls.run();
        }
        catch (final IOException | RuntimeException | Error e)
        {
            thrown.set(e);
        }
    }

    private String frames()
    {
        return Arrays.stream(caller.getStackTrace()).limit(FRAME_COUNT).map(frame -> "\n  at " + frame)
            .collect(Collectors.joining());
    }
}
