// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.arrays;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.offheap.memory.Memory;
import dev.tophash.offheap.memory.Region;
import dev.tophash.offheap.memory.Regions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DirtyBucketsTest
{
    private static final long MAIN_COUNT = 1 << 13;
    private static final int BUCKET_SIZE = 16;

    private final Region region = Regions.open(16 << 20);
    private final Generation generation = new Generation(region.memory());

    @AfterEach
    void close()
    {
        region.close();
    }

    /** An array whose every word is 1, with two spare buckets in use. */
    private DirtyBuckets filled()
    {
        final long size = (MAIN_COUNT + 4) * BUCKET_SIZE;
        final long array = region.obtain(size, "array");
        generation.describe(array, size, MAIN_COUNT, MAIN_COUNT + 4);
        for (long at = 0; at < size; at += Long.BYTES)
        {
            Memory.putLong(region.memory(), array + at, 1);
        }
        generation.countSpareUsed();
        generation.countSpareUsed();
        final long bits = DirtyBuckets.size(MAIN_COUNT);
        generation.dirty().attach(region.obtain(bits, "bits"), bits);
        return generation.dirty();
    }

    private boolean isZero(final long index)
    {
        return Memory.isZero(region.memory(), generation.arrayOffset() + index * BUCKET_SIZE, BUCKET_SIZE);
    }

    @Test
    void shouldZeroMarkedBucketsAndSpareOnesAndNoOthers()
    {
        final DirtyBuckets dirty = filled();
        final long[] marked = {0, 63, 64, 4_095, 4_096, MAIN_COUNT - 1};
        for (final long index : marked)
        {
            dirty.mark(MAIN_COUNT, index);
            dirty.mark(MAIN_COUNT, index);
        }
        assertTrue(dirty.areFew(generation));
        dirty.zeroBuckets(generation, BUCKET_SIZE);
        for (final long index : marked)
        {
            assertTrue(isZero(index), "index=" + index);
        }
        for (final long index : new long[]{1, 62, 65, 4_094, 4_097, MAIN_COUNT - 2, MAIN_COUNT + 2})
        {
            assertFalse(isZero(index), "index=" + index);
        }
        assertTrue(isZero(MAIN_COUNT) && isZero(MAIN_COUNT + 1), "spare buckets in use");
        assertTrue(Memory.isZero(region.memory(), dirty.offset(), (int)dirty.size()), "the bits");
    }

    @Test
    void shouldFollowTheBitsOnlyWhileTheyAreFewAndKnown()
    {
        final DirtyBuckets dirty = filled();
        for (long index = 0; index < MAIN_COUNT / 8 - 3; index++)
        {
            dirty.mark(MAIN_COUNT, index);
        }
        assertTrue(dirty.areFew(generation));
        dirty.mark(MAIN_COUNT, MAIN_COUNT - 1);
        assertFalse(dirty.areFew(generation), "one in eight, with the spare ones");
        dirty.forget();
        assertTrue(dirty.areFew(generation));
        dirty.markAll();
        assertFalse(dirty.areFew(generation));
        dirty.detach();
        assertFalse(dirty.areFew(generation), "nothing is kept");
    }

    @Test
    void shouldCostABitABucketAndNothingForSmallArrays()
    {
        assertEquals(0, DirtyBuckets.size(1 << 8));
        assertEquals((1 + 8) * Long.BYTES, DirtyBuckets.size(1 << 9));
        assertEquals((4 + 256) * Long.BYTES, DirtyBuckets.size(1 << 14));
    }
}
