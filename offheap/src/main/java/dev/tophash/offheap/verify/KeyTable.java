// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.verify;

/**
 * Finds keys that occur twice: a table of the hashes of all live entries met so far, each with the place of its entry.
 *
 * <p>Open addressing over one array of longs, two a cell. The first is the hash. The second is the position of the
 * entry's tophash byte with one bit for the array it is in, plus one, so that 0 is free. An entry takes 32 to 64 bytes.
 * Equal keys have equal hashes wherever they are stored, so a misplaced duplicate is found too. The table knows nothing
 * about keys; its caller compares them.
 */
final class KeyTable
{
    private static final int FIRST_CAPACITY = 16;
    private static final int MAX_FIRST_CAPACITY = 1 << 26;

    private long[] cells;
    private int mask;
    private int size;

    /**
     * An empty table.
     *
     * @param expected number of entries to expect; a hint only, any value is fine.
     */
    KeyTable(final long expected)
    {
        final long wanted = Math.max(FIRST_CAPACITY, 2 * Math.min(Math.max(expected, 0), MAX_FIRST_CAPACITY / 2));
        final int capacity = (int)(Long.highestOneBit(wanted - 1) << 1);
        cells = new long[2 * capacity];
        mask = capacity - 1;
    }

    /** Starts a search: the first cell for a hash. */
    int first(final long hash)
    {
        return (int)(hash ^ hash >>> 32) & mask;
    }

    /** Continues a search: from a cell to the next one with this hash, or to the first free one. */
    int seek(final int from, final long hash)
    {
        int cell = from & mask;
        while (cells[2 * cell + 1] != 0 && cells[2 * cell] != hash)
        {
            cell = cell + 1 & mask;
        }
        return cell;
    }

    /** The place stored in a cell, or -1 if the cell is free. */
    long place(final int cell)
    {
        return (cells[2 * cell + 1] - 1) >> 1;
    }

    /** Whether the entry of a filled cell is in the old array. */
    boolean old(final int cell)
    {
        return ((cells[2 * cell + 1] - 1) & 1) != 0;
    }

    /** Puts an entry into the free cell where a search ended. */
    void fill(final int cell, final long hash, final long place, final boolean old)
    {
        cells[2 * cell] = hash;
        cells[2 * cell + 1] = (place << 1 | (old ? 1 : 0)) + 1;
        if (++size > mask / 2)
        {
            grow();
        }
    }

    private void grow()
    {
        final long[] full = cells;
        cells = new long[2 * full.length];
        mask = cells.length / 2 - 1;
        for (int i = 0; i < full.length; i += 2)
        {
            if (full[i + 1] != 0)
            {
                int cell = first(full[i]);
                while (cells[2 * cell + 1] != 0)
                {
                    cell = cell + 1 & mask;
                }
                cells[2 * cell] = full[i];
                cells[2 * cell + 1] = full[i + 1];
            }
        }
    }
}
