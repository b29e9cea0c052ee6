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

/** What does a put cost after a {@link ClearStrategy#SWAP}, while it cleans a slice of the array put aside? */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+UseParallelGC"})
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class SwapSliceBenchmark
{
    private static final int SIZE = 13 << 20;

    /** Whether the array put aside is dirty, so that each put cleans a slice of it. */
    @Param({"true", "false"})
    public boolean dirty;

    private OffHeapLongLongMap map;
    private long next;

    /** Fills and swaps twice: both arrays have their pages. */
    @Setup(Level.Trial)
    public void setUp()
    {
        map = OffHeapMaps.longLong().capacity(SIZE).build();
        for (int i = 0; i < 2; i++)
        {
            ClearStrategyBenchmark.forEachKey(SIZE, key -> map.put(key, key));
            map.clear(ClearStrategy.SWAP);
        }
    }

    /** Swaps again once all is clean, or sees to it that all is. */
    @Setup(Level.Invocation)
    public void keep()
    {
        if (dirty && !map.advance(0))
        {
            map.clear(ClearStrategy.SWAP);
        }
        while (!dirty && map.advance(Long.MAX_VALUE))
        {
            Thread.onSpinWait();
        }
        next++;
        if (next % SIZE == 0)
        {
            map.clear();
        }
    }

    /** Puts a new key. */
    @Benchmark
    public long put()
    {
        return map.put(RandomKeys.key(next % SIZE), next);
    }

    /** Drops the map. */
    @TearDown(Level.Trial)
    public void tearDown()
    {
        map.close();
    }
}
