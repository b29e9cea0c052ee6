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
    private static final int EVENT_COUNT = 1 << 20;
    private static final int KIND_BITS = 3;
    private static final int ADD = 0;
    private static final int EXECUTE = 1;
    private static final int REDUCE = 2;
    private static final int MODIFY = 3;
    private static final int CANCEL = 4;
    private static final int KIND_COUNT = 5;
    private static final int FIRST_QUANTITY = 1_000;

    private final int orderCount;
    private final long[] first;
    private final long[] ids = new long[EVENT_COUNT];
    private final byte[] kinds = new byte[EVENT_COUNT];

    private OrderBookReport(final int orderCount)
    {
        this.orderCount = orderCount;
        final Random random = new Random(orderCount);
        final long[] live = new long[orderCount + EVENT_COUNT];
        int liveCount = 0;
        while (liveCount < orderCount)
        {
            live[liveCount++] = random.nextLong() >>> KIND_BITS;
        }
        first = Arrays.copyOf(live, orderCount);
        for (int i = 0; i < EVENT_COUNT; i++)
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

    /** A book: does one event, closes. */
    private interface Book extends AutoCloseable
    {
        void add(long id, long price);

        void execute(long id);

        void reduce(long id);

        void modify(long id, long price);

        /** Returns what was left, so that all forms can be compared. */
        long cancel(long id);

        @Override
        void close();
    }

    /**
     * Measures and prints a table.
     *
     * @param orderCount live orders.
     * @param rounds     how often each form runs the events.
     * @param out        where the table goes.
     * @return the same figures.
     */
    public static BenchTable measure(final int orderCount, final int rounds, final PrintWriter out)
    {
        return new OrderBookReport(orderCount).run(rounds, out);
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
                try (Book book = i == 0 ? new InPlace(orderCount) : new Slab(orderCount, i == 1))
                {
                    fill(book);
                    final long start = THREADS.getCurrentThreadCpuTime();
                    final long own = replay(book);
                    times[i][round] = (double)(THREADS.getCurrentThreadCpuTime() - start) / EVENT_COUNT;
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
            orderCount, EVENT_COUNT, rounds);
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

    private long replay(final Book book)
    {
        long sum = 0;
        for (int i = 0; i < EVENT_COUNT; i++)
        {
            final long id = ids[i];
            switch (kinds[i])
            {
                case ADD -> book.add(id, id & 0xffff);
                case EXECUTE -> book.execute(id);
                case REDUCE -> book.reduce(id);
                case MODIFY -> book.modify(id, i);
                default -> sum = sum * 31 + book.cancel(id);
            }
        }
        return sum;
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
        public void execute(final long id)
        {
            orders.find(id, order);
            QUANTITY.set(order, QUANTITY.get(order) - 1);
            EXECUTED.set(order, EXECUTED.get(order) + 1);
        }

        @Override
        public void reduce(final long id)
        {
            orders.find(id, order);
            QUANTITY.set(order, QUANTITY.get(order) - 2);
        }

        @Override
        public void modify(final long id, final long price)
        {
            orders.find(id, order);
            PRICE.set(order, price);
        }

        @Override
        public long cancel(final long id)
        {
            orders.find(id, order);
            final long left = PRICE.get(order) + QUANTITY.get(order);
            orders.remove(id);
            return left;
        }

        @Override
        public void close()
        {
            orders.close();
        }
    }

    /** Four words an order: price; quantity above, executed below; side; account. */
    private static final class Slab implements Book
    {
        private static final int WORD_COUNT = 4;
        private static final int QUANTITY_SHIFT = 32;

        private final OffHeapLongLongMap ours;
        private final Long2LongHashMap agronas;
        private long[] words;
        private int[] free;
        private int freeCount;

        Slab(final int orderCount, final boolean ours)
        {
            this.ours = ours ? OffHeapMaps.longLong().capacity(orderCount).missingValue(-1).build() : null;
            agronas = ours ? null : new Long2LongHashMap(2 * orderCount, 0.65f, -1);
            final int room = orderCount + EVENT_COUNT;
            words = new long[room * WORD_COUNT];
            free = new int[room];
            for (int i = room - 1; i >= 0; i--)
            {
                free[freeCount++] = i * WORD_COUNT;
            }
        }

        private int find(final long id)
        {
            return (int)(ours != null ? ours.get(id) : agronas.get(id));
        }

        @Override
        public void add(final long id, final long price)
        {
            final int at = free[--freeCount];
            if (ours != null)
            {
                ours.put(id, at);
            }
            else
            {
                agronas.put(id, at);
            }
            words[at] = price;
            words[at + 1] = (long)FIRST_QUANTITY << QUANTITY_SHIFT;
            words[at + 2] = id & 1;
            words[at + 3] = 0;
        }

        @Override
        public void execute(final long id)
        {
            words[find(id) + 1] += 1 - (1L << QUANTITY_SHIFT);
        }

        @Override
        public void reduce(final long id)
        {
            words[find(id) + 1] -= 2L << QUANTITY_SHIFT;
        }

        @Override
        public void modify(final long id, final long price)
        {
            words[find(id)] = price;
        }

        @Override
        public long cancel(final long id)
        {
            final int at = (int)(ours != null ? ours.remove(id) : agronas.remove(id));
            free[freeCount++] = at;
            return words[at] + (words[at + 1] >> QUANTITY_SHIFT);
        }

        @Override
        public void close()
        {
            words = null;
            free = null;
            if (ours != null)
            {
                ours.close();
            }
        }
    }
}
