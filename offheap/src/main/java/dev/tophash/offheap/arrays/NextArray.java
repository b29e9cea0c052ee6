// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.arrays;

import dev.tophash.layout.classic.LoadFactor;
import dev.tophash.offheap.memory.AheadSpace;
import dev.tophash.offheap.memory.PageWork;
import dev.tophash.offheap.memory.Region;

/**
 * The array that the next growth will move to: taken before it is needed, its pages made in slices.
 *
 * <pre>
 *   entries   0                      half               seven eighths      6.5 a bucket
 *             |                      | agent, advance   | writes           | the growth begins
 * </pre>
 *
 * <p>From a number of entries on, the <i>notice</i>, a write takes the room for the array. Then its pages are made: by
 * an agent, by {@code advance}, or one by each write. The notice of writes leaves more writes than there are pages.
 * What is left when the growth begins is made in it, one page a write, beside an agent that is late.
 *
 * <p>An array of one page is not prepared. If there is no memory for it, nobody asks again before the map has another
 * size.
 */
public final class NextArray
{
    private static final int WRITES_PART = 8;
    private static final int OTHERS_PART = 2;

    /** Who prepares the array of the next growth. */
    public enum Preparing
    {
        /** Nobody: a growth takes its array when it begins. */
        NOBODY,

        /** The writes themselves, a page each. */
        WRITES,

        /** The owner, with time that it has to spare. */
        ADVANCE,

        /** Another thread; a write only takes the array. */
        AGENT
    }

    private final BucketArrays arrays;
    private final AheadSpace space;
    private Preparing preparing;
    private int plannedB = -1;
    private int askedB = -1;
    private long notice = Long.MAX_VALUE;
    private long pagesByWrites;

    NextArray(final BucketArrays arrays, final Region region, final Preparing preparing)
    {
        this.arrays = arrays;
        this.space = new AheadSpace(region);
        this.preparing = preparing;
    }

    /** Says who prepares from now on. */
    public void prepareBy(final Preparing who)
    {
        preparing = who;
        plannedB = -1;
        askedB = -1;
    }

    /** Who prepares. */
    public Preparing preparedBy()
    {
        return preparing;
    }

    /** The pages to make, for any thread. */
    public PageWork pages()
    {
        return space.pages();
    }

    /** Bytes taken for the array. */
    public long bytes()
    {
        return space.size();
    }

    /** Pages that writes have made so far, each at most one. */
    public long pagesByWrites()
    {
        return pagesByWrites;
    }

    /** The number of entries from which on a write takes the room, in a map of 2^b buckets. */
    public long notice(final int b)
    {
        if (b != plannedB)
        {
            plannedB = b;
            notice = preparing == Preparing.WRITES || preparing == Preparing.AGENT ? noticeOf(b) : Long.MAX_VALUE;
        }
        return notice;
    }

    private long noticeOf(final int b)
    {
        final long size = arrays.arraySize(b + 1);
        if (b == askedB || size <= Region.PAGE_SIZE || size == space.size())
        {
            return Long.MAX_VALUE;
        }
        final long limit = LoadFactor.growLimit(b);
        return limit - Math.max(size / Region.PAGE_SIZE + 2,
            limit / (preparing == Preparing.WRITES ? WRITES_PART : OTHERS_PART));
    }

    /** Whether a write has to take the room. */
    boolean isDue(final long count)
    {
        return count >= notice;
    }

    /** Takes the room for a growth from 2^b buckets, if memory allows it. */
    public void take(final int b)
    {
        notice = Long.MAX_VALUE;
        plannedB = b;
        askedB = b;
        final long size = arrays.arraySize(b + 1);
        if (size > Region.PAGE_SIZE && space.size() != size)
        {
            space.giveBack();
            space.take(size);
        }
    }

    /** Whether {@code advance} should take the room now. */
    public boolean isWorthTaking(final long count, final int b)
    {
        final long size = arrays.arraySize(b + 1);
        return preparing != Preparing.NOBODY && b != askedB && size > Region.PAGE_SIZE && space.size() != size &&
            count >= LoadFactor.growLimit(b) / OTHERS_PART;
    }

    /** What a write has to do: a page, if writes prepare. Returns whether more is left for the next. */
    boolean chore()
    {
        if (preparing == Preparing.WRITES)
        {
            makePage();
            return pages().left() != 0;
        }
        return false;
    }

    /** Makes one page, if one is left; a write of a growth does so. */
    void makePage()
    {
        pagesByWrites += pages().step(1);
    }

    /** Whether the array of a growth to 2^b buckets is here. */
    boolean fits(final int b)
    {
        return space.size() != 0 && space.size() == arrays.arraySize(b);
    }

    /** Hands the room over to the growth that begins. */
    long handOver()
    {
        return space.handOver();
    }

    /** Gives back what was handed over: the growth was refused. */
    void takeBack(final int b)
    {
        space.takeBack(arrays.arraySize(b));
    }

    /** Gives the room back at once, to an operation that needs its memory; false if there was none. */
    boolean giveBack()
    {
        return space.giveBack();
    }

    /** Gives the room back; it may be taken again. */
    void forget()
    {
        space.giveBack();
        plannedB = -1;
        askedB = -1;
    }
}
