// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

/**
 * A hold for a helper thread: cleans the array that a {@link ClearStrategy#SWAP} has put aside, beside the map's
 * writer.
 *
 * <p><b>Threads.</b> {@link #run} may be called by any number of threads at any time, also while the map is written,
 * read or closed; it touches nothing but the array put aside, to which no pointer of the map leads. Writer and helpers
 * take slices in turn: a writer that meets a helper leaves the slice to it, a swap waits for at most one slice. What
 * else a map has to do, returning retired memory and boxes, stays with the writer: see {@code advance}.
 */
public final class Chores
{
    private final HmapState map;

    Chores(final HmapState map)
    {
        this.map = map;
    }

    /**
     * Cleans for at most a given time, in slices of 16 KiB.
     *
     * @param budgetNanos time in nanoseconds; overrun by at most one slice.
     * @return true if something is left to clean; false if nothing is, or the map is closed.
     */
    public boolean run(final long budgetNanos)
    {
        final SpareArray spare = map.arrays.spare();
        final long start = System.nanoTime();
        try
        {
            while (spare.isDirty() && !map.region.isClosed())
            {
                if (System.nanoTime() - start >= budgetNanos)
                {
                    return true;
                }
                if (!spare.cleanSlice())
                {
                    Thread.onSpinWait();
                }
            }
            return false;
        }
        catch (final IllegalStateException e)
        {
            if (map.region.isClosed())
            {
                return false;
            }
            throw e;
        }
    }
}
