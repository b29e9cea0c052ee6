// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.jmh;

import dev.tophash.bench.against.driver.RandomKeys;
import dev.tophash.offheap.ClearStrategy;
import dev.tophash.offheap.MapBuilder;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Windowed reuse: 1,000 entries are put into a map that once held a million, it is cleared, and so on. What does the
 * clear cost, beside that of a map that never held more than 1,000?
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+UseParallelGC"})
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class WindowedClearBenchmark
{
    private static final int WINDOW = 1_000;
    private static final int LARGE = 1_000_000;

    /** The way; SMALL is a map that never held more than the window, REALLOCATE was made with its size as hint. */
    @Param({"SMALL", "THREE_STEP", "TRACKED", "DELETE_EACH", "REALLOCATE", "FIT", "RELEASE"})
    public String way;

    private OffHeapLongLongMap map;
    private ClearStrategy strategy;
    private int first;

    /** Makes a map that once was large, or one that was not. */
    @Setup(Level.Trial)
    public void setUp()
    {
        final MapBuilder<OffHeapLongLongMap> builder = OffHeapMaps.longLong();
        final boolean small = way.equals("SMALL");
        map = builder.capacity(way.equals("REALLOCATE") ? WINDOW : 0).trackDirtyBuckets(way.equals("TRACKED")).build();
        strategy = small || way.equals("TRACKED") ? ClearStrategy.THREE_STEP : ClearStrategy.valueOf(way);
        ClearStrategyBenchmark.forEachKey(small ? WINDOW : LARGE, key -> map.put(key, key));
        map.clear(ClearStrategy.THREE_STEP);
    }

    private void fill()
    {
        first = (first + WINDOW) % LARGE;
        for (int i = 0; i < WINDOW; i++)
        {
            map.put(RandomKeys.key(first + i), i);
        }
    }

    /** Fill and clear. */
    @Benchmark
    public void cycle()
    {
        fill();
        map.clear(strategy);
    }

    /** The clear alone; its fill stands in another state, so that it is not measured. */
    @Benchmark
    public void clear(final Filled filled)
    {
        filled.cleared = true;
        map.clear(strategy);
    }

    /** Fills before each measured clear. */
    @State(Scope.Thread)
    public static class Filled
    {
        boolean cleared;

        /** Fills the window. */
        @Setup(Level.Invocation)
        public void fill(final WindowedClearBenchmark benchmark)
        {
            cleared = false;
            benchmark.fill();
        }
    }

    /** Drops the map. */
    @TearDown(Level.Trial)
    public void tearDown()
    {
        map.close();
    }
}
