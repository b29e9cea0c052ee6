// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.OffHeapMemoryException;
import dev.tophash.check.Required;
import dev.tophash.offheap.arrays.NextArray.Preparing;
import dev.tophash.offheap.events.Span;
import dev.tophash.offheap.values.Heap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ConcurrentModificationException;

/**
 * What every map offers whatever its types are: clear, chores, agent, figures. It calls the parts of the engine that
 * work on a whole map; none of them calls it.
 */
abstract class MapSkin extends Hmap
{
    private static final int MAX_ARRAY_LENGTH = Integer.MAX_VALUE - 8;

    /** Swaps of a scratch map at least, before a swap that is to be fast: the first meet code that is in no cache. */
    private static final int LEAST_REHEARSALS = 8;
    /** At most, for some calls of it have to show the JIT what is worth its while... */
    private static final int MOST_REHEARSALS = 1_000;
    /** ... but while it is not compiled, they end with this time. */
    private static final long REHEARSAL_NANOS = 1_000_000;
    /** What the name of the scratch map ends with, as events tell it. */
    private static final String REHEARSAL = " (rehearsal of a swap)";

    private final Clearing clearing;
    private boolean inFunction;

    MapSkin(final Opening opening)
    {
        super(opening);
        clearing = new Clearing(this);
        if (opening.adopted())
        {
            new Adoption(this).run();
        }
        else
        {
            make();
        }
    }

    // ---------------------------------------------------------------- functions of the caller

    /** Marks that a function of the caller runs: until its end nobody may write. A mark of our own, Go has none. */
    final void beginFunction()
    {
        inFunction = true;
        unsettle();
        if (heap.steps() != null)
        {
            heap.steps().pause();
        }
    }

    final void endFunction()
    {
        resume();
        inFunction = false;
        settle();
    }

    private void resume()
    {
        if (heap.steps() != null)
        {
            heap.steps().resume();
        }
    }

    /** Ends a function that has thrown, and gives back what was prepared for its result. */
    final void abandonFunction()
    {
        resume();
        inFunction = false;
        if (!isClosed())
        {
            settle();
            heap.boxes().endPlan();
            heap.grant().end();
        }
    }

    @Override
    final void refuseInFunction()
    {
        if (inFunction)
        {
            throw new ConcurrentModificationException("map write in a function that computes a value of the map");
        }
    }

    // ---------------------------------------------------------------- steps of the writer

    /** A write begins that readers beside the writer must notice; a map that nobody watches has none. */
    final void beginStep()
    {
        if (heap.steps() != null)
        {
            heap.steps().begin();
        }
    }

    final void endStep()
    {
        if (heap.steps() != null)
        {
            heap.steps().end();
        }
    }

    // ---------------------------------------------------------------- what every map offers

    /** As {@link OffHeapMap#clear()} says. */
    public final void clear()
    {
        clear(config.map().clearStrategy());
    }

    /** As {@link OffHeapMap#clear(ClearStrategy)} says. */
    public final void clear(final ClearStrategy strategy)
    {
        Required.argument(strategy, "strategy");
        beginStep();
        try
        {
            final Span span = MapEvents.clear(this, strategy);
            clearing.clear(strategy);
            span.done();
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
        finally
        {
            endStep();
        }
    }

    /** As {@link OffHeapMap#reserve} says. */
    public final void reserve(final long count)
    {
        beginStep();
        try
        {
            Reserving.reserve(this, count);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
        finally
        {
            endStep();
        }
    }

    /** As {@link OffHeapMap#prepareSwap} says. */
    public final void prepareSwap()
    {
        beginStep();
        try
        {
            clearing.prepareSwap();
            if (bucketsOffset() != Heap.NIL)
            {
                rehearseSwap();
            }
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
        finally
        {
            endStep();
        }
    }

    /**
     * Brings the code of a swap into the caches of the processor, and after some calls to the JIT: swaps a scratch map
     * of the same class, which has one bucket and is closed at the end. Where memory for it is refused, the swap to
     * come is as correct, and slower.
     */
    private void rehearseSwap()
    {
        final MapConfig quiet = config.withName(name() + REHEARSAL)
            .withTestHooks(new MapConfig.TestHooks(null, null, config.testHooks().gate(), false));
        try
        {
            final MapSkin scratch = Opening.construct(Opening.fresh(type, 0, quiet), this::sibling);
            try
            {
                scratch.makeFirstBucket();
                final long start = System.nanoTime();
                for (int i = 0; i < LEAST_REHEARSALS ||
                    i < MOST_REHEARSALS && System.nanoTime() - start < REHEARSAL_NANOS; i++)
                {
                    scratch.clear(ClearStrategy.SWAP);
                    scratch.advance(Long.MAX_VALUE);
                }
            }
            finally
            {
                scratch.close();
            }
        }
        catch (final OffHeapMemoryException refused)
        {
            // The array of the swap is there, which is what counts.
        }
    }

    /** An empty map of the same class. */
    abstract MapSkin sibling(Opening opening);

    /** As {@link OffHeapMap#advance} says. */
    public final boolean advance(final long budgetNanos)
    {
        beginStep();
        try
        {
            return clearing.advance(budgetNanos);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
        finally
        {
            endStep();
        }
    }

    /** As {@link OffHeapMap#trim} says. */
    public final void trim()
    {
        beginStep();
        try
        {
            clearing.trim();
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
        finally
        {
            endStep();
        }
    }

    /** As {@link OffHeapMap#save} says. */
    public final void save(final Path file, final SaveProgress progress) throws IOException
    {
        Required.argument(file, "file");
        Required.argument(progress, "progress");
        heap.requireOpen();
        refuseInFunction();
        try
        {
            new Saving(this, progress, System::nanoTime).save(file);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    /** As {@link OffHeapMap#name} says. */
    public final String name()
    {
        return config.map().name();
    }

    /** Leaves to an agent what one can do, or does it all itself again. */
    final void workWithAgent(final boolean agent)
    {
        try
        {
            heap.requireOpen();
            setWriting();
            try
            {
                requireAgent(!agent);
                arrays.prepareBy(agent ? Preparing.AGENT : config.memory().pages().preparing());
                heap.reclaimer().letAgent(agent);
                setChoresDue(true);
            }
            finally
            {
                endWrite();
            }
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    private void requireAgent(final boolean has)
    {
        if (heap.reclaimer().hasAgent() != has)
        {
            throw new IllegalStateException("map has " + (has ? "no" : "an") + " agent: map=" + heap.mapName());
        }
    }

    /** How many elements an array of all keys, or of all values, has. */
    final int arrayLength()
    {
        final long count = sizeLong();
        if (count > MAX_ARRAY_LENGTH)
        {
            throw new IllegalStateException(
                "more entries than an array can hold: size=" + count + ", maximum=" + MAX_ARRAY_LENGTH);
        }
        return (int)count;
    }

    /** As {@link OffHeapMap#chains} says. */
    public final ChainReport chains()
    {
        heap.requireOpen();
        try
        {
            return ChainReport.of(this);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }

    /** As {@link OffHeapMap#stats} says. */
    public final MapStats stats()
    {
        try
        {
            return MapStats.of(this);
        }
        catch (final RuntimeException | InternalError e)
        {
            throw failure(e);
        }
    }
}
