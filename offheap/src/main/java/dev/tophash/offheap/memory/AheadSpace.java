// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

/**
 * Room for the bucket array of a growth that has not begun, and its pages, which are made in slices.
 *
 * <p>It takes only what is free and is never refused aloud: whoever needs its memory first gets it back at once, by
 * {@link #giveBack}. So it costs nobody an operation. Its bytes count as used from {@link #take} on.
 *
 * <p><b>Threads.</b> Single writer; {@link #pages} is for any thread, and for it the range may even have gone back.
 */
public final class AheadSpace
{
    private final Region region;
    private final PageWork pages;
    private long offset;
    private long size;

    /**
     * Room for nothing yet.
     *
     * @param region where it is taken from.
     */
    public AheadSpace(final Region region)
    {
        this.region = region;
        pages = PageWork.making(region);
    }

    /**
     * Takes room, if that takes nothing from others; there must be none.
     *
     * @param arraySize bytes of the array.
     * @return false if there is not so much left.
     */
    public boolean take(final long arraySize)
    {
        assert size == 0 : "room is taken already";
        final long taken = region.budget().tryUse(arraySize) ?
            region.allocator().take(arraySize, region.alignment(arraySize)) : PageTable.NONE;
        if (taken == PageTable.NONE)
        {
            return false;
        }
        region.budget().use(arraySize);
        region.advise(taken, arraySize);
        offset = taken;
        size = arraySize;
        pages.offer(taken, arraySize);
        return true;
    }

    /**
     * Bytes of the array.
     *
     * @return its size, 0 if there is no room.
     */
    public long size()
    {
        return size;
    }

    /**
     * Hands the room over to the growth, bytes in use and all. What pages are left can still be made.
     *
     * @return its offset.
     */
    public long handOver()
    {
        size = 0;
        return offset;
    }

    /**
     * Gives room back that was handed over and not used.
     *
     * @param arraySize its size.
     */
    public void takeBack(final long arraySize)
    {
        size = arraySize;
        giveBack();
    }

    /**
     * Gives the room back at once.
     *
     * @return false if there was none.
     */
    public boolean giveBack()
    {
        if (size == 0)
        {
            return false;
        }
        final long touched = Math.min((long)pages.withdraw() * Region.PAGE_SIZE, size);
        if (touched > region.keptBytes())
        {
            region.giveBack(offset, PageTable.roundUp(touched, Region.PAGE_SIZE));
        }
        region.recycle(offset, size);
        region.discharge(size);
        size = 0;
        return true;
    }

    /**
     * The pages that are left to make.
     *
     * @return for any thread.
     */
    public PageWork pages()
    {
        return pages;
    }
}
