// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

/**
 * What a {@link MapMemory} costs at one moment.
 *
 * @param name             what it is called.
 * @param openMaps         maps that are open.
 * @param budgetBytes      most bytes that the maps may use together.
 * @param claimedBytes     bytes that maps use, and what they hold for their next steps.
 * @param reservedBytes    addresses reserved.
 * @param addressBytes     addresses that maps have.
 * @param largestFreeBytes the largest range of addresses that a map could have now.
 */
public record MapMemoryStats(
    String name, int openMaps, long budgetBytes, long claimedBytes, long reservedBytes, long addressBytes,
    long largestFreeBytes)
{
}
