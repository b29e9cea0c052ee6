// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.peers.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FillsTest
{
    @SuppressWarnings("UnusedVariable") // read by their names
    private static class Table
    {
        final int n = 16;
        final long[] words = new long[32];
    }

    private static final class Below extends Table
    {
    }

    @Test
    void shouldCountPlaces()
    {
        assertEquals(0.5, Fills.of(new Below(), "n", 8));
        assertEquals(0.25, Fills.of(new Table(), "words", 8));
        assertEquals(Double.NaN, Fills.of(new Table(), "none", 8));
        assertEquals(0.75, Fills.powerOfTwo(768, 0.75));
        assertEquals(769 / 2048.0, Fills.powerOfTwo(769, 0.75));
        assertEquals(100, Fills.capacity(65, 0.65));
        assertEquals(8, Fills.capacity(0, 0.65));
    }
}
