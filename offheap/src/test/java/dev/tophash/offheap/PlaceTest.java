// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceTest
{
    private static final long LAST = (1L << 46) - 144;

    @ParameterizedTest
    @ValueSource(longs = {64, 4_096, 1L << 32, LAST})
    void shouldTellBucketAndSlotWithAndWithoutMarks(final long bucket)
    {
        for (int slot = 0; slot < 8; slot++)
        {
            final long plain = Place.of(bucket, slot);
            for (final long place : new long[] {plain, Place.asNew(plain), Place.behind(plain)})
            {
                assertEquals(bucket, Place.bucket(place));
                assertEquals(slot, Place.slot(place));
                assertEquals(plain, Place.plain(place));
                assertEquals(bucket + 8 + slot * 4L, Place.keyOffset(place, 4));
                assertEquals(bucket + 8 + 8 * 4L + slot * 2L, Place.elemOffset(place, 4, 2));
                assertNotEquals(Place.NOT_FOUND, place);
            }
        }
    }

    @Test
    void shouldKeepTheMarksApart()
    {
        final long plain = Place.of(LAST, 7);
        assertFalse(Place.isNew(plain));
        assertFalse(Place.isBehind(plain));
        assertTrue(Place.isNew(Place.asNew(plain)));
        assertFalse(Place.isBehind(Place.asNew(plain)));
        assertFalse(Place.isNew(Place.behind(plain)));
        assertTrue(Place.isBehind(Place.behind(plain)));
        assertTrue(Place.isNew(Place.asNew(Place.behind(LAST))));
        assertEquals(LAST, Place.plain(Place.asNew(Place.behind(LAST))));
    }

    @Test
    void shouldNotMarkNothing()
    {
        assertFalse(Place.isNew(Place.NOT_FOUND));
        assertFalse(Place.isBehind(Place.NOT_FOUND));
    }
}
