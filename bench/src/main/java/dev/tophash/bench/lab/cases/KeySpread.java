// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.lab.cases;

import dev.tophash.hash.HashKeys;
import dev.tophash.layout.classic.TopHash;
import dev.tophash.offheap.OffHeapTypedMap;
import dev.tophash.offheap.image.MapImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * How keys of one form spread over a large map, counted, not estimated: for each entry what a lookup of it looks at.
 */
final class KeySpread
{
    /** Chains longer than this share the last bar. */
    static final int MAX_DEPTH = 4;

    private static final int MANY = 100_000;
    private static final int HASHES = 20_000;
    private static final int ROUNDS = 40;
    /** Where the measured hashes go, so that nobody optimises them away. */
    @SuppressWarnings("UnusedVariable")
    private static volatile long sink;

    private final KeyForm form;
    private final long[] entriesAt = new long[MAX_DEPTH + 1];
    private final long[] chainsOf = new long[MAX_DEPTH + 1];
    private long entries;
    private long mains;
    private long visited;
    private long tophashes;
    private long comparisons;
    private final byte[][] ready = new byte[HASHES][];
    private double hashNanos;

    private KeySpread(final KeyForm form)
    {
        this.form = form;
    }

    /** Fills a map with random keys and counts. */
    static KeySpread of(final KeyForm form, final LabMap.Setup setup)
    {
        final KeySpread spread = new KeySpread(form);
        final Random random = new Random(setup.seed());
        try (OffHeapTypedMap map =
            OffHeapTypedMap.create(form.type(), MANY, LabMap.config(setup).withReservation(64 << 20)))
        {
            for (int i = 0; i < MANY; i++)
            {
                form.stage(map.key(), random.nextLong());
                map.assign();
            }
            spread.count(map.image());
        }
        return spread;
    }

    private void count(final MapImage image)
    {
        entries = image.count();
        mains = 1L << image.b();
        for (long i = 0; i < mains; i++)
        {
            int depth = 0;
            final List<Integer> tops = new ArrayList<>();
            long b = image.bucketOffset(image.bucketsAddress(), i);
            for (; b != MapImage.NOWHERE; b = image.nextInChain(b))
            {
                depth++;
                bucket(image, b, depth, tops);
            }
            chainsOf[Math.min(depth, MAX_DEPTH)]++;
        }
    }

    /** A hit passes the slots in front of it; it compares keys where the tophash byte is the same. */
    private void bucket(final MapImage image, final long bucket, final int depth, final List<Integer> tops)
    {
        for (int slot = 0; slot < 8; slot++)
        {
            final int top = image.tophash(bucket, slot);
            tops.add(top);
            if (top >= TopHash.MIN_TOP_HASH)
            {
                entriesAt[Math.min(depth, MAX_DEPTH)]++;
                visited += depth;
                tophashes += tops.size();
                comparisons += tops.stream().filter((other) -> other == top).count();
            }
        }
    }

    /** What one hash costs: the best of many short rounds over keys whose bytes are ready, forms in turns. */
    static void measureHash(final LabMap.Setup setup, final KeySpread... spreads)
    {
        final HashKeys keys = LabMap.hashKeys(setup.version());
        for (final KeySpread spread : spreads)
        {
            spread.hashNanos = Double.MAX_VALUE;
            for (int i = 0; i < HASHES; i++)
            {
                spread.ready[i] = spread.form.bytes(i * 7919L);
            }
        }
        for (int round = 0; round < ROUNDS * spreads.length; round++)
        {
            final KeySpread spread = spreads[round % spreads.length];
            long mixed = 0;
            final long start = System.nanoTime();
            for (final byte[] bytes : spread.ready)
            {
                mixed ^= KeyForm.hash(bytes, setup.seed(), keys);
            }
            spread.hashNanos = Math.min(spread.hashNanos, (System.nanoTime() - start) / (double)HASHES);
            sink = mixed;
        }
    }

    String name()
    {
        return form.word();
    }

    long entries()
    {
        return entries;
    }

    long mains()
    {
        return mains;
    }

    double load()
    {
        return entries / (double)mains;
    }

    /** Keys that a hit compares, on average. */
    double comparisons()
    {
        return comparisons / (double)entries;
    }

    /** Buckets that a hit visits, on average. */
    double visited()
    {
        return visited / (double)entries;
    }

    /** Tophash bytes that a hit looks at, on average. */
    double tophashes()
    {
        return tophashes / (double)entries;
    }

    /** Percentage of the buckets that have overflow. */
    double overflowing()
    {
        return 100.0 * (mains - chainsOf[1]) / mains;
    }

    double nanos()
    {
        return hashNanos;
    }

    /** Share of entries found in the first, second ... bucket of their chain. */
    BarChart.Series depths()
    {
        return shares(entriesAt, entries);
    }

    /** Share of chains of one, two ... buckets. */
    BarChart.Series chains()
    {
        return shares(chainsOf, mains);
    }

    private BarChart.Series shares(final long[] counts, final long all)
    {
        final List<Double> shares = new ArrayList<>();
        for (int depth = 1; depth <= MAX_DEPTH; depth++)
        {
            shares.add(100.0 * counts[depth] / all);
        }
        return new BarChart.Series(name(), shares);
    }
}
