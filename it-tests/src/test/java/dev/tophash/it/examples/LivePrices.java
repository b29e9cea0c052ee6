// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.examples;

import dev.tophash.offheap.LongField;
import dev.tophash.offheap.LongStructSingleWriterView;
import dev.tophash.offheap.OffHeapLongStructMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.StructFlyweight;
import dev.tophash.offheap.StructType;

/** One thread writes quotes, another reads them: what it sees of a quote is always of one write. */
final class LivePrices
{
    private static final long ID = 7;
    private static final StructType QUOTE = StructType.parse("struct { bid, ask int64 }");
    private static final LongField BID = QUOTE.longField("bid");
    private static final LongField ASK = QUOTE.longField("ask");

    private long bid;
    private long ask;

    private void take(final StructFlyweight quote)
    {
        bid = BID.get(quote);
        ask = ASK.get(quote);
    }

    private static void write(final OffHeapLongStructMap quotes)
    {
        final StructFlyweight flyweight = new StructFlyweight();
        quotes.getOrCreate(ID, flyweight);
        for (int i = 0; i < 10_000; i++)
        {
            flyweight.edit(quote ->
            {
                BID.set(quote, BID.get(quote) + 1);
                ASK.set(quote, BID.get(quote) * 2);
            });
        }
    }

    public static void main(final String[] arguments)
    {
        try (OffHeapLongStructMap quotes = OffHeapMaps.longStruct(QUOTE).singleWriterView(true).build())
        {
            final LongStructSingleWriterView view = LongStructSingleWriterView.of(quotes);
            final StructFlyweight window = new StructFlyweight();
            final LivePrices last = new LivePrices();
            long torn = 0;
            new Thread(() -> write(quotes)).start();
            while (last.bid < 10_000)
            {
                torn += view.read(ID, window, last::take) && last.ask != 2 * last.bid ? 1 : 0;
            }
            System.out.println(torn + " of " + last.ask); // 0 of 20000
        }
    }
}
