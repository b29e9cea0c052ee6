// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

/** Regions for tests of what stands on them. */
public final class Regions
{
    private Regions()
    {
    }

    /**
     * A region of native memory, as a map has it.
     *
     * @param bytes its budget and its addresses.
     * @return the region; close it.
     */
    public static Region open(final long bytes)
    {
        return RegionTest.open(false, bytes, bytes, RegionTest.OPEN);
    }
}
