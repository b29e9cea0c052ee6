// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.StringLongCursor;
import dev.tophash.offheap.verify.MapVerifier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A map of which each slab holds a few boxes gets them together, and every entry keeps its key. */
class BoxMovesTest
{
    private static final int FIRST_COUNT = 3_200;
    private static final int KEPT_PART = 16;
    private static final String PADDING = "k".repeat(100);

    private OffHeapStringLongMap map;
    private long slabBytes;

    @BeforeEach
    void fill()
    {
        map = OffHeapMaps.stringLong().missingValue(-1).build();
        for (int i = 0; i < FIRST_COUNT; i++)
        {
            map.put(PADDING + i, i);
        }
        slabBytes = map.stats().slabBytes();
    }

    /** Leaves a few boxes in each slab. */
    private void makeSparse()
    {
        for (int i = 0; i < FIRST_COUNT; i++)
        {
            if (i % KEPT_PART != 0)
            {
                map.remove(PADDING + i);
            }
        }
    }

    @AfterEach
    void close()
    {
        map.close();
    }

    private void doChores()
    {
        final long budget = TimeUnit.MILLISECONDS.toNanos(100);
        for (int i = 0; i < 100 && map.advance(budget); i++)
        {
            assertClean();
        }
    }

    private void assertClean()
    {
        assertTrue(MapVerifier.verify(map.image()).clean());
    }

    private void assertWhole(final int added)
    {
        assertClean();
        assertEquals(FIRST_COUNT / KEPT_PART + added, map.size());
        for (int i = 0; i < FIRST_COUNT; i++)
        {
            assertEquals(i % KEPT_PART == 0 ? i : -1, map.get(PADDING + i));
        }
    }

    @Test
    void shouldMoveBoxesTogetherWithTheWritesThatMakeRoom()
    {
        map.put("one more", 1);
        makeSparse();
        for (int i = 0; i < FIRST_COUNT / KEPT_PART; i++)
        {
            map.put("a longer length" + i, i);
        }
        assertTrue(map.stats().slabBytes() < slabBytes / 2, slabBytes + " bytes of slabs, now " + map.stats());
        assertWhole(1 + FIRST_COUNT / KEPT_PART);
    }

    /** To move boxes of a map that is being emptied would be in vain, until hardly one of them is left. */
    @Test
    void shouldNotMoveBoxesBecauseOthersAreRemoved()
    {
        int removed = 0;
        for (; removed < FIRST_COUNT - FIRST_COUNT / KEPT_PART; removed++)
        {
            map.remove(PADDING + removed * 1_231 % FIRST_COUNT);
            assertEquals(0, map.heap.boxes().movedCount(), "removed " + removed);
        }
        assertClean();
        assertTrue(map.heap.boxes().isSparse());
        for (int i = 0; i < FIRST_COUNT / KEPT_PART; i++)
        {
            map.put(PADDING + -i, i);
            map.remove(PADDING + -i);
        }
        assertEquals(0, map.heap.boxes().movedCount(), "no slab was asked for");
        map.advance(TimeUnit.SECONDS.toNanos(100));
        assertTrue(map.heap.boxes().movedCount() > 0);
        assertTrue(map.stats().slabBytes() < slabBytes / 2, slabBytes + " bytes of slabs, now " + map.stats());
        assertClean();
        for (; removed < FIRST_COUNT; removed++)
        {
            assertEquals(removed * 1_231 % FIRST_COUNT, map.remove(PADDING + removed * 1_231 % FIRST_COUNT));
        }
        assertTrue(map.isEmpty());
    }

    @Test
    void shouldMoveTheLastBoxesTogetherWithRemoves()
    {
        final int keptPart = 5 * KEPT_PART;
        for (int i = 0; i < FIRST_COUNT; i++)
        {
            if (i % keptPart != 0)
            {
                map.remove(PADDING + i);
            }
        }
        assertTrue(map.heap.boxes().movedCount() > 0);
        doChores();
        assertTrue(map.stats().slabBytes() < slabBytes / 5, slabBytes + " bytes of slabs, now " + map.stats());
        assertClean();
        for (int i = 0; i < FIRST_COUNT; i += keptPart)
        {
            assertEquals(i, map.get(PADDING + i));
        }
    }

    @Test
    void shouldLeaveBoxesWhereTheyAreWhileACursorIsOpen()
    {
        try (StringLongCursor cursor = map.cursor())
        {
            assertTrue(cursor.next());
            final String key = cursor.key();
            makeSparse();
            map.put("one more", 1);
            doChores();
            assertTrue(map.stats().slabBytes() >= slabBytes, slabBytes + " bytes of slabs, now " + map.stats());
            assertEquals(key, cursor.key());
        }
        doChores();
        assertTrue(map.stats().slabBytes() < slabBytes / 2, slabBytes + " bytes of slabs, now " + map.stats());
        assertWhole(1);
    }

    @Test
    void shouldForgetWhatWasUnderWayInAClear()
    {
        try (StringLongCursor cursor = map.cursor())
        {
            assertTrue(cursor.next());
            makeSparse();
        }
        map.put("one more", 1);
        map.advance(1);
        map.clear();
        for (int i = 0; i < FIRST_COUNT; i += KEPT_PART)
        {
            map.put(PADDING + i, i);
        }
        doChores();
        assertWhole(0);
    }
}
