// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.OffHeapMemoryException;
import dev.tophash.offheap.ClearStrategy;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapStringLongMap;
import dev.tophash.offheap.verify.MapVerifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The promise on addresses: with a budget of N a map accepts whatever a fresh map with 0.75 N accepts, whatever was
 * put, removed and cleared before. The map lives through windows of sizes that are hard on an allocator, with twice
 * N of addresses and no more. Whenever it is full, all but a twelfth goes, chosen at random, so that each slab keeps
 * a few boxes; at the end of each window it is cleared in one of all ways, or not at all. A fresh map with 0.75 N
 * does what the window does, and says what has to be accepted.
 */
class AddressPromiseTest
{
    private static final long BUDGET = 2 << 20;
    private static final List<ClearStrategy> WAYS = List.of(ClearStrategy.values());
    private static final int WINDOW = 12_000;
    private static final int SAMPLE = 16;
    private static final int PART = 12;
    private static final int LEAST = 160;
    private static final String FILLER = "k".repeat(1 << 20);

    /** Lengths of keys. The least of them keeps what an array has, and Go leaves, below the quarter of N. */
    @SuppressWarnings("ImmutableEnumChecker")
    enum Shape
    {
        /** One size class after the other, each until the map is full. */
        CLASSES((random, i, fill) -> 600 * (fill % 7 + 2) / 2),
        DRIFTING((random, i, fill) -> (LEAST << i / 700 % 6) + random.nextInt(32 << (int)(i / 700 % 6))),
        SAWTOOTH((random, i, fill) -> LEAST + (int)(i % 1_500) * 4),
        POWER_LAW((random, i, fill) -> LEAST + (int)(60 / Math.pow(1 - random.nextDouble() * 0.99999, 0.8))),
        HUGE_AMONG_SMALL((random, i, fill) -> random.nextInt(2_000) == 0 ? 1 << 19 : LEAST + random.nextInt(400)),
        ALTERNATING((random, i, fill) -> (i & 1) == 0 ? 300 << random.nextInt(6) : LEAST + random.nextInt(40));

        private final Lengths lengths;

        Shape(final Lengths lengths)
        {
            this.lengths = lengths;
        }
    }

    /** The length of the next key; how often the map was full. */
    @FunctionalInterface
    private interface Lengths
    {
        int next(Random random, long operation, int fill);
    }

    @ParameterizedTest
    @EnumSource
    void shouldAcceptWhatAFreshMapAccepts(final Shape shape)
    {
        run(shape, 1, 3 * WINDOW);
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource
    void shouldAcceptWhatAFreshMapAcceptsForLong(final Shape shape)
    {
        run(shape, 2, Long.getLong("operations", 20_000_000));
    }

    private static void run(final Shape shape, final long seed, final long operations)
    {
        try (Run run = new Run(shape, seed))
        {
            for (long window = 0; window * WINDOW < operations; window++)
            {
                run.window();
            }
            final double ratio = (double)run.addressPeak / run.livePeak;
            System.out.printf(Locale.ROOT, "%s: peak of addresses / peak of live bytes = %.2f, %d accepted, %d not%n",
                shape, ratio, run.accepted, run.refused);
            assertTrue(ratio < 2, shape + ": " + ratio);
            assertTrue(run.refused > 0, "a budget was never reached");
        }
    }

    /** A map with a past, and what is in it. */
    private static final class Run implements AutoCloseable
    {
        private final Shape shape;
        private final Random random;
        private final OffHeapStringLongMap map =
            OffHeapMaps.stringLong().budget(BUDGET).reservation(2 * BUDGET).missingValue(-1).build();
        private final List<String> keys = new ArrayList<>();
        private OffHeapStringLongMap fresh;
        private long operation;
        private int fills;
        private boolean filling = true;
        private long addressPeak;
        private long livePeak;
        private long accepted;
        private long refused;

        Run(final Shape shape, final long seed)
        {
            this.shape = shape;
            random = new Random(seed);
        }

        void window()
        {
            openFresh();
            int remaining = keys.size();
            for (int i = 0; i < WINDOW; i++, operation++)
            {
                if (keys.size() > remaining && !filling)
                {
                    remove(random.nextInt(keys.size()));
                }
                else
                {
                    filling = put(operation + ":" + FILLER.substring(0, shape.lengths.next(random, operation, fills)));
                    remaining = filling ? remaining : keys.size() / PART;
                    fills += filling ? 0 : 1;
                }
                if (i % SAMPLE == 0)
                {
                    addressPeak = Math.max(addressPeak, map.stats().addressBytes());
                    livePeak = Math.max(livePeak, map.stats().usedBytes());
                }
            }
            check();
            fresh.close();
            final int way = random.nextInt(WAYS.size() + 1);
            if (way < WAYS.size())
            {
                map.clear(WAYS.get(way));
                keys.clear();
                assertEquals(0, map.size());
            }
        }

        /** A map that has only what the other one has now; what it refuses, the other one need not have either. */
        private void openFresh()
        {
            fresh = OffHeapMaps.stringLong().budget(BUDGET * 3 / 4).missingValue(-1).build();
            for (int i = keys.size() - 1; i >= 0; i--)
            {
                if (!offer(keys.get(i)))
                {
                    remove(i);
                }
            }
        }

        private boolean offer(final String key)
        {
            try
            {
                fresh.put(key, key.length());
                return true;
            }
            catch (final OffHeapMemoryException e)
            {
                return false;
            }
        }

        private boolean put(final String key)
        {
            if (!offer(key))
            {
                refused++;
                return false;
            }
            accepted++;
            map.put(key, key.length());
            keys.add(key);
            return true;
        }

        private void remove(final int index)
        {
            final String key = keys.get(index);
            assertEquals(key.length(), map.remove(key));
            fresh.remove(key);
            keys.set(index, keys.getLast());
            keys.removeLast();
        }

        private void check()
        {
            assertEquals(keys.size(), map.size());
            for (final String key : keys)
            {
                assertEquals(key.length(), map.get(key), key);
            }
            final var report = MapVerifier.verify(map.image());
            assertTrue(report.clean(), report::toString);
        }

        @Override
        public void close()
        {
            map.close();
            fresh.close();
        }
    }
}
