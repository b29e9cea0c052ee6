// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.jmh;

import dev.tophash.bench.against.driver.RandomKeys;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the benchmarks share: the two parameters, the keys, and checks that the parameters are what they say. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgsAppend = {"-Xms5g", "-Xmx5g", "-XX:+UseParallelGC"})
@Warmup(iterations = 8, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 20, time = 100, timeUnit = TimeUnit.MILLISECONDS)
public abstract class LongLongBenchmark
{
    private static final int MAX_SIZE = 100_000_000;

    /** The map. */
    @Param({LongPeer.TOPHASH, LongPeer.AGRONA, LongPeer.AGRONA_HALF, LongPeer.JAVA_UTIL})
    public String peer;

    /** Entries in the map. */
    @Param({"1000", "64000", "1000000", "16000000"})
    public int size;

    long[] keys;
    LongPeer map;

    final void makeKeys()
    {
        if (size < 1 || size > MAX_SIZE)
        {
            throw new IllegalArgumentException("not from 1 to " + MAX_SIZE + ": size=" + size);
        }
        keys = RandomKeys.range(0, size);
    }

    /** A value that is never {@link LongPeer#MISSING}. */
    static long valueOf(final long key)
    {
        return key >>> 1;
    }

    final void makeEmpty(final long hint)
    {
        map = LongPeer.make(peer, hint);
        require(map.size() == 0, "a new map is empty");
    }

    final void fill()
    {
        for (final long key : keys)
        {
            map.put(key, valueOf(key));
        }
    }

    /** Fills by growing, as most maps are, and checks what came out. */
    final void makeFull()
    {
        makeKeys();
        makeEmpty(LongPeer.NO_HINT);
        fill();
        requireFull();
    }

    final void requireFull()
    {
        require(size == map.size(), "the map has all keys");
        require(valueOf(keys[0]) == map.get(keys[0]), "the first key is there");
        require(valueOf(keys[size - 1]) == map.get(keys[size - 1]), "the last key is there");
        require(map.get(RandomKeys.key(size)) == LongPeer.MISSING, "another key is not");
    }

    static void require(final boolean condition, final String what)
    {
        if (!condition)
        {
            throw new IllegalStateException("benchmark set up wrongly: " + what);
        }
    }
}
