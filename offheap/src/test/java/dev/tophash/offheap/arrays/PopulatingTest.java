// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.arrays;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.offheap.memory.FilePolicy;
import dev.tophash.offheap.memory.Region;
import dev.tophash.offheap.memory.RegionConfig;
import dev.tophash.offheap.memory.ResidentPages;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class PopulatingTest
{
    private static final int BUCKET_SIZE = 144;
    private static final long BUCKET_COUNT = 1 << 18;
    private static final long ARRAY_SIZE = BUCKET_COUNT * BUCKET_SIZE;
    private static final long SLICE_SIZE = 64 << 10;
    private static final long PAGE_SIZE = 4_096;

    private static Region open(final boolean file)
    {
        final FilePolicy policy = new FilePolicy(null, file);
        return Region.open(
            new RegionConfig("", 2 * ARRAY_SIZE, 4 * ARRAY_SIZE, 0, false, false, policy, 0, null, bytes ->
            {
            }));
    }

    private static Generation array(final Region region)
    {
        final Generation generation = new Generation(region.memory());
        generation.describe(region.space(ARRAY_SIZE), ARRAY_SIZE, BUCKET_COUNT, BUCKET_COUNT);
        return generation;
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldMakeThePagesOfBothHalvesInSlices() throws IOException
    {
        try (Region region = open(false))
        {
            final Populating populating = new Populating(region);
            assertTrue(populating.isDone(), "no growth, nothing to do");
            final boolean here = region.populate(region.space(PAGE_SIZE), PAGE_SIZE);
            final Generation array = array(region);
            populating.begin(array, BUCKET_SIZE);
            int writes = 0;
            for (; !populating.isDone(); writes++)
            {
                populating.advance();
            }
            populating.advance();
            assertEquals((ARRAY_SIZE / 2 + SLICE_SIZE - 1) / SLICE_SIZE, writes + 1);
            final long made = ResidentPages.bytes(region.memory().address() + array.arrayOffset(), ARRAY_SIZE);
            assertTrue(!here || made >= ARRAY_SIZE, "resident " + made + " of " + ARRAY_SIZE);
        }
    }

    @Test
    void shouldLeaveTheFewPagesOfASmallArrayToTheFirstTouch()
    {
        try (Region region = open(false))
        {
            final Populating populating = new Populating(region);
            final Generation generation = new Generation(region.memory());
            final long few = SLICE_SIZE / BUCKET_SIZE;
            generation.describe(region.space(few * BUCKET_SIZE), few * BUCKET_SIZE, few, few);
            populating.begin(generation, BUCKET_SIZE);
            assertTrue(populating.isDone());
        }
    }

    @Test
    void shouldDoNothingOnAFile()
    {
        try (Region region = open(true))
        {
            assertFalse(region.populate(0, PAGE_SIZE));
            final Populating populating = new Populating(region);
            populating.begin(array(region), BUCKET_SIZE);
            assertFalse(populating.isDone());
        }
    }
}
