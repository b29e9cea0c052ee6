// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.concurrent;

import dev.tophash.LongLongCursor;
import dev.tophash.MapCorruptionException;
import dev.tophash.OffHeapMemoryException;
import dev.tophash.offheap.OffHeapLongLongMap;
import dev.tophash.offheap.OffHeapMaps;
import dev.tophash.offheap.OffHeapStringLongMap;
import dev.tophash.offheap.verify.MapVerifier;
import java.util.ConcurrentModificationException;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Main class of the child JVM of {@link RaceTest}: two threads do to one map what they must not. */
final class MisuseMain
{
    private static final boolean TWO_WRITERS = System.getProperty("misuse", "").endsWith("writers");
    private static final boolean INVARIANTS = Boolean.getBoolean("tophash.invariants");
    private static final int OPERATION_COUNT = INVARIANTS ? 2_000 : 200_000;
    private static final int MAX_EXCEPTIONS = 2_000;
    private static final long BUDGET = 64L << 20;

    private static final AtomicInteger TOLD = new AtomicInteger();
    private static final AtomicInteger BROKEN = new AtomicInteger();

    private MisuseMain()
    {
    }

    private interface Step
    {
        void run(int i);
    }

    public static void main(final String[] arguments) throws InterruptedException
    {
        final String what = System.getProperty("misuse");
        final OffHeapLongLongMap longs = OffHeapMaps.longLong().budget(BUDGET).build();
        final OffHeapStringLongMap strings = OffHeapMaps.stringLong().budget(BUDGET).build();
        final Step writer = writer(longs);
        final Step other = switch (what)
        {
            case "writers" -> writer(longs);
            case "growing-writers" -> grower(longs);
            case "reader" -> i -> longs.get(i & 8191);
            case "iterator" -> i -> iterate(longs);
            default -> stringWriter(strings);
        };
        final Thread first = start(switch (what)
        {
            case "string-writers" -> stringWriter(strings);
            case "growing-writers" -> grower(longs);
            default -> writer;
        });
        final Thread second = start(other);
        first.join();
        second.join();
        System.out.println("ended: told=" + TOLD + " broken=" + BROKEN + " found=" +
            MapVerifier.verify(longs.image()).findings().stream().map(finding -> finding.rule()).distinct().toList());
        longs.close();
        strings.close();
    }

    private static Step writer(final OffHeapLongLongMap map)
    {
        final Random random = new Random();
        return i ->
        {
            final long key = random.nextInt(8192);
            if (random.nextInt(3) == 0)
            {
                map.remove(key);
            }
            else
            {
                map.put(key, i);
            }
        };
    }

    /** Keys that never come twice: the map grows again and again, and each growth is a write with Go's flag. */
    private static Step grower(final OffHeapLongLongMap map)
    {
        final Random random = new Random();
        return i -> map.put(random.nextLong(), i);
    }

    private static Step stringWriter(final OffHeapStringLongMap map)
    {
        final Random random = new Random();
        return i ->
        {
            final String key = "key" + random.nextInt(8192);
            if (random.nextInt(3) == 0)
            {
                map.remove(key);
            }
            else
            {
                map.put(key, i);
            }
        };
    }

    private static void iterate(final OffHeapLongLongMap map)
    {
        try (LongLongCursor cursor = map.cursor())
        {
            for (int n = 0; n < 200 && cursor.next(); n++)
            {
                cursor.value();
            }
        }
    }

    private static Thread start(final Step step)
    {
        final Thread thread = new Thread(() ->
        {
            int exceptions = 0;
            for (int i = 0; i < OPERATION_COUNT && exceptions < MAX_EXCEPTIONS; i++)
            {
                try
                {
                    step.run(i);
                }
                catch (final ConcurrentModificationException e)
                {
                    exceptions++;
                    TOLD.incrementAndGet();
                }
                catch (final MapCorruptionException | OffHeapMemoryException | NoSuchElementException e)
                {
                    exceptions++;
                    BROKEN.incrementAndGet();
                }
                catch (final IllegalStateException | IndexOutOfBoundsException | NullPointerException e)
                {
                    // Two slow writes that begin in the same moment meet in the allocator, which says so, or in our
                    // own arrays.
                    if (!TWO_WRITERS)
                    {
                        throw e;
                    }
                    exceptions++;
                    BROKEN.incrementAndGet();
                }
                catch (final AssertionError e)
                {
                    if (!INVARIANTS || !e.getMessage().startsWith("invariants broken"))
                    {
                        throw e;
                    }
                    exceptions++;
                    BROKEN.incrementAndGet();
                }
            }
        });
        thread.setUncaughtExceptionHandler((ended, e) ->
        {
            e.printStackTrace(System.out);
            Runtime.getRuntime().halt(3);
        });
        thread.start();
        return thread;
    }
}
