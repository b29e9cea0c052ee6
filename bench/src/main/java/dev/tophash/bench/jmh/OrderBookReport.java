// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.jmh;

import dev.tophash.bench.report.BenchTable;
import dev.tophash.bench.report.BenchTable.Chart;
import dev.tophash.offheap.IntField;
import dev.tophash.offheap.LongField;
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
 * <p>The number of live orders stays within a twentieth of the given one: where it would leave that, an add is a cancel
 * or the other way round. The slab is an array of longs with a list of free places, the strongest form on the heap. It
 * can lie off the heap, too, as the map does. All forms ask whether an order is known, run the same events in turns and
 * must come to the same sum. Time is the processor time of the thread. The last form is no map:
 * {@link OrderBookByHand}.
 */
public final class OrderBookReport
{
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int KIND_BITS = 3;
    static final int ADD = 0;
    static final int EXECUTE = 1;
    static final int REDUCE = 2;
    static final int MODIFY = 3;
    private static final int CANCEL = 4;
    private static final int KIND_COUNT = 5;
    static final int FIRST_QUANTITY = 1_000;

    /** The number of live orders may differ from the given one by this part of it. */
    private static final int SLACK_PART = 20;

    /** How many of the forms run unless more are asked for. */
    private static final int USUAL_COUNT = 3;
    private static final List<String> FORMS = List.of("in place: LongStruct", "slab with LongLong", "slab with Agrona",
        "LongLong, slab off heap", "by hand, no map");

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
        final int slack = Math.max(1, orderCount / SLACK_PART);
        final int fewest = Math.max(1, orderCount - slack);
        final int most = orderCount + slack;
        for (int i = 0; i < eventCount; i++)
        {
            final int drawn = random.nextInt(KIND_COUNT);
            kinds[i] = (byte)(drawn == CANCEL && liveCount <= fewest ? ADD :
                drawn == ADD && liveCount >= most ? CANCEL : drawn);
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
    interface Book extends AutoCloseable
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
     * @param more       whether the forms off the heap that are no map of ours run, too. The others are slower beside
     *                   them, since the JIT learns from them how memory is read.
     * @param out        where the table goes.
     * @return the same figures.
     */
    public static BenchTable measure(
        final int orderCount, final int eventCount, final int rounds, final boolean more, final PrintWriter out)
    {
        final List<String> forms = more ? FORMS : FORMS.subList(0, USUAL_COUNT);
        return new OrderBookReport(orderCount, eventCount).run(rounds, forms, out);
    }

    private Book open(final int form)
    {
        return switch (form)
        {
            case 0 -> new InPlace(orderCount);
            case 1 -> new OrderBookSlabs.WithLongLong(orderCount, eventCount);
            case 2 -> new OrderBookSlabs.WithAgrona(orderCount, eventCount);
            case 3 -> new OrderBookSlabs.OffHeap(orderCount, eventCount);
            default -> new OrderBookByHand(orderCount);
        };
    }

    private BenchTable run(final int rounds, final List<String> names, final PrintWriter out)
    {
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
        out.printf(Locale.ROOT, "%-24s %8s %8s %8s %22s%n", "", "best", "quarter", "median", "in place by this one");
        final double[] inPlace = times[0].clone();
        final List<BenchTable.Row> table = new ArrayList<>();
        for (int i = 0; i < names.size(); i++)
        {
            final double[] ratios = new double[rounds];
            Arrays.setAll(ratios, ratiosOf(inPlace, times[i].clone()));
            Arrays.sort(ratios);
            Arrays.sort(times[i]);
            out.printf(Locale.ROOT, "%-24s %8.1f %8.1f %8.1f %22.2f%n", names.get(i), times[i][0],
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
                    case EXECUTE -> sum += execute(id);
                    case REDUCE -> sum += reduce(id);
                    case MODIFY -> sum += modify(id, i);
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
            QUANTITY.set(order, QUANTITY.get(order) - 1);
            EXECUTED.set(order, EXECUTED.get(order) + 1);
            return 0;
        }

        private int reduce(final long id)
        {
            if (!orders.find(id, order))
            {
                return 1;
            }
            QUANTITY.set(order, QUANTITY.get(order) - 2);
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
}
