// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.jmh;

import dev.tophash.bench.report.BenchTable;
import dev.tophash.bench.report.BenchTable.Chart;
import dev.tophash.offheap.KeyView;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapStringLongMap;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

/**
 * What an operation with a string of 8 to 40 bytes costs, given as a {@code String} or as bytes of a message that a
 * {@link KeyView} shows; and how much two readers of one map slow each other down, beside two readers of two maps of
 * longs, which share nothing but the machine.
 *
 * <p>All forms take turns on maps of their own with the same keys. Each answer is added up and compared. Time is the
 * processor time of the thread.
 */
public final class StringKeyReport
{
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int SHORTEST = 8;
    private static final int LONGEST = 40;
    private static final int KEYS_OF_A_ROUND = 1 << 16;
    private static final List<String> OPERATIONS =
        List.of("get, present", "get, absent", "put, present", "remove", "put, absent");
    private static final int GET_ABSENT = 1;
    private static final int REMOVE = 3;
    /** How often a reader gets all keys. */
    private static final int READS = 4;

    private final int size;
    private final String[] texts;
    private final int[] offsets;
    private final byte[] message;
    private final MemorySegment nativeMessage;

    private StringKeyReport(final int size)
    {
        this.size = size;
        texts = new String[2 * size];
        offsets = new int[2 * size + 1];
        final Random random = new Random(size);
        final StringBuilder all = new StringBuilder();
        for (int i = 0; i < texts.length; i++)
        {
            final StringBuilder text = new StringBuilder(Integer.toString(i, Character.MAX_RADIX)).append('-');
            final int length = random.nextInt(SHORTEST, LONGEST + 1);
            while (text.length() < length)
            {
                text.append((char)random.nextInt('A', 'Z' + 1));
            }
            texts[i] = text.toString();
            all.append(text);
            offsets[i + 1] = all.length();
        }
        message = all.toString().getBytes(StandardCharsets.US_ASCII);
        nativeMessage = Arena.ofAuto().allocate(message.length).copyFrom(MemorySegment.ofArray(message));
    }

    /**
     * Measures and prints two tables.
     *
     * @param size   entries.
     * @param rounds how often each form runs each operation.
     * @param out    where the tables go.
     * @return the same figures.
     */
    public static List<BenchTable> measure(final int size, final int rounds, final PrintWriter out)
    {
        final StringKeyReport report = new StringKeyReport(size);
        final List<Form> forms = List.of(new Strings(report), new JavaMap(report), new Arrayed(report),
            new Native(report), new Text(report));
        final List<BenchTable> tables = new ArrayList<>(report.run(forms, rounds, out));
        tables.add(report.runReaders(forms, rounds, out));
        forms.forEach(Form::close);
        return tables;
    }

    /** A map and a way to give it a key. */
    private interface Form
    {
        String name();

        /** Does an operation with the keys of a range; the sum of the answers. */
        long run(int operation, int from, int to, KeyView view);

        void close();
    }

    private List<BenchTable> run(final List<Form> forms, final int rounds, final PrintWriter out)
    {
        final int round = Math.min(size, KEYS_OF_A_ROUND);
        final double[][][] times = new double[OPERATIONS.size()][forms.size()][rounds];
        for (final Form form : forms)
        {
            form.run(OPERATIONS.size() - 1, 0, size, new KeyView());
        }
        for (int i = 0; i < rounds; i++)
        {
            final int from = (int)((long)i * round % (size - round + 1));
            for (int k = 0; k < OPERATIONS.size(); k++)
            {
                final int shift = k == GET_ABSENT ? size : 0;
                long expected = 0;
                for (int j = 0; j < forms.size(); j++)
                {
                    final KeyView view = new KeyView();
                    final long start = THREADS.getCurrentThreadCpuTime();
                    final long sum = forms.get(j).run(k, from + shift, from + shift + round, view);
                    times[k][j][i] = (double)(THREADS.getCurrentThreadCpuTime() - start) / round;
                    expected = j == 0 ? sum : expected;
                    require(sum == expected, forms.get(j), k);
                }
            }
        }
        out.printf(Locale.ROOT, "%d entries, keys of %d to %d bytes, %d rounds; processor time of an operation, ns%n",
            size, SHORTEST, LONGEST, rounds);
        out.printf(Locale.ROOT, "%-40s %8s %8s %8s %12s%n", "", "best", "quarter", "median", "of String");
        final List<BenchTable.Row> rows = new ArrayList<>();
        final List<BenchTable.Row> medians = new ArrayList<>();
        for (int k = 0; k < OPERATIONS.size(); k++)
        {
            final double string = median(times[k][0]);
            final List<Double> ofForms = new ArrayList<>();
            for (int j = 0; j < forms.size(); j++)
            {
                final double median = median(times[k][j]);
                final String name = OPERATIONS.get(k) + ": " + forms.get(j).name();
                out.printf(Locale.ROOT, "%-40s %8.1f %8.1f %8.1f %12.2f%n", name, times[k][j][0],
                    times[k][j][rounds / 4], median, median / string);
                rows.add(
                    BenchTable.Row.of(name, times[k][j][0], times[k][j][rounds / 4], median, median / string));
                ofForms.add(median);
            }
            medians.add(new BenchTable.Row(OPERATIONS.get(k), ofForms));
        }
        out.flush();
        final String entries = String.format(Locale.ROOT, "%,d entries", size);
        return List.of(new BenchTable("strings", "An operation with a string of " + SHORTEST + " to " + LONGEST +
            " bytes, " + entries, "ns of processor time; the last column is the median by that of String", Chart.NONE,
            List.of("best", "quarter", "median", "of String"), rows),
            new BenchTable("strings-median", "The medians of the same", "ns of processor time", Chart.BY_ROW,
            forms.stream().map(Form::name).toList(), medians));
    }

    private static void require(final boolean same, final Form form, final int operation)
    {
        if (!same)
        {
            throw new IllegalStateException("wrong answer: form=" + form.name() + ", operation=" +
                OPERATIONS.get(operation));
        }
    }

    private static double median(final double[] times)
    {
        Arrays.sort(times);
        return times[times.length / 2];
    }

    /**
     * Gets of present keys by one thread and by two at once. Two readers who have a map of longs each share nothing, so
     * they show what the machine does to two.
     */
    private BenchTable runReaders(final List<Form> forms, final int rounds, final PrintWriter out)
    {
        out.printf(Locale.ROOT, "%ntwo readers of one map, processor time of a get, ns%n");
        out.printf(Locale.ROOT, "%-40s %8s %8s %8s %12s%n", "", "one", "two", "ratio", "of two maps");
        final List<BenchTable.Row> rows = new ArrayList<>();
        try (OffHeapLongLongMap longs = filled(); OffHeapLongLongMap others = filled())
        {
            final Form first = new Longs(longs);
            final List<List<Form>> all = List.of(List.of(first, new Longs(others)), List.of(first, first),
                List.of(forms.get(0), forms.get(0)), List.of(forms.get(2), forms.get(2)),
                List.of(forms.get(3), forms.get(3)));
            final double[][] one = new double[all.size()][rounds];
            final double[][] two = new double[all.size()][rounds];
            for (int i = 0; i < rounds; i++)
            {
                for (int j = 0; j < all.size(); j++)
                {
                    one[j][i] = readers(all.get(j).subList(0, 1));
                    two[j][i] = readers(all.get(j));
                }
            }
            final double machine = median(two[0]) / median(one[0]);
            for (int j = 0; j < all.size(); j++)
            {
                final String name = all.get(j).getFirst().name() + (j == 0 ? ", a map each" : "");
                final double ratio = median(two[j]) / median(one[j]);
                out.printf(Locale.ROOT, "%-40s %8.1f %8.1f %8.2f %12.2f%n", name, median(one[j]), median(two[j]),
                    ratio, ratio / machine);
                rows.add(BenchTable.Row.of(name, median(one[j]), median(two[j]), ratio, ratio / machine));
            }
        }
        out.flush();
        return new BenchTable("strings-readers", String.format(Locale.ROOT,
            "How much two readers of one map slow each other, %,d entries", size),
            "ns of processor time of a get; ratio of medians; the same by that of two maps", Chart.NONE,
            List.of("one", "two", "ratio", "of two maps"), rows);
    }

    private OffHeapLongLongMap filled()
    {
        final OffHeapLongLongMap longs = OffHeapMaps.longLong().capacity(size).build();
        for (long key = 0; key < size; key++)
        {
            longs.put(key, key);
        }
        return longs;
    }

    /** Readers that are not the writer: each a thread of its own, which begin together. */
    private double readers(final List<Form> forms)
    {
        final int count = forms.size();
        final CountDownLatch ready = new CountDownLatch(count);
        final long[] times = new long[count];
        final long[] sums = new long[count];
        final Thread[] threads = new Thread[count];
        final int round = Math.min(size, KEYS_OF_A_ROUND);
        for (int i = 0; i < count; i++)
        {
            final int reader = i;
            final Form form = forms.get(i);
            threads[i] = new Thread(() ->
            {
                final KeyView view = new KeyView();
                long sum = 0;
                ready.countDown();
                while (ready.getCount() != 0)
                {
                    Thread.onSpinWait();
                }
                final long start = THREADS.getCurrentThreadCpuTime();
                for (int again = 0; again < READS; again++)
                {
                    sum += form.run(0, 0, round, view);
                }
                times[reader] = THREADS.getCurrentThreadCpuTime() - start;
                sums[reader] = sum;
            });
            threads[i].start();
        }
        for (final Thread thread : threads)
        {
            join(thread);
        }
        for (int i = 0; i < count; i++)
        {
            // The value of the number i is i.
            require(sums[i] == (long)READS * round * (round - 1) / 2, forms.get(i), 0);
        }
        return Arrays.stream(times).average().orElseThrow() / round / READS;
    }

    private static void join(final Thread thread)
    {
        try
        {
            thread.join();
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private record Longs(OffHeapLongLongMap map) implements Form
    {
        @Override
        public String name()
        {
            return "LongLong";
        }

        @Override
        public long run(final int operation, final int from, final int to, final KeyView view)
        {
            long sum = 0;
            for (int i = from; i < to; i++)
            {
                sum += map.get(i);
            }
            return sum;
        }

        @Override
        public void close()
        {
            // Its maker closes it.
        }
    }

    private static final class Strings implements Form
    {
        private final StringKeyReport report;
        private final OffHeapStringLongMap map;

        Strings(final StringKeyReport report)
        {
            this.report = report;
            map = OffHeapMaps.stringLong().capacity(report.size).build();
        }

        @Override
        public String name()
        {
            return "String";
        }

        @Override
        public long run(final int operation, final int from, final int to, final KeyView view)
        {
            final String[] texts = report.texts;
            long sum = 0;
            for (int i = from; i < to; i++)
            {
                sum += operation <= GET_ABSENT ? map.get(texts[i]) : operation == REMOVE ? map.remove(texts[i]) :
                    map.put(texts[i], i);
            }
            return sum;
        }

        @Override
        public void close()
        {
            map.close();
        }
    }

    /** What the heap's own map does with strings whose hash they remember. */
    private static final class JavaMap implements Form
    {
        private final StringKeyReport report;
        private final Map<String, Long> map;

        JavaMap(final StringKeyReport report)
        {
            this.report = report;
            map = HashMap.newHashMap(report.size);
        }

        @Override
        public String name()
        {
            return "String, HashMap";
        }

        @Override
        public long run(final int operation, final int from, final int to, final KeyView view)
        {
            final String[] texts = report.texts;
            long sum = 0;
            for (int i = from; i < to; i++)
            {
                final Long value = operation <= GET_ABSENT ? map.get(texts[i]) :
                    operation == REMOVE ? map.remove(texts[i]) : map.put(texts[i], (long)i);
                sum += value == null ? 0 : value;
            }
            return sum;
        }

        @Override
        public void close()
        {
            map.clear();
        }
    }

    /** A part of a message in an array. */
    private static final class Arrayed implements Form
    {
        private final StringKeyReport report;
        private final OffHeapStringLongMap map;

        Arrayed(final StringKeyReport report)
        {
            this.report = report;
            map = OffHeapMaps.stringLong().capacity(report.size).build();
        }

        @Override
        public String name()
        {
            return "view of byte[]";
        }

        @Override
        public long run(final int operation, final int from, final int to, final KeyView view)
        {
            final int[] offsets = report.offsets;
            long sum = 0;
            for (int i = from; i < to; i++)
            {
                view.wrap(report.message, offsets[i], offsets[i + 1] - offsets[i]);
                sum += operation <= GET_ABSENT ? map.get(view) : operation == REMOVE ? map.remove(view) :
                    map.put(view, i);
            }
            return sum;
        }

        @Override
        public void close()
        {
            map.close();
        }
    }

    /** A part of a message in native memory. */
    private static final class Native implements Form
    {
        private final StringKeyReport report;
        private final OffHeapStringLongMap map;

        Native(final StringKeyReport report)
        {
            this.report = report;
            map = OffHeapMaps.stringLong().capacity(report.size).build();
        }

        @Override
        public String name()
        {
            return "view of a native segment";
        }

        @Override
        public long run(final int operation, final int from, final int to, final KeyView view)
        {
            final int[] offsets = report.offsets;
            long sum = 0;
            for (int i = from; i < to; i++)
            {
                view.wrap(report.nativeMessage, offsets[i], offsets[i + 1] - offsets[i]);
                sum += operation <= GET_ABSENT ? map.get(view) : operation == REMOVE ? map.remove(view) :
                    map.put(view, i);
            }
            return sum;
        }

        @Override
        public void close()
        {
            map.close();
        }
    }

    /** Text, encoded when it is wrapped. */
    private static final class Text implements Form
    {
        private final StringKeyReport report;
        private final OffHeapStringLongMap map;

        Text(final StringKeyReport report)
        {
            this.report = report;
            map = OffHeapMaps.stringLong().capacity(report.size).build();
        }

        @Override
        public String name()
        {
            return "view of a CharSequence";
        }

        @Override
        public long run(final int operation, final int from, final int to, final KeyView view)
        {
            final String[] texts = report.texts;
            long sum = 0;
            for (int i = from; i < to; i++)
            {
                view.wrap(texts[i]);
                sum += operation <= GET_ABSENT ? map.get(view) : operation == REMOVE ? map.remove(view) :
                    map.put(view, i);
            }
            return sum;
        }

        @Override
        public void close()
        {
            map.close();
        }
    }
}
