// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.jmh;

import dev.tophash.bench.against.driver.RandomKeys;
import dev.tophash.bench.report.BenchTable;
import dev.tophash.bench.report.BenchTable.Chart;
import dev.tophash.offheap.MapBuilder;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Lookups that depend on one another, where each key is the value of the lookup before, and lookups that do not: of a
 * map as it comes, of one that is made for the former, of Agrona's, and of single cache lines of an array as large as
 * our buckets, which is what the machine can do at best.
 *
 * <p>All take turns, each time at another place. Time is the processor time of the thread. Each answer is compared.
 */
public final class DependentReport
{
    /** Columns of the table. */
    public static final List<String> COLUMNS = List.of("dependent: best", "median", "of the first", "independent: best",
        "median", "of the first");

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int STEPS = 1 << 16;
    private static final int WARM_SIZE = 1_000;
    private static final int WARM_ROUNDS = 300;
    private static final int SLOT_COUNT = 8;
    private static final int BUCKET_SIZE = SLOT_COUNT * (1 + 2 * Long.BYTES) + Long.BYTES;
    private static final int LINE = 64 / Long.BYTES;
    private static final long SEED = 20261130;

    private final long[] keys;
    private final int steps;
    private final List<Side> sides;

    private DependentReport(final long[] keys, final List<Side> sides)
    {
        this.keys = keys;
        this.sides = sides;
        steps = Math.min(keys.length, STEPS);
    }

    /**
     * Measures and prints a table.
     *
     * @param sizes  entries.
     * @param rounds how often each form is measured.
     * @param out    where the table goes.
     * @return the same figures.
     */
    public static BenchTable measure(final int[] sizes, final int rounds, final PrintWriter out)
    {
        measure(WARM_SIZE, WARM_ROUNDS);
        out.printf(Locale.ROOT, "%d rounds; processor time of a lookup, nanoseconds%n", rounds);
        out.printf(Locale.ROOT, "%-40s %10s %8s %8s %12s %8s %8s%n", "", "dependent", "median", "of first",
            "independent", "median", "of first");
        final List<BenchTable.Row> rows = new ArrayList<>();
        for (final int size : sizes)
        {
            for (final BenchTable.Row row : measure(size, rounds))
            {
                out.printf(Locale.ROOT, "%-40s %10.1f %8.1f %8.2f %12.1f %8.1f %8.2f%n", row.name(),
                    row.values().get(0), row.values().get(1), row.values().get(2), row.values().get(3),
                    row.values().get(4), row.values().get(5));
                rows.add(row);
            }
            out.flush();
        }
        return new BenchTable("dependent", "Lookups that depend on one another",
            "ns of processor time; ratios are of medians, by that of the first row of the same size", Chart.NONE,
            COLUMNS, rows);
    }

    private static List<BenchTable.Row> measure(final int size, final int rounds)
    {
        final long[] keys = RandomKeys.range(0, size);
        try (OffHeapLongLongMap map = fill(OffHeapMaps.longLong(), keys);
            OffHeapLongLongMap other = fill(OffHeapMaps.longLong().dependentLookups(true), keys);
            LongPeer agrona = LongPeer.make(LongPeer.AGRONA, size))
        {
            for (int i = 0; i < size; i++)
            {
                agrona.put(keys[i], keys[(i + 1) % size]);
            }
            final long bytes = map.stats().bucketCount() * BUCKET_SIZE;
            return new DependentReport(keys, List.of(new Plain(map), new AllAtOnce(other), new Peer(agrona),
                new Lines((int)(bytes / Long.BYTES / LINE)))).run(rounds);
        }
    }

    private static OffHeapLongLongMap fill(final MapBuilder<OffHeapLongLongMap> builder, final long[] keys)
    {
        final OffHeapLongLongMap map = builder.capacity(keys.length).build();
        for (int i = 0; i < keys.length; i++)
        {
            map.put(keys[i], keys[(i + 1) % keys.length]);
        }
        return map;
    }

    private List<BenchTable.Row> run(final int rounds)
    {
        final double[][][] times = new double[2][sides.size()][rounds];
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < sides.size(); i++)
            {
                final int at = round % 2 == 0 ? i : sides.size() - 1 - i;
                times[0][at][round] = timeOfDependent(sides.get(at), position(round, 2 * i));
                times[1][at][round] = timeOfIndependent(sides.get(at), position(round, 2 * i + 1));
            }
        }
        final List<BenchTable.Row> rows = new ArrayList<>();
        for (int i = 0; i < sides.size(); i++)
        {
            rows.add(BenchTable.Row.of(String.format(Locale.ROOT, "%,d: %s", keys.length, sides.get(i).name()),
                best(times[0][i]), median(times[0][i]), median(times[0][i]) / median(times[0][0]),
                best(times[1][i]), median(times[1][i]), median(times[1][i]) / median(times[1][0])));
        }
        return rows;
    }

    private static double best(final double[] times)
    {
        return Arrays.stream(times).min().orElseThrow();
    }

    private static double median(final double[] times)
    {
        final double[] sorted = times.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private int position(final int round, final int turn)
    {
        return (int)(((long)round * 2 * sides.size() + turn) * steps % (keys.length - steps + 1));
    }

    private double timeOfDependent(final Side side, final int position)
    {
        final long start = THREADS.getCurrentThreadCpuTime();
        final boolean right = side.follow(keys, position, steps);
        final long time = THREADS.getCurrentThreadCpuTime() - start;
        require(right, side, "dependent");
        return (double)time / steps;
    }

    private double timeOfIndependent(final Side side, final int position)
    {
        final long start = THREADS.getCurrentThreadCpuTime();
        final long sum = side.sum(keys, position, steps);
        final long time = THREADS.getCurrentThreadCpuTime() - start;
        long expected = 0;
        for (int i = position; i < position + steps; i++)
        {
            expected += keys[(i + 1) % keys.length];
        }
        require(sum == expected || side instanceof Lines, side, "independent");
        return (double)time / steps;
    }

    private static void require(final boolean right, final Side side, final String what)
    {
        if (!right)
        {
            throw new IllegalStateException("wrong answer: side=" + side.name() + ", lookups=" + what);
        }
    }

    /** A map from each key to the next one. Each has loops of its own, so that its calls are direct. */
    private interface Side
    {
        String name();

        /** Goes from a key so many steps; tells whether it came to the right one. */
        boolean follow(long[] keys, int from, int count);

        long sum(long[] keys, int from, int count);
    }

    private record Plain(OffHeapLongLongMap map) implements Side
    {
        @Override
        public String name()
        {
            return "Tophash";
        }

        @Override
        public boolean follow(final long[] keys, final int from, final int count)
        {
            long key = keys[from];
            for (int i = 0; i < count; i++)
            {
                key = map.get(key);
            }
            return key == keys[(from + count) % keys.length];
        }

        @Override
        public long sum(final long[] keys, final int from, final int count)
        {
            long sum = 0;
            for (int i = from; i < from + count; i++)
            {
                sum += map.get(keys[i]);
            }
            return sum;
        }
    }

    private record AllAtOnce(OffHeapLongLongMap map) implements Side
    {
        @Override
        public String name()
        {
            return "Tophash, dependentLookups";
        }

        @Override
        public boolean follow(final long[] keys, final int from, final int count)
        {
            long key = keys[from];
            for (int i = 0; i < count; i++)
            {
                key = map.get(key);
            }
            return key == keys[(from + count) % keys.length];
        }

        @Override
        public long sum(final long[] keys, final int from, final int count)
        {
            long sum = 0;
            for (int i = from; i < from + count; i++)
            {
                sum += map.get(keys[i]);
            }
            return sum;
        }
    }

    private record Peer(LongPeer map) implements Side
    {
        @Override
        public String name()
        {
            return "Agrona";
        }

        @Override
        public boolean follow(final long[] keys, final int from, final int count)
        {
            long key = keys[from];
            for (int i = 0; i < count; i++)
            {
                key = map.get(key);
            }
            return key == keys[(from + count) % keys.length];
        }

        @Override
        public long sum(final long[] keys, final int from, final int count)
        {
            long sum = 0;
            for (int i = from; i < from + count; i++)
            {
                sum += map.get(keys[i]);
            }
            return sum;
        }
    }

    /** An array of cache lines; the first word of each leads to another one, until all were met. */
    private static final class Lines implements Side
    {
        private final int[] order;
        private final long[] words;

        Lines(final int count)
        {
            order = new int[count];
            words = new long[count * LINE];
            final SplittableRandom random = new SplittableRandom(SEED);
            for (int i = 0; i < count; i++)
            {
                final int j = random.nextInt(i + 1);
                order[i] = order[j];
                order[j] = i;
            }
            for (int i = 0; i < count; i++)
            {
                words[order[i] * LINE] = (long)order[(i + 1) % count] * LINE;
            }
        }

        @Override
        public String name()
        {
            return "one line of as many bytes";
        }

        @Override
        public boolean follow(final long[] keys, final int from, final int count)
        {
            final int first = from % order.length;
            int at = order[first] * LINE;
            for (int i = 0; i < count; i++)
            {
                at = (int)words[at];
            }
            return at == order[(first + count) % order.length] * LINE;
        }

        @Override
        public long sum(final long[] keys, final int from, final int count)
        {
            long sum = 0;
            for (int i = from; i < from + count; i++)
            {
                sum += words[(int)Math.unsignedMultiplyHigh(keys[i], order.length) * LINE];
            }
            return sum;
        }
    }
}
