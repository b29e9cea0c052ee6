// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.jmh;

import dev.tophash.bench.against.driver.OwnClasses;
import dev.tophash.bench.report.BenchTable;
import dev.tophash.bench.report.BenchTable.Chart;
import dev.tophash.bench.report.Ratios;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

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
 * or the other way round. Each table is made for the most orders that can be live.
 *
 * <p>Each form has classes of its own, the library's and the loop over the events included, as a program has one form
 * only. All ask whether an order is known, run the same events in turns and must come to the same sum. Time is the
 * processor time of the thread.
 */
public final class OrderBookReport
{
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int ID_SHIFT = 3;
    private static final int KIND_COUNT = 5;

    /** The number of live orders may differ from the given one by this part of it. */
    private static final int SLACK_PART = 20;

    /** How many of the forms run unless more are asked for. */
    private static final int USUAL_COUNT = 4;
    static final List<Form> FORMS = List.of(
        new Form("in place: LongStruct", OrderBookInPlace.class),
        new Form("slab with LongLong", OrderBookSlab.WithLongLong.class),
        new Form("slab with Agrona", OrderBookSlab.WithAgrona.class),
        new Form("slab with Agrona, as full as ours", OrderBookSlab.WithFullAgrona.class),
        new Form("slab off heap with LongLong", OrderBookSlab.OffHeap.class),
        new Form("by hand, no map", OrderBookByHand.class));
    private static final int IN_PLACE = 0;
    private static final int BY_HAND = FORMS.size() - 1;

    private final int orderCount;
    private final int mostCount;
    private final int eventCount;
    private final long[] first;
    private final long[] ids;
    private final byte[] kinds;

    /** A way to keep orders, and the class that does. */
    record Form(String name, Class<?> type)
    {
        /** Loads all that it uses anew, but for the contract by which it is called. */
        Constructor<?> load()
        {
            try
            {
                final Constructor<?> made = new OwnClasses(Form::isOwn).loadClass(type.getName())
                    .getDeclaredConstructor(int.class, int.class);
                made.setAccessible(true);
                return made;
            }
            catch (final ReflectiveOperationException e)
            {
                throw new IllegalStateException("form cannot be loaded: name=" + name, e);
            }
        }

        private static boolean isOwn(final String className)
        {
            return (className.startsWith("dev.tophash.") || className.startsWith("org.agrona.")) &&
                !className.equals(Book.class.getName());
        }
    }

    /** A book, as this class calls it. */
    public interface Book extends AutoCloseable
    {
        /**
         * Adds an order.
         *
         * @param id    that no live order has.
         * @param price any.
         */
        void add(long id, long price);

        /**
         * Does all events.
         *
         * @param ids   of the orders.
         * @param kinds of the events.
         * @return a sum of what was left of cancelled orders, so that the forms can be compared.
         */
        long replay(long[] ids, byte[] kinds);

        @Override
        void close();
    }

    OrderBookReport(final int orderCount, final int eventCount)
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
            live[liveCount++] = random.nextLong() >>> ID_SHIFT;
        }
        first = Arrays.copyOf(live, orderCount);
        final int slack = Math.max(1, orderCount / SLACK_PART);
        final int fewest = Math.max(1, orderCount - slack);
        mostCount = orderCount + slack;
        for (int i = 0; i < eventCount; i++)
        {
            final int drawn = random.nextInt(KIND_COUNT);
            kinds[i] = (byte)(drawn == OrderBook.CANCEL && liveCount <= fewest ? OrderBook.ADD :
                drawn == OrderBook.ADD && liveCount >= mostCount ? OrderBook.CANCEL : drawn);
            if (kinds[i] == OrderBook.ADD)
            {
                live[liveCount++] = random.nextLong() >>> ID_SHIFT;
                ids[i] = live[liveCount - 1];
                continue;
            }
            final int at = random.nextInt(liveCount);
            ids[i] = live[at];
            if (kinds[i] == OrderBook.CANCEL)
            {
                live[at] = live[--liveCount];
            }
        }
    }

    /**
     * Measures, and prints a table of the times for each number of orders, and one of the ratios.
     *
     * @param orderCounts live orders.
     * @param eventCount  events of a round.
     * @param rounds      how often each form runs the events.
     * @param more        whether the forms off the heap that are no map of ours run, too.
     * @param out         where the tables go.
     * @return the same figures.
     */
    public static List<BenchTable> measure(
        final int[] orderCounts, final int eventCount, final int rounds, final boolean more, final PrintWriter out)
    {
        final List<Form> forms = more ? FORMS : FORMS.subList(0, USUAL_COUNT);
        final List<BenchTable> tables = new ArrayList<>();
        final List<String> sizes = new ArrayList<>();
        final List<double[][]> timesBySize = new ArrayList<>();
        for (final int orderCount : orderCounts)
        {
            final OrderBookReport report = new OrderBookReport(orderCount, eventCount);
            final double[][] times = report.run(forms, rounds);
            tables.add(report.times(orderCounts.length == 1 ? "book" : "book-" + orderCount, forms, times));
            tables.getLast().print(out);
            sizes.add(String.format(Locale.ROOT, "%,d live orders", orderCount));
            timesBySize.add(times);
        }
        tables.add(ratios("book-ratios", forms, IN_PLACE, sizes, timesBySize));
        tables.getLast().print(out);
        if (more)
        {
            tables.add(ratios("book-by-hand", forms, BY_HAND, sizes, timesBySize));
            tables.getLast().print(out);
        }
        return tables;
    }

    private Book open(final Constructor<?> form)
    {
        try
        {
            return (Book)form.newInstance(mostCount, eventCount);
        }
        catch (final ReflectiveOperationException e)
        {
            throw new IllegalStateException("form cannot be opened: form=" + form, e);
        }
    }

    /** Processor time of an event, in nanoseconds: of each form, in each round. */
    double[][] run(final List<Form> forms, final int rounds)
    {
        final List<Constructor<?>> loaded = forms.stream().<Constructor<?>>map(Form::load).toList();
        final double[][] times = new double[forms.size()][rounds];
        long sum = 0;
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < forms.size(); i++)
            {
                try (Book book = open(loaded.get(i)))
                {
                    fill(book);
                    final long start = THREADS.getCurrentThreadCpuTime();
                    final long own = book.replay(ids, kinds);
                    times[i][round] = (double)(THREADS.getCurrentThreadCpuTime() - start) / eventCount;
                    sum = round == 0 && i == 0 ? own : sum;
                    if (own != sum)
                    {
                        throw new IllegalStateException("another sum: form=" + forms.get(i).name + ", sum=" + own +
                            ", expected=" + sum);
                    }
                }
            }
        }
        return times;
    }

    private void fill(final Book book)
    {
        for (final long id : first)
        {
            book.add(id, id & 0xffff);
        }
    }

    private BenchTable times(final String id, final List<Form> forms, final double[][] times)
    {
        final int rounds = times[0].length;
        final List<BenchTable.Row> rows = new ArrayList<>();
        for (int i = 0; i < times.length; i++)
        {
            final double[] sorted = times[i].clone();
            Arrays.sort(sorted);
            rows.add(BenchTable.Row.of(forms.get(i).name, sorted[0], sorted[rounds / 4], sorted[rounds / 2]));
        }
        return new BenchTable(id, String.format(Locale.ROOT,
            "An event of an order book, %,d live orders, %,d events a round, %d rounds", orderCount, eventCount,
            rounds),
            "ns of processor time", Chart.BY_COLUMN, List.of("best", "quarter", "median"), rows, List.of(fills()));
    }

    /** The part of the slots that is used; slots of overflow buckets do not count. */
    private String fills()
    {
        return String.format(Locale.ROOT, "%.2f of the slots used in our maps, %.2f in Agrona's",
            (double)orderCount / OrderBookSlab.WithFullAgrona.slotCountOfOurs(mostCount),
            (double)orderCount / OrderBookSlab.WithAgrona.slotCount(mostCount));
    }

    /**
     * A form by each of the others.
     *
     * @param timesBySize of each form, in each round.
     */
    static BenchTable ratios(
        final String id, final List<Form> forms, final int form, final List<String> sizes,
        final List<double[][]> timesBySize)
    {
        final List<BenchTable.Row> bySize = IntStream.range(0, sizes.size())
            .mapToObj(i -> new BenchTable.Row(sizes.get(i), ratios(timesBySize.get(i), form))).toList();
        final List<String> others = new ArrayList<>(forms.stream().map(Form::name).toList());
        final String name = others.remove(form);
        final List<BenchTable.Row> rows = new ArrayList<>(bySize);
        if (bySize.size() > 1)
        {
            rows.add(over(bySize, others.size(), "geometric mean", Ratios::mean));
            rows.add(over(bySize, others.size(), "least", ratios -> DoubleStream.of(ratios).min().orElseThrow()));
            rows.add(over(bySize, others.size(), "most", ratios -> DoubleStream.of(ratios).max().orElseThrow()));
        }
        return new BenchTable(id, "An event of an order book, " + name + ", by each of the other forms",
            "median of the ratios of the rounds", Chart.NONE, others, rows);
    }

    private static List<Double> ratios(final double[][] times, final int form)
    {
        final int rounds = times[form].length;
        final List<Double> medians = new ArrayList<>();
        for (int other = 0; other < times.length; other++)
        {
            if (other != form)
            {
                final double[] ratios = new double[rounds];
                final double[] others = times[other];
                Arrays.setAll(ratios, round -> times[form][round] / others[round]);
                Arrays.sort(ratios);
                medians.add(ratios[rounds / 2]);
            }
        }
        return medians;
    }

    private static BenchTable.Row over(
        final List<BenchTable.Row> bySize, final int columnCount, final String name,
        final ToDoubleFunction<double[]> figure)
    {
        return new BenchTable.Row(name, IntStream.range(0, columnCount).mapToObj(column ->
            figure.applyAsDouble(bySize.stream().mapToDouble(row -> row.values().get(column)).toArray())).toList());
    }
}
