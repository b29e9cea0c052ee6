// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.latency.driver;

import dev.tophash.bench.against.driver.RandomKeys;
import dev.tophash.offheap.ClearStrategy;
import dev.tophash.offheap.MapAgent;
import dev.tophash.offheap.MapStats;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * Measures one map in a process of its own and prints what came out.
 *
 * <pre>
 *   grow SUBJECT entries rate            puts from empty, and the idle control before them
 *   swap entries rate seconds            puts, and a swap once a second; every second one was prepared
 *   count entries                        what one put does at most, without a clock
 *
 *   LATENCY row p50 p90 p99 p99.9 max samples      nanoseconds
 *   COUNTER row most mean
 * </pre>
 */
public final class LatencyDriver
{
    private static final int WARM_ENTRIES = 300_000;
    private static final int WARM_MAPS = 3;
    private static final int WARM_SWAPS = 20_000;
    private static final int IDLE_PART = 5;
    private static final long SEED = 20_261_130;
    private static final int PAGE_SIZE = 4096;
    private static final int FAULTS_AT = 9;
    /** The swap comes in the middle of its second, what prepares it some puts before. */
    private static final double SWAP_AT = 0.5;
    private static final int PUTS_AFTER_PREPARATION = 10;
    private static final Path STAT = Path.of("/proc/thread-self/stat");

    private LatencyDriver()
    {
    }

    /**
     * Runs the program.
     *
     * @param arguments see above.
     * @throws IOException if the system's figures cannot be read.
     */
    public static void main(final String[] arguments) throws IOException
    {
        switch (arguments[0])
        {
            case "grow" -> grow(GrowSubject.valueOf(arguments[1]), Long.parseLong(arguments[2]),
                Long.parseLong(arguments[3]));
            case "swap" -> swap(Integer.parseInt(arguments[1]), Long.parseLong(arguments[2]),
                Integer.parseInt(arguments[3]));
            default -> count(Long.parseLong(arguments[1]));
        }
    }

    private static void grow(final GrowSubject subject, final long entries, final long rate)
    {
        try (MapAgent agent = subject == GrowSubject.TOPHASH_AGENT ? MapAgent.start("bench latency") : null)
        {
            for (int i = 0; i < WARM_MAPS; i++)
            {
                try (Grower map = Grower.of(subject, agent))
                {
                    fill(map, WARM_ENTRIES);
                }
            }
            try (Grower map = Grower.of(subject, agent))
            {
                if (subject == GrowSubject.TOPHASH_WARM)
                {
                    fill(map, entries);
                    map.empty();
                }
                final FixedRate fixed = new FixedRate(rate);
                idle(fixed, Math.min(WARM_ENTRIES, entries));
                print("idle", idle(fixed, Math.max(rate / IDLE_PART, entries / IDLE_PART)));
                print("put", fixed.run(entries, i -> map.put(RandomKeys.key(i), i)));
                require(map.size(), entries);
            }
        }
    }

    private static Histogram idle(final FixedRate rate, final long count)
    {
        return rate.run(count, i -> Thread.onSpinWait());
    }

    private static void fill(final Grower map, final long entries)
    {
        for (long i = 0; i < entries; i++)
        {
            map.put(RandomKeys.key(i), i);
        }
        require(map.size(), entries);
    }

    /** Puts go on all the time; what a swap and its preparation take from them is in their latencies. */
    private static void swap(final int entries, final long rate, final int seconds)
    {
        try (OffHeapLongLongMap map = OffHeapMaps.longLong().budget(Grower.Tophash.BUDGET).capacity(entries).build();
            OffHeapLongLongMap small = OffHeapMaps.longLong().build())
        {
            for (int i = 0; i < WARM_SWAPS; i++)
            {
                small.put(i, i);
                small.clear(ClearStrategy.SWAP);
            }
            final FixedRate fixed = new FixedRate(rate);
            final SwapRun run = new SwapRun(map, entries);
            run.go(fixed, rate, Math.min(2, seconds));
            run.reset();
            print("idle", idle(fixed, rate));
            print("put between swaps", run.go(fixed, rate, seconds));
            print("swap, prepared", run.prepared);
            print("swap, as it comes", run.unprepared);
            print("prepareSwap", run.preparations);
        }
    }

    /** A map whose keys come round and round, emptied once a second. */
    private static final class SwapRun
    {
        private final OffHeapLongLongMap map;
        private final int entries;
        private final Histogram prepared = FixedRate.histogram();
        private final Histogram unprepared = FixedRate.histogram();
        private final Histogram preparations = FixedRate.histogram();

        SwapRun(final OffHeapLongLongMap map, final int entries)
        {
            this.map = map;
            this.entries = entries;
        }

        void reset()
        {
            prepared.reset();
            unprepared.reset();
            preparations.reset();
        }

        Histogram go(final FixedRate fixed, final long rate, final int seconds)
        {
            final long swap = (long)(rate * SWAP_AT);
            final long prepare = swap - PUTS_AFTER_PREPARATION;
            return fixed.run(rate * seconds, i ->
            {
                final long phase = i % rate;
                final boolean prepares = i / rate % 2 == 0;
                if (phase == prepare && prepares)
                {
                    final long start = System.nanoTime();
                    map.prepareSwap();
                    preparations.recordValue(System.nanoTime() - start);
                }
                else if (phase == swap)
                {
                    final long start = System.nanoTime();
                    map.clear(ClearStrategy.SWAP);
                    (prepares ? prepared : unprepared).recordValue(System.nanoTime() - start);
                }
                map.put(RandomKeys.key(i % entries), i);
            });
        }
    }

    /** Counts what puts do, which no neighbour changes. */
    private static void count(final long entries) throws IOException
    {
        final Most chains = new Most();
        final Most cleaned = new Most();
        final Most used = new Most();
        try (OffHeapLongLongMap map =
            OffHeapMaps.longLong().budget(Grower.Tophash.BUDGET).deterministic(SEED).build())
        {
            final long faults = faults();
            MapStats before = map.stats();
            for (long i = 0; i < entries; i++)
            {
                map.put(RandomKeys.key(i), i);
                final MapStats now = map.stats();
                chains.add(now.growing() && before.growing() ? now.evacuatedCount() - before.evacuatedCount() : 0);
                cleaned.add(Math.max(0, before.retiredBytes() - now.retiredBytes()));
                used.add(now.b() == before.b() ? Math.max(0, now.addressBytes() - before.addressBytes()) / PAGE_SIZE :
                    0);
                before = now;
            }
            require(map.sizeLong(), entries);
            chains.print("old chains known to be moved", entries);
            cleaned.print("bytes of arrays that leave the queue", entries);
            used.print("pages that a put outside of a doubling gets", entries);
            print("pages that the system made (mean of all puts)", Double.NaN, (double)(faults() - faults) / entries);
        }
    }

    private static final class Most
    {
        private long most;
        private long sum;

        void add(final long value)
        {
            most = Math.max(most, value);
            sum += value;
        }

        void print(final String row, final long count)
        {
            LatencyDriver.print(row, (double)most, (double)sum / count);
        }
    }

    /** Pages that this thread has faulted in; 0 where the system does not tell. */
    private static long faults() throws IOException
    {
        return Files.isReadable(STAT) ? Long.parseLong(Files.readString(STAT).split(" ", -1)[FAULTS_AT]) : 0;
    }

    @SuppressWarnings("SystemOut") // The parent reads it.
    private static void print(final String row, final Histogram of)
    {
        System.out.printf(Locale.ROOT, "LATENCY\t%s\t%d\t%d\t%d\t%d\t%d\t%d%n", row, of.getValueAtPercentile(50),
            of.getValueAtPercentile(90), of.getValueAtPercentile(99), of.getValueAtPercentile(99.9), of.getMaxValue(),
            of.getTotalCount());
        System.out.flush();
    }

    @SuppressWarnings("SystemOut") // The parent reads it.
    private static void print(final String row, final double most, final double mean)
    {
        System.out.printf(Locale.ROOT, "COUNTER\t%s\t%s\t%.6f%n", row, most, mean);
        System.out.flush();
    }

    private static void require(final long actual, final long expected)
    {
        if (actual != expected)
        {
            throw new IllegalStateException("entries lost: expected=" + expected + ", actual=" + actual);
        }
    }
}
