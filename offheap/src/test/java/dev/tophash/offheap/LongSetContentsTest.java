// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tophash.MapClosedException;
import dev.tophash.PutAllException;
import dev.tophash.hash.HashKeys;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What the sets do alike is shown by LongSetModelTest; here is what only one of them shows. */
class LongSetContentsTest
{
    /** Keys are followed by the overflow word: nothing is kept for an elem. */
    @Test
    void shouldSpendNothingOnAnElem()
    {
        try (OffHeapLongSet longs = OffHeapMaps.longSet().build();
            OffHeapIntSet ints = OffHeapMaps.intSet().build();
            OffHeapStringSet strings = OffHeapMaps.stringSet().build();
            OffHeapBytesSet bytes = OffHeapMaps.bytesSet(5).build();
            OffHeapBytesSet boxed = OffHeapMaps.bytesSet(200).build();
            OffHeapVarBytesSet varBytes = OffHeapMaps.varBytesSet().build())
        {
            assertEquals(80, longs.bucketSize);
            assertEquals(48, ints.bucketSize);
            assertEquals(144, strings.bucketSize);
            assertEquals(56, bytes.bucketSize);
            assertEquals(80, boxed.bucketSize);
            assertEquals(144, varBytes.bucketSize);
        }
    }

    @Test
    void shouldHashAsASetOfBoxesDoes()
    {
        try (OffHeapLongSet set = OffHeapMaps.longSet().build())
        {
            assertEquals(3, set.addAll(Set.of(1L, -2L, 1L << 40)));
            assertEquals(Set.of(1L, -2L, 1L << 40).hashCode(), set.hashCode());
        }
        try (OffHeapStringSet set = OffHeapMaps.stringSet().build())
        {
            set.addAll(new String[]{"a", "b", "a"});
            assertEquals(Set.of("a", "b").hashCode(), set.hashCode());
        }
    }

    /** Whoever prints or compares a set changes no later iteration. */
    @Test
    void shouldTakeNothingFromTheRandomness()
    {
        final long[][] orders = new long[2][];
        for (int round = 0; round < 2; round++)
        {
            try (OffHeapLongSet set = OffHeapMaps.longSet().unsafeRandomnessForTests(
                FixedRandom.from(new SplittableRandom(7)), HashKeys.processKeys()).build())
            {
                for (long key = 0; key < 100; key++)
                {
                    set.add(key);
                    assertEquals(round == 0 ? "" : set.toString(), round == 0 ? "" : set.toString());
                    assertEquals(round == 0 ? 0 : set.hashCode(), round == 0 ? 0 : set.hashCode());
                }
                orders[round] = set.toArray();
            }
        }
        assertArrayEquals(orders[0], orders[1]);
    }

    @Test
    void shouldKeepEachKeyOfBytesForItself()
    {
        try (OffHeapBytesSet set = OffHeapMaps.bytesSet(1).build())
        {
            set.addAll(List.of(new byte[]{1}, new byte[]{2}));
            final byte[][] keys = set.toArray();
            assertEquals(3, keys[0][0] + keys[1][0]);
        }
    }

    /** Keys of another length are no keys; a set of them is another set. */
    @Test
    void shouldCompareKeysOfBytesOfTwoLengths()
    {
        try (OffHeapBytesSet set = OffHeapMaps.bytesSet(2).build();
            OffHeapBytesSet other = OffHeapMaps.bytesSet(3).build();
            OffHeapVarBytesSet any = OffHeapMaps.varBytesSet().build())
        {
            assertEquals(set, other, "both are empty");
            set.add(new byte[2]);
            other.add(new byte[3]);
            any.add(new byte[2]);
            assertNotEquals(set, other);
            assertFalse(set.containsAll(other));
            assertNotEquals(set, any, "of another type");
            assertThrows(IllegalArgumentException.class, () -> set.contains(new byte[3]));
            assertEquals(0, assertThrows(PutAllException.class, () -> set.addAll(other)).doneCount());
        }
    }

    /** One that cannot be a key; those before it are in the set. */
    @Test
    void shouldStopAtAKeyThatIsNone()
    {
        try (OffHeapStringSet set = OffHeapMaps.stringSet().build())
        {
            final PutAllException e =
                assertThrows(PutAllException.class, () -> set.addAll(new String[]{"a", "a", "b", "a\ud800", "c"}));
            assertEquals(3, e.doneCount());
            assertTrue(set.contains("b"));
            assertEquals(2, set.size());
        }
    }

    @Test
    void shouldBeEqualToItselfOnlyOnceClosed()
    {
        final OffHeapLongSet set = OffHeapMaps.longSet().build();
        set.close();
        assertEquals(set, set);
        try (OffHeapLongSet other = OffHeapMaps.longSet().build())
        {
            assertNotEquals(set, other);
            assertNotEquals(other, set);
            assertThrows(MapClosedException.class, set::hashCode);
            assertThrows(MapClosedException.class, () -> other.containsAll(set));
        }
    }

    @Test
    void shouldHaveNoMissingValue()
    {
        final var refused =
            assertThrows(IllegalArgumentException.class, () -> OffHeapMaps.intSet().missingValue(1));
        assertEquals("the values of this map are no numbers: missingValue=1", refused.getMessage());
    }
}
