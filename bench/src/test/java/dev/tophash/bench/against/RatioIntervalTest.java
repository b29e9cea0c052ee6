// SPDX-License-Identifier: Apache-2.0
package dev.tophash.bench.against;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RatioIntervalTest
{
    private static final int TRIES = 4_000;

    /** The table of the class comment, and what tables of the sign test say. */
    @ParameterizedTest
    @CsvSource({"5, 0", "6, 1", "8, 1", "9, 2", "12, 3", "15, 4", "20, 6", "30, 10", "50, 18"})
    void shouldTakeTheRankOfTheSignTest(final int count, final int rank)
    {
        assertEquals(rank, RatioInterval.rank(count));
    }

    @Test
    void shouldGoFromTheFourthLowestToTheFourthHighestOfFifteen()
    {
        final List<Double> values = new ArrayList<>(DoubleStream.iterate(1, value -> value + 1).limit(15).boxed()
            .toList().reversed());
        assertEquals(new RatioInterval(4, 8, 12), RatioInterval.of(values));
        values.set(0, 1e9);
        assertEquals(new RatioInterval(4, 8, 12), RatioInterval.of(values), "one bad round moves nothing");
    }

    @Test
    void shouldTakeTheMeanOfTheTwoInTheMiddle()
    {
        assertEquals(new RatioInterval(1, 3.5, 6), RatioInterval.of(List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0)));
    }

    @Test
    void shouldRefuseTooFewValues()
    {
        assertThrows(IllegalArgumentException.class, () -> RatioInterval.of(List.of(1.0, 1.0, 1.0, 1.0, 1.0)));
    }

    /** At least 95 times in 100; an interval that is much wider than it must be would contain it nearly always. */
    @ParameterizedTest
    @ValueSource(ints = {9, 15, 20})
    void shouldContainTheTrueMedianAsOftenAsItSays(final int count)
    {
        final SplittableRandom random = new SplittableRandom(count);
        int inside = 0;
        for (int i = 0; i < TRIES; i++)
        {
            final RatioInterval interval = RatioInterval.of(rounds(random, count, 1, 0.1));
            inside += interval.low() <= 1 && interval.high() >= 1 ? 1 : 0;
        }
        assertTrue(inside > TRIES * 0.945 && inside < TRIES * 0.985, inside + " of " + TRIES);
    }

    /** What the gate is for: noise of 5 % a round is no slow-down, a slow-down of 15 % is one. */
    @Test
    void shouldTellASlowDownFromNoise()
    {
        final SplittableRandom random = new SplittableRandom(1);
        int alarms = 0;
        int found = 0;
        for (int i = 0; i < TRIES; i++)
        {
            alarms += RatioInterval.of(rounds(random, 15, 1, 0.05)).low() > Plan.LIMIT ? 1 : 0;
            found += RatioInterval.of(rounds(random, 15, 1.15, 0.05)).low() > Plan.LIMIT ? 1 : 0;
        }
        assertTrue(alarms <= TRIES / 1000, alarms + " false alarms");
        assertTrue(found >= TRIES * 0.99, found + " of " + TRIES + " found");
    }

    /** Ratios with this median; now and then a neighbour takes the machine from one side. */
    private static List<Double> rounds(
        final SplittableRandom random, final int count, final double median, final double noise)
    {
        return random.doubles(count).map(chance ->
        {
            final double ratio = median * Math.exp(noise * random.nextGaussian());
            return chance < 0.02 ? ratio * 3 : chance < 0.04 ? ratio / 3 : ratio;
        }).boxed().toList();
    }
}
