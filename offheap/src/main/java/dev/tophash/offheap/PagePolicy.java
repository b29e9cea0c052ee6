// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.offheap.arrays.NextArray.Preparing;

/**
 * How the pages of bucket arrays come into being.
 */
public enum PagePolicy
{
    /**
     * Pages of the system's usual size, committed by the first touch; in a growth, slices of the new array are made
     * ahead, at most 128 KiB a write, where the system can (Linux 5.14).
     */
    DEFAULT(false, false, Preparing.NOBODY),

    /** Arrays of 2 MiB and more are aligned to that and huge pages are asked for before the first touch. */
    HUGE(true, false, Preparing.NOBODY),

    /** Every page of an array is touched when the array is allocated: the put that starts a growth pays for it. */
    PRE_TOUCH(false, true, Preparing.NOBODY),

    /** Huge pages, touched at allocation. */
    HUGE_PRE_TOUCH(true, true, Preparing.NOBODY),

    /**
     * The array of the next growth is taken when seven eighths of the room are used, and its pages are made before the
     * growth begins, one a write. So no write of a growth meets a new page of an array, and none pays for more than
     * one. It costs the memory of an array twice as large, from then on, and a system call for each page.
     *
     * <p>If memory for it is not allowed the growth asks for it when it begins. A put that would be refused for want of
     * memory gets it back first; so do {@link OffHeapMap#trim}, a clear of an empty map and {@code close}. {@link
     * MapStats#promisedBytes} counts it. {@link MapAgent} does the same without costing the writer anything.
     */
    AHEAD_BY_WRITES(false, false, Preparing.WRITES),

    /**
     * As {@link #AHEAD_BY_WRITES}, but only {@link OffHeapMap#advance} takes the array, from half of the room on, and
     * makes its pages. What is not made when the growth begins is made in it, one page a write.
     */
    AHEAD_BY_ADVANCE(false, false, Preparing.ADVANCE);

    private final boolean huge;
    private final boolean preTouch;
    private final Preparing preparing;

    PagePolicy(final boolean huge, final boolean preTouch, final Preparing preparing)
    {
        this.preparing = preparing;
        this.huge = huge;
        this.preTouch = preTouch;
    }

    boolean isHuge()
    {
        return huge;
    }

    boolean isPreTouch()
    {
        return preTouch;
    }

    /** Who prepares the array of the next growth. */
    Preparing preparing()
    {
        return preparing;
    }
}
