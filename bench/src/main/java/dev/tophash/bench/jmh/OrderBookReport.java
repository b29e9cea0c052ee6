// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.jmh;

import dev.tophash.bench.report.BenchTable;
import dev.tophash.bench.report.BenchTable.Chart;
import dev.tophash.offheap.IntField;
import dev.tophash.offheap.LongField;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapLongStructMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.StructFlyweight;
import dev.tophash.offheap.StructType;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.agrona.collections.Long2LongHashMap;

/**
 * What an event of an order book costs: orders in place in a map of structs, beside orders in a slab of the user's own
 * to which a map leads, ours and Agrona's.
 *
 * <pre>
 *   event     share   does
 *   add        20 %   a new order: price, quantity, side
 *   execute    20 %   quantity down by one, the executed one up
 *   reduce     20 %   quantity down by two
 *   modify     20 %   another price
 *   cancel     20 %   the order is gone
 * </pre>
 *
 * <p>The number of live orders stays about the same. The slab is an array of longs with a list of free places, the
 * strongest form on the heap. All forms run the same events in turns and must come to the same sum. Time is the
 * processor time of the thread.
 */
public final class OrderBookReport
{
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int KIND_BITS = 3;
    private static final int ADD = 0;
    private static final int EXECUTE = 1;
    private static final int REDUCE = 2;
    private static final int MODIFY = 3;
    private static final int CANCEL = 4;
    private static final int KIND_COUNT = 5;
    private static final int FIRST_QUANTITY = 1_000;

    private final int orderCount;
    private final int eventCount;
    private final long[] first;
    private final long[] ids;
    private final byte[] kinds;

    private OrderBookReport(final int orderCount, final int eventCount)
    {
        this.orderCount = orderCount;
        this.eventCount = eventCount;
        ids = new long[eventCount];
        kinds = new byte[eventCount];
        final Random random = new Random(orderCount);
        final long[] live = new long[orderCount + eventCount];
        int liveCount = 0;
        while (liveCount < orderCount)
        {
            live[liveCount++] = random.nextLong() >>> KIND_BITS;
        }
        first = Arrays.copyOf(live, orderCount);
        for (int i = 0; i < eventCount; i++)
        {
            final int drawn = random.nextInt(KIND_COUNT);
            kinds[i] = (byte)(drawn == CANCEL && liveCount == 1 ? ADD : drawn);
            if (kinds[i] == ADD)
            {
                live[liveCount++] = random.nextLong() >>> KIND_BITS;
                ids[i] = live[liveCount - 1];
                continue;
            }
            final int at = random.nextInt(liveCount);
            ids[i] = live[at];
            if (kinds[i] == CANCEL)
            {
                live[at] = live[--liveCount];
            }
        }
    }

    /** A book. Each form has the loop over the events as bytecode of its own, since a program has one form only. */
    private interface Book extends AutoCloseable
    {
        void add(long id, long price);

        /** Does all events; returns a sum of what was left of cancelled orders, so that the forms can be compared. */
        long replay(long[] ids, byte[] kinds);

        @Override
        void close();
    }

    /**
     * Measures and prints a table.
     *
     * @param orderCount live orders.
     * @param eventCount events of a round.
     * @param rounds     how often each form runs the events.
     * @param out        where the table goes.
     * @return the same figures.
     */
    public static BenchTable measure(
        final int orderCount, final int eventCount, final int rounds, final PrintWriter out)
    {
        return new OrderBookReport(orderCount, eventCount).run(rounds, out);
    }

    private Book open(final int form)
    {
        return switch (form)
        {
            case 0 -> new InPlace(orderCount);
            case 1 -> new SlabWithLongLong(orderCount, eventCount);
            default -> new SlabWithAgrona(orderCount, eventCount);
        };
    }

    private BenchTable run(final int rounds, final PrintWriter out)
    {
        final List<String> names = List.of("in place: LongStruct", "slab with LongLong", "slab with Agrona");
        final double[][] times = new double[names.size()][rounds];
        long sum = 0;
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < names.size(); i++)
            {
                try (Book book = open(i))
                {
                    fill(book);
                    final long start = THREADS.getCurrentThreadCpuTime();
                    final long own = book.replay(ids, kinds);
                    times[i][round] = (double)(THREADS.getCurrentThreadCpuTime() - start) / eventCount;
                    sum = round == 0 && i == 0 ? own : sum;
                    if (own != sum)
                    {
                        throw new IllegalStateException("another sum: form=" + names.get(i) + ", sum=" + own +
                            ", expected=" + sum);
                    }
                }
            }
        }
        out.printf(Locale.ROOT, "%d live orders, %d events a round, %d rounds; processor time an event, nanoseconds%n",
            orderCount, eventCount, rounds);
        out.printf(Locale.ROOT, "%-22s %8s %8s %8s %22s%n", "", "best", "quarter", "median", "in place by this one");
        final double[] inPlace = times[0].clone();
        final List<BenchTable.Row> table = new ArrayList<>();
        for (int i = 0; i < names.size(); i++)
        {
            final double[] ratios = new double[rounds];
            Arrays.setAll(ratios, ratiosOf(inPlace, times[i].clone()));
            Arrays.sort(ratios);
            Arrays.sort(times[i]);
            out.printf(Locale.ROOT, "%-22s %8.1f %8.1f %8.1f %22.2f%n", names.get(i), times[i][0],
                times[i][rounds / 4], times[i][rounds / 2], ratios[rounds / 2]);
            table.add(BenchTable.Row.of(names.get(i), times[i][0], times[i][rounds / 4], times[i][rounds / 2]));
        }
        out.flush();
        return new BenchTable("book", String.format(Locale.ROOT, "An event of an order book, %,d live orders",
            orderCount), "ns of processor time", Chart.BY_COLUMN, List.of("best", "quarter", "median"), table);
    }

    private static IntToDoubleFunction ratiosOf(final double[] one, final double[] other)
    {
        return round -> one[round] / other[round];
    }

    private void fill(final Book book)
    {
        for (final long id : first)
        {
            book.add(id, id & 0xffff);
        }
    }

    private static final class InPlace implements Book
    {
        private static final StructType ORDER =
            StructType.parse("struct { price int64; quantity, executed int32; side int64; account int64 }");
        private static final LongField PRICE = ORDER.longField("price");
        private static final IntField QUANTITY = ORDER.intField("quantity");
        private static final IntField EXECUTED = ORDER.intField("executed");
        private static final LongField SIDE = ORDER.longField("side");

        private final OffHeapLongStructMap orders;
        private final StructFlyweight order = new StructFlyweight();

        InPlace(final int orderCount)
        {
            orders = OffHeapMaps.longStruct(ORDER).capacity(orderCount).build();
        }

        @Override
        public void add(final long id, final long price)
        {
            orders.getOrCreate(id, order);
            PRICE.set(order, price);
            QUANTITY.set(order, FIRST_QUANTITY);
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
                    case ADD -> add(id, id & 0xffff);
                    case EXECUTE -> execute(id);
                    case REDUCE -> reduce(id);
                    case MODIFY -> modify(id, i);
                    default -> sum = sum * 31 + cancel(id);
                }
            }
            return sum;
        }

        private void execute(final long id)
        {
            orders.find(id, order);
            QUANTITY.set(order, QUANTITY.get(order) - 1);
            EXECUTED.set(order, EXECUTED.get(order) + 1);
        }

        private void reduce(final long id)
        {
            orders.find(id, order);
            QUANTITY.set(order, QUANTITY.get(order) - 2);
        }

        private void modify(final long id, final long price)
        {
            orders.find(id, order);
            PRICE.set(order, price);
        }

        private long cancel(final long id)
        {
            orders.find(id, order);
            final long left = PRICE.get(order) + QUANTITY.get(order);
            orders.remove(order);
            return left;
        }

        @Override
        public void close()
        {
            orders.close();
        }
    }

    /** Places of orders in an array of longs, the free ones as a stack. */
    private abstract static class Slab implements Book
    {
        private static final int WORD_COUNT = 4;
        private static final int QUANTITY_SHIFT = 32;

        /** Four words an order: price; quantity above, executed below; side; account. */
        private long[] words;
        private int[] free;
        private int freeCount;

        Slab(final int orderCount, final int eventCount)
        {
            final int room = orderCount + eventCount;
            words = new long[room * WORD_COUNT];
            free = new int[room];
            for (int i = room - 1; i >= 0; i--)
            {
                free[freeCount++] = i * WORD_COUNT;
            }
        }

        final int store(final long id, final long price)
        {
            final int at = free[--freeCount];
            words[at] = price;
            words[at + 1] = (long)FIRST_QUANTITY << QUANTITY_SHIFT;
            words[at + 2] = id & 1;
            words[at + 3] = 0;
            return at;
        }

        final void execute(final int at)
        {
            words[at + 1] += 1 - (1L << QUANTITY_SHIFT);
        }

        final void reduce(final int at)
        {
            words[at + 1] -= 2L << QUANTITY_SHIFT;
        }

        final void modify(final int at, final long price)
        {
            words[at] = price;
        }

        final long cancel(final int at)
        {
            free[freeCount++] = at;
            return words[at] + (words[at + 1] >> QUANTITY_SHIFT);
        }

        @Override
        public void close()
        {
            words = null;
            free = null;
        }
    }

    private static final class SlabWithLongLong extends Slab
    {
        private final OffHeapLongLongMap places;

        SlabWithLongLong(final int orderCount, final int eventCount)
        {
            super(orderCount, eventCount);
            places = OffHeapMaps.longLong().capacity(orderCount).missingValue(-1).build();
        }

        @Override
        public void add(final long id, final long price)
        {
            places.put(id, store(id, price));
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
                    case ADD -> add(id, id & 0xffff);
                    case EXECUTE -> execute((int)places.get(id));
                    case REDUCE -> reduce((int)places.get(id));
                    case MODIFY -> modify((int)places.get(id), i);
                    default -> sum = sum * 31 + cancel((int)places.remove(id));
                }
            }
            return sum;
        }

        @Override
        public void close()
        {
            places.close();
            super.close();
        }
    }

    private static final class SlabWithAgrona extends Slab
    {
        private final Long2LongHashMap places;

        SlabWithAgrona(final int orderCount, final int eventCount)
        {
            super(orderCount, eventCount);
            places = new Long2LongHashMap(2 * orderCount, 0.65f, -1);
        }

        @Override
        public void add(final long id, final long price)
        {
            places.put(id, store(id, price));
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
                    case ADD -> add(id, id & 0xffff);
                    case EXECUTE -> execute((int)places.get(id));
                    case REDUCE -> reduce((int)places.get(id));
                    case MODIFY -> modify((int)places.get(id), i);
                    default -> sum = sum * 31 + cancel((int)places.remove(id));
                }
            }
            return sum;
        }
    }
}
