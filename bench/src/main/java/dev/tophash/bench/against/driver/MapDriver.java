// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.against.driver;

import dev.tophash.offheap.ClearStrategy;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Measures a map from long to long of one size and prints a line for each operation: its name, nanoseconds, windows.
 *
 * <p>An operation runs in windows of some thousand calls. The figure is the lower quarter of the windows: three of four
 * took at least as long. The clock is the processor time of this thread, where the JVM has it: what another program
 * takes from the thread is not counted, what it does to the caches is. Each window's results are added up and compared
 * with the sum that they must have.
 *
 * <p>Before it measures, the program runs all its operations in turns on a small map. So the code that is measured was
 * compiled for all of them, as in a program that uses them all.
 */
public final class MapDriver
{
    private static final long MISSING = Long.MIN_VALUE;
    private static final long BUDGET = 16L << 30;
    private static final int WINDOW = 1 << 15;
    private static final int WARM_SIZE = 1000;
    private static final int LEAST_WINDOWS = 2;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final boolean CPU_TIME = THREADS.isCurrentThreadCpuTimeSupported();

    private final OffHeapLongLongMap map;
    private final long[] keys;
    private final long[] present;
    private final long[] absent;
    private final int window;
    private final int plantPercent;

    private MapDriver(final int size, final int plantPercent)
    {
        map = AnyBuilder.build(OffHeapMaps.longLong().budget(BUDGET).missingValue(MISSING).capacity(size));
        keys = RandomKeys.range(0, size);
        present = RandomKeys.probes(keys);
        absent = RandomKeys.probes(RandomKeys.range(size, size));
        window = Math.min(WINDOW, present.length);
        this.plantPercent = plantPercent;
    }

    /**
     * Runs the program.
     *
     * @param arguments size, milliseconds to warm up, milliseconds for each operation, percent of work to add, and the
     *                  operations.
     */
    @SuppressWarnings("SystemOut") // The parent reads it.
    public static void main(final String[] arguments)
    {
        final int size = Integer.parseInt(arguments[0]);
        final long warmNanos = Long.parseLong(arguments[1]) * 1_000_000;
        final long nanos = Long.parseLong(arguments[2]) * 1_000_000;
        final int plantPercent = Integer.parseInt(arguments[3]);
        final List<Operation> operations =
            Arrays.stream(arguments).skip(4).map(Operation::valueOf).sorted().toList();
        new MapDriver(WARM_SIZE, plantPercent).warm(operations, warmNanos);

        final MapDriver driver = new MapDriver(size, plantPercent);
        driver.fill();
        // What empties the map first comes last.
        final List<Operation> ordered = new ArrayList<>(operations);
        ordered.sort(Comparator.comparing(Operation::fills));
        for (final Operation operation : ordered)
        {
            final List<Double> times = driver.measure(operation, nanos);
            times.sort(null);
            System.out.println(operation + " " + times.get((times.size() - 1) / 4) + " " + times.size());
        }
        driver.map.close();
    }

    private void warm(final List<Operation> operations, final long nanos)
    {
        fill();
        final long start = now();
        while (now() - start < nanos)
        {
            for (final Operation operation : operations)
            {
                measure(operation, 1);
            }
        }
        map.close();
    }

    private void fill()
    {
        insert(0, keys.length);
        require(map.sizeLong(), keys.length, "entries after filling");
    }

    /** Nanoseconds of one operation in each window; takes at least this long. */
    private List<Double> measure(final Operation operation, final long nanos)
    {
        final int count = operation.fills() ? keys.length : window;
        final int extra = (int)((long)count * plantPercent / 100);
        final List<Double> times = new ArrayList<>();
        final Operation again = operation.fills() ? Operation.UPDATE : operation;
        long total = 0;
        int from = 0;
        while (total < nanos || times.size() < LEAST_WINDOWS)
        {
            if (operation == Operation.INSERT)
            {
                map.clear();
            }
            else if (operation == Operation.GROW)
            {
                map.clear(ClearStrategy.RELEASE);
            }
            final long start = now();
            final long sum = run(operation, from, count);
            final long planted = extra > 0 ? run(again, from, extra) : 0;
            final long elapsed = now() - start;
            total += elapsed;
            times.add((double)elapsed / count);
            require(sum, expected(operation, from, count), "sum of the results of " + operation);
            require(planted, expected(again, from, extra), "sum of the results of work added to " + operation);
            require(map.sizeLong(), keys.length, "entries after " + operation);
            from = operation.fills() || from + 2 * count > present.length ? 0 : from + count;
        }
        return times;
    }

    private long run(final Operation operation, final int from, final int count)
    {
        return switch (operation)
        {
            case HIT -> get(present, from, count);
            case MISS -> get(absent, from, count);
            case INSERT, GROW -> insert(from, count);
            case UPDATE -> update(from, count);
            case REMOVE -> remove(from, count);
            case ADD_TO -> addTo(from, count);
            case PUT_IF_ABSENT -> putIfAbsent(from, count);
        };
    }

    private long get(final long[] probes, final int from, final int count)
    {
        long sum = 0;
        for (int i = from; i < from + count; i++)
        {
            sum += map.get(probes[i]);
        }
        return sum;
    }

    private long insert(final int from, final int count)
    {
        long sum = 0;
        for (int i = from; i < from + count; i++)
        {
            sum += map.put(keys[i], valueOf(keys[i]));
        }
        return sum;
    }

    private long update(final int from, final int count)
    {
        long sum = 0;
        for (int i = from; i < from + count; i++)
        {
            sum += map.put(present[i], valueOf(present[i]));
        }
        return sum;
    }

    private long addTo(final int from, final int count)
    {
        long sum = 0;
        for (int i = from; i < from + count; i++)
        {
            sum += map.addTo(present[i], 0);
        }
        return sum;
    }

    private long putIfAbsent(final int from, final int count)
    {
        long sum = 0;
        for (int i = from; i < from + count; i++)
        {
            sum += map.putIfAbsent(present[i], MISSING);
        }
        return sum;
    }

    private long remove(final int from, final int count)
    {
        long sum = 0;
        for (int i = from; i < from + count; i++)
        {
            sum += map.remove(present[i]);
            map.put(present[i], valueOf(present[i]));
        }
        return sum;
    }

    private long expected(final Operation operation, final int from, final int count)
    {
        if (operation == Operation.MISS || operation.fills())
        {
            return count * MISSING;
        }
        long sum = 0;
        for (int i = from; i < from + count; i++)
        {
            sum += valueOf(present[i]);
        }
        return sum;
    }

    /** A value that is never {@link #MISSING}. */
    private static long valueOf(final long key)
    {
        return key >>> 1;
    }

    private static long now()
    {
        return CPU_TIME ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
    }

    private static void require(final long actual, final long expected, final String what)
    {
        if (actual != expected)
        {
            throw new IllegalStateException(what + ": expected=" + expected + ", actual=" + actual);
        }
    }
}
