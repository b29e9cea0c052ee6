// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.examples;

import dev.tophash.offheap.IntField;
import dev.tophash.offheap.LongField;
import dev.tophash.offheap.OffHeapLongStructMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.StructFlyweight;
import dev.tophash.offheap.StructType;

/** The orders of a book as structs of the map: each event reads and writes the fields where they lie. */
final class OrderBook
{
    private static final StructType ORDER = StructType.parse("struct { price int64; quantity int32; side int8 }");
    private static final LongField PRICE = ORDER.longField("price");
    private static final IntField QUANTITY = ORDER.intField("quantity");

    private final OffHeapLongStructMap orders = OffHeapMaps.longStruct(ORDER).capacity(100_000).build();
    private final StructFlyweight order = new StructFlyweight();

    void add(final long id, final long price, final int quantity)
    {
        orders.getOrCreate(id, order); // a new order is all zeros
        PRICE.set(order, price);
        QUANTITY.set(order, quantity);
    }

    boolean execute(final long id, final int quantity)
    {
        if (!orders.find(id, order))
        {
            return false;
        }
        QUANTITY.set(order, QUANTITY.get(order) - quantity);
        if (QUANTITY.get(order) <= 0)
        {
            orders.remove(order);
        }
        return true;
    }

    void halveAll()
    {
        orders.forEach(order, (id, each) -> QUANTITY.set(each, QUANTITY.get(each) / 2));
    }

    public static void main(final String[] arguments)
    {
        final OrderBook book = new OrderBook();
        book.add(1, 10_050, 300);
        book.add(2, 10_075, 100);
        System.out.println(book.execute(1, 120)); // true
        System.out.println(book.execute(2, 100)); // true
        System.out.println(book.execute(2, 1)); // false
        book.halveAll();
        book.orders.find(1, book.order);
        System.out.println(QUANTITY.get(book.order) + " left, size " + book.orders.size()); // 90 left, size 1
        book.orders.close();
    }
}
