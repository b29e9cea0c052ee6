// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * How long does it take to fill a new map that grows on its way? One call is a whole fill; its growths, its page
 * faults and its collections count, making and dropping the map does not.
 */
@State(Scope.Benchmark)
public class PutGrowBenchmark extends LongLongBenchmark
{
    /** Makes the keys. */
    @Setup(Level.Trial)
    public void setUpKeys()
    {
        makeKeys();
    }

    /** A new map, small. */
    @Setup(Level.Invocation)
    public void setUpMap()
    {
        makeEmpty(LongPeer.NO_HINT);
    }

    /** Puts all keys. */
    @Benchmark
    public long fill(final Entries counter)
    {
        fill();
        counter.entries += size;
        return map.size();
    }

    /** Drops the map. */
    @TearDown(Level.Invocation)
    public void tearDownMap()
    {
        requireFull();
        map.close();
    }
}
