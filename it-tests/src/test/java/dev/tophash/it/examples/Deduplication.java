// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.examples;

import dev.tophash.offheap.ClearStrategy;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;

/**
 * Tells messages that were seen in this window or in the last one. At the end of a window the older map is emptied by a
 * swap, which takes the same time whatever is in it; the duty cycle cleans what the swap has put aside.
 */
final class Deduplication implements AutoCloseable
{
    private OffHeapLongLongMap current = newMap();
    private OffHeapLongLongMap last = newMap();

    private static OffHeapLongLongMap newMap()
    {
        return OffHeapMaps.longLong().capacity(100_000).budget(64L << 20).build();
    }

    boolean isNew(final long messageId, final long timeNs)
    {
        return !last.containsKey(messageId) && current.putIfAbsent(messageId, timeNs) == current.missingValue();
    }

    void endWindow()
    {
        final OffHeapLongLongMap older = last;
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
            final boolean first = messages.isNew(4711, 1);
            messages.endWindow();
            messages.idle();
            final boolean second = messages.isNew(4711, 2);
            messages.endWindow();
            System.out.println(first + " " + second + " " + messages.isNew(4711, 3)); // true false true
        }
    }
}
