// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.arrays;

import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.memory.Region;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The second array of a map that is cleared by swapping arrays. It is zero, or is being zeroed.
 *
 * <pre>
 *   | zero ......... cleaned | dirty .................. arraySize |
 * </pre>
 *
 * <p><b>Threads.</b> One word says clean, dirty or busy. A thread makes it busy by compare-and-set, for one slice at a
 * time, and owns the other fields while it is busy. So the writer, a helper thread and a swap never clean the same
 * bytes, and each sees what the one before has zeroed. The writer's chores do not wait; a swap does. A release store
 * ends the busy state: a full fence would wait for the stores of a swap, which go to places that no cache holds.
 */
public final class SwapArray
{
    /** Bytes zeroed at once: about 1 to 3 microseconds, as the array is cold. */
    static final long SLICE_SIZE = 16 << 10;

    /** No page is smaller. */
    private static final long PAGE_SIZE = 4 << 10;

    private static final int CLEAN = 0;
    private static final int DIRTY = 1;
    private static final int BUSY = 2;

    private final MemorySegment memory;
    private final AtomicInteger state = new AtomicInteger(CLEAN);
    private Generation generation;
    private long cleaned;

    SwapArray(final MemorySegment memory)
    {
        this.memory = memory;
    }

    /** Whether bytes are left to clean, also if another thread is cleaning them now. */
    public boolean isDirty()
    {
        return state.get() != CLEAN;
    }

    /** Whether there is an array with this number of main buckets; asked by the writer only. */
    public boolean fits(final long mainCount)
    {
        return generation != null && mainCount == generation.mainCount();
    }

    /** Cleans one slice; false if there is none or somebody else is at it. */
    public boolean cleanSlice()
    {
        if (state.get() != DIRTY || !state.compareAndSet(DIRTY, BUSY))
        {
            return false;
        }
        int next = DIRTY;
        try
        {
            next = clean(SLICE_SIZE);
            return true;
        }
        finally
        {
            state.setRelease(next);
        }
    }

    private int clean(final long most)
    {
        final long size = Math.min(most, generation.arraySize() - cleaned);
        Memory.zero(memory, generation.arrayOffset() + cleaned, size);
        cleaned += size;
        if (cleaned != generation.arraySize())
        {
            return DIRTY;
        }
        generation.dirty().forget();
        return CLEAN;
    }

    /** Makes the array busy and returns the state it had. */
    private int take()
    {
        while (true)
        {
            final int was = state.get();
            if (was != BUSY && state.compareAndSet(was, BUSY))
            {
                return was;
            }
            Thread.onSpinWait();
        }
    }

    /** Takes a clean array that was just allocated; there is none before. */
    public void put(final Generation fresh)
    {
        take();
        generation = fresh;
        cleaned = fresh.arraySize();
        state.setRelease(CLEAN);
    }

    /** Cleans what is left of the array and has all its pages made, so that who gets it touches no new one. */
    public void makeReady(final Region region)
    {
        int next = take();
        try
        {
            if (next == DIRTY)
            {
                next = clean(Long.MAX_VALUE);
            }
            final long start = generation.arrayOffset();
            final long end = start + generation.arraySize();
            if (!region.populate(start, end - start))
            {
                for (long at = start; at < end; at = (at | PAGE_SIZE - 1) + 1)
                {
                    Memory.putByte(memory, at, (byte)0);
                }
            }
        }
        finally
        {
            state.setRelease(next);
        }
    }

    /** Puts an array aside and returns the one that was aside, all zero; what is not clean yet is cleaned now. */
    public Generation exchange(final Generation used)
    {
        int next = take();
        try
        {
            if (next == DIRTY)
            {
                next = clean(Long.MAX_VALUE);
            }
            final Generation clean = generation;
            generation = used;
            cleaned = 0;
            next = DIRTY;
            return clean;
        }
        finally
        {
            state.setRelease(next);
        }
    }

    /** Gives the array up, dirty or not; null if there is none. */
    Generation remove()
    {
        if (generation == null)
        {
            return null;
        }
        take();
        final Generation clean = generation;
        generation = null;
        state.setRelease(CLEAN);
        return clean;
    }

    /** Notes that somebody else has zeroed all of it. */
    public void markClean()
    {
        if (generation != null)
        {
            take();
            cleaned = generation.arraySize();
            generation.dirty().forget();
            state.setRelease(CLEAN);
        }
    }
}
