// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** How long does it take to clear a full map? One call is one clear; filling it again is not measured. */
@State(Scope.Benchmark)
public class ClearBenchmark extends LongLongBenchmark
{
    /** Makes a map that has grown to its size. */
    @Setup(Level.Trial)
    public void setUp()
    {
        makeFull();
        map.clear();
    }

    /** Fills the map again. */
    @Setup(Level.Invocation)
    public void refill()
    {
        fill();
        require(size == map.size(), "the map is full again");
    }

    /** Clears the map. */
    @Benchmark
    public void clear(final Entries counter)
    {
        counter.entries += size;
        map.clear();
    }

    /** Drops the map. */
    @TearDown(Level.Trial)
    public void tearDown()
    {
        require(map.size() == 0, "the map is empty");
        map.close();
    }
}
