// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import com.google.errorprone.annotations.MustBeClosed;
import dev.tophash.MapClosedException;
import dev.tophash.check.Required;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * Does for any number of maps what needs no writer: has the pages of the array made that the next growth will move to,
 * cleans arrays that a growth has left, and cleans the array that a {@link ClearStrategy#SWAP} has put aside.
 *
 * <pre>
 *   try (MapAgent agent = MapAgent.start("maps"))        a daemon thread of its own
 *   {
 *       agent.add(orders);
 *       ...
 *       agent.remove(orders);
 *   }
 *
 *   final MapAgent agent = new MapAgent("maps");         or a thread of yours: Agrona's AgentRunner, a spare moment
 *   agent.add(orders);
 *   agent.doWork();
 * </pre>
 *
 * <p><b>What it costs and saves.</b> The array of the next growth is taken when half of the room is used, so from then
 * on the map has the memory of an array twice as large: {@link MapStats#promisedBytes}. If that is not allowed, or
 * another operation needs the memory, the growth asks for it when it begins. With an agent that keeps up a put of a
 * growth meets no new page. If the agent is late, the put makes one page and the agent goes on. Cleaned arrays are free
 * again when a write next comes for them, in a growing map soon, else with {@link OffHeapMap#advance}. What is not
 * clean when a quarter of the room has been filled since, the writer cleans in slices.
 *
 * <p><b>Threads.</b> {@link #add} and {@link #remove} count as writes to the map. {@link #doWork} may run in any
 * thread, also in several, beside the map's writer, its readers and its close. It touches no bucket that a pointer of
 * the map leads to, but for pages that it makes, of which it changes no byte. A map of a {@link MapMemory#confined}
 * memory gets work only from its own thread. An agent keeps no map from the collector, and forgets closed maps.
 */
public final class MapAgent implements AutoCloseable
{
    private static final long LEAST_REST_NANOS = 50_000;
    private static final long MOST_REST_NANOS = 1_000_000;
    private static final Registration[] NONE = {};

    private final String name;
    private volatile Registration[] registrations = NONE;
    private volatile boolean closed;

    /** A map that may have been collected. */
    private static final class Registration extends WeakReference<MapSkin>
    {
        Registration(final MapSkin map)
        {
            super(map);
        }

        /** Does a slice; returns whether there was one. */
        private boolean work()
        {
            final MapSkin map = get();
            if (map == null || !map.memory.isAccessibleBy(Thread.currentThread()))
            {
                return false;
            }
            try
            {
                final boolean made = map.arrays.next().pages().step();
                final boolean cleaned = map.heap.reclaimer().agentWork().step();
                return map.arrays.swap().cleanSlice() || made || cleaned;
            }
            catch (final IllegalStateException | InternalError e)
            {
                if (!map.isClosed() && e instanceof final IllegalStateException ours)
                {
                    throw ours;
                }
                // The map's next operation meets what is wrong and says it; a closed map needs nothing.
                clear();
                return false;
            }
        }

        private boolean isOver()
        {
            final MapSkin map = get();
            return map == null || map.isClosed();
        }
    }

    /**
     * Makes an agent without maps and without a thread.
     *
     * @param name what it is called.
     */
    @SuppressWarnings("exports")
    @MustBeClosed
    public MapAgent(final String name)
    {
        this.name = Required.argument(name, "name");
    }

    /**
     * Makes an agent and a daemon thread of this name that runs it until it is closed. Without work the thread looks
     * for some after 50 microseconds, later after at most a millisecond.
     *
     * @param name what agent and thread are called.
     * @return the agent; close it.
     */
    @SuppressWarnings({"exports", "MustBeClosed"}) // Whoever gets the agent closes it.
    @MustBeClosed
    public static MapAgent start(final String name)
    {
        final MapAgent agent = new MapAgent(name);
        Thread.ofPlatform().name(name).daemon().start(agent::run);
        return agent;
    }

    private void run()
    {
        long rest = LEAST_REST_NANOS;
        while (!closed)
        {
            if (doWork() == 0)
            {
                LockSupport.parkNanos(rest);
                rest = Math.min(2 * rest, MOST_REST_NANOS);
            }
            else
            {
                rest = LEAST_REST_NANOS;
            }
        }
    }

    /**
     * What the agent is called, as Agrona's agents are asked.
     *
     * @return the name.
     */
    public String roleName()
    {
        return name;
    }

    /**
     * Works for a map from now on. Counts as a write to it.
     *
     * @param map a map without an agent.
     * @throws MapClosedException    if the map is closed.
     * @throws IllegalStateException if the map has an agent, or this agent is closed.
     */
    public void add(final OffHeapMap map)
    {
        final MapSkin skin = engineOf(map);
        requireOpen();
        skin.workWithAgent(true);
        change(null, new Registration(skin));
    }

    /**
     * Works for a map no longer; it prepares as its {@link PagePolicy} says. Counts as a write to it.
     *
     * @param map a map that was added.
     * @throws MapClosedException    if the map is closed.
     * @throws IllegalStateException if the map was not added to this agent.
     */
    public void remove(final OffHeapMap map)
    {
        final MapSkin skin = engineOf(map);
        skin.heap.requireOpen();
        if (!change(skin, null))
        {
            throw new IllegalStateException(
                "map has another agent or none: map=" + skin.heap.mapName() + ", agent=" + name);
        }
        skin.workWithAgent(false);
    }

    private static MapSkin engineOf(final OffHeapMap map)
    {
        return map instanceof final OffHeapTypedMap typed ? typed.table() : (MapSkin)Required.argument(map, "map");
    }

    /** Takes a map out or puts one in, and lets go those that are over. */
    private synchronized boolean change(final MapSkin without, final Registration with)
    {
        final Registration[] old = registrations;
        final Registration[] changed = new Registration[old.length + 1];
        int count = 0;
        boolean found = false;
        for (final Registration each : old)
        {
            if (without != null && each.refersTo(without))
            {
                found = true;
            }
            else if (!each.isOver())
            {
                changed[count++] = each;
            }
        }
        if (with != null)
        {
            changed[count++] = with;
        }
        registrations = Arrays.copyOf(changed, count);
        return found;
    }

    private void requireOpen()
    {
        if (closed)
        {
            throw new IllegalStateException("agent is closed: agent=" + name);
        }
    }

    /**
     * Does at most three slices of 64 KiB for each map: pages to make, an array to clean, an array of a swap to clean.
     *
     * @return number of maps for which there was work; 0 if there was none, or the agent is closed.
     */
    public int doWork()
    {
        int count = 0;
        if (!closed)
        {
            for (final Registration each : registrations)
            {
                count += each.work() ? 1 : 0;
            }
        }
        return count;
    }

    /**
     * Ends the agent and its thread; a slice that has begun is still done. Its maps go on as with an agent that is
     * late. Idempotent, safe from any thread.
     */
    @Override
    public void close()
    {
        closed = true;
    }
}
