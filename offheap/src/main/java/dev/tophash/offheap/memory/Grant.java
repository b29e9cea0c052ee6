// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import dev.tophash.OffHeapMemoryException;

/**
 * Memory that an operation has been promised before it changes a byte.
 *
 * <pre>
 *   grant.begin().bytes(n).range(size)...      what the operation can need at most
 *   grant.confirm("new entry")                 all of it or nothing; the one step that can be refused
 *   grant.take(size), grant.charge(n)          what it does need
 *   grant.end()                                the rest goes back
 * </pre>
 *
 * <p><b>Bytes and ranges are two things.</b> A range is address space: it costs nothing until it is touched, so a
 * growing list or the overflow buckets of an array can have room to extend in place. Bytes are what the operation will
 * touch; they count against the budget from {@link #confirm} on.
 *
 * <p>A growth keeps a grant of its own from its begin to its end, for the overflow buckets that its evacuation can
 * need: {@link #moveTo} fills it. So a remove in the middle of a growth cannot run out. Go dies when its allocator
 * fails; a port that keeps Go's order and survives loses entries at half of the faults (180 of 319 in the probe).
 *
 * <p>The object is made with the map and used again and again. One writer.
 */
public final class Grant
{
    private static final int MAX_RANGE_COUNT = 4;

    private final Region region;
    private final Budget budget;
    private final long[] offsets = new long[MAX_RANGE_COUNT];
    private final long[] sizes = new long[MAX_RANGE_COUNT];
    private int rangeCount;
    private boolean firstIsArray;
    private boolean confirmed;
    private long bytes;

    Grant(final Region region)
    {
        this.region = region;
        budget = region.budget();
    }

    /**
     * Starts anew; what is left of the operation before goes back.
     *
     * @return this.
     */
    public Grant begin()
    {
        end();
        return this;
    }

    /**
     * Asks for bytes.
     *
     * @param count number of bytes.
     * @return this.
     */
    public Grant bytes(final long count)
    {
        bytes += count;
        return this;
    }

    /**
     * Asks for a range of addresses.
     *
     * @param size bytes, positive.
     * @return this.
     */
    public Grant range(final long size)
    {
        sizes[rangeCount] = size;
        offsets[rangeCount++] = PageTable.NONE;
        return this;
    }

    /**
     * Asks for the range of a bucket array, before any other range; the page policy applies to it.
     *
     * @param size bytes, positive.
     * @return this.
     */
    public Grant array(final long size)
    {
        firstIsArray = true;
        return range(size);
    }

    /**
     * Gets all that was asked for, or nothing.
     *
     * @param what what it is for, for the message.
     * @throws OffHeapMemoryException if budget or addresses do not allow it; the grant is empty then.
     */
    public void confirm(final String what)
    {
        try
        {
            budget.hold(bytes, what);
            confirmed = true;
            for (int i = 0; i < rangeCount; i++)
            {
                offsets[i] = firstIsArray && i == 0 ? region.arraySpace(sizes[i]) : region.space(sizes[i]);
            }
        }
        catch (final RuntimeException e)
        {
            end();
            throw e;
        }
    }

    /**
     * Takes a range that was asked for; one that was not is asked for now.
     *
     * @param size its size.
     * @return its offset; it reads as zero.
     * @throws OffHeapMemoryException if it was not asked for and there is none.
     */
    public long take(final long size)
    {
        for (int i = 0; i < rangeCount; i++)
        {
            final long offset = offsets[i];
            if (sizes[i] == size && offset != PageTable.NONE)
            {
                offsets[i] = PageTable.NONE;
                return offset;
            }
        }
        return region.space(size);
    }

    /**
     * Counts bytes as used, out of those that were granted; what they do not cover is asked for now.
     *
     * @param count number of bytes.
     * @throws OffHeapMemoryException if they were not granted and the budget does not allow them.
     */
    public void charge(final long count)
    {
        if (count > bytes)
        {
            budget.hold(count - bytes, "allocation");
            bytes = count;
        }
        bytes -= count;
        budget.unhold(count);
        budget.use(count);
    }

    /**
     * Counts bytes as used that were not granted, if the budget has them without being asked for more.
     *
     * @param count number of bytes.
     * @return false if it has not; nothing has changed.
     */
    boolean chargeAtOnce(final long count)
    {
        return budget.useAtOnce(count);
    }

    /**
     * Hands bytes over to a grant that lives longer.
     *
     * @param other whose they become.
     * @param count number of bytes, at most what is left here.
     */
    public void moveTo(final Grant other, final long count)
    {
        assert confirmed && count <= bytes : "more than was granted";
        bytes -= count;
        other.bytes += count;
        other.confirmed = true;
    }

    /** Gives back what was not needed. */
    public void end()
    {
        if (confirmed)
        {
            budget.unhold(bytes);
            for (int i = 0; i < rangeCount; i++)
            {
                if (offsets[i] != PageTable.NONE)
                {
                    region.recycle(offsets[i], sizes[i]);
                }
            }
        }
        bytes = 0;
        rangeCount = 0;
        firstIsArray = false;
        confirmed = false;
    }
}
