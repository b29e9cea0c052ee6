// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

/**
 * How the pages of bucket arrays come into being.
 */
public enum PagePolicy
{
    /**
     * Pages of the system's usual size, committed by the first touch; in a growth, slices of the new array are made
     * ahead, at most 128 KiB a write, where the system can (Linux 5.14).
     */
    DEFAULT(false, false),

    /** Arrays of 2 MiB and more are aligned to that and huge pages are asked for before the first touch. */
    HUGE(true, false),

    /** Every page of an array is touched when the array is allocated: the put that starts a growth pays for it. */
    PRE_TOUCH(false, true),

    /** Huge pages, touched at allocation. */
    HUGE_PRE_TOUCH(true, true);

    private final boolean huge;
    private final boolean preTouch;

    PagePolicy(final boolean huge, final boolean preTouch)
    {
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
}
