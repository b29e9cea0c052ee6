// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import dev.tophash.offheap.memory.Region;
import java.util.ArrayList;
import java.util.List;

/**
 * Memory for what one entry of a file owns, until the map has copied it. Small pieces share one block; a piece that has
 * no space there gets memory of its own, which goes back when the next entry begins.
 */
final class LoadRoom implements AutoCloseable
{
    private static final int SIZE = 16 << 10;

    private final Region region;
    private final List<long[]> large = new ArrayList<>();
    private long start;
    private long next;

    LoadRoom(final Region region)
    {
        this.region = region;
    }

    /** Memory for a piece. */
    long take(final long size)
    {
        final long space = (size + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
        if (start == 0)
        {
            start = region.obtain(SIZE, "room for an entry");
            next = start;
        }
        if (space <= start + SIZE - next)
        {
            next += space;
            return next - space;
        }
        final long offset = region.obtain(space, "room for an entry");
        large.add(new long[]{offset, space});
        return offset;
    }

    /** Forgets all pieces. */
    void empty()
    {
        next = start;
        if (!large.isEmpty())
        {
            large.forEach(piece -> region.dismiss(piece[0], piece[1]));
            large.clear();
        }
    }

    @Override
    public void close()
    {
        empty();
        if (start != 0)
        {
            region.dismiss(start, SIZE);
            start = 0;
        }
    }
}
