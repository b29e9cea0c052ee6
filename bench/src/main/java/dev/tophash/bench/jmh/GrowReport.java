// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.jmh;

import dev.tophash.bench.against.driver.RandomKeys;
import dev.tophash.bench.report.BenchTable;
import dev.tophash.bench.report.BenchTable.Chart;
import dev.tophash.offheap.MapMemory;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.agrona.collections.Long2LongHashMap;

/**
 * What a put costs in a map that grows from empty, with pages that the system has to make and with pages that a map
 * before it has left.
 *
 * <p>The forms take turns. Time is the processor time of the thread, so that neighbours count less. Only the puts are
 * measured; making and closing a map are not. Agrona's map lies in the Java heap, whose pages are warm always.
 */
public final class GrowReport
{
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long BUDGET = 8L << 30;

    private final long[] keys;

    /** One way to fill a map: makes it, fills it, returns the nanoseconds of the puts. */
    private record Form(String name, ToLongFunction<long[]> fill)
    {
    }

    private GrowReport(final int size)
    {
        keys = new long[size];
        Arrays.setAll(keys, RandomKeys::key);
    }

    /**
     * Measures and prints a table.
     *
     * @param size   entries.
     * @param rounds how often each form is filled.
     * @param out    where the table goes.
     * @return the same figures.
     */
    public static BenchTable measure(final int size, final int rounds, final PrintWriter out)
    {
        try (MapMemory memory = MapMemory.of("bench grow", BUDGET))
        {
            return new GrowReport(size).run(List.of(
                new Form("fresh: a range of its own", GrowReport::fillOwn),
                new Form("warm: in a MapMemory", filled -> fillIn(memory, filled)),
                new Form("Agrona, on the heap", GrowReport::fillAgrona)), rounds, out);
        }
    }

    private BenchTable run(final List<Form> forms, final int rounds, final PrintWriter out)
    {
        final long[][] times = new long[forms.size()][rounds];
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < forms.size(); i++)
            {
                times[i][round] = forms.get(i).fill.applyAsLong(keys);
            }
        }
        out.printf(Locale.ROOT, "%d entries, %d rounds; processor time of a growing put, nanoseconds%n", keys.length,
            rounds);
        out.printf(Locale.ROOT, "%-28s %8s %8s %8s%n", "", "best", "quarter", "median");
        final List<BenchTable.Row> table = new ArrayList<>();
        for (int i = 0; i < forms.size(); i++)
        {
            Arrays.sort(times[i]);
            table.add(BenchTable.Row.of(forms.get(i).name, perEntry(times[i][0]), perEntry(times[i][rounds / 4]),
                perEntry(times[i][rounds / 2])));
            out.printf(Locale.ROOT, "%-28s %8.1f %8.1f %8.1f%n", forms.get(i).name, perEntry(times[i][0]),
                perEntry(times[i][rounds / 4]), perEntry(times[i][rounds / 2]));
        }
        out.flush();
        return new BenchTable("grow", String.format(Locale.ROOT, "A growing put, %,d entries", keys.length),
            "ns of processor time", Chart.BY_COLUMN, List.of("best", "quarter", "median"), table);
    }

    private double perEntry(final long nanos)
    {
        return (double)nanos / keys.length;
    }

    private static long fillOwn(final long[] keys)
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().build())
        {
            return fill(map, keys);
        }
    }

    private static long fillIn(final MapMemory memory, final long[] keys)
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().memory(memory).build())
        {
            return fill(map, keys);
        }
    }

    private static long fill(final OffHeapLongLongMap map, final long[] keys)
    {
        final long start = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < keys.length; i++)
        {
            map.put(keys[i], i);
        }
        return timeSince(start, map.size(), keys.length);
    }

    private static long fillAgrona(final long[] keys)
    {
        final Long2LongHashMap map = new Long2LongHashMap(LongPeer.MISSING);
        final long start = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < keys.length; i++)
        {
            map.put(keys[i], i);
        }
        return timeSince(start, map.size(), keys.length);
    }

    private static long timeSince(final long start, final long count, final int expected)
    {
        final long time = THREADS.getCurrentThreadCpuTime() - start;
        if (count != expected)
        {
            throw new IllegalStateException("entries lost: count=" + count + ", expected=" + expected);
        }
        return time;
    }
}
