// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import dev.tophash.layout.GoVersion;
import dev.tophash.layout.SizeClasses;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

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
 * waiting}. When every cursor from before its last turn has closed, the list {@code draining} is reused, a few boxes a
 * write, and the lists turn.
 *
 * <p>The classes are Go's up to 32 KiB and quarters of powers of two above. Boxes are carved from chunks, each a
 * quarter of the heap so far, and {@link #retireAll} drops them all at once, which is what a clear needs.
 */
public final class BoxHeap
{
    private static final int HEADER_SIZE = Long.BYTES;
    private static final long LIVE = 0xb0c5L << 48;
    private static final long FREE = 0xb0cfL << 48;
    private static final long MARK_MASK = 0xffffL << 48;
    private static final int CLASS_SHIFT = 40;
    private static final int CLASS_MASK = 0xff;
    private static final long LINK_MASK = (1L << CLASS_SHIFT) - 1;
    private static final int LINK_SHIFT = 3;
    private static final int PLAN_SHIFT = 6;
    private static final int MAX_SMALL_SHIFT = 15;
    private static final long FIRST_CHUNK_SIZE = 4 << 10;
    private static final int MAX_CHUNK_COUNT = 256;
    private static final int DRAIN_COUNT = 8;

    private final Region region;
    private final MemorySegment memory;
    private final Reclaimer reclaimer;
    private final Pins pins;
    private final boolean recycling;
    private final long floor;
    private final long[] freeHeads = new long[CLASS_MASK + 1];
    private final long[] planned = new long[CLASS_MASK + 1 >>> PLAN_SHIFT];
    private final long[] chunkOffsets = new long[MAX_CHUNK_COUNT];
    private final long[] chunkSizes = new long[MAX_CHUNK_COUNT];
    private final long[] chunkUsed = new long[MAX_CHUNK_COUNT];
    private int chunkCount;
    private long next;
    private long end;
    private long chunkBytes;
    private long waitingHead;
    private long drainingHead;
    private long drainingEpoch;

    /**
     * Makes an empty heap. Pointers below the region's current end belong to an adopted image and are never freed.
     *
     * @param region    where chunks come from.
     * @param reclaimer where they go.
     * @param pins      the open cursors.
     * @param recycling false to never reuse a box, which the comparison with Go's collected heap needs.
     */
    public BoxHeap(final Region region, final Reclaimer reclaimer, final Pins pins, final boolean recycling)
    {
        this.region = region;
        this.memory = region.memory();
        this.reclaimer = reclaimer;
        this.pins = pins;
        this.recycling = recycling;
        this.floor = region.endOffset();
    }

    /**
     * Starts to count what the boxes of one operation need.
     */
    public void startPlan()
    {
        Arrays.fill(planned, 0);
    }

    /**
     * Bytes that one more box of the operation would be charged with: 0 if a free one waits. One waiting box serves one
     * box of a plan: whether its list has a second one is not looked up.
     *
     * @param size payload in bytes.
     * @return bytes, header included.
     */
    public long need(final long size)
    {
        final long payload = payloadSize(size);
        final int boxClass = classOf(payload);
        final long bit = 1L << boxClass;
        if (0 != freeHeads[boxClass] && 0 == (planned[boxClass >>> PLAN_SHIFT] & bit))
        {
            planned[boxClass >>> PLAN_SHIFT] |= bit;
            return 0;
        }
        return HEADER_SIZE + payload;
    }

    /**
     * Enters the space that boxes of a total need can take into the region's plan.
     *
     * @param need sum of {@link #need}.
     */
    public void plan(final long need)
    {
        if (need > end - next)
        {
            region.plan(nextChunkSize(need));
        }
    }

    /**
     * Takes the space that was planned, so that the boxes of the operation find it in one piece.
     *
     * @param need as given to {@link #plan}.
     */
    public void makeRoom(final long need)
    {
        if (need > end - next)
        {
            openChunk(need);
        }
    }

    /**
     * Allocates a box out of what was granted. What its class has beyond the payload reads as zero.
     *
     * @param size payload in bytes.
     * @return offset of the payload; its bytes are undefined.
     */
    public long allocate(final long size)
    {
        final long payload = payloadSize(size);
        final int boxClass = classOf(payload);
        long box = freeHeads[boxClass];
        if (0 != box)
        {
            freeHeads[boxClass] = link(box);
        }
        else
        {
            box = carve(HEADER_SIZE + payload);
        }
        Memory.putLong(memory, box, LIVE | (long)boxClass << CLASS_SHIFT);
        final long whole = size & -Long.BYTES;
        Memory.zero(memory, box + HEADER_SIZE + whole, payload - whole);
        return box + HEADER_SIZE;
    }

    private long carve(final long size)
    {
        region.charge(size);
        makeRoom(size);
        final long box = next;
        next += size;
        chunkUsed[chunkCount - 1] += size;
        return box;
    }

    private void openChunk(final long need)
    {
        final long chunkSize = nextChunkSize(need);
        next = region.space(chunkSize);
        end = next + chunkSize;
        chunkOffsets[chunkCount] = next;
        chunkSizes[chunkCount] = chunkSize;
        chunkUsed[chunkCount] = 0;
        chunkCount++;
        chunkBytes += chunkSize;
    }

    private long nextChunkSize(final long atLeast)
    {
        final long size = Math.max(Math.max(FIRST_CHUNK_SIZE, chunkBytes / 4), atLeast);
        return (size + Region.PAGE_SIZE - 1) / Region.PAGE_SIZE * Region.PAGE_SIZE;
    }

    /**
     * Frees a box. A pointer that is nil, belongs to an adopted image or is no live box of this heap is left alone.
     *
     * @param payload offset of the payload.
     */
    public void free(final long payload)
    {
        final long box = payload - HEADER_SIZE;
        if (!recycling || box < floor || box >= region.endOffset() || 0 != (box & 7))
        {
            return;
        }
        final long header = Memory.getLong(memory, box);
        if ((header & MARK_MASK) != LIVE)
        {
            return;
        }
        final int boxClass = (int)(header >>> CLASS_SHIFT) & CLASS_MASK;
        if (pins.isAnyOpen())
        {
            setFree(box, boxClass, waitingHead);
            waitingHead = box;
        }
        else
        {
            setFree(box, boxClass, freeHeads[boxClass]);
            freeHeads[boxClass] = box;
        }
    }

    /**
     * Moves a few boxes that no cursor can read any more to where they can be reused; called once a write.
     */
    public void drain()
    {
        if (!canDrain())
        {
            return;
        }
        for (int i = 0; i < DRAIN_COUNT && 0 != drainingHead; i++)
        {
            final long box = drainingHead;
            drainingHead = link(box);
            final int boxClass = (int)(Memory.getLong(memory, box) >>> CLASS_SHIFT) & CLASS_MASK;
            setFree(box, boxClass, freeHeads[boxClass]);
            freeHeads[boxClass] = box;
        }
        if (0 == drainingHead)
        {
            drainingHead = waitingHead;
            waitingHead = 0;
            drainingEpoch = pins.retire();
        }
    }

    /**
     * Tells whether boxes wait for cursors to close.
     *
     * @return true if {@link #drain} has work now or later.
     */
    public boolean isDrainPending()
    {
        return 0 != (waitingHead | drainingHead);
    }

    /**
     * Tells whether {@link #drain} has work now.
     *
     * @return false if nothing waits or all of it waits for cursors.
     */
    public boolean canDrain()
    {
        return isDrainPending() && (0 == drainingHead || pins.oldestEpoch() > drainingEpoch);
    }

    /**
     * Retires every box at once.
     *
     * @param epoch epoch of the retirement.
     */
    public void retireAll(final long epoch)
    {
        if (0 == chunkCount)
        {
            return;
        }
        for (int i = 0; i < chunkCount; i++)
        {
            reclaimer.retire(chunkOffsets[i], chunkUsed[i], chunkSizes[i], chunkUsed[i], epoch);
        }
        Arrays.fill(freeHeads, 0);
        chunkCount = 0;
        chunkBytes = 0;
        next = 0;
        end = 0;
        waitingHead = 0;
        drainingHead = 0;
    }

    private void setFree(final long box, final int boxClass, final long link)
    {
        Memory.putLong(memory, box, FREE | (long)boxClass << CLASS_SHIFT | link >>> LINK_SHIFT);
    }

    private long link(final long box)
    {
        return (Memory.getLong(memory, box) & LINK_MASK) << LINK_SHIFT;
    }

    static long payloadSize(final long size)
    {
        if (size <= 1 << MAX_SMALL_SHIFT)
        {
            return SizeClasses.usable(Math.max(size, 1), false, GoVersion.GO_1_23);
        }
        final long quarter = Long.highestOneBit(size - 1) >> 2;
        return (size + quarter - 1) / quarter * quarter;
    }

    /** Small classes are told apart by rank of their size, larger ones by power of two and quarter. */
    static int classOf(final long payload)
    {
        if (payload <= 1 << MAX_SMALL_SHIFT)
        {
            return SizeClasses.indexOf(payload);
        }
        final int shift = 63 - Long.numberOfLeadingZeros(payload);
        return SizeClasses.COUNT + 4 * (shift - MAX_SMALL_SHIFT) + (int)(payload >>> shift - 2 & 3);
    }
}
