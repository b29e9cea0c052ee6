// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.offheap.memory.Memory;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The second array of a map that is cleared by {@link ClearStrategy#SWAP}: zero, or on its way there.
 *
 * <pre>
 *   | zero ......... cleaned | dirty .................. arraySize |
 * </pre>
 *
 * <p><b>Threads.</b> One word says clean, dirty or busy. Whoever makes it busy, by compare-and-set and for one slice
 * at a time, has the other fields. So the writer, a helper thread and a swap never clean the same bytes, and what one
 * has zeroed is seen by whoever comes next. The writer's chores do not wait; a swap does. It is let go with a release
 * store: a full fence would wait for the stores of a swap, which go to places that no cache holds.
 */
final class SpareArray
{
    /** Bytes zeroed at once: about 1 to 3 microseconds, as the array is cold. */
    static final long SLICE_SIZE = 16 << 10;

    private static final int CLEAN = 0;
    private static final int DIRTY = 1;
    private static final int BUSY = 2;

    private final MemorySegment memory;
    private final AtomicInteger state = new AtomicInteger(CLEAN);
    private Generation generation;
    private long cleaned;

    SpareArray(final MemorySegment memory)
    {
        this.memory = memory;
    }

    /** Whether bytes are left to clean, be it that somebody is at it. */
    boolean isDirty()
    {
        return CLEAN != state.get();
    }

    /** Whether a spare of this number of main buckets exists; asked by the writer only. */
    boolean fits(final long mainCount)
    {
        return null != generation && mainCount == generation.mainCount;
    }

    /** Cleans one slice; false if there is none or somebody else is at it. */
    boolean cleanSlice()
    {
        if (!state.compareAndSet(DIRTY, BUSY))
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
        final long size = Math.min(most, generation.arraySize - cleaned);
        Memory.zero(memory, generation.arrayOffset + cleaned, size);
        cleaned += size;
        if (cleaned != generation.arraySize)
        {
            return DIRTY;
        }
        DirtyBuckets.forget(memory, generation);
        return CLEAN;
    }

    /** Makes the spare busy and tells what it was. */
    private int take()
    {
        while (true)
        {
            final int was = state.get();
            if (BUSY != was && state.compareAndSet(was, BUSY))
            {
                return was;
            }
            Thread.onSpinWait();
        }
    }

    /** Takes a clean array that was just allocated; there is no spare before. */
    void put(final Generation fresh)
    {
        take();
        generation = fresh;
        cleaned = fresh.arraySize;
        state.setRelease(CLEAN);
    }

    /** Puts an array aside and returns the spare, all zero; what is not clean yet is cleaned now. */
    Generation exchange(final Generation used)
    {
        int next = take();
        try
        {
            if (DIRTY == next)
            {
                next = clean(Long.MAX_VALUE);
            }
            final Generation spare = generation;
            generation = used;
            cleaned = 0;
            next = DIRTY;
            return spare;
        }
        finally
        {
            state.setRelease(next);
        }
    }

    /** Gives the spare up, dirty or not; null if there is none. */
    Generation remove()
    {
        if (null == generation)
        {
            return null;
        }
        take();
        final Generation spare = generation;
        generation = null;
        state.setRelease(CLEAN);
        return spare;
    }

    /** Somebody else has zeroed all of it. */
    void markClean()
    {
        if (null != generation)
        {
            take();
            cleaned = generation.arraySize;
            DirtyBuckets.forget(memory, generation);
            state.setRelease(CLEAN);
        }
    }
}
