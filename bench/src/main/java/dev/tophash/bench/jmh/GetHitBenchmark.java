// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.jmh;

import dev.tophash.bench.against.driver.RandomKeys;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** How long does a get of a present key take? All keys in turn, in an order unlike that of insertion. */
@State(Scope.Benchmark)
public class GetHitBenchmark extends LongLongBenchmark
{
    private long[] probes;
    private int next;

    /** Fills the map. */
    @Setup(Level.Trial)
    public void setUp()
    {
        makeFull();
        probes = RandomKeys.probes(keys);
        keys = null;
        require(map.get(probes[0]) != LongPeer.MISSING, "probes hit");
    }

    /** One get. */
    @Benchmark
    public long get()
    {
        int i = next;
        if (probes.length == i)
        {
            i = 0;
        }
        next = i + 1;
        return map.get(probes[i]);
    }

    /** Drops the map. */
    @TearDown(Level.Trial)
    public void tearDown()
    {
        map.close();
    }
}
