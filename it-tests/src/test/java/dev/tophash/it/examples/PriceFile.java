// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.examples;

import dev.tophash.offheap.OffHeapLongDoubleMap;
import dev.tophash.offheap.OffHeapMaps;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Identities and prices lie in native memory, as a mapped file or another library gives them. */
final class PriceFile
{
    private static final int COUNT = 1_000;

    private PriceFile()
    {
    }

    public static void main(final String[] arguments)
    {
        try (Arena arena = Arena.ofConfined();
            OffHeapLongDoubleMap prices = OffHeapMaps.longDouble().missingValue(-1).build())
        {
            final MemorySegment ids = arena.allocate(COUNT * 8L, 8);
            final MemorySegment quotes = arena.allocate(COUNT * 8L, 8);
            for (int i = 0; i < COUNT; i++)
            {
                ids.setAtIndex(ValueLayout.JAVA_LONG, i, 7L * i);
                quotes.setAtIndex(ValueLayout.JAVA_DOUBLE, i, i / 2.0);
            }
            prices.putAll(ids, 0, COUNT, quotes, 0); // places in bytes, a count of entries

            final MemorySegment wanted = arena.allocateFrom(ValueLayout.JAVA_LONG, 7, 8, 9, 6_993);
            final MemorySegment answers = arena.allocate(4 * 8L, 8);
            final long found = prices.getAll(wanted, 0, 4, answers, 0);
            final double last = answers.getAtIndex(ValueLayout.JAVA_DOUBLE, 3);
            System.out.println(found + " of 4, the last is " + last); // 2 of 4, the last is 499.5
        }
    }
}
