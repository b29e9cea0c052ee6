// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.offheap.memory.Memory;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The second array of a map that is cleared by {@link ClearStrategy#SWAP}: zero, or on its way there.
 *
 * <pre>
 *   | zero ......... cleaned | dirty .................. arraySize |
 * </pre>
 *
 * <p><b>Threads.</b> A flag taken by compare-and-set guards the fields, held for one slice at a time. So the writer, a
 * helper thread and a swap never clean the same bytes, and what one has zeroed is seen by whoever takes the flag
 * next. The writer's chores do not wait for the flag; a swap does.
 */
final class SpareArray
{
    /** Bytes zeroed at once: about 1 to 3 microseconds, as the array is cold. */
    static final long SLICE_SIZE = 16 << 10;

    private final MemorySegment memory;
    private final AtomicBoolean busy = new AtomicBoolean();
    private Generation generation;
    private long cleaned;
    private volatile boolean dirty;

    SpareArray(final MemorySegment memory)
    {
        this.memory = memory;
    }

    /** Whether bytes are left to clean. */
    boolean isDirty()
    {
        return dirty;
    }

    /** Whether a spare of this number of main buckets exists; asked by the writer only. */
    boolean fits(final long mainCount)
    {
        return null != generation && mainCount == generation.mainCount;
    }

    /** Cleans one slice; false if there is none or somebody else is at it. */
    boolean cleanSlice()
    {
        if (!dirty || !busy.compareAndSet(false, true))
        {
            return false;
        }
        try
        {
            if (dirty)
            {
                clean(SLICE_SIZE);
            }
            return true;
        }
        finally
        {
            busy.set(false);
        }
    }

    private void clean(final long most)
    {
        final long size = Math.min(most, generation.arraySize - cleaned);
        Memory.zero(memory, generation.arrayOffset + cleaned, size);
        cleaned += size;
        if (cleaned == generation.arraySize)
        {
            DirtyBuckets.forget(memory, generation);
            dirty = false;
        }
    }

    private void take()
    {
        while (!busy.compareAndSet(false, true))
        {
            Thread.onSpinWait();
        }
    }

    /** Takes a clean array that was just allocated; there is no spare before. */
    void put(final Generation fresh)
    {
        take();
        generation = fresh;
        cleaned = fresh.arraySize;
        dirty = false;
        busy.set(false);
    }

    /** Puts an array aside and returns the spare, all zero; what is not clean yet is cleaned now. */
    Generation exchange(final Generation used)
    {
        take();
        try
        {
            if (dirty)
            {
                clean(Long.MAX_VALUE);
            }
            final Generation spare = generation;
            generation = used;
            cleaned = 0;
            dirty = true;
            return spare;
        }
        finally
        {
            busy.set(false);
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
        dirty = false;
        busy.set(false);
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
            dirty = false;
            busy.set(false);
        }
    }
}
