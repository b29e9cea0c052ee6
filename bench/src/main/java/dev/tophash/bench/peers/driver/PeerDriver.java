// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.peers.driver;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Measures the map of one peer, in a process of its own, and prints what came out. The arguments are the shape, the
 * peer, {@code warm}, {@code fresh} or {@code huge}, operations for each row, rows with commas between them, and sizes.
 *
 * <pre>
 *   ROW  size  row  processor nanoseconds  wall nanoseconds  sum of the answers  passes
 *   FILL size  entries by places
 *   TOPHASH_BENCH_MIXED shape              used before, if the variable of this name is set
 * </pre>
 *
 * <p>A pass empties the map, which was made with room for all, and takes all rows in turns; a map that grows from empty
 * is another one. What a row says of its entries is added up outside the clock. The first passes are not counted; of
 * the others the lower quarter is printed. The clock is the processor time of this thread: a collector's and other
 * programs' time is not in it. Beside it stands the time by the clock on the wall.
 */
public final class PeerDriver
{
    /** The least entries for which readers are measured. */
    public static final int LEAST_READ = 10_000;
    /** A control: with this variable in the environment the sum of the hits is wrong by one. */
    public static final String PLANT = "TOPHASH_BENCH_PLANT";
    /** With this variable in the environment our maps of all shapes are used before, in turns. */
    public static final String MIXED = "TOPHASH_BENCH_MIXED";

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int WARM_SIZE = 1_000;
    private static final int WARM_PASSES = 400;
    private static final int LEAST_PASSES = 2;
    private static final int MOST_FRESH_PASSES = 8;
    private static final int FRESH_ENTRIES = 1_000_000;
    private static final int MIXED_TURNS = 2;
    private static final boolean PLANTED = System.getenv(PLANT) != null;

    private final Shape shape;
    private final Peer peer;
    private final Set<Row> rows;
    private final Map<Row, Series> series = new EnumMap<>(Row.class);

    private static final class Series
    {
        private final List<Double> processor = new ArrayList<>();
        private final List<Double> wall = new ArrayList<>();
        private long sum;
        private int passes;
    }

    private PeerDriver(final Shape shape, final Peer peer, final Set<Row> rows)
    {
        this.shape = shape;
        this.peer = peer;
        this.rows = rows;
    }

    /**
     * Runs the program.
     *
     * @param arguments see above.
     */
    public static void main(final String[] arguments)
    {
        final Shape shape = Shape.valueOf(arguments[0]);
        final Peer peer = Peer.valueOf(arguments[1]);
        final Pages pages = Pages.valueOf(arguments[2].toUpperCase(Locale.ROOT));
        final boolean fresh = pages == Pages.FRESH;
        final int operations = Integer.parseInt(arguments[3]);
        final Set<Row> rows = rows(arguments[4]);
        final int warmPasses = Math.min(WARM_PASSES, operations / WARM_SIZE);
        if (System.getenv(MIXED) != null)
        {
            mix(shape, arguments[2], arguments[4], warmPasses);
        }
        TophashMaps.use(pages);
        new PeerDriver(shape, peer, rows).run(WARM_SIZE, 0, warmPasses);
        for (int i = 5; i < arguments.length; i++)
        {
            final int size = Integer.parseInt(arguments[i]);
            final int counted = fresh ? Math.clamp(FRESH_ENTRIES / size, 1, MOST_FRESH_PASSES) :
                Math.max(LEAST_PASSES, operations / size);
            new PeerDriver(shape, peer, rows).print(size, fresh ? 0 : Math.max(1, counted / 4), counted);
        }
    }

    /**
     * Uses maps of all shapes, in turns; the loops of each are classes of their own, see {@link OwnLoops}. Those of the
     * measured shape are the ones that are measured afterwards: a program goes on in the place where it was. Loops of
     * another class would be a second consumer of its {@code forEach}, whose walk {@code -Xbatch} compiles anew at the
     * first call of that, before anything is known of it.
     */
    @SuppressWarnings("SystemOut") // The parent reads it.
    private static void mix(final Shape measured, final String pages, final String rows, final int passes)
    {
        try
        {
            final Map<Shape, Method> uses = new EnumMap<>(Shape.class);
            for (final Shape shape : Shape.values())
            {
                final Class<?> driver =
                    shape == measured ? PeerDriver.class : new OwnLoops().loadClass(PeerDriver.class.getName());
                uses.put(shape, driver.getMethod("use", String.class, String.class, String.class, int.class));
            }
            for (int turn = 0; turn < MIXED_TURNS; turn++)
            {
                for (final Shape shape : Shape.values())
                {
                    uses.get(shape).invoke(null, shape.name(), pages, rows, passes);
                    System.out.println(MIXED + " " + shape);
                }
            }
        }
        catch (final ReflectiveOperationException e)
        {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Uses our map of a shape and prints nothing.
     *
     * @param shape  its shape.
     * @param pages  as an argument of the program.
     * @param rows   as an argument of the program.
     * @param passes how often.
     */
    public static void use(final String shape, final String pages, final String rows, final int passes)
    {
        TophashMaps.use(Pages.valueOf(pages.toUpperCase(Locale.ROOT)));
        new PeerDriver(Shape.valueOf(shape), Peer.TOPHASH, rows(rows)).run(WARM_SIZE, 0, passes);
        TophashMaps.end();
    }

    private static Set<Row> rows(final String words)
    {
        return Stream.of(words.split(",", -1)).map(Row::valueOf).collect(Collectors.toSet());
    }

    @SuppressWarnings("SystemOut") // The parent reads it.
    private void print(final int size, final int first, final int counted)
    {
        final double fill = run(size, first, counted);
        System.out.printf(Locale.ROOT, "FILL %d %.3f%n", size, fill);
        series.forEach((row, of) -> System.out.printf(Locale.ROOT, "ROW %d %s %.3f %.3f %d %d%n", size, row,
            lowerQuarter(of.processor, first), lowerQuarter(of.wall, first), of.sum, of.passes));
        System.out.flush();
    }

    private static double lowerQuarter(final List<Double> times, final int first)
    {
        final List<Double> counted = times.stream().skip(times.size() > first ? first : 0).sorted().toList();
        return counted.get((counted.size() - 1) / 4);
    }

    /** Returns how full the table was. */
    private double run(final int size, final int first, final int counted)
    {
        final Keys keys = new Keys(size);
        final Maker maker = shape.maker(peer, keys);
        final int slices = Keys.slices(size);
        double fill = Double.NaN;
        if (rows.stream().anyMatch(row -> row != Row.GROW))
        {
            try (Subject presized = maker.make(size))
            {
                for (int pass = 0; pass < first + counted; pass++)
                {
                    fill = pass(presized, pass % slices * size, size);
                }
                readers(presized, size, counted);
            }
        }
        for (int pass = 0; pass < first + counted && rows.contains(Row.GROW); pass++)
        {
            try (Subject growing = maker.make(0))
            {
                final int from = pass % slices * size;
                time(Row.GROW, size, () -> fillAndSum(growing, from, size), () -> growing.hit(from, size) - size);
                require(growing.size(), size, Row.GROW);
                fill = Double.isNaN(fill) ? growing.fill() : fill;
            }
        }
        return fill;
    }

    private static long fillAndSum(final Subject subject, final int from, final int size)
    {
        subject.insert(from, size);
        return size;
    }

    /** What a row does inside the clock; the answers' sum comes from it or, where it has none, from what follows. */
    @FunctionalInterface
    private interface Work
    {
        long run();
    }

    private double pass(final Subject map, final int from, final int size)
    {
        map.clear();
        time(Row.INSERT, size, () -> fillAndSum(map, from, size), () -> map.hit(from, size) - size);
        require(map.size(), size, Row.INSERT);
        final double fill = map.fill();
        final Work update = () ->
        {
            map.update(from, size);
            return 0;
        };
        if (rows.contains(Row.UPDATE))
        {
            time(Row.UPDATE, size, update, () -> map.hit(from, size));
        }
        else
        {
            update.run();
        }
        time(Row.HIT, size, () -> map.hit(from, size), null);
        time(Row.MISS, size, () -> map.miss(from, size), null);
        time(Row.ITERATE, size, map::iterate, null);
        if (rows.contains(Row.REMOVE))
        {
            time(Row.REMOVE, size, () ->
            {
                map.remove(from, size);
                return 0;
            }, map::size);
        }
        return fill;
    }

    /** Does the work, and counts its time if the row is wanted; what comes after it is not timed. */
    private void time(final Row row, final int size, final Work work, final Work after)
    {
        if (!rows.contains(row) && row != Row.INSERT)
        {
            return;
        }
        final long wallStart = System.nanoTime();
        final long start = THREADS.getCurrentThreadCpuTime();
        long sum = work.run();
        final long processor = THREADS.getCurrentThreadCpuTime() - start;
        final long wall = System.nanoTime() - wallStart;
        sum += after == null ? 0 : after.run();
        sum += PLANTED && row == Row.HIT ? 1 : 0;
        if (rows.contains(row))
        {
            add(row, (double)processor / size, (double)wall / size, sum, 1);
        }
    }

    private void add(final Row row, final double processor, final double wall, final long sum, final int passes)
    {
        final Series of = series.computeIfAbsent(row, any -> new Series());
        of.processor.add(processor);
        of.wall.add(wall);
        of.sum += sum;
        of.passes += passes;
    }

    /** The same gets by one thread and by two at once. */
    private void readers(final Subject map, final int size, final int counted)
    {
        if (size < LEAST_READ || !rows.contains(Row.HIT_ONE) && !rows.contains(Row.HIT_TWO))
        {
            return; // a branch predictor learns few keys by heart
        }
        map.clear();
        map.insert(0, size);
        map.update(0, size);
        for (int i = 0; i < 2; i++)
        {
            final long[] one = read(map, size, counted, 1);
            final long[] two = read(map, size, counted, 2);
            final double gets = (double)size * counted;
            add(Row.HIT_ONE, one[0] / gets, one[1] / gets, one[2], counted);
            add(Row.HIT_TWO, two[0] / (2 * gets), two[1] / gets, two[2], counted);
        }
    }

    /** Processor time of all threads, time on the wall, sum. */
    private static long[] read(final Subject map, final int size, final int times, final int threads)
    {
        final long[] sums = new long[threads];
        final long[] nanos = new long[threads];
        final long[] walls = new long[threads];
        final AtomicInteger ready = new AtomicInteger();
        final List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < threads; i++)
        {
            final int number = i;
            readers.add(Thread.ofPlatform().name("reader-" + i).start(() ->
            {
                ready.incrementAndGet();
                while (ready.get() < threads)
                {
                    Thread.onSpinWait();
                }
                final long wallStart = System.nanoTime();
                final long start = THREADS.getCurrentThreadCpuTime();
                long sum = 0;
                for (int time = 0; time < times; time++)
                {
                    sum += map.hit(0, size);
                }
                nanos[number] = THREADS.getCurrentThreadCpuTime() - start;
                walls[number] = System.nanoTime() - wallStart;
                sums[number] = sum;
            }));
        }
        for (final Thread reader : readers)
        {
            join(reader);
        }
        return new long[]{
            Arrays.stream(nanos).sum(), Arrays.stream(walls).max().orElseThrow(), Arrays.stream(sums).sum()};
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

    private void require(final long actual, final long expected, final Row row)
    {
        if (actual != expected)
        {
            throw new IllegalStateException("entries after " + row + ": peer=" + peer + ", expected=" + expected +
                ", actual=" + actual);
        }
    }
}
