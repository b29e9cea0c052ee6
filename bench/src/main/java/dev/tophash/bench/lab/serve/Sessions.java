// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.serve;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The live maps, by the name that each window of a browser gives itself. The bytes of a map belong to one thread, so
 * everything that touches a map is done by a thread of its own, one request after the other.
 */
final class Sessions implements AutoCloseable
{
    private static final int PATIENCE_SECONDS = 10;

    private final Limits limits;
    private final SequencedMap<String, LiveSession> sessions = new LinkedHashMap<>(16, 0.75f, true);
    private final ExecutorService worker = Executors.newSingleThreadExecutor((task) ->
    {
        final Thread thread = new Thread(task, "lab-maps");
        thread.setDaemon(true);
        return thread;
    });

    Sessions(final Limits limits)
    {
        this.limits = limits;
    }

    /** Does something with the map of a session. */
    Reply with(final String name, final Function<LiveSession, Reply> work)
    {
        return done(() -> work.apply(session(name)));
    }

    /** Does something that makes and closes maps of its own. */
    Reply alone(final Callable<Reply> work)
    {
        return done(work);
    }

    private Reply done(final Callable<Reply> work)
    {
        try
        {
            return worker.submit(work).get();
        }
        catch (final RejectedExecutionException e)
        {
            return Reply.error(503, "the server is closing");
        }
        catch (final ExecutionException e)
        {
            throw new IllegalStateException(e.getCause());
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
            return Reply.error(503, "the server is closing");
        }
    }

    private LiveSession session(final String name)
    {
        final LiveSession known = sessions.get(name);
        if (known != null)
        {
            return known;
        }
        if (sessions.size() == limits.sessions())
        {
            sessions.pollFirstEntry().getValue().close();
        }
        final LiveSession made = new LiveSession(limits.hint());
        sessions.put(name, made);
        return made;
    }

    @Override
    public void close()
    {
        worker.execute(() ->
        {
            sessions.values().forEach(LiveSession::close);
            sessions.clear();
        });
        worker.shutdown();
        try
        {
            worker.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
        }
    }
}
