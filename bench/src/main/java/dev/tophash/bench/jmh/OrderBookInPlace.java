// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.jmh;

import dev.tophash.offheap.LongField;
import dev.tophash.offheap.OffHeapLongStructMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.StructFlyweight;
import dev.tophash.offheap.StructType;

/** Orders as structs in a map, changed where they lie. */
final class OrderBookInPlace implements OrderBookReport.Book
{
    private static final StructType ORDER =
        StructType.parse("struct { price, fills, side, account int64 }");
    private static final LongField PRICE = ORDER.longField("price");
    private static final LongField FILLS = ORDER.longField("fills");
    private static final LongField SIDE = ORDER.longField("side");

    private final OffHeapLongStructMap orders;
    private final StructFlyweight order = new StructFlyweight();

    OrderBookInPlace(final int orderCount, final int eventCount)
    {
        orders = OffHeapMaps.longStruct(ORDER).capacity(orderCount).build();
    }

    @Override
    public void add(final long id, final long price)
    {
        orders.getOrCreate(id, order);
        PRICE.set(order, price);
        FILLS.set(order, OrderBookReport.FIRST_FILLS);
        SIDE.set(order, id & 1);
    }

    @Override
    public long replay(final long[] ids, final byte[] kinds)
    {
        long sum = 0;
        for (int i = 0; i < ids.length; i++)
        {
            final long id = ids[i];
            switch (kinds[i])
            {
                case OrderBookReport.ADD -> add(id, id & 0xffff);
                case OrderBookReport.EXECUTE -> sum += execute(id);
                case OrderBookReport.REDUCE -> sum += reduce(id);
                case OrderBookReport.MODIFY -> sum += modify(id, i);
                default -> sum = sum * 31 + cancel(id);
            }
        }
        return sum;
    }

    private int execute(final long id)
    {
        if (!orders.find(id, order))
        {
            return 1;
        }
        FILLS.set(order, FILLS.get(order) + OrderBookReport.EXECUTED);
        return 0;
    }

    private int reduce(final long id)
    {
        if (!orders.find(id, order))
        {
            return 1;
        }
        FILLS.set(order, FILLS.get(order) - OrderBookReport.REDUCED);
        return 0;
    }

    private int modify(final long id, final long price)
    {
        if (!orders.find(id, order))
        {
            return 1;
        }
        PRICE.set(order, price);
        return 0;
    }

    private long cancel(final long id)
    {
        if (!orders.find(id, order))
        {
            return 1;
        }
        final long left = PRICE.get(order) + OrderBookReport.quantity(FILLS.get(order));
        orders.remove(order);
        return left;
    }

    @Override
    public void close()
    {
        orders.close();
    }
}
