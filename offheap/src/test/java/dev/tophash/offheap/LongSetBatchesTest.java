// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.MapClosedException;
import dev.tophash.PutAllException;
import java.util.ConcurrentModificationException;
import org.junit.jupiter.api.Test;

/** What the sets do alike is shown by LongSetBatchesModelTest; here is what only one of them shows. */
class LongSetBatchesTest
{
    private static final int LARGE = 60_000;

    @Test
    void shouldRefuseAClosedSetEvenWithoutKeys()
    {
        final OffHeapLongSet set = OffHeapMaps.longSet().build();
        set.close();
        for (final int count : new int[] {0, 2})
        {
            final long[] keys = new long[count];
            assertThrows(MapClosedException.class, () -> set.containsAll(keys, 0, count));
            assertThrows(MapClosedException.class, () -> set.addAll(keys, 0, count));
            assertThrows(MapClosedException.class, () -> set.removeAll(keys, 0, count));
        }
    }

    /** A large set that is being written: no group begins, and the flag is met as by a single lookup. */
    @Test
    void shouldMeetTheWriteFlag()
    {
        try (OffHeapLongSet set = OffHeapMaps.longSet().capacity(LARGE).build())
        {
            set.add(1);
            final long[] keys = new long[64];
            set.setWriting();
            assertThrows(ConcurrentModificationException.class, () -> set.containsAll(keys, 0, 64));
            final PutAllException e = assertThrows(PutAllException.class, () -> set.addAll(keys, 0, 64));
            assertEquals(0, e.doneCount());
            assertInstanceOf(ConcurrentModificationException.class, e.getCause());
            assertThrows(ConcurrentModificationException.class, () -> set.removeAll(keys, 0, 64));
            set.endWrite();
        }
    }

    /** Keys that share one chain, so that most are found behind the first match, in groups and one by one. */
    @Test
    void shouldFindKeysOfAFullChain()
    {
        try (OffHeapLongSet set = OffHeapMaps.longSet().capacity(LARGE).build())
        {
            assertTrue(Batch.isWorthwhile(set, 64));
            final long[] keys = new long[64];
            int count = 0;
            for (long key = 0; count < keys.length; key++)
            {
                if ((set.hash(key) & set.mask()) == 5)
                {
                    keys[count] = key;
                    count++;
                }
            }
            assertEquals(60, set.addAll(keys, 0, 60));
            assertEquals(0, set.addAll(keys, 0, 60));
            assertTrue(set.containsAll(keys, 0, 60));
            assertFalse(set.containsAll(keys, 0, 61));
            assertFalse(set.containsAll(keys, 60, 4));
            assertEquals(60, set.removeAll(keys, 0, 64));
            assertTrue(set.isEmpty());
        }
    }

    @Test
    void shouldStopAtAKeyThatIsNone()
    {
        try (OffHeapStringSet set = OffHeapMaps.stringSet().build())
        {
            final String[] keys = {"a", "b", null, "c"};
            final PutAllException e = assertThrows(PutAllException.class, () -> set.addAll(keys, 0, 4));
            assertEquals(2, e.doneCount());
            assertInstanceOf(NullPointerException.class, e.getCause());
            assertEquals(2, set.size());
            assertThrows(NullPointerException.class, () -> set.removeAll(keys, 1, 3));
            assertEquals(1, set.size(), "those before are removed");
            assertThrows(NullPointerException.class, () -> set.containsAll(keys, 2, 1));
            assertTrue(set.containsAll(keys, 0, 1));
        }
    }
}
