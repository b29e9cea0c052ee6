// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import static dev.tophash.offheap.memory.Slabs.HEADER_SIZE;
import static dev.tophash.offheap.memory.Slabs.LARGE;

import java.lang.foreign.MemorySegment;

/**
 * Boxes: the memory behind the pointers of slots, that is strings, indirect keys and elems, values in interfaces.
 *
 * <pre>
 *   0                  8                      8+payload
 *   | mark|class|link  | payload              |
 * </pre>
 *
 * <p>A word stands in front of each box: a 16-bit mark (live or free), an 8-bit class and, while the box is free, a
 * 40-bit link in units of 8 bytes. So a list of boxes needs no memory and <b>never touches a payload</b>: a cursor
 * that was open when a box was freed can go on reading it. With cursors open, freed boxes go to the list {@code
 * waiting}. When every cursor from before its last turn has closed, the list {@code draining} is freed, a few boxes a
 * write, and the lists turn.
 *
 * <p>Boxes lie in {@link Slabs}. {@link #retireAll} drops all of them at once, which is what a clear needs.
 *
 * <p><b>Boxes move.</b> Each has one slot. When slabs are added though more than a third of them is room, when hardly
 * a box is left in them, or when addresses are short, the boxes of slabs less than half full move into others, slot by
 * slot ({@link #beginMoving}). To move boxes of a map that is being emptied would be in vain.
 *
 * <p><b>A plan comes first.</b> {@link #need} sets a box aside for an operation that has not changed anything yet, so
 * {@link #allocate} cannot fail; {@link #endPlan} takes back what was not used. Only what is allocated is charged.
 */
public final class BoxHeap
{
    private static final int DRAIN_COUNT = 8;
    private static final long LEAST_SPARE_BYTES = 256 << 10;
    private static final int QUIET_PART = 8;
    private static final int FEW_PART = 16;
    private static final int MOST_AT_ONCE = 256;

    /** A slab with fewer boxes may be one of many. */
    private static final int FEW = 8;

    /** That of all maps without pointers: it has no box, gets none, and nothing of it ever changes. */
    private static final BoxHeap NONE = new BoxHeap();

    private final Region region;
    private final MemorySegment memory;
    private final Slabs slabs;
    private final Reclaimer reclaimer;
    private final Pins pins;
    private final Grant grant;
    private final boolean recycling;

    private long usedBytes;
    private long waitingBytes;
    private long waitingHead;
    private long drainingHead;
    private long drainingEpoch;
    private long plannedHead;
    private long plannedTail;
    private long quietBytes;
    private long quietUsedBytes;
    private long movedCount;
    private boolean leavesWork;

    /**
     * Makes an empty heap.
     *
     * @param region    where slabs come from.
     * @param reclaimer where they go.
     * @param pins      the open cursors.
     * @param grant     what allocations are charged to.
     * @param recycling false to never reuse a box, which the comparison with Go's collected heap needs.
     */
    public BoxHeap(
        final Region region, final Reclaimer reclaimer, final Pins pins, final Grant grant, final boolean recycling)
    {
        this.region = region;
        this.memory = region.memory();
        this.slabs = new Slabs(region);
        this.reclaimer = reclaimer;
        this.pins = pins;
        this.grant = grant;
        this.recycling = recycling;
    }

    private BoxHeap()
    {
        region = null;
        memory = null;
        slabs = Slabs.none();
        reclaimer = null;
        pins = null;
        grant = null;
        recycling = false;
    }

    /** {@return a heap without boxes, the same for all who never need one} */
    public static BoxHeap none()
    {
        return NONE;
    }

    // ---------------------------------------------------------------- planning and allocating

    /** Starts to set aside what the boxes of one operation need. */
    public void startPlan()
    {
        if (plannedHead != 0)
        {
            endPlan();
        }
    }

    /**
     * Sets one more box aside for the operation.
     *
     * @param size payload in bytes.
     * @return bytes that it will be charged with.
     * @throws dev.tophash.OffHeapMemoryException if there are no addresses for it; nothing has changed.
     */
    public long need(final long size)
    {
        final int boxClass = Slabs.classOf(size);
        final long box = slabs.take(boxClass, size);
        slabs.setFree(box, boxClass, 0);
        if (plannedHead == 0)
        {
            plannedHead = box;
        }
        else
        {
            slabs.setFree(plannedTail, slabs.boxClassOf(plannedTail), box);
        }
        plannedTail = box;
        return Slabs.chargeOf(boxClass, size);
    }

    /** Takes back what was set aside and not used. */
    public void endPlan()
    {
        while (plannedHead != 0)
        {
            final long box = plannedHead;
            plannedHead = slabs.link(box);
            final int boxClass = slabs.boxClassOf(box);
            if (boxClass == LARGE)
            {
                final int run = PageTable.pageOf(box);
                slabs.unlinkLarge(run);
                region.cleanAndGive(run, HEADER_SIZE);
            }
            else
            {
                slabs.release(box, boxClass);
            }
        }
    }

    /**
     * Allocates a box: the first of its size that was set aside, or, if there is none, another one. What its class has
     * beyond the payload reads as zero.
     *
     * @param size payload in bytes.
     * @return offset of the payload; its bytes are undefined.
     * @throws dev.tophash.OffHeapMemoryException if it was not planned and there is none.
     */
    public long allocate(final long size)
    {
        final int boxClass = Slabs.classOf(size);
        final long charge = Slabs.chargeOf(boxClass, size);
        long box = takePlanned(boxClass, charge);
        grant.charge(charge);
        if (box == 0)
        {
            box = slabs.take(boxClass, size);
        }
        usedBytes += charge;
        slabs.setLive(box, boxClass);
        final long whole = size & -Long.BYTES;
        if (boxClass != LARGE)
        {
            Memory.zero(memory, box + HEADER_SIZE + whole, charge - HEADER_SIZE - whole);
        }
        return box + HEADER_SIZE;
    }

    /**
     * Sees to it that a box can be had without a new slab.
     *
     * @param size payload in bytes, at most 16 KiB.
     * @throws dev.tophash.OffHeapMemoryException if there are no addresses for it; nothing has changed.
     */
    public void makeRoom(final long size)
    {
        slabs.makeRoom(Slabs.classOf(size));
    }

    /**
     * Allocates a box that was not planned, if that takes neither a new slab nor bytes that would have to be asked for.
     * What its class has beyond the payload reads as zero.
     *
     * @param size payload in bytes.
     * @return offset of the payload; its bytes are undefined. 0 if there is none, or it is no small one: nothing has
     *         changed, and a plan is due.
     */
    public long allocateAtOnce(final long size)
    {
        if (size > MOST_AT_ONCE || plannedHead != 0)
        {
            return 0;
        }
        final int boxClass = Slabs.classOf(size);
        final long charge = Slabs.chargeOf(boxClass, size);
        if (!slabs.hasRoom(boxClass) || !grant.chargeAtOnce(charge))
        {
            return 0;
        }
        final long box = slabs.take(boxClass, size);
        usedBytes += charge;
        // Up to this size a class has less than two words more than the one before; the header comes afterwards.
        Memory.putLong(memory, box + charge - 2 * Long.BYTES, 0);
        Memory.putLong(memory, box + charge - Long.BYTES, 0);
        slabs.setLive(box, boxClass);
        return box + HEADER_SIZE;
    }

    /** Boxes are allocated in the order in which they were planned, so it is nearly always the first one. */
    private long takePlanned(final int boxClass, final long charge)
    {
        long before = 0;
        for (long box = plannedHead; box != 0; box = slabs.link(box))
        {
            if (slabs.boxClassOf(box) == boxClass && (boxClass != LARGE || slabs.bytesOf(box, LARGE) == charge))
            {
                final long next = slabs.link(box);
                if (before == 0)
                {
                    plannedHead = next;
                }
                else
                {
                    slabs.setFree(before, slabs.boxClassOf(before), next);
                }
                plannedTail = next == 0 ? before : plannedTail;
                return box;
            }
            before = box;
        }
        return 0;
    }

    // ---------------------------------------------------------------- freeing

    /**
     * Frees a box. A pointer that is nil, belongs to an adopted image or is no live box of this heap is left alone.
     *
     * @param payload offset of the payload.
     */
    public void free(final long payload)
    {
        final long box = payload - HEADER_SIZE;
        final int slab = recycling ? slabs.slabOfLive(box) : PageTable.NONE;
        if (slab == PageTable.NONE)
        {
            return;
        }
        final int boxClass = slabs.boxClassOf(box);
        if (boxClass == LARGE || pins.isAnyOpen())
        {
            freeLargeOrLater(box, boxClass);
        }
        else
        {
            discardSmall(slab, box, boxClass);
        }
    }

    private void freeLargeOrLater(final long box, final int boxClass)
    {
        leavesWork = true;
        if (pins.isAnyOpen())
        {
            slabs.setFree(box, boxClass, waitingHead);
            waitingHead = box;
            waitingBytes += slabs.bytesOf(box, boxClass);
        }
        else
        {
            discardLarge(box);
        }
    }

    /** A live box is one no more. */
    private void discard(final long box, final int boxClass)
    {
        if (boxClass == LARGE)
        {
            discardLarge(box);
        }
        else
        {
            discardSmall(slabs.slabOf(box), box, boxClass);
        }
    }

    private void discardSmall(final int slab, final long box, final int boxClass)
    {
        final long charge = slabs.bytesOf(box, boxClass);
        usedBytes -= charge;
        region.discharge(charge);
        if (slabs.release(slab, box, boxClass) < FEW)
        {
            leavesWork = true;
        }
    }

    /**
     * Tells whether boxes that were freed since it was asked last may leave something to do: not only small boxes of
     * slabs with others in them.
     *
     * @return true if it is worth a look.
     */
    public boolean takesALook()
    {
        final boolean look = leavesWork;
        leavesWork = false;
        return look;
    }

    /** A run of more than a slice is cleaned by later writes, slice by slice, and charged until then. */
    private void discardLarge(final long box)
    {
        final long size = slabs.bytesOf(box, LARGE);
        final int run = PageTable.pageOf(box);
        usedBytes -= size;
        slabs.unlinkLarge(run);
        if (size <= Region.SLICE_SIZE)
        {
            region.discharge(size);
            region.cleanAndGive(run, size);
        }
        else
        {
            PageTable.setKind(region.allocator().table(), run, PageTable.USED);
            reclaimer.retire(box, size, size, size, pins.retire());
        }
    }

    /**
     * Frees a few boxes that no cursor can read any more; called once a write.
     *
     * @return false if there was nothing to do.
     */
    public boolean drain()
    {
        if (!canDrain())
        {
            return false;
        }
        for (int i = 0; i < DRAIN_COUNT && drainingHead != 0; i++)
        {
            final long box = drainingHead;
            drainingHead = slabs.link(box);
            waitingBytes -= slabs.bytesOf(box, slabs.boxClassOf(box));
            discard(box, slabs.boxClassOf(box));
        }
        if (drainingHead == 0)
        {
            drainingHead = waitingHead;
            waitingHead = 0;
            drainingEpoch = pins.retire();
        }
        return true;
    }

    /**
     * Tells whether boxes wait for cursors to close.
     *
     * @return true if {@link #drain} has work now or later.
     */
    public boolean isDrainPending()
    {
        return (waitingHead | drainingHead) != 0;
    }

    /**
     * Tells whether {@link #drain} has work now.
     *
     * @return false if nothing waits or all of it waits for cursors.
     */
    public boolean canDrain()
    {
        return isDrainPending() && (drainingHead == 0 || pins.oldestEpoch() > drainingEpoch);
    }

    /**
     * Retires every box at once.
     *
     * @param epoch epoch of the retirement.
     */
    public void retireAll(final long epoch)
    {
        if (region == null)
        {
            return;
        }
        endPlan();
        final int first = slabs.removeAll();
        if (first != PageTable.NONE)
        {
            reclaimer.retireSlabs(first, usedBytes, epoch);
        }
        usedBytes = 0;
        waitingBytes = 0;
        waitingHead = 0;
        drainingHead = 0;
    }

    /** Gives back the slabs that are kept although no box in them is live. */
    public void releaseEmptySlabs()
    {
        endPlan();
        slabs.releaseEmpty();
    }

    // ---------------------------------------------------------------- moving

    /**
     * Tells whether more than a third of the slabs is room, so that boxes should move together before slabs are added.
     *
     * @return true if they should; after a move not before the slabs have grown by an eighth or half of the boxes are
     *     gone.
     */
    public boolean isSparse()
    {
        final long bytes = slabs.bytes();
        return (bytes > quietBytes || usedBytes < quietUsedBytes) &&
            bytes - LEAST_SPARE_BYTES > usedBytes + usedBytes / 2 && recycling;
    }

    /**
     * Tells whether boxes take less than a sixteenth of the slabs, so that they should move together although no slab
     * is asked for.
     *
     * @return true if they should; after a move as {@link #isSparse} says.
     */
    public boolean isNearlyEmpty()
    {
        final long bytes = slabs.bytes();
        return bytes - LEAST_SPARE_BYTES > FEW_PART * usedBytes &&
            (bytes > quietBytes || usedBytes < quietUsedBytes) && recycling;
    }

    /**
     * Chooses the slabs that are to be emptied: those less than half full whose boxes have room in others.
     *
     * @return false if there are none.
     */
    public boolean beginMoving()
    {
        return recycling && slabs.beginEmptying();
    }

    /**
     * Moves a box if its slab is to be emptied. No cursor may be open, and the one pointer that leads to the box is to
     * be set to where it is then.
     *
     * @param payload offset of the payload; what is no live box stays.
     * @return offset of the payload now.
     */
    public long move(final long payload)
    {
        final long box = payload - HEADER_SIZE;
        if (!slabs.isToMove(box))
        {
            return payload;
        }
        final int slab = slabs.slabOfLive(box);
        if (slab == PageTable.NONE)
        {
            return payload;
        }
        final int boxClass = slabs.boxClassOf(box);
        final long to = slabs.takeForMove(boxClass);
        if (to == 0)
        {
            return payload;
        }
        Memory.copy(memory, box, memory, to, slabs.bytesOf(box, boxClass));
        slabs.release(slab, box, boxClass);
        movedCount++;
        return to + HEADER_SIZE;
    }

    /** Every box that could move has. Slabs that are not empty serve again. */
    public void endMoving()
    {
        slabs.endEmptying();
        quietBytes = slabs.bytes() + slabs.bytes() / QUIET_PART;
        quietUsedBytes = usedBytes / 2;
    }

    /**
     * Boxes that have moved since the heap was made.
     *
     * @return a count.
     */
    public long movedCount()
    {
        return movedCount;
    }

    // ---------------------------------------------------------------- what it costs

    /**
     * Bytes of live boxes, and of freed ones that a cursor may still read.
     *
     * @return number of bytes.
     */
    public long usedBytes()
    {
        return usedBytes;
    }

    /**
     * Bytes of freed boxes that a cursor may still read.
     *
     * @return number of bytes.
     */
    public long waitingBytes()
    {
        return waitingBytes;
    }

    /**
     * Bytes of all slabs and large boxes.
     *
     * @return number of bytes.
     */
    public long slabBytes()
    {
        return slabs.bytes();
    }

    /**
     * Checks every slab.
     *
     * @throws IllegalStateException with the first thing that is wrong.
     */
    void check()
    {
        slabs.check();
    }
}
