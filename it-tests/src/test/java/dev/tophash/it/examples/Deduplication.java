// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.examples;

import dev.tophash.offheap.ClearStrategy;
import dev.tophash.offheap.OffHeapLongSet;
import dev.tophash.offheap.OffHeapMaps;

/**
 * Tells messages that were seen in this window or in the last one. At the end of a window the older set is emptied by a
 * swap, which takes the same time whatever is in it; the duty cycle cleans what the swap has put aside.
 */
final class Deduplication implements AutoCloseable
{
    private OffHeapLongSet current = newSet();
    private OffHeapLongSet last = newSet();

    private static OffHeapLongSet newSet()
    {
        return OffHeapMaps.longSet().capacity(100_000).budget(64L << 20).build();
    }

    boolean isNew(final long messageId)
    {
        return !last.contains(messageId) && current.add(messageId);
    }

    void endWindow()
    {
        final OffHeapLongSet older = last;
        older.clear(ClearStrategy.SWAP);
        last = current;
        current = older;
    }

    void idle()
    {
        current.advance(20_000); // nanoseconds
    }

    @Override
    public void close()
    {
        current.close();
        last.close();
    }

    public static void main(final String[] arguments)
    {
        try (Deduplication messages = new Deduplication())
        {
            final boolean first = messages.isNew(4711);
            messages.endWindow();
            messages.idle();
            final boolean second = messages.isNew(4711);
            messages.endWindow();
            System.out.println(first + " " + second + " " + messages.isNew(4711)); // true false true
        }
    }
}
