// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.offheap.arrays.SwapArray;
import dev.tophash.offheap.memory.Region;

/**
 * Lets a helper thread clean the array that a {@link ClearStrategy#SWAP} has put aside, beside the map's writer.
 *
 * <p><b>Threads.</b> Any number of threads may call {@link #run} at any time, also while the map is written, read or
 * closed. It touches only the array put aside, and no pointer of the map leads there. Writer and helpers take slices in
 * turn: a writer that meets a helper leaves the slice to it, and a swap waits for at most one slice. The other chores,
 * returning retired memory and boxes, stay with the writer: see {@code advance}.
 */
public final class Chores
{
    private final SwapArray swap;
    private final Region region;

    Chores(final SwapArray swap, final Region region)
    {
        this.swap = swap;
        this.region = region;
    }

    /**
     * Cleans for at most a given time, in slices of 16 KiB.
     *
     * @param budgetNanos time in nanoseconds; overrun by at most one slice.
     * @return true if something is left to clean; false if nothing is, or the map is closed.
     */
    public boolean run(final long budgetNanos)
    {
        final long start = System.nanoTime();
        try
        {
            while (swap.isDirty() && !region.isClosed())
            {
                if (System.nanoTime() - start >= budgetNanos)
                {
                    return true;
                }
                if (!swap.cleanSlice())
                {
                    Thread.onSpinWait();
                }
            }
            return false;
        }
        catch (final IllegalStateException e)
        {
            if (region.isClosed())
            {
                return false;
            }
            throw e;
        }
    }
}
