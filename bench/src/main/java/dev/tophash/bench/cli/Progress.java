// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Says what is going on while something takes longer than two seconds.
 */
final class Progress
{
    private final PrintWriter err;
    private final long periodMillis;

    /** Says it every two seconds. */
    Progress(final PrintWriter err)
    {
        this(err, 2000);
    }

    /** The same with another patience. */
    Progress(final PrintWriter err, final long periodMillis)
    {
        this.err = err;
        this.periodMillis = periodMillis;
    }

    /** Something that takes its time. */
    @FunctionalInterface
    interface Work<T>
    {
        T run() throws IOException;
    }

    <T> T during(final String what, final Work<T> work) throws IOException
    {
        final long start = System.nanoTime();
        final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor((task) ->
        {
            final Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
        });
        final ScheduledFuture<?> ticks = timer.scheduleAtFixedRate(() ->
        {
            err.println(what + " ... " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start) + " s");
            err.flush();
        }, periodMillis, periodMillis, TimeUnit.MILLISECONDS);
        try
        {
            return work.run();
        }
        finally
        {
            ticks.cancel(true);
            timer.shutdownNow();
        }
    }
}
