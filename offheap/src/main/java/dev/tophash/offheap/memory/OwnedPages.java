// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

/**
 * The pages of a file that are owned: all below an end, with their entries in the table behind the pages. It grows in
 * steps, so that a small map does not write to the file for each page.
 */
final class OwnedPages implements PageRuns.Backing
{
    private static final int MIN_STEP = 16;
    private static final int STEP_PART = 8;

    private final ReservedRange range;
    private final long tableOffset;
    private final int limit;
    private int ownedEnd;

    OwnedPages(final ReservedRange range, final long tableOffset)
    {
        this.range = range;
        this.tableOffset = tableOffset;
        limit = PageTable.pageOf(tableOffset);
    }

    @Override
    public boolean reach(final int end)
    {
        final int step = Math.max(MIN_STEP, ownedEnd / STEP_PART);
        return end <= ownedEnd || own(Math.max(end, Math.min(limit, ownedEnd + step))) || own(end);
    }

    private boolean own(final int end)
    {
        final long entries = ownedEnd == 0 ? 0 : PageTable.entry(ownedEnd);
        if (range.own(PageTable.offsetOf(ownedEnd), PageTable.offsetOf(end)) &&
            range.own(tableOffset + entries, tableOffset + PageTable.entry(end)))
        {
            ownedEnd = end;
            return true;
        }
        return false;
    }
}
