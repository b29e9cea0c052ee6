// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

/** Is told how far a long save or load has come. */
@FunctionalInterface
public interface SaveProgress
{
    /**
     * Called by the thread that saves or loads, two seconds after the begin and then once a second; never for work that
     * is done before. It may read the map that is saved. To change it is a {@link
     * java.util.ConcurrentModificationException}. What it throws ends the work as a failure does.
     *
     * @param doneCount  entries done.
     * @param totalCount entries in all.
     */
    void at(long doneCount, long totalCount);
}
