// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.jmh;

import dev.tophash.bench.against.driver.MapMaking;
import dev.tophash.bench.report.BenchTable;
import dev.tophash.bench.report.BenchTable.Chart;
import dev.tophash.offheap.MapMemory;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.agrona.collections.Long2LongHashMap;

/**
 * What it costs to make an empty map and to close it: with a range of its own, in a {@link MapMemory}, in a confined
 * one, and by an earlier jar whose classes are loaded beside ours.
 *
 * <p>The forms take turns; a turn makes {@value #MAPS} maps and then closes them. Time is the processor time of the
 * thread. What other threads do for it is not in it: the collector, and answering the handshake of a close.
 */
public final class MakeReport
{
    /** Rounds that are not counted, for each that is: a median over the compiler's time would be the interpreter's. */
    private static final int WARM_UP_FACTOR = 4;
    private static final int MAPS = 64;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long BUDGET = 1L << 30;
    private static final double NANOS_PER_MICRO = 1_000;
    private static final List<String> COLUMNS =
        List.of("make, best", "make, quarter", "make, median", "close, best", "close, quarter", "close, median");

    /** One way to make maps: makes and closes so many, returns the nanoseconds of both. */
    private record Form(String name, IntFunction<long[]> making)
    {
    }

    private MakeReport()
    {
    }

    /**
     * Measures and prints a table.
     *
     * @param rounds how often each form makes and closes its maps.
     * @param oldJar an earlier jar with the classes of Tophash, or null.
     * @param out    where the table goes.
     * @return the same figures.
     * @throws IOException              if the jar cannot be read.
     * @throws IllegalArgumentException if it has not the classes.
     */
    public static BenchTable measure(final int rounds, final Path oldJar, final PrintWriter out) throws IOException
    {
        try (MapMemory memory = MapMemory.of("bench make", BUDGET);
            MapMemory confined = MapMemory.confined("bench make, confined", BUDGET);
            URLClassLoader before = oldJar == null ? null : loader(oldJar))
        {
            final List<Form> forms = new ArrayList<>(List.of(
                new Form("a range of its own", new MapMaking()),
                new Form("in a MapMemory", count -> makeIn(memory, count)),
                new Form("in a confined MapMemory", count -> makeIn(confined, count)),
                new Form("Agrona, on the heap", MakeReport::makeAgrona)));
            if (before != null)
            {
                forms.add(1, new Form("the same by the old jar", of(before, oldJar)));
            }
            return run(forms, rounds, out);
        }
    }

    /** Our class that makes maps, and everything else from the jar. */
    private static URLClassLoader loader(final Path oldJar) throws IOException
    {
        final URL ours = MapMaking.class.getProtectionDomain().getCodeSource().getLocation();
        return new URLClassLoader(
            new URL[]{oldJar.toUri().toURL(), ours}, ClassLoader.getPlatformClassLoader());
    }

    @SuppressWarnings("unchecked")
    private static IntFunction<long[]> of(final ClassLoader loader, final Path oldJar)
    {
        try
        {
            final Class<?> making = loader.loadClass(MapMaking.class.getName());
            if (loader.loadClass(OffHeapMaps.class.getName()).getProtectionDomain().getCodeSource().getLocation()
                .equals(oldJar.toUri().toURL()))
            {
                return (IntFunction<long[]>)making.getConstructor().newInstance();
            }
        }
        catch (final ReflectiveOperationException | IOException e)
        {
            throw new IllegalArgumentException("no jar of Tophash: file=" + oldJar, e);
        }
        throw new IllegalArgumentException("no jar of Tophash: file=" + oldJar);
    }

    private static BenchTable run(final List<Form> forms, final int rounds, final PrintWriter out)
    {
        final long[][] makes = new long[forms.size()][rounds];
        final long[][] closes = new long[forms.size()][rounds];
        for (int round = -WARM_UP_FACTOR * rounds; round < rounds; round++)
        {
            for (int i = 0; i < forms.size(); i++)
            {
                final long[] times = forms.get(i).making.apply(MAPS);
                makes[i][Math.max(round, 0)] = times[0];
                closes[i][Math.max(round, 0)] = times[1];
            }
        }
        out.printf(Locale.ROOT, "%d rounds of %d maps; processor time of a map, microseconds%n", rounds, MAPS);
        out.printf(Locale.ROOT, "%-24s %8s %8s %8s %8s %8s %8s%n", "", "make", "", "", "close", "", "");
        out.printf(Locale.ROOT, "%-24s %8s %8s %8s %8s %8s %8s%n", "", "best", "quarter", "median", "best", "quarter",
            "median");
        final List<BenchTable.Row> table = new ArrayList<>();
        for (int i = 0; i < forms.size(); i++)
        {
            final BenchTable.Row row = row(forms.get(i).name, makes[i], closes[i]);
            out.printf(Locale.ROOT, "%-24s", row.name());
            row.values().forEach(value -> out.printf(Locale.ROOT, " %8.2f", value));
            out.println();
            table.add(row);
        }
        out.flush();
        return new BenchTable("make", "Making and closing an empty map", "microseconds of processor time",
            Chart.BY_COLUMN, COLUMNS, table);
    }

    private static BenchTable.Row row(final String name, final long[] makes, final long[] closes)
    {
        Arrays.sort(makes);
        Arrays.sort(closes);
        final int count = makes.length;
        return BenchTable.Row.of(name, perMap(makes[0]), perMap(makes[count / 4]), perMap(makes[count / 2]),
            perMap(closes[0]), perMap(closes[count / 4]), perMap(closes[count / 2]));
    }

    private static double perMap(final long nanos)
    {
        return nanos / NANOS_PER_MICRO / MAPS;
    }

    private static long[] makeIn(final MapMemory memory, final int count)
    {
        final OffHeapLongLongMap[] maps = new OffHeapLongLongMap[count];
        final long begin = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < count; i++)
        {
            maps[i] = OffHeapMaps.longLong().memory(memory).build();
        }
        final long made = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < count; i++)
        {
            maps[i].close();
        }
        return new long[]{made - begin, THREADS.getCurrentThreadCpuTime() - made};
    }

    /** Its maps are dropped, there is nothing to close. */
    private static long[] makeAgrona(final int count)
    {
        final Long2LongHashMap[] maps = new Long2LongHashMap[count];
        final long begin = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < count; i++)
        {
            maps[i] = new Long2LongHashMap(LongPeer.MISSING);
        }
        final long made = THREADS.getCurrentThreadCpuTime();
        long sum = 0;
        for (int i = 0; i < count; i++)
        {
            sum += maps[i].size();
            maps[i] = null;
        }
        if (sum != 0)
        {
            throw new IllegalStateException("maps are not empty: sum=" + sum);
        }
        return new long[]{made - begin, THREADS.getCurrentThreadCpuTime() - made};
    }
}
