// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** How long does it take to visit every entry? One call is a whole iteration. */
@State(Scope.Benchmark)
public class IterateBenchmark extends LongLongBenchmark
{
    /** Fills the map. */
    @Setup(Level.Trial)
    public void setUp()
    {
        makeFull();
        long expected = 0;
        for (final long key : keys)
        {
            expected += key ^ valueOf(key);
        }
        require(expected == map.sum(), "an iteration visits every entry once");
        keys = null;
    }

    /** Visits all entries. */
    @Benchmark
    public long iterate(final Entries counter)
    {
        counter.entries += size;
        return map.sum();
    }

    /** Drops the map. */
    @TearDown(Level.Trial)
    public void tearDown()
    {
        map.close();
    }
}
