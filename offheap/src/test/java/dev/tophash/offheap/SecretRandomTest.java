// SPDX-License-Identifier: Apache-2.0
package dev.tophash.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SecretRandomTest
{
    private static final int COUNT = 10_000;

    /** Two maps must not share a seed; that one run of this fails by chance is less likely than a broken machine. */
    @Test
    void shouldDifferFromMapToMap()
    {
        final SecretRandom one = new SecretRandom();
        final SecretRandom other = new SecretRandom();
        final Set<Long> words = new HashSet<>();
        for (int i = 0; i < COUNT; i++)
        {
            words.add(one.nanHash());
            words.add(other.nanHash());
        }
        assertEquals(2 * COUNT, words.size());
        assertNotEquals(one.iterationStart(), other.iterationStart());
    }

    @Test
    void shouldSetEveryBitHalfOfTheTime()
    {
        final SecretRandom random = new SecretRandom();
        final int[] ones = new int[Integer.SIZE];
        for (int i = 0; i < COUNT; i++)
        {
            final int word = (i & 1) == 0 ? random.seed() : random.overflowSample();
            for (int bit = 0; bit < Integer.SIZE; bit++)
            {
                ones[bit] += word >>> bit & 1;
            }
        }
        for (int bit = 0; bit < Integer.SIZE; bit++)
        {
            final int count = ones[bit];
            assertTrue(Math.abs(count - COUNT / 2) < COUNT / 20, "10 standard deviations: " + count);
        }
    }
}
