// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.jmh;

import dev.tophash.bench.against.driver.RandomKeys;
import dev.tophash.bench.report.BenchTable;
import dev.tophash.bench.report.BenchTable.Chart;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a key costs in a batch on arrays and on segments, beside a loop of single operations on such a map and on
 * Agrona's.
 *
 * <p>The four take turns, each time with other keys, so that none finds in the cache what one before has loaded.
 * Time is the processor time of the thread, so that neighbours count less. Each answer is added up and compared.
 */
public final class BatchReport
{
    /** Keys between two looks at the clock; a batch has no more. */
    public static final int KEYS_OF_A_ROUND = 1 << 16;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int SIDE_COUNT = 4;
    private static final List<Operation> OPERATIONS = List.of(Operation.values());

    private final int batch;
    private final int round;
    private final long[] keys;
    private final long[] absent;
    private final long[] numbers;
    private final long[] values;

    private BatchReport(final int size, final int batch)
    {
        this.batch = batch;
        round = Math.min(size, KEYS_OF_A_ROUND) / batch * batch;
        keys = RandomKeys.range(0, size);
        absent = RandomKeys.range(size, size);
        numbers = new long[size];
        Arrays.setAll(numbers, i -> i);
        values = new long[size];
    }

    /**
     * Measures and prints a table.
     *
     * @param size   entries.
     * @param batch  keys of a batch, at most as many.
     * @param rounds how often each operation is measured.
     * @param out    where the table goes.
     * @return the same figures.
     */
    public static BenchTable measure(final int size, final int batch, final int rounds, final PrintWriter out)
    {
        try (OffHeapLongLongMap map = make(size);
            OffHeapLongLongMap packed = make(size);
            OffHeapLongLongMap other = make(size);
            LongPeer agrona = LongPeer.make(LongPeer.AGRONA, size);
            Arena arena = Arena.ofConfined())
        {
            final BatchReport report = new BatchReport(size, batch);
            return report.run(List.of(new Batches(map), report.new SegmentBatches(packed, arena), new Loop(other),
                new PeerLoop(agrona)), rounds, out);
        }
    }

    private static OffHeapLongLongMap make(final int size)
    {
        return OffHeapMaps.longLong().capacity(size).missingValue(LongPeer.MISSING).build();
    }

    private BenchTable run(final List<Side> sides, final int rounds, final PrintWriter out)
    {
        for (final Side side : sides)
        {
            side.put(keys, 0, keys.length, numbers);
        }
        out.printf(Locale.ROOT, "%d entries, batches of %d, %d rounds; processor time of a key, nanoseconds%n",
            keys.length, batch, rounds);
        out.printf(Locale.ROOT, "%-26s %8s %8s %8s %10s%n", "", "best", "quarter", "median", "of Agrona");
        final long[][][] times = new long[OPERATIONS.size()][sides.size()][rounds];
        for (int i = 0; i < rounds; i++)
        {
            for (int k = 0; k < OPERATIONS.size(); k++)
            {
                for (int j = 0; j < sides.size(); j++)
                {
                    times[k][j][i] = time(OPERATIONS.get(k), sides.get(j), position(i, k, j));
                }
            }
            if (sides.stream().anyMatch(side -> side.size() != keys.length))
            {
                throw new IllegalStateException("entries lost: round=" + i);
            }
        }
        final List<BenchTable.Row> table = new ArrayList<>();
        for (int k = 0; k < OPERATIONS.size(); k++)
        {
            table.addAll(print(OPERATIONS.get(k).name, sides, times[k], out));
        }
        out.flush();
        return new BenchTable("batch", String.format(Locale.ROOT, "A key in a batch of %,d, %,d entries", batch,
            keys.length), "ns of processor time; the last column is the median by Agrona's", Chart.NONE,
            List.of("best", "quarter", "median", "of Agrona"), table);
    }

    /** The first of the keys that an operation works on: other ones each time, but what was removed is put back. */
    private int position(final int time, final int operation, final int side)
    {
        final boolean putsBack = OPERATIONS.get(operation) == Operation.INSERT;
        final int other = putsBack ? OPERATIONS.indexOf(Operation.REMOVE) : operation;
        final long number = ((long)time * OPERATIONS.size() + other) * SIDE_COUNT + side;
        return (int)(number * round % (keys.length - round + 1));
    }

    /** The operations, in an order in which each finds what it needs. */
    private enum Operation
    {
        GET("get, present"), GET_ABSENT("get, absent"), UPDATE("put, present"), REMOVE("remove"), INSERT("put, absent");

        private final String name;

        Operation(final String name)
        {
            this.name = name;
        }
    }

    private long time(final Operation operation, final Side side, final int position)
    {
        final int end = position + round;
        long removed = 0;
        final long start = THREADS.getCurrentThreadCpuTime();
        for (int at = position; at < end; at += batch)
        {
            switch (operation)
            {
                case GET -> side.get(keys, at, batch, values);
                case GET_ABSENT -> side.get(absent, at, batch, values);
                case REMOVE -> removed += side.remove(keys, at, batch);
                default -> side.put(keys, at, batch, numbers);
            }
        }
        final long time = THREADS.getCurrentThreadCpuTime() - start;
        side.fetch(values, position, round);
        for (int i = position; i < end; i++)
        {
            final boolean wrong = switch (operation)
            {
                case GET -> values[i] != i;
                case GET_ABSENT -> values[i] != LongPeer.MISSING;
                case REMOVE -> removed != round;
                default -> false;
            };
            if (wrong)
            {
                throw new IllegalStateException("wrong answer: side=" + side.name() + ", operation=" +
                    operation.name + ", key=" + keys[i] + ", value=" + values[i] + ", removed=" + removed);
            }
        }
        return time;
    }

    private List<BenchTable.Row> print(
        final String operation, final List<Side> sides, final long[][] times, final PrintWriter out)
    {
        for (final long[] series : times)
        {
            Arrays.sort(series);
        }
        final int middle = times[0].length / 2;
        final List<BenchTable.Row> rows = new ArrayList<>();
        final double agrona = times[times.length - 1][middle];
        for (int i = 0; i < times.length; i++)
        {
            out.printf(Locale.ROOT, "%-26s %8.1f %8.1f %8.1f %10.2f%n", operation + ": " + sides.get(i).name(),
                perKey(times[i][0]), perKey(times[i][times[i].length / 4]), perKey(times[i][middle]),
                times[i][middle] / agrona);
            rows.add(BenchTable.Row.of(operation + ": " + sides.get(i).name(), perKey(times[i][0]),
                perKey(times[i][times[i].length / 4]), perKey(times[i][middle]), times[i][middle] / agrona));
        }
        return rows;
    }

    private double perKey(final long nanos)
    {
        return (double)nanos / round;
    }

    /** One way to work on the keys of a range; the values have the same range. */
    private interface Side
    {
        String name();

        void get(long[] keys, int offset, int count, long[] values);

        void put(long[] keys, int offset, int count, long[] values);

        long remove(long[] keys, int offset, int count);

        long size();

        /** Brings the answers of gets where the others have theirs; not measured. */
        default void fetch(final long[] values, final int offset, final int count)
        {
            // They are there.
        }
    }

    private record Batches(OffHeapLongLongMap map) implements Side
    {
        @Override
        public String name()
        {
            return "batch";
        }

        @Override
        public void get(final long[] keys, final int offset, final int count, final long[] values)
        {
            map.getAll(keys, offset, count, values, offset);
        }

        @Override
        public void put(final long[] keys, final int offset, final int count, final long[] values)
        {
            map.putAll(keys, offset, count, values, offset);
        }

        @Override
        public long remove(final long[] keys, final int offset, final int count)
        {
            return map.removeAll(keys, offset, count);
        }

        @Override
        public long size()
        {
            return map.sizeLong();
        }
    }

    /** The same, where keys, values and answers lie in segments. */
    private final class SegmentBatches implements Side
    {
        private final OffHeapLongLongMap map;
        private final MemorySegment keysPresent;
        private final MemorySegment keysAbsent;
        private final MemorySegment stored;
        private final MemorySegment answers;

        SegmentBatches(final OffHeapLongLongMap map, final Arena arena)
        {
            this.map = map;
            keysPresent = arena.allocateFrom(ValueLayout.JAVA_LONG, keys);
            keysAbsent = arena.allocateFrom(ValueLayout.JAVA_LONG, absent);
            stored = arena.allocateFrom(ValueLayout.JAVA_LONG, numbers);
            answers = arena.allocate((long)numbers.length * Long.BYTES, Long.BYTES);
        }

        /** The two have no key in common. */
        private MemorySegment segmentOf(final long[] some)
        {
            return some[0] == absent[0] ? keysAbsent : keysPresent;
        }

        @Override
        public String name()
        {
            return "segments";
        }

        @Override
        public void get(final long[] some, final int offset, final int count, final long[] into)
        {
            final long at = (long)offset * Long.BYTES;
            map.getAll(segmentOf(some), at, count, answers, at);
        }

        @Override
        public void put(final long[] some, final int offset, final int count, final long[] from)
        {
            final long at = (long)offset * Long.BYTES;
            map.putAll(segmentOf(some), at, count, stored, at);
        }

        @Override
        public long remove(final long[] some, final int offset, final int count)
        {
            return map.removeAll(segmentOf(some), (long)offset * Long.BYTES, count);
        }

        @Override
        public long size()
        {
            return map.sizeLong();
        }

        @Override
        public void fetch(final long[] into, final int offset, final int count)
        {
            MemorySegment.copy(answers, ValueLayout.JAVA_LONG, (long)offset * Long.BYTES, into, offset, count);
        }
    }

    private record Loop(OffHeapLongLongMap map) implements Side
    {
        @Override
        public String name()
        {
            return "loop";
        }

        @Override
        public void get(final long[] keys, final int offset, final int count, final long[] values)
        {
            for (int i = offset; i < offset + count; i++)
            {
                values[i] = map.get(keys[i]);
            }
        }

        @Override
        public void put(final long[] keys, final int offset, final int count, final long[] values)
        {
            for (int i = offset; i < offset + count; i++)
            {
                map.put(keys[i], values[i]);
            }
        }

        @Override
        public long remove(final long[] keys, final int offset, final int count)
        {
            long removed = 0;
            for (int i = offset; i < offset + count; i++)
            {
                removed += map.remove(keys[i]) == LongPeer.MISSING ? 0 : 1;
            }
            return removed;
        }

        @Override
        public long size()
        {
            return map.sizeLong();
        }
    }

    private record PeerLoop(LongPeer map) implements Side
    {
        @Override
        public String name()
        {
            return "Agrona, loop";
        }

        @Override
        public void get(final long[] keys, final int offset, final int count, final long[] values)
        {
            for (int i = offset; i < offset + count; i++)
            {
                values[i] = map.get(keys[i]);
            }
        }

        @Override
        public void put(final long[] keys, final int offset, final int count, final long[] values)
        {
            for (int i = offset; i < offset + count; i++)
            {
                map.put(keys[i], values[i]);
            }
        }

        @Override
        public long remove(final long[] keys, final int offset, final int count)
        {
            long removed = 0;
            for (int i = offset; i < offset + count; i++)
            {
                removed += map.remove(keys[i]) == LongPeer.MISSING ? 0 : 1;
            }
            return removed;
        }

        @Override
        public long size()
        {
            return map.size();
        }
    }
}
