// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.jmh;

import dev.tophash.bench.against.driver.RandomKeys;
import dev.tophash.bench.report.BenchTable;
import dev.tophash.bench.report.BenchTable.Chart;
import dev.tophash.offheap.LongField;
import dev.tophash.offheap.LongLongSingleWriterView;
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

/**
 * What a {@code SingleWriterView} costs: the writer for its sequence, a reader for looking at it.
 *
 * <p>The forms of an operation take turns, each on a map of its own with the same entries, and do it with the same
 * keys. Time is the processor time of the thread. In the last row another thread writes without a pause.
 */
public final class ViewReport
{
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int KEYS_OF_A_ROUND = 1 << 16;
    private static final List<String> COLUMNS = List.of("plain", "view", "price", "by plain");
    private static final StructType PAIR = StructType.parse("struct { a, b int64 }");
    private static final LongField A = PAIR.longField("a");
    private static final LongField B = PAIR.longField("b");

    private final int rounds;
    private final PrintWriter out;
    private final long[] keys;
    private final StructFlyweight flyweight = new StructFlyweight();
    private final List<BenchTable.Row> table = new ArrayList<>();
    private String beside;
    private long sum;

    private ViewReport(final int size, final int rounds, final PrintWriter out)
    {
        this.rounds = rounds;
        this.out = out;
        keys = RandomKeys.range(0, size);
    }

    /** Does an operation with a key, and returns something that is added up. */
    private interface Operation
    {
        long run(long key);
    }

    /**
     * Measures and prints a table.
     *
     * @param size   entries.
     * @param rounds how often each form is measured.
     * @param out    where the table goes.
     * @return the same figures.
     */
    public static BenchTable measure(final int size, final int rounds, final PrintWriter out)
    {
        out.printf(Locale.ROOT, "%d entries, %d rounds; processor time an operation, nanoseconds%n", size, rounds);
        out.printf(Locale.ROOT, "%-34s %9s %9s %9s %9s%n", "median", "plain", "view", "price", "by plain");
        final ViewReport report = new ViewReport(size, rounds, out);
        report.run();
        out.flush();
        return new BenchTable("view", String.format(Locale.ROOT, "A view for other threads, %,d entries", size),
            "ns of processor time an operation, median; the last column is the median of the ratios", Chart.NONE,
            COLUMNS, report.table, List.of(report.beside));
    }

    private void run()
    {
        try (OffHeapLongLongMap plain = OffHeapMaps.longLong().build();
            OffHeapLongLongMap watched = OffHeapMaps.longLong().singleWriterView(true).build();
            OffHeapLongStructMap plainPairs = OffHeapMaps.longStruct(PAIR).build();
            OffHeapLongStructMap watchedPairs = OffHeapMaps.longStruct(PAIR).singleWriterView(true).build())
        {
            for (final long key : keys)
            {
                plain.put(key, key);
                watched.put(key, key);
                plainPairs.getOrCreate(key, flyweight);
                watchedPairs.getOrCreate(key, flyweight);
            }
            final LongLongSingleWriterView view = LongLongSingleWriterView.of(watched);
            row("put, update", key -> plain.put(key, key), key -> watched.put(key, key));
            row("addTo", key -> plain.addTo(key, 1), key -> watched.addTo(key, 1));
            row("remove and put", key -> plain.remove(key) + plain.put(key, 1),
                key -> watched.remove(key) + watched.put(key, 1));
            row("two fields of a struct", key -> fields(plainPairs, key), key -> edit(watchedPairs, key));
            row("get of the map itself", plain::get, watched::get);
            row("get by the view", plain::get, view::get);
            beside(plain, watched, view);
        }
    }

    private void beside(
        final OffHeapLongLongMap plain, final OffHeapLongLongMap watched, final LongLongSingleWriterView view)
    {
        final Writer writer = new Writer(watched, keys);
        writer.start();
        try
        {
            row("get by the view beside a writer", plain::get, view::get);
        }
        finally
        {
            writer.end();
        }
        beside = String.format(Locale.ROOT, "writes beside: %d, yields of the reader: %d, sum of all answers: %d",
            writer.count, view.yieldCount(), sum);
        out.println(beside);
    }

    private long fields(final OffHeapLongStructMap map, final long key)
    {
        map.find(key, flyweight);
        setBoth(flyweight);
        return 1;
    }

    private long edit(final OffHeapLongStructMap map, final long key)
    {
        map.find(key, flyweight);
        flyweight.edit(ViewReport::setBoth);
        return 1;
    }

    private static void setBoth(final StructFlyweight pair)
    {
        A.set(pair, A.get(pair) + 1);
        B.set(pair, B.get(pair) - 1);
    }

    private void row(final String name, final Operation plain, final Operation watched)
    {
        final double[] plainTimes = new double[rounds];
        final double[] watchedTimes = new double[rounds];
        final double[] ratios = new double[rounds];
        for (int i = 0; i < rounds; i++)
        {
            plainTimes[i] = time(plain, i);
            watchedTimes[i] = time(watched, i);
            ratios[i] = watchedTimes[i] / plainTimes[i];
        }
        Arrays.sort(plainTimes);
        Arrays.sort(watchedTimes);
        Arrays.sort(ratios);
        final double plainTime = plainTimes[rounds / 2];
        final double watchedTime = watchedTimes[rounds / 2];
        out.printf(Locale.ROOT, "%-34s %9.1f %9.1f %9.1f %9.2f%n", name, plainTime, watchedTime,
            watchedTime - plainTime, ratios[rounds / 2]);
        table.add(BenchTable.Row.of(name, plainTime, watchedTime, watchedTime - plainTime, ratios[rounds / 2]));
    }

    private double time(final Operation operation, final int round)
    {
        final int count = Math.min(keys.length, KEYS_OF_A_ROUND);
        final int first = (int)((long)round * count % keys.length);
        final long start = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < count; i++)
        {
            sum += operation.run(keys[(first + i) % keys.length]);
        }
        return (double)(THREADS.getCurrentThreadCpuTime() - start) / count;
    }

    /** Writes until it is told to end. */
    private static final class Writer extends Thread
    {
        private final OffHeapLongLongMap map;
        private final long[] keys;
        private volatile boolean ended;
        private long count;

        Writer(final OffHeapLongLongMap map, final long[] keys)
        {
            this.map = map;
            this.keys = keys;
            setDaemon(true);
        }

        @Override
        public void run()
        {
            for (int i = 0; !ended; i = i + 1 == keys.length ? 0 : i + 1)
            {
                map.put(keys[i], i);
                count++;
            }
        }

        void end()
        {
            ended = true;
            try
            {
                join();
            }
            catch (final InterruptedException e)
            {
                currentThread().interrupt();
            }
        }
    }
}
