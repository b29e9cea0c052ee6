// SPDX-License-Identifier: Apache-2.0
package dev.tophash.it.concurrent;

import dev.tophash.MapClosedException;
import dev.tophash.offheap.ClearStrategy;
import dev.tophash.offheap.OffHeapMap;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One thread writes a map, three read it. Each value says which key it belongs to and repeats its version in all its
 * parts, so a reader knows a value of another key, one of two writes, and one that was never written. Keys that are a
 * multiple of four are never removed, so a reader also knows an entry that was missed, unless the race clears.
 *
 * <p>The part that knows the kind of map is in the subclasses.
 */
abstract class ViewRace
{
    static final int KEY_COUNT = 4_000;
    private static final int READER_COUNT = 3;
    private static final int KEPT_MASK = 3;
    private static final int BATCH = 1_000;

    private final boolean clears;
    private final SplittableRandom random;
    private final AtomicLong reads = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final AtomicReference<String> wrong = new AtomicReference<>();
    private volatile boolean ended;

    ViewRace(final boolean clears, final long seed)
    {
        this.clears = clears;
        this.random = new SplittableRandom(seed);
    }

    /** A word that tells a key and a version. */
    static long word(final int key, final int version)
    {
        return (key * 0x9e37_79b9L & 0xffff_ffffL) << Integer.SIZE | version & 0xffff_ffffL;
    }

    static boolean isOf(final int key, final long word)
    {
        return word >>> Integer.SIZE == (key * 0x9e37_79b9L & 0xffff_ffffL);
    }

    abstract OffHeapMap map();

    /** Writes an entry anew, in one of several ways. */
    abstract void write(int key, int version, int way);

    abstract void remove(int key);

    /** Changes all entries, or removes those that may go, through a sweep. */
    abstract void sweep(int version);

    /** One reader's way to read. */
    interface Reader
    {
        /** Null if all is well, else what is wrong; {@link #ABSENT} if the key is absent. */
        String read(int key);
    }

    /** What a reader says of an absent key. */
    static final String ABSENT = "absent";

    abstract Reader reader();

    static boolean isKept(final int key)
    {
        return (key & KEPT_MASK) == 0;
    }

    private void readOn(final Reader reader, final long seed, final long goal)
    {
        final SplittableRandom keys = new SplittableRandom(seed);
        try
        {
            while (reads.get() < goal && !ended)
            {
                for (int i = 0; i < BATCH; i++)
                {
                    final int key = keys.nextInt(KEY_COUNT);
                    final String complaint = reader.read(key);
                    if (complaint != null && (!complaint.equals(ABSENT) || isKept(key) && !clears))
                    {
                        wrong.compareAndSet(null, complaint + ": key=" + key);
                        ended = true;
                    }
                }
                reads.addAndGet(BATCH);
            }
        }
        catch (final MapClosedException e)
        {
            failure.compareAndSet(null, e);
        }
        catch (final Throwable e)
        {
            failure.compareAndSet(null, e);
            ended = true;
        }
    }

    /** Writes and reads until enough was read; returns the first thing that was wrong, null if nothing was. */
    final String run(final long goal) throws InterruptedException
    {
        for (int key = 0; key < KEY_COUNT; key += KEPT_MASK + 1)
        {
            write(key, 0, 0);
        }
        final List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < READER_COUNT; i++)
        {
            final Reader reader = reader();
            final long seed = random.nextLong();
            final Thread thread = new Thread(() -> readOn(reader, seed, goal), "reader " + i);
            thread.setDaemon(true);
            thread.start();
            readers.add(thread);
        }
        for (int version = 1; reads.get() < goal && !ended; version++)
        {
            step(version);
        }
        for (final Thread thread : readers)
        {
            thread.join();
        }
        if (failure.get() != null)
        {
            throw new AssertionError("a reader failed", failure.get());
        }
        return wrong.get();
    }

    private void step(final int version)
    {
        final int key = random.nextInt(KEY_COUNT);
        final int draw = random.nextInt(20_000);
        if (draw == 0 && clears)
        {
            final ClearStrategy[] strategies = ClearStrategy.values();
            map().clear(strategies[random.nextInt(strategies.length)]);
        }
        else if (draw == 1)
        {
            map().reserve(random.nextInt(4 * KEY_COUNT));
        }
        else if (draw == 2)
        {
            map().trim();
        }
        else if (draw == 3)
        {
            map().prepareSwap();
        }
        else if (draw < 10)
        {
            map().advance(20_000);
        }
        else if (draw < 14)
        {
            sweep(version);
        }
        else if (draw < 7_000 && !isKept(key))
        {
            remove(key);
        }
        else
        {
            write(key, version, draw);
        }
    }
}
