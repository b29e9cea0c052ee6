// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * One reserved range of addresses whose pages are committed by the first touch and read as zero until then.
 *
 * <p>Two kinds exist. {@link NativeRange} is an anonymous no-reserve mapping, the normal case on Linux. {@link
 * FileRange} maps a sparse temporary file where native access is denied or the system has no such mapping.
 */
interface ReservedRange
{
    /** The whole range as one bounded, shared segment. */
    MemorySegment segment();

    /** The arena that ends the range. */
    Arena arena();

    /**
     * Makes a range read as zero again and gives its pages back to the system where it can.
     *
     * @param offset position in bytes, a multiple of the page size.
     * @param size   number of bytes, a multiple of the page size.
     */
    void giveBack(long offset, long size);

    /**
     * Asks for huge pages in a range that nobody has touched.
     *
     * @param offset position in bytes.
     * @param size   number of bytes.
     */
    void adviseHuge(long offset, long size);

    /** Whether the bytes can reach a disk. */
    boolean fileBacked();
}
