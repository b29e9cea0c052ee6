// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The queue of retired memory: old bucket arrays, their overflow buckets and lists, chunks of boxes.
 *
 * <p>Returning a large array at once would be a pause (9 ms for 256 MiB), so every write takes one slice of at most
 * {@value #SLICE_SIZE} bytes from the head of the queue. An entry is touched only when no cursor that was open at its
 * retirement is open still; entries are in order of retirement, so the head decides. An entry of less than a slice is
 * zeroed and kept for reuse, pages of a larger one go back to the system.
 */
public final class Reclaimer
{
    /** Bytes cleaned in one step; about 2 microseconds. */
    public static final long SLICE_SIZE = 64 << 10;

    private static final int OFFSET = 0;
    private static final int TOUCHED_SIZE = 1;
    private static final int SPACE_SIZE = 2;
    private static final int CHARGE = 3;
    private static final int EPOCH = 4;
    private static final int FIELD_COUNT = 5;

    private final Region region;
    private final MemorySegment memory;
    private long[] ring = new long[FIELD_COUNT * 16];
    private int head;
    private int count;
    private long cleaned;
    private long pendingBytes;

    /**
     * Makes an empty queue.
     *
     * @param region whose memory comes back.
     */
    public Reclaimer(final Region region)
    {
        this.region = region;
        this.memory = region.memory();
    }

    /**
     * Retires a piece of space.
     *
     * @param offset      where it starts.
     * @param touchedSize bytes from its start that may be other than zero.
     * @param spaceSize   the size it was asked for.
     * @param charge      bytes to discharge when it is clean.
     * @param epoch       epoch of its retirement.
     */
    public void retire(
        final long offset, final long touchedSize, final long spaceSize, final long charge, final long epoch)
    {
        final int capacity = ring.length / FIELD_COUNT;
        if (count == capacity)
        {
            final long[] larger = new long[2 * ring.length];
            final int tail = (capacity - head) * FIELD_COUNT;
            System.arraycopy(ring, head * FIELD_COUNT, larger, 0, tail);
            System.arraycopy(ring, 0, larger, tail, head * FIELD_COUNT);
            ring = larger;
            head = 0;
        }
        final int at = (head + count) % (ring.length / FIELD_COUNT) * FIELD_COUNT;
        ring[at + OFFSET] = offset;
        ring[at + TOUCHED_SIZE] = touchedSize;
        ring[at + SPACE_SIZE] = spaceSize;
        ring[at + CHARGE] = charge;
        ring[at + EPOCH] = epoch;
        count++;
        pendingBytes += charge;
    }

    /**
     * Tells whether anything waits.
     *
     * @return true if the queue is not empty.
     */
    public boolean isPending()
    {
        return 0 != count;
    }

    /**
     * Bytes that wait for their return.
     *
     * @return a number of bytes, still counted as used.
     */
    public long pendingBytes()
    {
        return pendingBytes;
    }

    /**
     * Cleans one slice.
     *
     * @param oldestEpoch epoch of the oldest open cursor, {@link Long#MAX_VALUE} if none is open.
     * @return false if nothing could be done.
     */
    public boolean step(final long oldestEpoch)
    {
        if (!canStep(oldestEpoch))
        {
            return false;
        }
        final int at = head * FIELD_COUNT;
        final long touched = ring[at + TOUCHED_SIZE];
        if (touched < SLICE_SIZE)
        {
            Memory.zero(memory, ring[at + OFFSET], touched);
            cleaned = touched;
        }
        else
        {
            final long rest = (touched - cleaned + Region.PAGE_SIZE - 1) / Region.PAGE_SIZE * Region.PAGE_SIZE;
            final long size = Math.min(rest, SLICE_SIZE);
            region.giveBack(ring[at + OFFSET] + cleaned, size);
            cleaned += size;
        }
        if (cleaned >= touched)
        {
            finishHead();
        }
        return true;
    }

    /**
     * Tells whether {@link #step} would do something.
     *
     * @param oldestEpoch epoch of the oldest open cursor, {@link Long#MAX_VALUE} if none is open.
     * @return false if the queue is empty or its head waits for a cursor.
     */
    public boolean canStep(final long oldestEpoch)
    {
        return 0 != count && ring[head * FIELD_COUNT + EPOCH] < oldestEpoch;
    }

    /**
     * Returns everything that no cursor can read, at once: pages go to the system, what is less than a page is zeroed.
     *
     * @param oldestEpoch epoch of the oldest open cursor, {@link Long#MAX_VALUE} if none is open.
     */
    public void releaseAll(final long oldestEpoch)
    {
        while (canStep(oldestEpoch))
        {
            final int at = head * FIELD_COUNT;
            final long touched = ring[at + TOUCHED_SIZE];
            if (ring[at + SPACE_SIZE] < Region.PAGE_SIZE)
            {
                Memory.zero(memory, ring[at + OFFSET], touched);
            }
            else if (0 != touched)
            {
                region.giveBack(ring[at + OFFSET],
                    (touched + Region.PAGE_SIZE - 1) / Region.PAGE_SIZE * Region.PAGE_SIZE);
            }
            finishHead();
        }
    }

    private void finishHead()
    {
        final int at = head * FIELD_COUNT;
        region.recycle(ring[at + OFFSET], ring[at + SPACE_SIZE]);
        region.discharge(ring[at + CHARGE]);
        pendingBytes -= ring[at + CHARGE];
        Arrays.fill(ring, at, at + FIELD_COUNT, 0);
        head = (head + 1) % (ring.length / FIELD_COUNT);
        count--;
        cleaned = 0;
    }
}
