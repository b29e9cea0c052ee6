// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.examples;

import dev.tophash.offheap.KeyView;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapStringIntMap;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Leads from the symbol in a message to the number of its instrument. No string is made: a view shows where the symbol
 * stands in the message.
 */
final class SymbolCache implements AutoCloseable
{
    private final OffHeapStringIntMap ids = OffHeapMaps.stringInt().capacity(10_000).missingValue(-1).build();
    private final KeyView symbol = new KeyView();
    private int nextId;

    /** The instrument of a message: a byte that says how long the symbol is, the symbol, and what else there is. */
    int instrument(final ByteBuffer message, final int offset)
    {
        symbol.wrap(message, offset + 1, message.get(offset));
        final int id = ids.get(symbol);
        return id != ids.missingValue() ? id : add();
    }

    private int add()
    {
        ids.put(symbol, ++nextId);
        return nextId;
    }

    /** The same map by a name that somebody types. */
    int named(final CharSequence name)
    {
        return ids.get(symbol.wrap(name));
    }

    @Override
    public void close()
    {
        ids.close();
    }

    public static void main(final String[] arguments)
    {
        final ByteBuffer wire = ByteBuffer.allocateDirect(64);
        wire.put(0, "\4AAPL\4MSFT\4AAPL".getBytes(StandardCharsets.UTF_8));
        try (SymbolCache cache = new SymbolCache())
        {
            final int apple = cache.instrument(wire, 0);
            final int microsoft = cache.instrument(wire, 5);
            System.out.println(apple + " " + microsoft + " " + cache.instrument(wire, 10)); // 1 2 1
            System.out.println(cache.named("MSFT") + " " + cache.named("IBM")); // 2 -1
        }
    }
}
