// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.jmh;

import dev.tophash.bench.against.driver.RandomKeys;
import dev.tophash.offheap.ClearStrategy;
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
 * How long does a {@link ClearStrategy#SWAP} of a map of 13.6 million entries take, at its worst too? Before each one
 * the array put aside is cleaned, all 302 MB, which leaves every cache cold; then some keys are put, as a map that is
 * in use sees them. One sample takes some 20 ms for that, so a percentile of 99.9 needs minutes, and the JIT would not
 * see the swap often enough to compile it: that is done on a small map first, as whoever has a latency budget would.
 * Without, a swap takes 12 microseconds.
 *
 * <p>JMH's own code between clock and swap is cold as well and is part of the figure, and the first swaps of the
 * large map throw compiled code away, which this loop is too slow to get back. {@link SwapReport} has its own clock and
 * a warm-up that knows of this.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+UseParallelGC"})
@Warmup(iterations = 2, time = 10)
@Measurement(iterations = 6, time = 20)
public class SwapBenchmark
{
    private static final int SIZE = 13 << 20;
    private static final int SMALL = 1_000;
    private static final int WARM_UP_COUNT = 50_000;

    /** Keys put between the cleaning and the swap. */
    @Param({"1", "2000"})
    public int puts;

    private OffHeapLongLongMap map;
    private int next;

    /** Fills and swaps twice: both arrays have their pages. */
    @Setup(Level.Trial)
    public void setUp()
    {
        warmUp();
        map = OffHeapMaps.longLong().capacity(SIZE).build();
        for (int i = 0; i < 2; i++)
        {
            ClearStrategyBenchmark.forEachKey(SIZE, key -> map.put(key, key));
            map.clear(ClearStrategy.SWAP);
        }
    }

    private static void warmUp()
    {
        try (OffHeapLongLongMap small = OffHeapMaps.longLong().capacity(SMALL).build())
        {
            for (int i = 0; i < WARM_UP_COUNT; i++)
            {
                small.put(i, i);
                small.clear(ClearStrategy.SWAP);
            }
        }
    }

    /** Cleans the array put aside, then puts keys. */
    @Setup(Level.Invocation)
    public void use()
    {
        while (map.advance(Long.MAX_VALUE))
        {
            Thread.onSpinWait();
        }
        for (int i = 0; i < puts; i++)
        {
            next = (next + 1) % SIZE;
            map.put(RandomKeys.key(next), next);
        }
    }

    /** Swaps. */
    @Benchmark
    public void swap()
    {
        map.clear(ClearStrategy.SWAP);
    }

    /** Drops the map. */
    @TearDown(Level.Trial)
    public void tearDown()
    {
        map.close();
    }
}
