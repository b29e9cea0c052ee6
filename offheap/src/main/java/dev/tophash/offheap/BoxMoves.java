// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.layout.classic.TopHash;
import dev.tophash.offheap.memory.BoxHeap;
import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.values.Heap;
import dev.tophash.offheap.values.PointerFields;

/**
 * Moves the boxes of a map together, a few chains a write: a box does not know its slot, so all slots are visited.
 *
 * <p>A visit goes over the old array first and the new one after it. An entry that is evacuated meanwhile goes from a
 * chain that was visited or not to one that will be. If another growth begins, the visit begins anew. Nothing moves
 * while a cursor is open: it may read a box where it was.
 *
 * <p>It runs where no operation holds the offset of a box: with the chores of a write, and where addresses are asked
 * for before anything changes.
 */
final class BoxMoves
{
    /** Buckets and entries that a step visits: about eight full buckets, or more that are empty. */
    private static final int VISITS_A_STEP = 64;

    private final Hmap map;
    private final BoxHeap boxes;
    private boolean running;
    private boolean due;
    private long arrayOffset;
    private long position;
    private long movedBefore;

    BoxMoves(final Hmap map)
    {
        this.map = map;
        boxes = map.heap.boxes();
    }

    /** Whether {@link #step} has work now or later. */
    boolean isPending()
    {
        return running || due || boxes.isNearlyEmpty();
    }

    /** Whether {@link #noteIfDue} would give {@link #step} work now. */
    boolean canBegin()
    {
        return boxes.isSparse() && !map.heap.pins().isAnyOpen();
    }

    /** Has later writes move boxes, if there is reason to: slabs are added, or somebody has time. */
    void noteIfDue()
    {
        if (boxes.isSparse())
        {
            due = true;
            map.noteChores();
        }
    }

    /** Has later writes clean, free and move, if boxes that were freed leave something to do. */
    void noteFreed()
    {
        if (boxes.takesALook())
        {
            lookAtFreed();
        }
    }

    private void lookAtFreed()
    {
        if (running || boxes.isDrainPending() || map.heap.reclaimer().isPending() || boxes.isNearlyEmpty())
        {
            map.noteChores();
        }
    }

    /** Whether {@link #step} has work now. */
    boolean canStep()
    {
        return isPending() && !map.heap.pins().isAnyOpen();
    }

    /** Visits a few chains, if there is reason to. */
    void chore()
    {
        if (isPending())
        {
            step();
        }
    }

    /**
     * Visits a few chains, of a new visit if none is under way.
     *
     * @return false if nothing has moved, or can.
     */
    boolean step()
    {
        if (map.heap.pins().isAnyOpen() || !running && !begin())
        {
            return false;
        }
        if (arrayOffset != map.bucketsOffset())
        {
            arrayOffset = map.bucketsOffset();
            position = 0;
        }
        final long oldCount = map.growing() ? map.oldBucketCount() : 0;
        final long end = map.bucketsOffset() == Heap.NIL ? 0 : oldCount + map.mask() + 1;
        map.noteMove();
        for (int visits = 0; visits < VISITS_A_STEP && position < end; position++)
        {
            visits += visit(position, oldCount);
        }
        return position < end || end();
    }

    private boolean begin()
    {
        due = false;
        running = boxes.beginMoving();
        movedBefore = boxes.movedCount();
        arrayOffset = map.bucketsOffset();
        position = 0;
        if (!running)
        {
            boxes.endMoving();
        }
        return running;
    }

    private boolean end()
    {
        running = false;
        boxes.endMoving();
        return boxes.movedCount() != movedBefore;
    }

    private int visit(final long chain, final long oldCount)
    {
        if (chain >= oldCount)
        {
            return moveChain(map.bucketsOffset() + (chain - oldCount) * map.bucketSize);
        }
        final long old = map.oldbucketsOffset() + chain * map.bucketSize;
        return map.evacuated(old) ? 1 : moveChain(old);
    }

    private int moveChain(final long head)
    {
        int visits = 0;
        long hops = map.chainLimit();
        for (long bucket = head; bucket != Heap.NIL; bucket = map.nextInChain(bucket, hops--))
        {
            visits++;
            final long word = Memory.getLong(map.memory, bucket);
            for (long filled = TopHash.matchFilled(word); filled != 0; filled &= filled - 1)
            {
                final int slot = TopHash.slot(filled);
                visits++;
                move(map.keyPointers, BmapDescriptor.keyOffset(bucket, slot, map.keySize));
                move(map.elemPointers, map.elemSlot(Place.of(bucket, slot)));
            }
        }
        return visits;
    }

    private static void move(final PointerFields pointers, final long slot)
    {
        if (pointers != null)
        {
            pointers.move(slot);
        }
    }
}
