// SPDX-License-Identifier: Apache-2.0
package dev.tophash.hash;

/**
 * Turns an address found in a pointer field into an offset in the memory that a {@link ByteSource} reads.
 */
@FunctionalInterface
public interface AddressDecoder
{
    /** The answer for a range that is not in the memory. */
    long OUTSIDE = -1;

    /**
     * Decodes an address.
     *
     * @param address the address, any number.
     * @param size    how many bytes from there on will be read, at least 0.
     * @return the offset of the first byte, or {@link #OUTSIDE} if not all of them lie in the memory.
     */
    long offsetOf(long address, long size);
}
