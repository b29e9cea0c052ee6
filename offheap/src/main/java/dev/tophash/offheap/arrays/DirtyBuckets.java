// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.arrays;

import dev.tophash.offheap.memory.Memory;
import java.lang.foreign.MemorySegment;

/**
 * Which main buckets of an array were written since it was zero: one bit a bucket, outside Go's bytes, with a summary.
 *
 * <pre>
 *   | summary: one bit a word | words: one bit a bucket |
 * </pre>
 *
 * <p>A clear that finds few bits follows them: 1,000 entries in an array of 2^18 buckets are 1,000 buckets to zero and
 * some hundred words to read, instead of 38 MB. The bit of a chain is set when a new key goes there and when an
 * evacuation fills it. Everything else that is written changes a bucket whose bit is set already. Buckets of the spare
 * area need no bits: they are handed out in order, so their number is enough.
 */
public final class DirtyBuckets
{
    private static final int WORD_SHIFT = 6;
    private static final int SUMMARY_SHIFT = 2 * WORD_SHIFT;

    /** Smaller arrays are zeroed as a whole: nothing could be gained. */
    private static final long MIN_MAIN_COUNT = 1 << 9;

    /** Above this share of dirty buckets a block fill of everything is cheaper: one in eight. */
    private static final int FEW_SHIFT = 3;

    private final MemorySegment memory;
    private long offset;
    private long size;
    private long dirtyCount;
    private boolean allDirty;

    DirtyBuckets(final MemorySegment memory)
    {
        this.memory = memory;
    }

    /** Bytes for an array of this many main buckets; 0 if it is too small to gain anything. */
    static long size(final long mainCount)
    {
        return mainCount < MIN_MAIN_COUNT ? 0 :
            (summaryCount(mainCount) + (mainCount >>> WORD_SHIFT)) * Long.BYTES;
    }

    private static long summaryCount(final long mainCount)
    {
        return Math.max(1, mainCount >>> SUMMARY_SHIFT);
    }

    /** Keeps the bits from now on, in space that is zero. */
    void attach(final long bitsOffset, final long bitsSize)
    {
        offset = bitsOffset;
        size = bitsSize;
    }

    /** Keeps no bits any more. */
    void detach()
    {
        offset = 0;
        size = 0;
        dirtyCount = 0;
        allDirty = false;
    }

    /** Where the bits are; 0 if they are not kept. */
    public long offset()
    {
        return offset;
    }

    /** Bytes of the bits. */
    long size()
    {
        return size;
    }

    /** Notes that nobody knows which buckets were written: all count as dirty until the array is zeroed. */
    public void markAll()
    {
        allDirty = true;
    }

    /** Sets the bit of a main bucket. */
    public void mark(final long mainCount, final long index)
    {
        final long words = offset + summaryCount(mainCount) * Long.BYTES;
        final long at = words + (index >>> WORD_SHIFT) * Long.BYTES;
        final long word = Memory.getLong(memory, at);
        final long bit = 1L << index;
        if ((word & bit) != 0)
        {
            return;
        }
        Memory.putLong(memory, at, word | bit);
        dirtyCount++;
        if (word == 0)
        {
            final long summary = offset + (index >>> SUMMARY_SHIFT) * Long.BYTES;
            Memory.putLong(memory, summary, Memory.getLong(memory, summary) | 1L << (index >>> WORD_SHIFT));
        }
    }

    /** Whether following the bits is cheaper than zeroing everything. */
    public boolean areFew(final Generation generation)
    {
        return offset != 0 && !allDirty &&
            dirtyCount + generation.spareUsedCount() < generation.mainCount() >>> FEW_SHIFT;
    }

    /** Zeroes every dirty bucket, the spare buckets in use, and the bits. */
    public void zeroBuckets(final Generation generation, final int bucketSize)
    {
        final long summaryCount = summaryCount(generation.mainCount());
        final long words = offset + summaryCount * Long.BYTES;
        for (long s = 0; s < summaryCount; s++)
        {
            final long summary = Memory.getLong(memory, offset + s * Long.BYTES);
            for (long rest = summary; rest != 0; rest &= rest - 1)
            {
                final long word = (s << WORD_SHIFT) + Long.numberOfTrailingZeros(rest);
                zeroBucketsOf(generation.arrayOffset(), bucketSize, words, word);
            }
            if (summary != 0)
            {
                Memory.putLong(memory, offset + s * Long.BYTES, 0);
            }
        }
        dirtyCount = 0;
        Memory.zero(memory, generation.arrayOffset() + generation.mainCount() * bucketSize,
            generation.spareUsedCount() * bucketSize);
    }

    private void zeroBucketsOf(final long arrayOffset, final int bucketSize, final long words, final long word)
    {
        final long at = words + word * Long.BYTES;
        final long first = arrayOffset + (word << WORD_SHIFT) * bucketSize;
        for (long bits = Memory.getLong(memory, at); bits != 0; bits &= bits - 1)
        {
            Memory.zeroWords(memory, first + (long)Long.numberOfTrailingZeros(bits) * bucketSize, bucketSize);
        }
        Memory.putLong(memory, at, 0);
    }

    /** Resets the bits of an array that was zeroed as a whole. */
    public void forget()
    {
        if (offset != 0)
        {
            Memory.zero(memory, offset, size);
            dirtyCount = 0;
            allDirty = false;
        }
    }
}
