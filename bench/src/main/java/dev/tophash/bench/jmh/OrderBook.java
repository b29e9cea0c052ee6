// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.jmh;

/**
 * What happens to orders, and the four longs of one: price; quantity above, executed below; side; account. A subclass
 * keeps the orders.
 */
abstract class OrderBook implements OrderBookReport.Book
{
    static final int ADD = 0;
    static final int EXECUTE = 1;
    static final int REDUCE = 2;
    static final int MODIFY = 3;
    static final int CANCEL = 4;

    private static final int QUANTITY_SHIFT = 32;
    static final long FIRST_FILLS = 1_000L << QUANTITY_SHIFT;

    /** What an execution adds to the word of an order, and what a reduction takes from it. */
    static final long EXECUTED = 1 - (1L << QUANTITY_SHIFT);
    static final long REDUCED = 2L << QUANTITY_SHIFT;

    /** What is left of an order. */
    static int quantity(final long fills)
    {
        return (int)(fills >> QUANTITY_SHIFT);
    }

    @Override
    public final long replay(final long[] ids, final byte[] kinds)
    {
        long sum = 0;
        for (int i = 0; i < ids.length; i++)
        {
            final long id = ids[i];
            switch (kinds[i])
            {
                case ADD -> add(id, id & 0xffff);
                case EXECUTE -> sum += execute(id);
                case REDUCE -> sum += reduce(id);
                case MODIFY -> sum += modify(id, i);
                default -> sum = sum * 31 + cancel(id);
            }
        }
        return sum;
    }

    /** One executed; the answer is 0, and 1 if there is no such order, as for the next two. */
    abstract int execute(long id);

    abstract int reduce(long id);

    abstract int modify(long id, long price);

    /** Price and quantity of the order that is gone, or 1. */
    abstract long cancel(long id);
}
