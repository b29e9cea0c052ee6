// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesTest
{
    private final Series ours = new Series();
    private final Series theirs = new Series();

    @Test
    void shouldTellBestQuarterAndMedianOfAllRounds()
    {
        ours.add(List.of(5.0, 1.0, 4.0));
        ours.add(List.of(3.0, 2.0));
        assertEquals(1, ours.at(0));
        assertEquals(2, ours.at(0.25));
        assertEquals(3, ours.at(0.5));
    }

    /** A round that was slow for both says as much as a fast one; best against best would say 1. */
    @Test
    void shouldCompareRoundWithRound()
    {
        ours.add(List.of(10.0, 10.0, 99.0));
        theirs.add(List.of(10.0, 20.0, 30.0));
        ours.add(List.of(90.0, 90.0, 90.0));
        theirs.add(List.of(100.0, 100.0, 100.0));
        ours.add(List.of(30.0));
        theirs.add(List.of(25.0));
        assertEquals("0.50 0.90 1.20 2/3", ours.byRound(theirs));
        assertEquals("0.83 1.11 2.00 1/3", theirs.byRound(ours));
    }

    @Test
    void shouldCompareOnlyRoundsThatBothHave()
    {
        ours.add(List.of(1.0));
        assertEquals("NaN NaN NaN 0/0", ours.byRound(theirs));
        theirs.add(List.of(1.0));
        theirs.add(List.of(1.0));
        assertEquals("1.00 1.00 1.00 0/1", ours.byRound(theirs));
    }

    @Test
    void shouldKeepTheLeastAllocation()
    {
        ours.allocated(3);
        ours.allocated(2);
        ours.allocated(4);
        assertEquals(2, ours.allocated());
    }
}
