// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

/**
 * Asked before memory is granted. Production passes {@link #OPEN}; the fault tests throw from it at the n-th request.
 */
@FunctionalInterface
public interface AllocationGate
{
    /** Refuses nothing. */
    AllocationGate OPEN = bytes ->
    {
    };

    /**
     * Called before {@code bytes} are granted, when nothing has changed yet.
     *
     * @param bytes number of bytes an operation is about to need.
     * @throws dev.tophash.OffHeapMemoryException to refuse.
     */
    void request(long bytes);
}
