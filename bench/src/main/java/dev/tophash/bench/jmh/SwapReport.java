// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.jmh;

import dev.tophash.bench.against.driver.RandomKeys;
import dev.tophash.bench.report.BenchTable;
import dev.tophash.bench.report.BenchTable.Chart;
import dev.tophash.offheap.ClearStrategy;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * {@code ./tophash bench swap}: what one {@link ClearStrategy#SWAP} of a large map takes, beside controls in the same
 * run.
 *
 * <p>Each round cleans the array put aside, which for 13.6 million entries are 302 MB and leaves no cache warm, neither
 * of data nor of code. Then keys are put, as a map in use sees them, and three things are timed: nothing, one put, the
 * swap. Every second round is rehearsed: a small map is swapped right before, by the same machine code, which tells
 * what of a swap is the swap and what is code that comes from main memory line by line. Or the map's own
 * {@code prepareSwap()} is called before.
 *
 * <p>A virtual machine takes some hundred to some thousand times a second more than five microseconds from a program.
 * Of swaps that take half a microsecond such a rate spoils one in a thousand or so, which is the very percentile asked
 * for. Two things tell the machine from the map: a row that does nothing for as long as a swap takes, and rounds that
 * begin right after such an interruption, when the next is less likely. The latter wait for a gap in the clock, after
 * the cleaning and the puts, so what is cold stays cold.
 *
 * <p>JMH cannot show this: its own code between clock and swap is as cold.
 */
public final class SwapReport
{
    private static final int SMALL = 1_000;
    private static final int WARM_UP_COUNT = 60_000;
    private static final int LARGE_WARM_UP_COUNT = 200;
    private static final long HIGHEST_NANOS = 60_000_000_000L;
    private static final int DIGIT_COUNT = 3;
    private static final int ROUNDS_A_REPORT = 1_000;
    private static final long INTERRUPTION_NANOS = 2_000;
    private static final long LONGEST_WAIT_NANOS = 2_000_000;
    private static final String ROW = "%-28s %8s %8s %8s %8s %9s %9s%n";

    private final int size;
    private final int puts;
    private final boolean prepares;
    private final PrintWriter err;
    private final OffHeapLongLongMap[] maps;
    private final Rows asItComes;
    private final Rows afterInterruption;
    private long typicalNanos;
    private long next;

    private SwapReport(final int size, final int puts, final boolean prepares, final PrintWriter err)
    {
        this.size = size;
        this.puts = puts;
        this.prepares = prepares;
        this.err = err;
        asItComes = new Rows("as it comes", prepares);
        afterInterruption = new Rows("right after an interruption", prepares);
        maps = new OffHeapLongLongMap[]{
            OffHeapMaps.longLong().capacity(SMALL).build(), OffHeapMaps.longLong().capacity(size).build()};
    }

    /**
     * Measures and prints.
     *
     * @param b        log2 of the number of buckets, filled to the load factor.
     * @param rounds   number of rounds; a quarter each as it comes, as it comes and rehearsed, after an interruption,
     *                 after an interruption and rehearsed.
     * @param puts     keys put between the cleaning and the swap.
     * @param prepares whether a rehearsal is {@code prepareSwap()}, not a swap of a small map by the same call.
     * @param out      where to.
     * @param err      where a long run tells how far it is.
     * @return the same figures.
     */
    public static BenchTable measure(final int b, final int rounds, final int puts, final boolean prepares,
        final PrintWriter out, final PrintWriter err)
    {
        final SwapReport report = new SwapReport(13 << b - 1, puts, prepares, err);
        try
        {
            out.printf(Locale.ROOT,
                "%,d entries, %,d rounds, %,d puts before each swap; nanoseconds%n", report.size, rounds, puts);
            out.flush();
            report.fill();
            report.warmUp();
            report.run(rounds);
            report.asItComes.print(out, report.typicalNanos);
            report.afterInterruption.print(out, report.typicalNanos);
            out.flush();
            final List<BenchTable.Row> rows = new ArrayList<>(report.asItComes.rows());
            rows.addAll(report.afterInterruption.rows());
            return new BenchTable("swap", String.format(Locale.ROOT, "A swap, %,d entries, %,d rounds", report.size,
                rounds), "ns", Chart.NONE, List.of("median", "p90", "p99", "p99.9", "max", "samples"), rows);
        }
        finally
        {
            report.maps[0].close();
            report.maps[1].close();
        }
    }

    /** Twice, so that both arrays have their pages. */
    private void fill()
    {
        for (int i = 0; i < 2; i++)
        {
            ClearStrategyBenchmark.forEachKey(size, key -> maps[1].put(key, key));
            maps[1].clear(ClearStrategy.SWAP);
        }
    }

    /**
     * Lets the JIT see the swap, and once more after the large map has taken branches that a small one never takes, for
     * which compiled code is thrown away.
     */
    private void warmUp()
    {
        rehearse(WARM_UP_COUNT);
        run(LARGE_WARM_UP_COUNT);
        rehearse(WARM_UP_COUNT);
        typicalNanos = asItComes.rehearsed.getValueAtPercentile(50);
        run(4);
        asItComes.reset();
        afterInterruption.reset();
    }

    private void rehearse(final int count)
    {
        for (int i = 0; i < count; i++)
        {
            maps[0].put(i, i);
            swap(0, 0);
        }
    }

    private void run(final int rounds)
    {
        for (int round = 0; round < rounds; round++)
        {
            if (round != 0 && round % ROUNDS_A_REPORT == 0)
            {
                err.printf(Locale.ROOT, "%,d of %,d rounds%n", round, rounds);
                err.flush();
            }
            while (maps[1].advance(Long.MAX_VALUE))
            {
                Thread.onSpinWait();
            }
            for (int i = 0; i < puts; i++)
            {
                putNext();
            }
            final boolean rehearsed = (round & 1) != 0;
            final boolean awaited = (round & 2) != 0;
            if (rehearsed && prepares)
            {
                maps[1].prepareSwap();
            }
            if (awaited)
            {
                awaitInterruption();
            }
            final Rows rows = awaited ? afterInterruption : asItComes;
            final long start = System.nanoTime();
            final long read = System.nanoTime();
            putNext();
            final long end = System.nanoTime();
            rows.nothing.recordValue(read - start);
            rows.put.recordValue(end - read);
            (rehearsed ? rows.rehearsed : rows.cold).recordValue(swap(rehearsed && !prepares ? 0 : 1, 1));
            if (awaited)
            {
                awaitInterruption();
            }
            rows.idle.recordValue(idle(typicalNanos));
        }
    }

    /** Until the clock jumps; or for a while, on a machine where it does not. */
    private static void awaitInterruption()
    {
        final long start = System.nanoTime();
        long last = start;
        long now = System.nanoTime();
        while (now - last < INTERRUPTION_NANOS && now - start < LONGEST_WAIT_NANOS)
        {
            last = now;
            now = System.nanoTime();
        }
    }

    private static long idle(final long nanos)
    {
        final long start = System.nanoTime();
        long passed = 0;
        while (passed < nanos)
        {
            passed = System.nanoTime() - start;
        }
        return passed;
    }

    private void putNext()
    {
        next = (next + 1) % size;
        maps[1].put(RandomKeys.key(next), next);
    }

    /** One call site, so that the small map rehearses the very code that the large one runs; the last one counts. */
    private long swap(final int first, final int last)
    {
        long nanos = 0;
        for (int i = first; i <= last; i++)
        {
            final long start = System.nanoTime();
            maps[i].clear(ClearStrategy.SWAP);
            nanos = System.nanoTime() - start;
        }
        return nanos;
    }

    /** What was measured in rounds of one kind. */
    private static final class Rows
    {
        private final String name;
        private final String swapName;
        private final Histogram nothing = new Histogram(HIGHEST_NANOS, DIGIT_COUNT);
        private final Histogram idle = new Histogram(HIGHEST_NANOS, DIGIT_COUNT);
        private final Histogram put = new Histogram(HIGHEST_NANOS, DIGIT_COUNT);
        private final Histogram cold = new Histogram(HIGHEST_NANOS, DIGIT_COUNT);
        private final Histogram rehearsed = new Histogram(HIGHEST_NANOS, DIGIT_COUNT);

        Rows(final String name, final boolean prepares)
        {
            this.name = name;
            swapName = prepares ? "swap, prepared" : "swap, code rehearsed";
        }

        void reset()
        {
            nothing.reset();
            idle.reset();
            put.reset();
            cold.reset();
            rehearsed.reset();
        }

        void print(final PrintWriter out, final long idleNanos)
        {
            out.printf(Locale.ROOT, ROW, name, "median", "p90", "p99", "p99.9", "max", "samples");
            print(out, "  nothing", nothing);
            print(out, String.format(Locale.ROOT, "  idle for %,d ns", idleNanos), idle);
            print(out, "  put", put);
            print(out, "  swap, code cold", cold);
            print(out, "  " + swapName, rehearsed);
        }

        private static void print(final PrintWriter out, final String name, final Histogram of)
        {
            out.printf(Locale.ROOT,
                ROW, name, percentile(of, 50), percentile(of, 90), percentile(of, 99), percentile(of, 99.9),
                String.format(Locale.ROOT, "%,d", of.getMaxValue()), String.format(Locale.ROOT,
                    "%,d", of.getTotalCount()));
        }

        List<BenchTable.Row> rows()
        {
            return List.of(row("nothing", nothing), row("idle", idle), row("put", put), row("swap, code cold", cold),
                row(swapName, rehearsed));
        }

        private BenchTable.Row row(final String of, final Histogram histogram)
        {
            final List<Double> values = new ArrayList<>();
            for (final double percent : new double[]{50, 90, 99, 99.9})
            {
                values.add((double)histogram.getValueAtPercentile(percent));
            }
            values.add((double)histogram.getMaxValue());
            values.add((double)histogram.getTotalCount());
            return new BenchTable.Row(name + ": " + of, values);
        }

        private static String percentile(final Histogram of, final double percent)
        {
            return String.format(Locale.ROOT, "%,d", of.getValueAtPercentile(percent));
        }
    }
}
