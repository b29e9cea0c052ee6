// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.conform;

/**
 * The memory of a map, read by the numbers that its pointer fields hold.
 */
public interface AddressSpace
{
    /**
     * Where the header is.
     *
     * @return its address.
     */
    long headerAddress();

    /**
     * Reads eight bytes, little endian.
     *
     * @param address of the first one.
     * @return the bytes.
     * @throws IndexOutOfBoundsException if they are not in the map's memory.
     */
    long getLong(long address);

    /**
     * Reads bytes.
     *
     * @param address of the first one.
     * @param size    how many.
     * @return the bytes.
     * @throws IndexOutOfBoundsException if they are not in the map's memory.
     */
    byte[] getBytes(long address, int size);
}
