// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.jmh;

import dev.tophash.bench.against.driver.RandomKeys;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** How long do a remove and a put take at constant size? The oldest key goes, a key that was long absent comes. */
@State(Scope.Benchmark)
public class RemoveBenchmark extends LongLongBenchmark
{
    private long[] ring;
    private int oldest;

    /** Fills the map with the first half of a ring of keys. */
    @Setup(Level.Trial)
    public void setUp()
    {
        makeFull();
        ring = RandomKeys.range(0, 2 * size);
        keys = null;
    }

    /** One remove that hits and one put of a new key. */
    @Benchmark
    public long removeAndPut()
    {
        final int out = oldest;
        final int half = ring.length >>> 1;
        final int in = out < half ? out + half : out - half;
        oldest = out + 1 == ring.length ? 0 : out + 1;
        final long removed = map.remove(ring[out]);
        final long key = ring[in];
        map.put(key, valueOf(key));
        return removed;
    }

    /** Checks that removes hit and drops the map. */
    @TearDown(Level.Trial)
    public void tearDown()
    {
        require(size == map.size(), "the size is constant");
        require(valueOf(ring[oldest]) == map.get(ring[oldest]), "the oldest key is still there");
        map.close();
    }
}
