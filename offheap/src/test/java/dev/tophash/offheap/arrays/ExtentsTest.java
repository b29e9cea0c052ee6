// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap.arrays;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ExtentsTest
{
    private static final int BUCKET_SIZE = 144;

    @Test
    void shouldHandOutBucketsInOrder()
    {
        final Extents extents = new Extents();
        assertEquals(0, extents.room());
        assertEquals(0, extents.lastBucketCount());
        extents.add(4_096, 2);
        assertEquals(4_096, extents.take(BUCKET_SIZE));
        assertEquals(1, extents.room());
        assertEquals(4_096 + BUCKET_SIZE, extents.take(BUCKET_SIZE));
        assertEquals(0, extents.room());
        extents.add(65_536, 4);
        assertEquals(65_536, extents.take(BUCKET_SIZE));
        assertEquals(3, extents.room());
        assertEquals(3, extents.usedCount());
        assertEquals(2, extents.usedCount(0));
        assertEquals(1, extents.usedCount(1));
        assertEquals(65_536, extents.offset(1));
    }

    @Test
    void shouldForgetEverything()
    {
        final Extents extents = new Extents();
        extents.add(4_096, 2);
        extents.take(BUCKET_SIZE);
        extents.reset();
        assertEquals(0, extents.count());
        assertEquals(0, extents.usedCount());
        extents.add(8_192, 8);
        assertEquals(8, extents.room());
        assertEquals(8, extents.lastBucketCount());
    }

    @Test
    void shouldKnowTheListInFrontOfAnExtent()
    {
        final Extents extents = new Extents();
        extents.add(4_096, 2);
        extents.add(8_704, 8, 512);
        assertEquals(0, extents.listSize(0));
        assertEquals(512, extents.listSize(1));
        assertTrue(extents.hasListAt(8_192));
        assertFalse(extents.hasListAt(4_096), "no list is there");
        assertFalse(extents.hasListAt(8_704));
        assertEquals(8_704, extents.take(BUCKET_SIZE));
        extents.reset();
        assertFalse(extents.hasListAt(8_192));
    }
}
