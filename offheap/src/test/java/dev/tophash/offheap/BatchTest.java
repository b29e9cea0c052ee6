// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BatchTest
{
    @Test
    void shouldBeOneOfEachThread()
    {
        assertSame(Batch.ofThread(), Batch.ofThread());
        assertNotSame(Batch.ofThread(), CompletableFuture.supplyAsync(Batch::ofThread).join());
    }

    @Test
    void shouldNameEachKeyByABit()
    {
        for (int i = 0; i < Batch.GROUP_SIZE; i++)
        {
            assertEquals(i, Batch.first(Batch.bit(i)));
            assertEquals(i, Batch.first(Batch.bit(i) | Batch.bit(Batch.GROUP_SIZE - 1)));
        }
    }

    @Test
    void shouldGoInGroupsOnlyWhereAMapIsLargeAndSettled()
    {
        try (OffHeapLongLongMap small = OffHeapMaps.longLong().capacity(1_000).build();
            OffHeapLongLongMap large = OffHeapMaps.longLong().capacity(20_000).build())
        {
            assertFalse(Batch.isWorthwhile(small, 1_000));
            assertFalse(Batch.isWorthwhile(large, 7));
            assertTrue(Batch.isWorthwhile(large, 8));
            large.unsettle();
            assertFalse(Batch.isWorthwhile(large, 8));
        }
    }

    @Test
    void shouldRefuseARangeThatAnArrayDoesNotHave()
    {
        assertDoesNotThrow(() -> Batch.requireRange("keys", new long[0], 0, 0));
        assertDoesNotThrow(() -> Batch.requireRange("keys", new byte[3][], 3, 0));
        assertDoesNotThrow(() -> Batch.requireRange("keys", new int[3], 1, 2));
        final int max = Integer.MAX_VALUE;
        for (final int[] range : new int[][] {{-1, 1}, {0, -1}, {2, 2}, {4, 0}, {max, 1}, {1, max}, {max, max}})
        {
            final IndexOutOfBoundsException e =
                assertThrows(IndexOutOfBoundsException.class, () ->
                    Batch.requireRange("keys", new long[3], range[0], range[1]));
            assertEquals("range outside the array: array=keys, offset=" + range[0] + ", count=" + range[1] +
                ", length=3", e.getMessage());
        }
        assertEquals("argument is null: keys=null",
            assertThrows(NullPointerException.class, () -> Batch.requireRange("keys", null, 0, 0)).getMessage());
    }
}
