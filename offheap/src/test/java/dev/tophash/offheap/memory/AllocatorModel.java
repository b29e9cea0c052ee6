// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.memory;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;

/**
 * An {@link Allocator} beside a model of what it has handed out: who overlaps, leaves the range, gets memory that is
 * not zero, or is not found again, is noticed at once.
 *
 * <p>Every range carries its number in its first and last word; a range is checked when it is given back. The peaks of
 * addresses and of live bytes are kept for the ratio that is published.
 */
final class AllocatorModel implements AutoCloseable
{
    /** A shape of sizes over time. */
    @FunctionalInterface
    interface Sizes
    {
        /** Size of the next range, at least 1. */
        long next(Random random, long operation);
    }

    private static final long WALKED_ALWAYS = 100_000;
    private static final long WALKED_SOMETIMES = 1_000;
    private static final int SMALL_COUNT = 64;

    private final Runnable end;
    private final Share share;
    private final MemorySegment memory;
    private final long limitBytes;
    final Allocator allocator;

    private long[] offsets = new long[1024];
    private long[] sizes = new long[1024];
    private int count;
    private long operation;
    private long liveBytes;
    private long liveSpace;
    private long livePeak;
    private long addressPeak;
    private long refusals;

    /** Pages that a program may use, and bytes that it may have live. */
    AllocatorModel(final int pageCount, final long limitBytes)
    {
        this.limitBytes = limitBytes;
        final long size = PageTable.offsetOf(pageCount);
        final long all = size + PageTable.size(pageCount);
        final ReservedRange range = Reservation.reserve(all, RegionTest.MEMORY);
        end = range.arena()::close;
        share = null;
        memory = range.segment().asSlice(0, size);
        allocator = new Allocator(range.segment().asSlice(size), pageCount, end -> true);
    }

    /** A program that has a share of a range. */
    AllocatorModel(final Share share, final long limitBytes)
    {
        this.limitBytes = limitBytes;
        this.share = share;
        share.endWith(this, "");
        end = share::close;
        memory = share.memory();
        allocator = share.allocator();
    }

    MemorySegment memory()
    {
        return memory;
    }

    int count()
    {
        return count;
    }

    long liveBytes()
    {
        return liveBytes;
    }

    /** Peak of the addresses in use, by the peak of the live bytes. */
    double ratio()
    {
        return (double)addressPeak / livePeak;
    }

    long refusals()
    {
        return refusals;
    }

    /** Takes a range; false if it is refused. */
    boolean take(final long size)
    {
        final long offset = allocator.take(size, 1);
        operation++;
        if (offset == PageTable.NONE)
        {
            refusals++;
            return false;
        }
        requireThat(share == null || share.covers(offset, size), "range of another", offset, size);
        requireThat(offset > 0 && offset <= memory.byteSize() - size, "range outside", offset, size);
        final long last = offset + (size - 1 & -Long.BYTES);
        requireThat(Memory.getLong(memory, offset) == 0 && (size < 8 || Memory.getLong(memory, last) == 0),
            "range handed out twice, or not zero", offset, size);
        if (count == offsets.length)
        {
            offsets = Arrays.copyOf(offsets, 2 * count);
            sizes = Arrays.copyOf(sizes, 2 * count);
        }
        offsets[count] = offset;
        sizes[count++] = size;
        Memory.putLong(memory, offset, stamp(offset, size));
        Memory.putLong(memory, last, stamp(offset, size));
        liveBytes += size;
        liveSpace += Allocator.spaceSize(size);
        livePeak = Math.max(livePeak, liveBytes);
        addressPeak = Math.max(addressPeak, allocator.usedBytes());
        return true;
    }

    private static long stamp(final long offset, final long size)
    {
        return offset * 31 + size | 1L << 63;
    }

    /** Gives the range of an index back. */
    void give(final int index)
    {
        final long offset = offsets[index];
        final long size = sizes[index];
        final long last = offset + (size - 1 & -Long.BYTES);
        requireThat(Memory.getLong(memory, offset) == stamp(offset, size) &&
            Memory.getLong(memory, last) == stamp(offset, size), "range written by another", offset, size);
        Memory.putLong(memory, offset, 0);
        Memory.putLong(memory, last, 0);
        count--;
        offsets[index] = offsets[count];
        sizes[index] = sizes[count];
        liveBytes -= size;
        liveSpace -= Allocator.spaceSize(size);
        operation++;
        allocator.give(offset, size);
    }

    private void requireThat(final boolean holds, final String what, final long offset, final long size)
    {
        if (!holds)
        {
            throw new AssertionError(what + ": operation=" + operation + ", offset=" + offset + ", size=" + size);
        }
    }

    /** Walks the allocator and compares its sum with the model's. */
    void check()
    {
        final long walked =
            share == null ? AllocatorWalk.check(allocator) : AllocatorWalk.check(allocator, share.extents());
        requireThat(walked == liveSpace, "sum of the walk " + walked + " is not that of the model", liveSpace, 0);
    }

    /**
     * A number of operations: takes while there is room below the limit, gives when there is none or a coin says so.
     *
     * @param seed       of the coin and the sizes.
     * @param operations how many.
     * @param shape      of the sizes.
     */
    void run(final long seed, final long operations, final Sizes shape)
    {
        final Random random = new Random(seed);
        boolean filling = true;
        for (long i = 0; i < operations; i++)
        {
            final long size = shape.next(random, i);
            final boolean full = liveBytes + size > limitBytes;
            filling = !full && (filling || count == 0 || random.nextInt(1 << 14) == 0);
            if (!full && (count == 0 || random.nextInt(8) < (filling ? 5 : 4)))
            {
                take(size);
            }
            else
            {
                give(random.nextInt(count));
            }
            if (i < walkedAlways() || i % WALKED_SOMETIMES == 0 || count < SMALL_COUNT)
            {
                check();
            }
        }
    }

    private long walkedAlways()
    {
        return share == null ? WALKED_ALWAYS : WALKED_SOMETIMES;
    }

    @Override
    public void close()
    {
        end.run();
    }
}
