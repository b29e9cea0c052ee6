// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.jmh;

import dev.tophash.bench.against.driver.OwnClasses;
import dev.tophash.bench.report.BenchTable;
import dev.tophash.bench.report.BenchTable.Chart;
import dev.tophash.layout.classic.BmapDescriptor;
import dev.tophash.layout.classic.LoadFactor;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.DoubleStream;

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
 * or the other way round. Each table is made for the most orders that can be live. An order is the same four longs in
 * each form: price; quantity above, executed below; side; account. The slab is an array of longs with a list of free
 * places, the strongest form on the heap. It can lie off the heap, too, as the map does.
 *
 * <p>Each form has classes of its own, the library's included, as a program has one form only. All ask whether an order
 * is known, run the same events in turns and must come to the same sum. Time is the processor time of the thread.
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
    private static final int QUANTITY_SHIFT = 32;
    static final long FIRST_FILLS = 1_000L << QUANTITY_SHIFT;

    /** What an execution adds to the word of an order, and what a reduction takes from it. */
    static final long EXECUTED = 1 - (1L << QUANTITY_SHIFT);
    static final long REDUCED = 2L << QUANTITY_SHIFT;

    /** The number of live orders may differ from the given one by this part of it. */
    private static final int SLACK_PART = 20;

    /** How many of the forms run unless more are asked for. */
    private static final int USUAL_COUNT = 4;
    private static final List<Form> FORMS = List.of(
        new Form("in place: LongStruct", OrderBookInPlace.class),
        new Form("slab with LongLong", OrderBookSlabs.WithLongLong.class),
        new Form("slab with Agrona", OrderBookSlabs.WithAgrona.class),
        new Form("the same, as full as ours", OrderBookSlabs.WithFullAgrona.class),
        new Form("LongLong, slab off heap", OrderBookSlabs.OffHeap.class),
        new Form("by hand, no map", OrderBookByHand.class));

    private final int orderCount;
    private final int mostCount;
    private final int eventCount;
    private final long[] first;
    private final long[] ids;
    private final byte[] kinds;

    /** A way to keep orders, and the class that does. */
    private record Form(String name, Class<?> type)
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

    /** A book. Each form has the loop over the events as bytecode of its own, since a program has one form only. */
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
        mostCount = orderCount + slack;
        for (int i = 0; i < eventCount; i++)
        {
            final int drawn = random.nextInt(KIND_COUNT);
            kinds[i] = (byte)(drawn == CANCEL && liveCount <= fewest ? ADD :
                drawn == ADD && liveCount >= mostCount ? CANCEL : drawn);
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

    /**
     * Measures, and prints a table for each number of orders, and one of the means for more than one.
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
        final double[][] ratios = new double[forms.size()][orderCounts.length];
        for (int i = 0; i < orderCounts.length; i++)
        {
            final String id = orderCounts.length == 1 ? "book" : "book-" + orderCounts[i];
            final BenchTable table = new OrderBookReport(orderCounts[i], eventCount).run(id, rounds, forms);
            table.print(out);
            out.flush();
            for (int form = 0; form < ratios.length; form++)
            {
                ratios[form][i] = table.rows().get(form).values().getLast();
            }
            tables.add(table);
        }
        if (orderCounts.length > 1)
        {
            tables.add(means(forms, ratios, orderCounts));
            tables.getLast().print(out);
        }
        return tables;
    }

    private static BenchTable means(final List<Form> forms, final double[][] ratios, final int[] orderCounts)
    {
        final List<BenchTable.Row> rows = new ArrayList<>();
        for (int form = 1; form < ratios.length; form++)
        {
            rows.add(BenchTable.Row.of(forms.get(form).name,
                Math.exp(DoubleStream.of(ratios[form]).map(Math::log).average().orElse(Double.NaN)),
                DoubleStream.of(ratios[form]).min().orElse(Double.NaN),
                DoubleStream.of(ratios[form]).max().orElse(Double.NaN)));
        }
        return new BenchTable("book-means", String.format(Locale.ROOT,
            "An event of an order book in place by the other forms, %d numbers of live orders from %,d to %,d",
            orderCounts.length, orderCounts[0], orderCounts[orderCounts.length - 1]),
            "ratio: geometric mean, least, most", Chart.NONE, List.of("mean", "least", "most"), rows);
    }

    /** What is left of an order. */
    static int quantity(final long fills)
    {
        return (int)(fills >> QUANTITY_SHIFT);
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

    /** The part of the slots that is used; slots of overflow buckets do not count. */
    private String fills()
    {
        final double ours = (double)orderCount / (BmapDescriptor.SLOT_COUNT << LoadFactor.bForHint(mostCount));
        final double agrona = (double)orderCount / OrderBookSlabs.agronaSlotCount(mostCount);
        return String.format(Locale.ROOT, "%.2f of the slots used in our maps, %.2f in Agrona's", ours, agrona);
    }

    private BenchTable run(final String id, final int rounds, final List<Form> forms)
    {
        final List<Constructor<?>> loaded = new ArrayList<>();
        forms.forEach(form -> loaded.add(form.load()));
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
        return table(id, forms, times);
    }

    private BenchTable table(final String id, final List<Form> forms, final double[][] times)
    {
        final int rounds = times[0].length;
        final double[] inPlace = times[0].clone();
        final List<BenchTable.Row> rows = new ArrayList<>();
        for (int i = 0; i < times.length; i++)
        {
            final double[] own = times[i];
            final double[] ratios = new double[rounds];
            Arrays.setAll(ratios, round -> inPlace[round] / own[round]);
            Arrays.sort(ratios);
            final double[] sorted = own.clone();
            Arrays.sort(sorted);
            rows.add(BenchTable.Row.of(
                forms.get(i).name, sorted[0], sorted[rounds / 4], sorted[rounds / 2], ratios[rounds / 2]));
        }
        return new BenchTable(id, String.format(Locale.ROOT,
            "An event of an order book, %,d live orders, %,d events a round, %d rounds", orderCount, eventCount,
            rounds),
            "ns of processor time", Chart.BY_COLUMN, List.of("best", "quarter", "median", "in place/this"), rows,
            List.of(fills()));
    }

    private void fill(final Book book)
    {
        for (final long id : first)
        {
            book.add(id, id & 0xffff);
        }
    }
}
