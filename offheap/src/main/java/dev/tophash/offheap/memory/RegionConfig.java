// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

/**
 * What a region is made of.
 *
 * @param budgetBytes      hard limit of the bytes in use.
 * @param reservationBytes addresses to reserve; 0 for twice the budget, at most 64 GiB.
 * @param hugePages        ask for huge pages for large arrays.
 * @param preTouch         commit an array's pages when it is allocated.
 * @param forceFile        use the file fallback even where native access is granted.
 * @param baseAddress      the number that pointer fields count from; 0 for the real address of the region.
 * @param gate             asked before memory is granted.
 */
public record RegionConfig(
    long budgetBytes, long reservationBytes, boolean hugePages, boolean preTouch, boolean forceFile, long baseAddress,
    AllocationGate gate)
{
}
