// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.jmh;

import com.carrotsearch.hppc.LongLongHashMap;
import dev.tophash.bench.against.driver.RandomKeys;
import dev.tophash.layout.GoVersion;
import dev.tophash.layout.classic.BucketCount;
import dev.tophash.offheap.ClearStrategy;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.agrona.collections.Long2LongHashMap;
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
 * What does it cost to empty a map at full load, n = 13 * 2^(B-1), in each way and beside the others?
 *
 * <p>The limit is {@code FILL}: a plain {@link MemorySegment#fill} of as many bytes as the map's array has. The map is
 * filled once; before each call one key is put, so that there is something to clear, which for everything but {@code
 * DELETE_EACH} costs the same as a full map: what is paid is the array. {@code DELETE_EACH} is filled again each time.
 */
@State(Scope.Benchmark)
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 3, jvmArgsAppend = {"-Xms6g", "-Xmx6g", "-XX:+UseParallelGC"})
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class ClearStrategyBenchmark
{
    private static final int BUCKET_SIZE = 144;

    /** Who is emptied: a strategy of the map, a plain fill, or another map. */
    @Param({"FILL", "ARRAYS_FILL", "THREE_STEP", "SWAP", "REALLOCATE", "FIT", "RELEASE", "WIPE", "DELETE_EACH",
        "AGRONA", "FASTUTIL", "HPPC", "JAVA_UTIL"})
    public String peer;

    /** B of the map: 17 is 851,968 entries, 21 is 13,631,488. */
    @Param({"17", "21"})
    public int b;

    private int size;
    private OffHeapLongLongMap map;
    private Runnable put;
    private Runnable clear;

    /** Fills what is to be emptied to its limit. */
    @Setup(Level.Trial)
    public void setUp()
    {
        size = (int)(13L << b - 1);
        final long bytes = BucketCount.total(BUCKET_SIZE, b, false, GoVersion.GO_1_23) * BUCKET_SIZE;
        put = () ->
        {
        };
        switch (peer)
        {
            case "FILL" ->
            {
                final MemorySegment memory = Arena.ofAuto().allocate(bytes, Long.BYTES);
                clear = () -> memory.fill((byte)0);
            }
            case "ARRAYS_FILL" ->
            {
                final long[] words = new long[(int)(bytes / Long.BYTES)];
                clear = () -> Arrays.fill(words, 0);
            }
            case "AGRONA" -> setUpAgrona();
            case "FASTUTIL" ->
            {
                final Long2LongOpenHashMap peerMap = new Long2LongOpenHashMap();
                forEachKey(size, key -> peerMap.put(key, key));
                put = () -> peerMap.put(1, 1);
                clear = peerMap::clear;
            }
            case "HPPC" ->
            {
                final LongLongHashMap peerMap = new LongLongHashMap();
                forEachKey(size, key -> peerMap.put(key, key));
                put = () -> peerMap.put(1, 1);
                clear = peerMap::clear;
            }
            case "JAVA_UTIL" ->
            {
                final Map<Long, Long> peerMap = new HashMap<>();
                forEachKey(size, key -> peerMap.put(key, key));
                put = () -> peerMap.put(1L, 1L);
                clear = peerMap::clear;
            }
            default -> setUpTophash(ClearStrategy.valueOf(peer.toUpperCase(Locale.ROOT)));
        }
    }

    private void setUpAgrona()
    {
        final Long2LongHashMap peerMap = new Long2LongHashMap(Long.MIN_VALUE);
        forEachKey(size, key -> peerMap.put(key, key));
        put = () -> peerMap.put(1, 1);
        clear = peerMap::clear;
    }

    private void setUpTophash(final ClearStrategy strategy)
    {
        map = OffHeapMaps.longLong().capacity(size).build();
        forEachKey(size, key -> map.put(key, key));
        if (b != map.stats().b() || map.stats().growing())
        {
            throw new IllegalStateException("not the map that was asked for: b=" + map.stats().b());
        }
        put = () ->
        {
            if (strategy == ClearStrategy.DELETE_EACH)
            {
                forEachKey(size, key -> map.put(key, key));
            }
            map.put(1, 1);
            while (map.advance(Long.MAX_VALUE))
            {
                Thread.onSpinWait();
            }
        };
        clear = () -> map.clear(strategy);
        clear.run();
    }

    static void forEachKey(final int count, final LongConsumer consumer)
    {
        for (int i = 0; i < count; i++)
        {
            consumer.accept(RandomKeys.key(i));
        }
    }

    /** Puts one key and does the chores of the last clear. */
    @Setup(Level.Invocation)
    public void putOne()
    {
        put.run();
    }

    /** Empties. */
    @Benchmark
    public void clear()
    {
        clear.run();
    }

    /** Drops everything. */
    @TearDown(Level.Trial)
    public void tearDown()
    {
        if (map != null)
        {
            map.close();
        }
    }
}
