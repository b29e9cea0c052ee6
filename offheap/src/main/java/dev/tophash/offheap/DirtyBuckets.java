// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

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
 * some hundred words to read, instead of 38 MB. A bit is set when a new key's chain gets it or an evacuation fills the
 * chain; whatever else changes in a bucket, changes one with its bit set. Buckets of the spare area need no bits: they
 * are handed out in order, so their number says which.
 */
final class DirtyBuckets
{
    private static final int WORD_SHIFT = 6;
    private static final int SUMMARY_SHIFT = 2 * WORD_SHIFT;

    /** Smaller arrays are zeroed as a whole: nothing could be gained. */
    private static final long MIN_MAIN_COUNT = 1 << 9;

    /** Above this share of dirty buckets a block fill of everything is cheaper: one in eight. */
    private static final int FEW_SHIFT = 3;

    private DirtyBuckets()
    {
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

    /** Sets the bit of a main bucket. */
    static void mark(final MemorySegment memory, final Generation generation, final long index)
    {
        final long words = generation.dirtyOffset + summaryCount(generation.mainCount) * Long.BYTES;
        final long at = words + (index >>> WORD_SHIFT) * Long.BYTES;
        final long word = Memory.getLong(memory, at);
        final long bit = 1L << index;
        if (0 != (word & bit))
        {
            return;
        }
        Memory.putLong(memory, at, word | bit);
        generation.dirtyCount++;
        if (0 == word)
        {
            final long summary = generation.dirtyOffset + (index >>> SUMMARY_SHIFT) * Long.BYTES;
            Memory.putLong(memory, summary, Memory.getLong(memory, summary) | 1L << (index >>> WORD_SHIFT));
        }
    }

    /** Whether following the bits is cheaper than zeroing everything. */
    static boolean areFew(final Generation generation)
    {
        return 0 != generation.dirtyOffset && !generation.allDirty &&
            generation.dirtyCount + generation.spareUsedCount < generation.mainCount >>> FEW_SHIFT;
    }

    /** Zeroes every dirty bucket, the spare buckets in use, and the bits. */
    static void zeroBuckets(final MemorySegment memory, final Generation generation, final int bucketSize)
    {
        final long summaryCount = summaryCount(generation.mainCount);
        final long words = generation.dirtyOffset + summaryCount * Long.BYTES;
        for (long s = 0; s < summaryCount; s++)
        {
            final long summary = Memory.getLong(memory, generation.dirtyOffset + s * Long.BYTES);
            for (long rest = summary; 0 != rest; rest &= rest - 1)
            {
                final long word = (s << WORD_SHIFT) + Long.numberOfTrailingZeros(rest);
                zeroBucketsOf(memory, generation, bucketSize, words, word);
            }
            if (0 != summary)
            {
                Memory.putLong(memory, generation.dirtyOffset + s * Long.BYTES, 0);
            }
        }
        generation.dirtyCount = 0;
        Memory.zero(memory, generation.arrayOffset + generation.mainCount * bucketSize,
            generation.spareUsedCount * bucketSize);
    }

    private static void zeroBucketsOf(
        final MemorySegment memory, final Generation generation, final int bucketSize, final long words,
        final long word)
    {
        final long at = words + word * Long.BYTES;
        final long first = generation.arrayOffset + (word << WORD_SHIFT) * bucketSize;
        for (long bits = Memory.getLong(memory, at); 0 != bits; bits &= bits - 1)
        {
            Memory.zeroWords(memory, first + (long)Long.numberOfTrailingZeros(bits) * bucketSize, bucketSize);
        }
        Memory.putLong(memory, at, 0);
    }

    /** Resets the bits of an array that was zeroed as a whole. */
    static void forget(final MemorySegment memory, final Generation generation)
    {
        if (0 != generation.dirtyOffset)
        {
            Memory.zero(memory, generation.dirtyOffset, generation.dirtySize);
            generation.dirtyCount = 0;
            generation.allDirty = false;
        }
    }
}
