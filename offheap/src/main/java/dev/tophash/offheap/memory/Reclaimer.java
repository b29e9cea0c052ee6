// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import java.lang.foreign.MemorySegment;

/**
 * The queue of retired memory: old bucket arrays, their overflow buckets and lists, large boxes, all slabs of a cleared
 * map.
 *
 * <p>Returning a large array at once would be a pause (9 ms for 256 MiB), so every write takes one slice from the head
 * of the queue: 16 KiB of a large range, at most {@value Region#SLICE_SIZE} bytes of small ones. An entry is touched
 * only when no cursor that was open at its retirement is open still; entries are in order of retirement, so the head
 * decides. What is less than a slice is zeroed and kept for reuse, pages of a larger entry go back to the system.
 *
 * <p><b>The queue needs no memory.</b> It is a list whose links stand in records that each range has from its birth: at
 * the end of a block ({@link Blocks}), in the table for a run ({@link PageTable}).
 *
 * <pre>
 *   0      8         16       24      32
 *   | next | touched | charge | epoch |        next: offset, number of granules in the low six bits
 * </pre>
 *
 * <p>A slab at the head stands for all slabs of a heap, linked to it; it is the last of them to go.
 */
public final class Reclaimer
{
    private static final int NEXT_OFFSET = 0;
    private static final int TOUCHED_OFFSET = 8;
    private static final int CHARGE_OFFSET = 16;
    private static final int EPOCH_OFFSET = 24;
    private static final int RECORD_SIZE = 32;
    private static final int GRANULE_MASK = Blocks.GRANULE_SIZE - 1;
    private static final int MAX_SLABS_A_STEP = 16;

    /**
     * What a write cleans of a large run. To give 64 KiB back to the system takes 8 us on a virtual machine, and the
     * next 2,000 writes do so too: at 400,000 a second they wait for one another.
     */
    private static final long WRITE_SIZE = 16 << 10;

    private static final long ALL = Long.MAX_VALUE;

    /** Visits after which an agent is late. */
    private static final int MAX_VISITS = 16;

    /** What stands for an empty queue: no entry has offset 0 and granules. */
    private static final long NIL = 0;

    private static final long[] NO_RECORDS = {};

    private final Region region;
    private final MemorySegment memory;
    private final MemorySegment table;
    private final Allocator allocator;
    private long head;
    private long tail;
    private long cleaned;
    private long pendingBytes;
    private int zeroings;
    private PageWork offered;
    private boolean hasAgent;
    private boolean isOffered;
    private long offeredAt;
    private int visits;
    private long visitAt = Long.MAX_VALUE;
    private long cleanedBytes;

    /**
     * Makes an empty queue.
     *
     * @param region whose memory comes back.
     */
    public Reclaimer(final Region region)
    {
        this.region = region;
        this.memory = region.memory();
        this.allocator = region.allocator();
        this.table = allocator.table();
    }

    /**
     * Retires a range.
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
        append(offset | (Allocator.isBlock(spaceSize) ? Blocks.granuleCount(spaceSize) : 0), touchedSize, charge,
            epoch);
    }

    /** Retires all slabs of a heap, which {@code allNext} links behind the first. */
    void retireSlabs(final int firstSlab, final long charge, final long epoch)
    {
        append(PageTable.offsetOf(firstSlab), 0, charge, epoch);
    }

    private void append(final long entry, final long touchedSize, final long charge, final long epoch)
    {
        putRecord(entry, NEXT_OFFSET, NIL);
        putRecord(entry, TOUCHED_OFFSET, touchedSize);
        putRecord(entry, CHARGE_OFFSET, charge);
        putRecord(entry, EPOCH_OFFSET, epoch);
        if (head == NIL)
        {
            head = entry;
        }
        else
        {
            putRecord(tail, NEXT_OFFSET, entry);
        }
        tail = entry;
        pendingBytes += charge;
    }

    private static long offsetOf(final long entry)
    {
        return entry & -Blocks.GRANULE_SIZE;
    }

    private static int granuleCount(final long entry)
    {
        return (int)entry & GRANULE_MASK;
    }

    private long getRecord(final long entry, final int field)
    {
        final int granules = granuleCount(entry);
        return granules == 0 ? Memory.getLong(table, PageTable.record(PageTable.pageOf(entry)) + field) :
            Memory.getLong(memory, Blocks.record(offsetOf(entry), granules) + field);
    }

    private void putRecord(final long entry, final int field, final long value)
    {
        final int granules = granuleCount(entry);
        if (granules == 0)
        {
            Memory.putLong(table, PageTable.record(PageTable.pageOf(entry)) + field, value);
        }
        else
        {
            Memory.putLong(memory, Blocks.record(offsetOf(entry), granules) + field, value);
        }
    }

    /**
     * Bytes that the writer has cleaned so far; what an agent has cleaned is not among them.
     *
     * @return a number of bytes.
     */
    public long cleanedBytes()
    {
        return cleanedBytes;
    }

    /**
     * Tells whether anything waits.
     *
     * @return true if the queue is not empty.
     */
    public boolean isPending()
    {
        return head != NIL;
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
        return step(oldestEpoch, Region.SLICE_SIZE);
    }

    private boolean step(final long oldestEpoch, final long most)
    {
        if (!canStep(oldestEpoch))
        {
            return false;
        }
        recall();
        if (granuleCount(head) == 0)
        {
            final int page = PageTable.pageOf(head);
            if (PageTable.kind(table, page) == PageTable.SLAB)
            {
                stepSlabs(page);
            }
            else
            {
                stepRun(page, getRecord(head, TOUCHED_OFFSET), most);
            }
        }
        else
        {
            finishBlock();
        }
        return true;
    }

    /**
     * Lets an agent clean large ranges.
     *
     * @param agent false to do it by {@link #step} again.
     */
    public void letAgent(final boolean agent)
    {
        recall();
        hasAgent = agent;
        visits = 0;
        if (offered == null)
        {
            offered = PageWork.cleaning(region);
        }
    }

    /**
     * What an agent does.
     *
     * @return the same each time, once {@link #letAgent} was called.
     */
    public PageWork agentWork()
    {
        return offered;
    }

    /** {@return whether an agent cleans large ranges} */
    public boolean hasAgent()
    {
        return hasAgent;
    }

    /**
     * Cleans one slice, or leaves that to the agent and takes from it what is clean. An agent that is not done after
     * some visits is late: then the writer cleans.
     *
     * @param oldestEpoch epoch of the oldest open cursor, {@link Long#MAX_VALUE} if none is open.
     * @param count       entries of the map.
     * @param patience    after how many more entries a write is to come again.
     * @return true if no write need come before that.
     */
    public boolean stepOrLeave(final long oldestEpoch, final long count, final long patience)
    {
        if (isOffered)
        {
            visits = offered.isDone() ? 0 : visits + 1;
        }
        if (hasAgent && visits < MAX_VISITS && (isOffered ? visits != 0 : mayOffer(oldestEpoch)))
        {
            if (!isOffered)
            {
                offer();
            }
            visitAt = count + patience;
            return true;
        }
        step(oldestEpoch, WRITE_SIZE);
        visitAt = Long.MAX_VALUE;
        visits = head == NIL ? 0 : visits;
        return false;
    }

    /**
     * From how many entries on a write is to look after the agent.
     *
     * @return a count, {@link Long#MAX_VALUE} for never.
     */
    public long visitAt()
    {
        return visitAt;
    }

    /** A range of a map among many goes back to the system by its writer only: it may have another owner soon. */
    private boolean mayOffer(final long oldestEpoch)
    {
        if (!canStep(oldestEpoch) || granuleCount(head) != 0)
        {
            return false;
        }
        final long touched = getRecord(head, TOUCHED_OFFSET);
        return PageTable.kind(table, PageTable.pageOf(head)) != PageTable.SLAB &&
            touched - cleaned > Region.SLICE_SIZE && (region.isAlone() || mayKeep(touched));
    }

    private void offer()
    {
        final long touched = getRecord(head, TOUCHED_OFFSET);
        offeredAt = cleaned;
        offered.offer(offsetOf(head) + cleaned, touched - cleaned, mayKeep(touched));
        isOffered = true;
    }

    /** Takes back what the agent was offered; what it has cleaned is clean. */
    private void recall()
    {
        if (isOffered)
        {
            isOffered = false;
            visitAt = Long.MAX_VALUE;
            cleaned = Math.min(offeredAt + offered.recall(), getRecord(head, TOUCHED_OFFSET));
        }
    }

    /**
     * Tells whether {@link #step} would do something.
     *
     * @param oldestEpoch epoch of the oldest open cursor, {@link Long#MAX_VALUE} if none is open.
     * @return false if the queue is empty or its head waits for a cursor.
     */
    public boolean canStep(final long oldestEpoch)
    {
        return head != NIL && getRecord(head, EPOCH_OFFSET) < oldestEpoch;
    }

    /**
     * Returns everything that no cursor can read, at once: pages go to the system, what is less than a page is zeroed.
     *
     * @param oldestEpoch epoch of the oldest open cursor, {@link Long#MAX_VALUE} if none is open.
     */
    public void releaseAll(final long oldestEpoch)
    {
        recall();
        while (canStep(oldestEpoch))
        {
            final int page = PageTable.pageOf(head);
            if (granuleCount(head) == 0 && PageTable.kind(table, page) != PageTable.SLAB)
            {
                stepRun(page, Math.max(getRecord(head, TOUCHED_OFFSET), 1), ALL);
            }
            else
            {
                step(oldestEpoch);
            }
        }
    }

    /**
     * Cleans at once what is small, as much as one write may clean: a later write that comes for one block takes the
     * slow way, which costs more than the cleaning.
     *
     * @param oldestEpoch epoch of the oldest open cursor, {@link Long#MAX_VALUE} if none is open.
     */
    public void cleanSmall(final long oldestEpoch)
    {
        long left = WRITE_SIZE;
        while (canStep(oldestEpoch) && isSmall(left))
        {
            left -= getRecord(head, TOUCHED_OFFSET);
            step(oldestEpoch, WRITE_SIZE);
        }
    }

    private boolean isSmall(final long most)
    {
        return getRecord(head, TOUCHED_OFFSET) <= most &&
            (granuleCount(head) != 0 || PageTable.kind(table, PageTable.pageOf(head)) != PageTable.SLAB);
    }

    private void finishBlock()
    {
        final int granules = granuleCount(head);
        final long offset = offsetOf(head);
        Memory.zero(memory, offset, getRecord(head, TOUCHED_OFFSET));
        cleanedBytes += getRecord(head, TOUCHED_OFFSET);
        final long charge = removeHead();
        Memory.zero(memory, Blocks.record(offset, granules), RECORD_SIZE);
        allocator.blocks().give(offset, granules);
        region.discharge(charge);
    }

    private void stepRun(final int page, final long touched, final long most)
    {
        final long offset = PageTable.offsetOf(page);
        if (touched < Region.SLICE_SIZE && most != ALL)
        {
            Memory.zero(memory, offset, touched);
            cleanedBytes += touched;
            cleaned = touched;
        }
        else
        {
            final long size = Math.min(touched - cleaned, most);
            if (most != ALL && mayKeep(touched))
            {
                Memory.zero(memory, offset + cleaned, size);
            }
            else
            {
                region.giveBack(offset + cleaned, PageTable.roundUp(size, Region.PAGE_SIZE));
            }
            cleaned += size;
            cleanedBytes += size;
        }
        if (cleaned >= touched)
        {
            final long charge = removeHead();
            allocator.runs().give(page, PageTable.pageCount(table, page));
            region.discharge(charge);
        }
    }

    /**
     * Whether the pages of a range stay for the next one: a fresh page costs a microsecond and more, to zero one a
     * twentieth of that.
     */
    private boolean mayKeep(final long size)
    {
        return PageTable.offsetOf(allocator.runs().idleCount()) + size <= region.keptBytes();
    }

    /** The slab at the head holds the record, so the others go before it. */
    private void stepSlabs(final int headSlab)
    {
        long size = 0;
        for (int i = 0; i < MAX_SLABS_A_STEP && size < Region.SLICE_SIZE; i++)
        {
            final long link = PageTable.entry(headSlab) + PageTable.ALL_NEXT_OFFSET;
            final int next = PageTable.link(table, link);
            final int slab = next == PageTable.NONE ? headSlab : next;
            final long touched = Slabs.touchedSize(table, slab) - cleaned;
            if (touched > Region.SLICE_SIZE)
            {
                region.giveBack(PageTable.offsetOf(slab) + cleaned, Region.SLICE_SIZE);
                cleaned += Region.SLICE_SIZE;
                cleanedBytes += Region.SLICE_SIZE;
                return;
            }
            size += touched;
            cleanedBytes += touched;
            clean(slab, cleaned, touched);
            cleaned = 0;
            if (slab == headSlab)
            {
                final long charge = removeHead();
                allocator.runs().give(slab, PageTable.pageCount(table, slab));
                region.discharge(charge);
                return;
            }
            PageTable.setLink(table, link, PageTable.link(table, PageTable.entry(slab) + PageTable.ALL_NEXT_OFFSET));
            allocator.runs().give(slab, PageTable.pageCount(table, slab));
        }
    }

    /** Makes a slab zero: a large one by its pages, a small one by stores. */
    private void clean(final int slab, final long from, final long touched)
    {
        final long offset = PageTable.offsetOf(slab) + from;
        if (PageTable.offsetOf(PageTable.pageCount(table, slab)) >= Region.SLICE_SIZE)
        {
            region.giveBack(offset, PageTable.roundUp(touched, Region.PAGE_SIZE));
        }
        else
        {
            Memory.zero(memory, offset, touched);
        }
    }

    private long removeHead()
    {
        final long charge = getRecord(head, CHARGE_OFFSET);
        pendingBytes -= charge;
        head = getRecord(head, NEXT_OFFSET);
        tail = head == NIL ? NIL : tail;
        cleaned = 0;
        return charge;
    }

    /** Makes every byte zero that was handed out. The queue is kept, although a part of it lies in these bytes. */
    public void zeroRegion()
    {
        recall();
        final long[] records = records();
        zeroAll();
        restore(records);
        zeroings++;
    }

    /**
     * How often every byte was made zero: what was read before is not there any more.
     *
     * @return a count.
     */
    public int zeroings()
    {
        return zeroings;
    }

    /**
     * Makes every byte zero that was handed out; pages that are zero already are only read. What is free is zero.
     */
    private void zeroAll()
    {
        final long[] ranges = region.isAlone() ? new long[]{0, region.endOffset()} : region.ranges();
        for (int i = 0; i < ranges.length; i += 2)
        {
            zeroPages(ranges[i], ranges[i] + ranges[i + 1]);
        }
    }

    private void zeroPages(final long from, final long end)
    {
        for (long at = from; at < end; at += Region.PAGE_SIZE)
        {
            final long size = Math.min(Region.PAGE_SIZE, end - at);
            if (!Memory.isZero(memory, at, (int)size))
            {
                Memory.zero(memory, at, size);
            }
        }
    }

    private long[] records()
    {
        int size = 0;
        for (long entry = head; entry != NIL; entry = getRecord(entry, NEXT_OFFSET))
        {
            size += RECORD_SIZE / Long.BYTES;
        }
        final long[] records = size == 0 ? NO_RECORDS : new long[size];
        int at = 0;
        for (long entry = head; entry != NIL; entry = getRecord(entry, NEXT_OFFSET))
        {
            for (int field = 0; field < RECORD_SIZE; field += Long.BYTES)
            {
                records[at++] = getRecord(entry, field);
            }
        }
        return records;
    }

    private void restore(final long[] records)
    {
        long entry = head;
        for (int at = 0; at < records.length; entry = getRecord(entry, NEXT_OFFSET))
        {
            for (int field = 0; field < RECORD_SIZE; field += Long.BYTES)
            {
                putRecord(entry, field, records[at++]);
            }
        }
    }
}
