// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.jmh;

import dev.tophash.offheap.ClearStrategy;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import java.io.PrintWriter;
import org.HdrHistogram.Histogram;

/**
 * {@code ./tophash bench swap}: what one {@link ClearStrategy#SWAP} of a large map takes, beside controls in the same
 * run.
 *
 * <p>Each round cleans the array put aside, which for 13.6 million entries are 302 MB and leaves no cache warm, neither
 * of data nor of code. Then keys are put, as a map in use sees them, and three things are timed: nothing, one put, the
 * swap. Every second round is rehearsed: a small map is swapped right before, by the same machine code, which tells
 * what of a swap is the swap and what is code that comes from main memory line by line.
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
    private static final String ROW = "%-24s %8s %8s %8s %8s %9s %9s%n";

    private final int size;
    private final int puts;
    private final OffHeapLongLongMap[] maps;
    private final Histogram nothing = histogram();
    private final Histogram put = histogram();
    private final Histogram cold = histogram();
    private final Histogram rehearsed = histogram();
    private long next;

    private SwapReport(final int size, final int puts)
    {
        this.size = size;
        this.puts = puts;
        maps = new OffHeapLongLongMap[]{
            OffHeapMaps.longLong().capacity(SMALL).build(), OffHeapMaps.longLong().capacity(size).build()};
    }

    private static Histogram histogram()
    {
        return new Histogram(HIGHEST_NANOS, DIGIT_COUNT);
    }

    /**
     * Measures and prints.
     *
     * @param b      log2 of the number of buckets, filled to the load factor.
     * @param rounds number of rounds, half of them rehearsed.
     * @param puts   keys put between the cleaning and the swap.
     * @param out    where to.
     */
    public static void measure(final int b, final int rounds, final int puts, final PrintWriter out)
    {
        final SwapReport report = new SwapReport(13 << b - 1, puts);
        try
        {
            out.printf("%,d entries, %,d rounds, %,d puts before each swap; nanoseconds%n", report.size, rounds, puts);
            out.flush();
            report.fill();
            report.warmUp();
            report.run(rounds);
            report.print(out);
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
        run(2);
        nothing.reset();
        put.reset();
        cold.reset();
        rehearsed.reset();
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
            while (maps[1].advance(Long.MAX_VALUE))
            {
                Thread.onSpinWait();
            }
            for (int i = 0; i < puts; i++)
            {
                putNext();
            }
            final boolean odd = 0 != (round & 1);
            final long start = System.nanoTime();
            final long read = System.nanoTime();
            putNext();
            final long end = System.nanoTime();
            nothing.recordValue(read - start);
            put.recordValue(end - read);
            (odd ? rehearsed : cold).recordValue(swap(odd ? 0 : 1, 1));
        }
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

    private void print(final PrintWriter out)
    {
        out.printf(ROW, "", "median", "p90", "p99", "p99.9", "max", "samples");
        print(out, "nothing", nothing);
        print(out, "put", put);
        print(out, "swap, code cold", cold);
        print(out, "swap, code rehearsed", rehearsed);
        out.flush();
    }

    private static void print(final PrintWriter out, final String name, final Histogram of)
    {
        out.printf(ROW, name, percentile(of, 50), percentile(of, 90), percentile(of, 99), percentile(of, 99.9),
            String.format("%,d", of.getMaxValue()), String.format("%,d", of.getTotalCount()));
    }

    private static String percentile(final Histogram of, final double percent)
    {
        return String.format("%,d", of.getValueAtPercentile(percent));
    }
}
