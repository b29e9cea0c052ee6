// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import java.util.function.LongConsumer;

/**
 * What a region is made of.
 *
 * @param name             what the map is called, empty for none.
 * @param budgetBytes      hard limit of the bytes in use.
 * @param reservationBytes addresses to reserve; 0 for twice the budget, at most 64 GiB.
 * @param hugePages        ask for huge pages for large arrays.
 * @param keptBytes        touched bytes of free ranges that are kept instead of going back to the system.
 * @param preTouch         commit an array's pages when it is allocated.
 * @param file             whether it may be a file.
 * @param baseAddress      the number that pointer fields count from; 0 for the real address of the region.
 * @param common           the range of many maps to have a share of; null for a range of its own.
 * @param gate             asked before memory is granted.
 */
public record RegionConfig(
    String name, long budgetBytes, long reservationBytes, long keptBytes, boolean hugePages, boolean preTouch,
    FilePolicy file, long baseAddress, CommonRange common, LongConsumer gate)
{
}
