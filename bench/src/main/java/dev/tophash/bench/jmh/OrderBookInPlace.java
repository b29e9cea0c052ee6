// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.jmh;

import dev.tophash.offheap.LongField;
import dev.tophash.offheap.OffHeapLongStructMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.StructFlyweight;
import dev.tophash.offheap.StructType;

/** Orders as structs in a map, changed where they lie. */
class OrderBookInPlace extends OrderBook
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
        FILLS.set(order, FIRST_FILLS);
        SIDE.set(order, id & 1);
    }

    @Override
    int execute(final long id)
    {
        if (!orders.find(id, order))
        {
            return 1;
        }
        FILLS.set(order, FILLS.get(order) + EXECUTED);
        return 0;
    }

    @Override
    int reduce(final long id)
    {
        if (!orders.find(id, order))
        {
            return 1;
        }
        FILLS.set(order, FILLS.get(order) - REDUCED);
        return 0;
    }

    @Override
    int modify(final long id, final long price)
    {
        if (!orders.find(id, order))
        {
            return 1;
        }
        PRICE.set(order, price);
        return 0;
    }

    @Override
    long cancel(final long id)
    {
        if (!orders.find(id, order))
        {
            return 1;
        }
        final long left = PRICE.get(order) + quantity(FILLS.get(order));
        orders.remove(order);
        return left;
    }

    @Override
    public void close()
    {
        orders.close();
    }
}
